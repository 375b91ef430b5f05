"""Which cards of a tree list which digests and links: what their lines say, kept in the user's cache by file state."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xreg.registry.siblings.listing import read
from xreg.registry.user_cache import keep_json

# Fewer cards are read faster than it is worth to keep what they say.
WORTH_KEEPING = 200
_FORMAT = 1
_KEYS = (b"asset-link", b"asset-sha256", "资源链接".encode(), "资源SHA256校验码".encode())
_VALUE = re.compile(rb"[ \t]{0,8}(?::|\xef\xbc\x9a)[ \t]{0,8}[<\"']?([^\s<>\"']{1,2000})")
Rows = dict[str, list[str]]


def assets_in(data: bytes) -> list[str]:
    """The digests and links that stand in a card's front matter, as they stand there."""
    found: list[str] = []
    stop = _front_end(data)
    for key in _KEYS:
        at = data.find(key, 0, stop)
        while at >= 0:
            end = at + len(key)
            if match := _VALUE.match(data, end):
                found.append(match[1].decode("utf-8", "replace"))
                end = match.end()
            at = data.find(key, end, stop)
    return found


def _front_end(data: bytes) -> int:
    """Where the front matter ends at the latest: behind it lies most of a card."""
    first = -1 if data.startswith(b"---") else data.find(b"\n---")
    second = data.find(b"\n---", first + 1)
    return second if second >= 0 and (first >= 0 or data.startswith(b"---")) else len(data)


def assets_by_card(root: str, stamps: Mapping[str, str], data: Mapping[str, bytes], cache: Path | None) -> Rows:
    """The digests and links of each card: of those at hand from `data`, of the others from the cache or their files."""
    found = {path: assets_in(content) for path, content in data.items()}
    others = {path: stamp for path, stamp in stamps.items() if path not in data}
    if not others:
        return found
    kept = cache if cache and len(others) >= WORTH_KEEPING else None
    file = (
        kept / "siblings" / f"{hashlib.sha256(os.path.realpath(root).encode()).hexdigest()[:16]}.json" if kept else None
    )
    known = _known(file) if file else {}
    rows = {
        path: row if (row := known.get(path)) and row[0] == stamp else [stamp, *assets_in(read(root, path) or b"")]
        for path, stamp in others.items()
    }
    if file and rows != known:
        keep_json(file, {"format": _FORMAT, "cards": rows})
    found.update((path, row[1:]) for path, row in rows.items())
    return found


def _known(file: Path) -> Rows:
    """What an earlier run kept; nothing where that is missing or broken."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        content = json.loads(file.read_bytes())
        if content["format"] == _FORMAT and all(row and isinstance(row, list) for row in content["cards"].values()):
            cards: Rows = content["cards"]
            return cards
    return {}
