"""What the repository of a model's code holds on a branch: read as text and never executed, and kept as data."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xreg.schema.errors import XregError
from xreg.schema.signature import Signature, read_signature

REPOSITORY_LINK = re.compile(
    r"https?://(?:www\.)?(?P<host>[^/\s<>]+)/(?P<repository>[^/\s<>]+/[^/\s<>]+?)(?:\.git)?"
    r"/(?:tree|blob)/(?P<branch>[^/\s<>]+)(?P<path>/[^\s<>?#]*)?"
)
# The hub's template names a folder in plain text behind "at": a domain's folder and a model's.
PLAIN_PATH = re.compile(r" at (?P<path>(?:official|research|community)(?:/[\w.+-]*[\w+])+)(?![\w/+])")
_FILE = re.compile(r"\.(?:md|py|sh|ya?ml|txt|json|ipynb|png|jpe?g)\Z", re.IGNORECASE)
_README = re.compile(r"readme(?:[._-](?:cn|zh|zh_cn|en))?\.md", re.IGNORECASE)
_CHINESE = re.compile(r"[._-](?:cn|zh|zh_cn)\.md\Z", re.IGNORECASE)


class RepositoryError(XregError):
    """A clone cannot be read, or a record is broken; the text tells what to do."""


class Configuration(NamedTuple):
    """What a configuration file says in plain literals: the number of classes, and the image's size (`224x224`)."""

    file: str
    classes: int | None = None
    image: str = ""


class Folder(NamedTuple):
    """A model's folder.

    `names` are those that `create_network` of its `mindspore_hub_conf.py` compares with, as written there; `None`
    where there is no such file or the code does not tell which names it accepts. `signatures` say what it may be given
    besides: one for each name, or one for all. `readmes` are the READMEs' own file names; what they say of papers
    (arXiv identifiers), results (`top1 0.79`), input sizes and datasets is as written there.
    """

    path: str
    names: tuple[str, ...] | None = None
    signatures: tuple[str, ...] = ()
    readmes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    configurations: tuple[Configuration, ...] = ()

    def signature(self, name: str) -> Signature | None:
        """What `create_network` may be given together with a name, where the code tells."""
        if len(self.signatures) == 1:
            return read_signature(self.signatures[0])
        known = self.signatures and self.names and name in self.names
        return read_signature(self.signatures[self.names.index(name)]) if known and self.names else None


class Branch(NamedTuple):
    """A branch as it was read: the models' folders by path, and the paths of all folders down to a fixed depth.

    `revision` is the tag or commit that was read for it, where that is not the branch itself.
    """

    name: str
    commit: str
    date: str
    folders: Mapping[str, Folder]
    paths: frozenset[str]
    revision: str = ""


class RepositoryLink(NamedTuple):
    """A link into a repository: `path` is that of a folder, `file` the file's name in it where one is linked."""

    repository: str
    branch: str
    path: str
    file: str


class Elsewhere(NamedTuple):
    """Where a folder is found that does not exist where the link goes, and why it must be meant."""

    repository: str
    branch: str
    path: str
    readmes: tuple[str, ...]
    why: str
    source: str


class Code(NamedTuple):
    """The folder whose hub file tells what may be given to the network: where the link goes, or where it is
    found; else as the next branch with a hub file has it.

    `revision` is the tag that was read for the branch, if it was one: the branch may have moved on after it.
    """

    folder: Folder
    source: str
    revision: str


class Release(NamedTuple):
    """The branch that a repository made for a version of MindSpore, and what the linked one is for.

    `exists` tells whether it has the linked folder, `None` where that is not known. `source` says what is for what;
    it is empty where the branches are called by the versions.
    """

    branch: str
    version: str
    linked_for: str
    exists: bool | None
    source: str


class RepositoryEvidence(NamedTuple):
    """What is known of the folder that a link goes to.

    `nearest` are folders of the branch that may be meant where it does not exist, `elsewhere` the place where it does.
    `release` is the branch for the card's version, where the repository has others for others; `code` is the
    code that `mindspore_hub.load` calls, where what it may be given is known. `linked` is the same
    for the links of the card's introduction.
    """

    repository: str
    branch: str
    commit: str
    date: str
    how: str
    path: str
    exists: bool
    folder: Folder | None
    nearest: tuple[str, ...]
    file: str = ""
    linked: tuple["RepositoryEvidence", ...] = ()
    elsewhere: Elsewhere | None = None
    release: Release | None = None
    revision: str = ""
    code: Code | None = None

    @property
    def source(self) -> str:
        """Where the facts come from, for people."""
        read = f" ({self.revision})" if self.revision else ""
        return f"{self.repository} {self.branch}{read} at {self.commit[:8]}, {self.how} {self.date}"

    def accepts(self, name: str) -> bool:
        """Whether the code of the folder is known to accept a name as it stands."""
        return bool(self.folder and self.folder.names and name.strip() in self.folder.names)

    @property
    def same(self) -> str:
        """The only folder of the branch that ends in the same name, letter case and punctuation aside, or nothing."""
        key = last_part(self.path)
        found = [path for path in self.nearest if last_part(path) == key]
        return found[0] if len(found) == 1 else ""


def repository_link(text: str) -> RepositoryLink | None:
    """Reads a link to a folder or file of a branch on Gitee or GitHub."""
    match = REPOSITORY_LINK.search(text)
    if not match:
        return None
    path = re.sub(r"/{2,}", "/", match["path"] or "").strip("/")
    folder, _, last = path.rpartition("/")
    repository = f"{match['host']}/{match['repository']}".lower()
    if _FILE.search(last):
        return RepositoryLink(repository, match["branch"], folder, last)
    return RepositoryLink(repository, match["branch"], path, "")


def last_part(path: str) -> str:
    """The last part of a path, letter case and punctuation aside."""
    return "".join(char for char in path.rpartition("/")[2].lower() if char.isalnum() or char == "+")


def is_readme(file: str) -> bool:
    """Whether a file's name is that of a README, in any language and letter case."""
    return bool(_README.fullmatch(file))


def readme_for(file: str, readmes: tuple[str, ...]) -> str:
    """The README that a link to a missing one must mean: in the same language, else the only one, else nothing."""
    same = [each for each in readmes if bool(_CHINESE.search(each)) == bool(_CHINESE.search(file))]
    for found in (same, readmes):
        if len(found) == 1:
            return found[0]
    return ""
