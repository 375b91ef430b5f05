"""The record of a repository's facts: compact JSON, read within milliseconds and only for cards that link there.

Branches differ little, so each folder's state is stored once, with the branches that hold it as the bits of a number.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from xreg.schema.repository import Branch, Configuration, Folder, RepositoryError

# The fields of a folder in the order of a row, the most often empty last: what is empty at its end is left out.
_FIELDS = ("readmes", "papers", "datasets", "results", "configurations", "inputs", "names", "signatures")


_SIGNATURES = len(_FIELDS) + 1


class _Parts(NamedTuple):
    heads: tuple[tuple[str, ...], ...]
    folders: list[list[Any]]
    paths: dict[str, int]


class Record(_Parts):
    """A record as it was read; a folder is unfolded when it is asked for."""

    def branch(self, name: str) -> "RecordedBranch | None":
        """A branch, or `None` where it was not recorded."""
        number = next((number for number, head in enumerate(self.heads) if head[0] == name), None)
        return None if number is None else RecordedBranch(self, number)

    @cached_property
    def rows(self) -> dict[str, list[list[Any]]]:
        """The states of each folder by its path."""
        found: dict[str, list[list[Any]]] = {}
        for row in self.folders:
            found.setdefault(row[0], []).append(row)
        return found


class RecordedBranch(NamedTuple):
    """A branch of a record, by its number."""

    record: Record
    number: int

    @property
    def head(self) -> tuple[str, ...]:
        """The branch's name, commit, date and the revision that was read for it, if it is another one."""
        return self.record.heads[self.number]

    def exists(self, path: str) -> bool:
        """Whether the folder was recorded on this branch."""
        return bool(self._row(path)) or bool(self.record.paths.get(path, 0) >> self.number & 1)

    def folder(self, path: str) -> Folder | None:
        """The facts of a model's folder."""
        row = self._row(path)
        return _folder(row) if row else None

    def tells(self, path: str) -> bool:
        """Whether what the folder's hub file may be given was recorded."""
        return len(self._row(path) or ()) > _SIGNATURES

    def folders(self) -> Iterator[str]:
        """The paths of the models' folders."""
        return (row[0] for row in self.record.folders if row[1] >> self.number & 1)

    def _row(self, path: str) -> list[Any] | None:
        rows = self.record.rows.get(path, ())
        return next((row for row in rows if row[1] >> self.number & 1), None)

    def whole(self) -> Branch:
        """The branch as it was read from the clone."""
        folders = {path: folder for path in self.folders() if (folder := self.folder(path))}
        paths = frozenset(path for path, bits in self.record.paths.items() if bits >> self.number & 1)
        name, commit, date, *revision = self.head
        return Branch(name, commit, date, folders, paths | folders.keys(), revision[0] if revision else "")


def _folder(row: Sequence[Any]) -> Folder:
    given = dict(zip(_FIELDS, row[2:], strict=False))
    names = given.pop("names", None)
    configurations = tuple(Configuration(*each) for each in given.pop("configurations", ()))
    rest = {name: tuple(values) for name, values in given.items()}
    return Folder(row[0], None if names is None else tuple(names), configurations=configurations, **rest)


def write_record(branches: Sequence[Branch], target: Path) -> Path:
    """Writes the record: one line for each folder, so that what a new recording changed can be seen."""
    heads = [[each.name, each.commit, each.date, *filter(None, [each.revision])] for each in branches]
    known = [each.folders.keys() for each in branches]
    paths = _bits((each.paths - folder for each, folder in zip(branches, known, strict=True)))
    body = ",\n".join(map(_line, _rows(branches)))
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


def _rows(branches: Sequence[Branch]) -> Iterator[list[Any]]:
    states = _bits(each.folders.values() for each in branches)
    for folder in sorted(states, key=lambda each: (each.path, states[each])):
        row = [folder.path, states[folder], *(getattr(folder, field) for field in _FIELDS)]
        while not row[-1]:
            row.pop()
        yield row


@lru_cache(maxsize=8)
def read_record(path: Path) -> Record | None:
    """The record, or `None` where none was made; raises RepositoryError for a broken one."""
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_bytes())
        heads = tuple(tuple(head) for head in content["branches"])
        if not all(len(head) in (3, 4) for head in heads):
            raise ValueError("a branch has a name, a commit and a date")
        return Record(heads, content["folders"], content["paths"])
    except (ValueError, KeyError, TypeError) as error:
        again = "make it again with `xreg knowledge record-repository PATH`"
        raise RepositoryError(f"{path} is broken ({error!r}): {again}") from error
