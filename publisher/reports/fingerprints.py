"""Fingerprints: by what they are about, not by their row, so that a finding keeps its own when lines move."""

import hashlib
from collections import Counter

from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Finding


class Fingerprints:
    """Gives each finding of one report its fingerprint; no two are the same."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, result: CardResult, finding: Finding) -> str:
        """64 hexadecimal digits, from the card's path, the rule, the field and the text that is wrong."""
        said = result.text[finding.span] if result.text else ""
        what = "\0".join((posix(result.filename), finding.code, finding.field, said))
        self._given[what] += 1
        if self._given[what] > 1:  # the same again, on the same card
            what += f"\0{self._given[what]}"
        return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()


def posix(filename: str) -> str:
    """The path as services compare it: with `/`, and without a leading `./`."""
    return filename.replace("\\", "/").removeprefix("./")
