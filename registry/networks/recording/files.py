"""The files of the records: one for each folder of a repository, read in a millisecond and alone.

A file's states, runs and lists of parameters are written once and numbered; an entry that is the same in several states
is written once. Every list has a row a line, sorted, so that a diff shows what a new recording changed.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xreg.registry.networks.recording.entry import Entry, Ran, Recorded, release_order
from xreg.registry.networks.recording.parameters import expanded
from xreg.registry.networks.recording.rows import Shared, entry_from_row, parameters_row, row
from xreg.schema.network import NetworkError

FOLDER = Path(__file__).parent.parent / "records"
# Repositories whose networks all lie in one package: a file for each network keeps reading one of them quick.
PACKAGES = {"github.com/mindspore-lab/mindcv": "mindcv"}
_PATH = re.compile(r"[\w.+\- ]+(?:/[\w.+\- ]+)*")
_LONGEST = 200  # characters of a file's name


def path_of(repository: str, folder: str, network: str, records: Path = FOLDER) -> Path | None:
    """The file of a folder's records, whether it is there or not; `None` for what is no path of a repository."""
    part = network if repository in PACKAGES else folder
    name = part.replace("/", "__")
    if not _PATH.fullmatch(part) or not _PATH.fullmatch(repository) or len(name) > _LONGEST:
        return None
    return records / repository.partition("/")[2].replace("/", "-") / f"{name}.json"


def read(path: Path) -> Recorded | None:
    """The records of a file, or `None` where there are none; raises NetworkError for a broken one."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> Recorded:
    del changed, size  # they only tell one state of the file from another
    try:
        return _recorded(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, NetworkError) as error:
        raise NetworkError(f"{path} is broken ({error!r}): make it again with `xreg network record`") from error


def _recorded(item: dict[str, Any]) -> Recorded:
    states = {str(digest): dict(heads) for digest, heads in item["states"]}
    runs = [_ran(*given) for given in item["runs"]]
    lists, digests = [expanded(given) for _, given in item["parameters"]], list(states)
    entries = [
        entry.in_state(digests[number])
        for each in item["entries"]
        for entry in [entry_from_row(each, runs, lists)]
        for number in each["states"]
    ]
    return Recorded(str(item["repository"]), str(item["folder"]), states, tuple(entries))


def _ran(framework: object, device: object, date: object, worker: object, isolation: Iterable[object]) -> Ran:
    return Ran(str(framework), str(device), str(date), str(worker), tuple(map(str, isolation)))


def read_all(records: Path = FOLDER) -> Iterable[Recorded]:
    """All records, in the order of their files."""
    return filter(None, map(read, sorted(records.glob("*/*.json"))))


def write(recorded: Recorded, path: Path) -> None:
    """Writes a file whole or not at all; raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text_of(recorded), encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def text_of(recorded: Recorded) -> str:
    """The records as text: the same for the same records, in whatever order they were made."""
    states = sorted(((digest, _sorted(heads)) for digest, heads in recorded.states.items()), key=_order)
    numbers = {digest: number for number, (digest, _) in enumerate(states)}
    entries = sorted(recorded.entries, key=lambda each: (each.key[1:], numbers[each.digest]))
    runs = sorted({each.ran for each in entries})
    lists = list(dict.fromkeys(each.evidence.parameters for each in entries if each.evidence.parameters))
    shared = Shared(list(numbers), runs, lists)
    parts: dict[str, list[Any]] = {
        "states": [[digest, heads] for digest, heads in states],
        "runs": [[*each] for each in runs],
        "parameters": [parameters_row(each) for each in lists],
        "entries": _merged(entries, shared, numbers),
    }
    head = f'{{"repository":{_line(recorded.repository)},"folder":{_line(recorded.folder)}'
    return ",\n".join([head, *(f'"{name}":[\n{_lines(rows)}]' for name, rows in parts.items())]) + "}\n"


def _merged(entries: list[Entry], shared: Shared, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The entries as rows; the same in several states together."""
    found: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for entry in entries:
        made = row(entry, shared)
        found.setdefault(_line(made), (made, []))[1].append(numbers[entry.digest])
    return [{"network": made.pop("network"), "states": states, **made} for made, states in found.values()]


def _order(state: tuple[str, dict[str, str]]) -> Any:
    digest, heads = state
    return [release_order(branch) for branch in heads], digest


def _sorted(heads: Mapping[str, str]) -> dict[str, str]:
    return {branch: heads[branch] for branch in sorted(heads, key=release_order)}


def _lines(rows: list[Any]) -> str:
    return "".join(f"{_line(each)},\n" for each in rows).removesuffix(",\n") + "\n" if rows else ""


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
