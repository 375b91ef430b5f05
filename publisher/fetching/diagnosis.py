"""Why a file has another digest than the card states: what came in its place, or what the card's digest really is.

A digest is never corrected from the file that failed it: no text here tells anybody to write down what was measured.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from xreg.publisher.fetching.errors import shown
from xreg.publisher.fetching.files import size
from xreg.schema.digests import Digest

_HEAD = 4096
_HEX = re.compile(r"[0-9a-f]+")
_SHORTEST = 6  # digits; fewer begin many a digest by chance
_LFS = b"version https://git-lfs.github.com/spec/"
_LFS_OID = re.compile(rb"\noid sha256:([0-9a-f]{64})\n")
_LFS_SIZE = re.compile(rb"\nsize ([0-9]{1,15})\n")
_HTML = re.compile(rb"<!doctype html|<html[ >]", re.IGNORECASE)
_TITLE = re.compile(rb"<title>([^<]{0,200})", re.IGNORECASE)
_ERROR = re.compile(rb"<Error[ >]")
_CODE, _MESSAGE = re.compile(rb"<Code>([^<]{0,200})"), re.compile(rb"<Message>([^<]{0,200})")


def _nothing(_: str) -> Sequence[str]:
    return ()


class Lookups(NamedTuple):
    """Who may know more: for 64 hex digits, the releases with such an asset, and the links that gave such a file."""

    releases: Callable[[str], Sequence[str]] = _nothing
    links: Callable[[str], Sequence[str]] = _nothing


class _Case(NamedTuple):
    head: bytes
    size: int
    expected: str
    measured: str
    stated: int | None
    link: str
    lookups: Lookups


def diagnose(
    path: Path,
    expected: str,
    measured: Digest,
    link: str = "",
    stated: int | None = None,
    lookups: Lookups = Lookups(),  # noqa: B008 (frozen)
) -> str:
    """Why a file with the digest `measured` is not what the card states, in sentences; empty where it is.

    `expected` is the card's `asset-sha256` as it stands there, `link` where the file came from, and `stated` the size
    that a server or a release stated. Raises OSError where the file cannot be read.
    """
    wanted = expected.strip().lower().removeprefix("sha256:")
    if wanted == measured.hex:
        return ""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    case = _Case(head, path.stat().st_size, wanted, measured.hex, stated, link, lookups)
    came = next((text for text in (look(case) for look in _CAME) if text), "")
    claimed = next((text for text in (look(case) for look in _CLAIMED) if text), "")
    return " ".join(text for text in (came, claimed) if text) or _plain(case)


def _plain(case: _Case) -> str:
    return (
        f"The file's digest is {case.measured}, and the card states {shown(case.expected)}: the file or the card was "
        "changed after the other one was made; ask whoever made the file for its digest."
    )


def _empty(case: _Case) -> str:
    return "" if case.size else "The file is empty: fetch it again, or correct the link."


def _pointer(case: _Case) -> str:
    if not case.head.startswith(_LFS):
        return ""
    oid, length = _LFS_OID.search(case.head), _LFS_SIZE.search(case.head)
    about = f" of {size(int(length[1]))}" if length else ""
    right = ", which has the card's digest" if oid and oid[1].decode() == case.expected else ""
    return f"The file is a Git-LFS pointer to a file{about}{right}: link to that file, not to the pointer."


def _page(case: _Case) -> str:
    if not _HTML.search(case.head[:1024]):
        return ""
    return f"The file is an HTML page{_quoted(_TITLE, case.head)}: link to the file itself, not to a page about it."


def _refusal(case: _Case) -> str:
    if not _ERROR.search(case.head[:1024]):
        return ""
    said = _quoted(_CODE, case.head) + _quoted(_MESSAGE, case.head)
    return f"The file is an error of an object store, as XML{said}: correct the link, or open the file to everyone."


def _shorter(case: _Case) -> str:
    if case.stated is None or case.stated == case.size:
        return ""
    kind = "truncated" if case.size < case.stated else "too long"
    return f"The file is {kind}: it has {case.size} bytes, and {case.stated} were stated: fetch it again."


def _no_digest(case: _Case) -> str:
    """What the card states is no whole digest."""
    digits = len(case.expected)
    if digits == 64 and _HEX.fullmatch(case.expected):
        return ""
    if not _HEX.fullmatch(case.expected) or not _SHORTEST <= digits < 64:
        return f"The card's digest {shown(case.expected)!r} is no SHA-256: write its 64 hexadecimal digits."
    starts, ends = case.measured.startswith(case.expected), case.measured.endswith(case.expected)
    if not starts and not ends:
        return (
            f"The card states {digits} of a digest's 64 digits, and the file's digest neither begins nor ends with "
            "them: the file is another one; ask whoever made it for the whole digest."
        )
    return (
        f"The card states {digits} of a digest's 64 digits, and the file's digest {'begins' if starts else 'ends'} "
        "with them: they do not prove the file; ask whoever made it for the whole digest."
    )


def _other_release(case: _Case) -> str:
    """The file or the digest belongs to another release."""
    if releases := case.lookups.releases(case.measured):
        return (
            f"The file is the asset of {_listed(releases)}: the link leads to the file of another release; correct it."
        )
    if releases := case.lookups.releases(case.expected):
        return f"The card's digest is that of the asset of {_listed(releases)}: it was copied, or the link is wrong."
    return ""


def _elsewhere(case: _Case) -> str:
    """The file with the card's digest was seen at another link."""
    links = [link for link in case.lookups.links(case.expected) if link != case.link]
    if not links:
        return ""
    return f"A file with the card's digest is at {_listed(links)}: correct the link if that is the one."


# The first that holds of each: what came in the place of the file, and what the card's digest is.
_CAME = (_empty, _pointer, _page, _refusal, _shorter)
_CLAIMED = (_no_digest, _elsewhere, _other_release)


def _quoted(pattern: re.Pattern[bytes], head: bytes) -> str:
    match = pattern.search(head)
    text = shown(" ".join(match[1].decode("utf-8", "replace").split())) if match else ""
    return f" ({text})" if text else ""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(shown(name) for name in names[:2]) + more
