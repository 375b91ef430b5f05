"""What HTTP says of versions and of parts: validators, ranges, lengths, times to wait."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,1000}"')


class Validator(NamedTuple):
    """What tells one version of a file from another: its ETag and the time of its last change, as written."""

    etag: str = ""
    modified: str = ""
    settled: bool = False

    @property
    def strong(self) -> str:
        """What `If-Range` may name: equal only where every byte is (RFC 9110, 13.1.5); empty where there is nothing."""
        if self.etag:
            return "" if self.etag.startswith("W/") else self.etag
        return self.modified if self.settled else ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the file only if it has changed."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modified} if self.settled else {}

    def differs(self, other: "Validator") -> bool:
        """Whether two answers are surely of two versions: what one of them does not state does not differ."""
        if self.etag and other.etag:
            return self.etag != other.etag
        return bool(self.modified and other.modified and self.modified != other.modified)


def validator(headers: Mapping[str, str]) -> Validator:
    """The validator that an answer's headers state."""
    etag, modified = headers.get("ETag", "").strip(), headers.get("Last-Modified", "").strip()
    changed, sent = _date(modified), _date(headers.get("Date", ""))
    # A file that changed within the second in which it was sent can change again within it.
    settled = changed is not None and sent is not None and (sent - changed).total_seconds() >= 1
    return Validator(etag if _ETAG.fullmatch(etag) else "", modified if changed else "", settled)


class ContentRange(NamedTuple):
    """Which bytes an answer holds: from the first to the last one, of `total` (None: not stated)."""

    first: int
    last: int
    total: int | None


def content_range(text: str) -> ContentRange | None:
    """The range that `Content-Range` states, None where it states none that makes sense."""
    match = _CONTENT_RANGE.fullmatch(text.strip())
    if not match:
        return None
    total = None if match[3] == "*" else int(match[3])
    found = ContentRange(int(match[1]), int(match[2]), total)
    sound = found.first <= found.last and (total is None or found.last < total)
    return found if sound else None


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds that `Retry-After` asks to wait (a number or a date), None where it does not say."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    moment = _date(text)
    return max(0.0, (moment - now).total_seconds()) if moment else None


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
