"""What a card's path says: `…/assets/mindspore/ascend/1.1/xception_v1.1.md` has four parts."""

import re
from typing import NamedTuple

_VERSION = re.compile(r"v?\d+(\.\d+)+$")
_TREE = "assets"


class Place(NamedTuple):
    """The parts of a path inside the hub's tree of assets; all but `name` are empty for a card elsewhere."""

    name: str
    publisher: str = ""
    backend: str = ""
    version: str = ""

    @property
    def uid(self) -> str:
        """The identifier under which `mindspore_hub.load` finds the card, or an empty text outside of the tree.

        A card's Chinese twin (`…_cn.md`) speaks of the same model.
        """
        parts = (self.publisher, self.backend, self.version, self.name.removesuffix("_cn")) if self.publisher else ()
        return "/".join(part for part in parts if part)


def place_of(path: str) -> Place:
    """Reads a path of either separator; the tree begins below its last folder named `assets`."""
    parts = path.replace("\\", "/").split("/")
    name = parts[-1].removesuffix(".md")
    if _TREE not in parts[:-1]:
        return Place(name)
    at = len(parts) - 1 - parts[::-1].index(_TREE)
    folders = parts[at + 1 : -1]
    if len(folders) not in (2, 3) or not _VERSION.match(folders[-1]):
        return Place(name)
    return Place(name, folders[0], folders[1] if len(folders) == 3 else "", folders[-1])
