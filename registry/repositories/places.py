"""The repositories that cards link to: their addresses, what was recorded of them, where models moved, and releases."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xreg.schema.repository import RepositoryError

PLACES = Path(__file__).with_name("places.json")
RECORDS = Path(__file__).with_name("records")
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+){2,4}")
_BRANCH = re.compile(r"r(?P<version>\d+(?:\.\d+)+)")
_DEPTH = 4


class Moved(NamedTuple):
    """A folder that left a repository: its branches without it, where it went, and who says so."""

    path: str
    since: str
    branches: tuple[str, ...]
    to: str
    branch: str
    source: str


class Place(NamedTuple):
    """A repository under its first address.

    `roots` are the folders in which models lie, none for a repository of which nothing is known; `depth` is as deep as
    every folder was recorded. `branches` is how the branch for a version is called; `releases` pairs other branches
    with the versions of MindSpore that they are for, the one to choose first.
    """

    name: str
    record: Path | None = None
    roots: tuple[str, ...] = ()
    depth: int = _DEPTH
    branches: str = ""
    moved: Moved | None = None
    releases: tuple[tuple[str, str], ...] = ()
    releases_source: str = ""

    def branch_for(self, version: str) -> str:
        """The branch for a version of MindSpore, or nothing."""
        short = ".".join(version.split(".")[:2])
        for branch, made_for in self.releases:
            if made_for == short:
                return branch
        return self.branches.format(version=short) if self.branches and version else ""

    def version_of(self, branch: str) -> str:
        """The version of MindSpore that a branch or release is for, or nothing."""
        match = _BRANCH.fullmatch(branch) if self.branches else None
        named = match["version"] if match else ""
        return next((made_for for name, made_for in self.releases if name == branch), named)


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """The known repositories under each of their addresses."""
    found: dict[str, Place] = {}
    for name, given in json.loads(PLACES.read_bytes())["repositories"].items():
        moved, releases = given.get("moved"), given.get("releases", {})
        place = Place(
            name,
            RECORDS / given["record"],
            tuple(given["roots"]),
            given.get("depth", _DEPTH),
            given.get("branches", ""),
            Moved(**{**moved, "branches": tuple(moved["branches"])}) if moved else None,
            tuple((branch, version) for branch, version in releases.get("table", ())),
            releases.get("source", ""),
        )
        found.update(dict.fromkeys((name, *given["addresses"]), place))
    return found


def place_of(repository: str) -> Place:
    """The repository of an address. One that is not known can be read from a clone alone."""
    if not _NAME.fullmatch(repository):
        raise RepositoryError(f"{repository!r} is no repository: write its address, such as gitee.com/mindspore/models")
    return places().get(repository.lower(), Place(repository.lower()))
