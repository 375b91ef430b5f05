"""The facts of one folder, as its files state them."""

from collections.abc import Iterator

from xreg.registry.repositories.configurations import FOLDERS, configurations, is_configuration
from xreg.registry.repositories.hub_conf import NOTHING, accepts
from xreg.registry.repositories.readme import Said, said
from xreg.registry.repositories.trees import Trees
from xreg.schema.repository import Folder, is_readme

HUB_CONF = "mindspore_hub_conf.py"
_MOST_READMES, _MOST_FILES = 4, 60


def read_folder(trees: Trees, tree: str, path: str) -> Folder | None:
    """Reads a folder by the name of its object; `None` for one without a README and a hub file."""
    files = trees.files(tree, "")
    readmes = tuple(sorted(name for name in files if is_readme(name)))[:_MOST_READMES]
    if not readmes and HUB_CONF not in files:
        return None
    source = trees.read(tree, HUB_CONF) if HUB_CONF in files else None
    accepted = accepts(source, lambda file: trees.read(tree, file)) if source else NOTHING
    told = _said(trees, tree, readmes)
    found = configurations(_configurations(trees, tree))
    return Folder(path, accepted.names, accepted.signatures, readmes, *told, found)


def _said(trees: Trees, tree: str, readmes: tuple[str, ...]) -> Said:
    """What the READMEs say together: they are translations of one another, and each lacks something."""
    all_ = [said(content) for name in readmes if (content := trees.read(tree, name))]
    return Said(*(tuple(dict.fromkeys(each for one in all_ for each in one[field])) for field in range(4)))


def _configurations(trees: Trees, tree: str) -> Iterator[tuple[str, bytes]]:
    files = (
        f"{folder}/{name}".lstrip("/")
        for folder in FOLDERS
        for name in sorted(trees.files(tree, folder))
        if is_configuration(folder, name)
    )
    for _, file in zip(range(_MOST_FILES), files, strict=False):
        if content := trees.read(tree, file):
            yield file, content
