"""The record of a repository's facts: compact JSON, read within milliseconds and only for cards that link there.

Branches differ little, so each path is stored once, with the branches that hold it as the bits of a number.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from xreg.schema.repository import Branch, Folder, RepositoryError

RECORDS = Path(__file__).with_name("records")
RECORD = RECORDS / "mindspore-models.json"
_Row = tuple[str, int, "tuple[str, ...] | None", "tuple[str, ...]", bool]


class _Parts(NamedTuple):
    heads: tuple[tuple[str, str, str], ...]
    folders: list[list[Any]]
    paths: dict[str, int]


class Record(_Parts):
    """A record as it was read; a branch is unfolded when it is asked for."""

    def branch(self, name: str) -> Branch | None:
        """The facts of a branch, or `None` where it was not recorded."""
        if name not in self._branches:
            self._branches[name] = self._unfolded(name)
        return self._branches[name]

    @cached_property
    def _branches(self) -> dict[str, Branch | None]:
        return {}

    def _unfolded(self, name: str) -> Branch | None:
        names = [head[0] for head in self.heads]
        if name not in names:
            return None
        bit = 1 << names.index(name)
        folders = {row[0]: _folder(row) for row in self.folders if row[1] & bit}
        paths = frozenset(path for path, branches in self.paths.items() if branches & bit)
        return Branch(*self.heads[names.index(name)], folders, paths | folders.keys())


def _folder(row: Sequence[Any]) -> Folder:
    path, _, names, arguments, readme = row
    return Folder(path, None if names is None else tuple(names), tuple(arguments), bool(readme))


def write_record(branches: Sequence[Branch], target: Path = RECORD) -> Path:
    """Writes the record: one line for each folder, so that what a new recording changed can be seen."""
    heads = [[each.name, each.commit, each.date] for each in branches]
    folders = [
        _line([path, bits, names, arguments, int(readme)]) for path, bits, names, arguments, readme in _rows(branches)
    ]
    known = [each.folders.keys() for each in branches]
    paths = _bits((each.paths - folder for each, folder in zip(branches, known, strict=True)))
    body = ",\n".join(folders)
    text = f'{{"branches":{_line(heads)},\n"folders":[\n{body}\n],\n"paths":{_line(dict(sorted(paths.items())))}}}\n'
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bits(sets: Iterable[Iterable[Any]]) -> dict[Any, int]:
    """Each item with the sets that hold it, as bits."""
    found: dict[Any, int] = {}
    for number, items in enumerate(sets):
        for item in items:
            found[item] = found.get(item, 0) | 1 << number
    return found


def _rows(branches: Sequence[Branch]) -> Iterator[_Row]:
    states = _bits(each.folders.values() for each in branches)
    for folder in sorted(states, key=lambda each: (each.path, states[each])):
        yield folder.path, states[folder], folder.names, folder.arguments, folder.readme


@lru_cache(maxsize=4)
def read_record(path: Path = RECORD) -> Record | None:
    """The record, or `None` where none was made; raises RepositoryError for a broken one."""
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_bytes())
        heads = tuple((name, commit, date) for name, commit, date in content["branches"])
        return Record(heads, content["folders"], content["paths"])
    except (ValueError, KeyError, TypeError) as error:
        again = "make it again with `xreg knowledge record-repository PATH`"
        raise RepositoryError(f"{path} is broken ({error!r}): {again}") from error
