"""The baseline as a file: JSON, sorted, with a finding a line, so that differences and merges are small."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from xreg.publisher.baseline import Baseline, Entry
from xreg.publisher.whole_file import write_whole
from xreg.schema.errors import XregError

VERSION = 1
_TOOL = "xreg"
_ANEW = "delete it and write a new one with --write-baseline"


class BaselineError(XregError):
    """The baseline cannot be read or written."""


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises BaselineError where there is none that this xreg can read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BaselineError(f"{path}: there is no such baseline: write one with --write-baseline") from None
    except (OSError, ValueError) as error:
        raise BaselineError(f"{path}: cannot be read: {getattr(error, 'strerror', error)}") from error
    entries = sorted(_entries(path, _parsed(path, content)))
    return Baseline(path.parent, {card: list(found) for card, found in groupby(entries, lambda entry: entry.card)})


def read_or_begin(path: Path) -> Baseline:
    """The baseline in a file, or an empty one where there is no file yet."""
    return read(path) if path.exists() else Baseline(path.parent, {})


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "it has too many brackets"
        raise BaselineError(f"{path}: is no JSON: {why}: mend the file, or {_ANEW}") from None
    if not isinstance(found, dict) or found.get("tool") != _TOOL:
        raise BaselineError(f"{path}: is no baseline of xreg: name another file")
    if found.get("version") != VERSION:
        said = f"has version {found.get('version')!r}; this xreg knows version {VERSION}"
        raise BaselineError(f"{path}: {said}: use the xreg that wrote it, or {_ANEW}")
    return found


def _entries(path: Path, found: dict[str, Any]) -> Iterator[Entry]:
    items = found.get("findings")
    for number, item in enumerate(items if isinstance(items, list) else [None], 1):
        values = [item.get(key) for key in Entry._fields] if isinstance(item, dict) else [None]
        if not all(isinstance(value, str) for value in values):
            raise BaselineError(f"{path}: finding {number} is damaged: mend the file, or {_ANEW}")
        yield Entry(*values)


def write(path: Path, baseline: Baseline) -> None:
    """Writes the file, whole or not at all, with the mode that it had."""
    try:
        write_whole(path, _text(baseline.all()).encode())
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {error.strerror}") from error


def _text(entries: Iterable[Entry]) -> str:
    lines = ",\n".join(json.dumps(entry._asdict()) for entry in sorted(entries))
    return f'{{"tool": "{_TOOL}", "version": {VERSION}, "findings": [\n{lines}\n]}}\n'
