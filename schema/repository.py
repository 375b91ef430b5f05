"""What the repository of a model's code holds on a branch: read as text and never executed, and kept as data."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xreg.schema.errors import XregError

REPOSITORY_LINK = re.compile(
    r"https?://(?:www\.)?(?P<host>[^/\s<>]+)/(?P<repository>[^/\s<>]+/[^/\s<>]+?)(?:\.git)?"
    r"/(?:tree|blob)/(?P<branch>[^/\s<>]+)(?P<path>/[^\s<>?#]*)?"
)
# The hub's template names a folder in plain text behind "at": a domain's folder and a model's.
PLAIN_PATH = re.compile(r" at (?P<path>(?:official|research|community)(?:/[\w.+-]*[\w+])+)(?![\w/+])")
_FILE = re.compile(r"\.(?:md|py|sh|ya?ml|txt|json|ipynb|png|jpe?g)\Z", re.IGNORECASE)


class RepositoryError(XregError):
    """A clone cannot be read, or a record is broken; the text tells what to do."""


class Folder(NamedTuple):
    """A model's folder.

    `names` are those that `create_network` of its `mindspore_hub_conf.py` compares with, as written there; `None`
    where there is no such file or the code does not tell which names it accepts. `arguments` are the keywords that it
    reads. `readme` tells whether a README.md stands in the folder.
    """

    path: str
    names: tuple[str, ...] | None
    arguments: tuple[str, ...]
    readme: bool


class Branch(NamedTuple):
    """A branch as it was read: the models' folders by path, and the paths of all folders down to a fixed depth."""

    name: str
    commit: str
    date: str
    folders: Mapping[str, Folder]
    paths: frozenset[str]


class RepositoryLink(NamedTuple):
    """A link into a repository: `path` is that of a folder, `file` the file's name in it where one is linked."""

    repository: str
    branch: str
    path: str
    file: str


class RepositoryEvidence(NamedTuple):
    """What is known of the folder that a link goes to.

    `nearest` are folders of the branch that may be meant where it does not exist. `linked` is the same for the
    links of the card's introduction.
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

    @property
    def source(self) -> str:
        """Where the facts come from, for people."""
        return f"{self.repository} {self.branch} at {self.commit[:8]}, {self.how} {self.date}"

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
