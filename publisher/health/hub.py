"""The cards of a run as the page groups them: by family, by publisher and backend, by version of the hub."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xreg.publisher.reports.fingerprints import posix
from xreg.publisher.reports.plain import visible
from xreg.publisher.reports.result import CardResult
from xreg.schema.document import parse
from xreg.schema.findings import Applicability, Finding, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.subject import subject_of
from xreg.schema.text import Text

# What stands in the place of a part that a card's path does not have.
OUTSIDE = "outside of the hub's tree"
_NUMBER = re.compile(r"\d+")


class HubCard(NamedTuple):
    """A card with its findings. `path` is below the folder that all cards share; `known` tells whether the card's
    names agree on an architecture, which then is its `family`, or the family is but the beginning of its file name.
    """

    path: str
    family: str
    known: bool
    source: str
    version: str
    text: Text
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; information does not count, as it never fails a run."""
        return all(finding.severity is Severity.INFO for finding in self.findings)

    def fixes(self, applicability: Applicability) -> int:
        """How many findings have a fix that may be applied so."""
        return sum(finding.fix.applicability is applicability for finding in self.findings if finding.fix)


def hub_cards(results: Sequence[CardResult], knowledge: Knowledge) -> list[HubCard]:
    """The cards of a run, ordered by their paths as people would order them: 1.9 before 1.10."""
    shown = below_shared_folder([result.filename for result in results])
    cards = (_card(result, path, knowledge) for result, path in zip(results, shown, strict=True))
    return sorted(cards, key=lambda card: natural(card.path))


def _card(result: CardResult, path: str, knowledge: Knowledge) -> HubCard:
    text = result.text or Text("")
    document = parse(text, result.filename)
    own = subject_of(document, knowledge).architecture
    place = document.place
    source = visible("/".join(part for part in (place.publisher, place.backend) if part)) or OUTSIDE
    family = own.name if own else visible(place.name.partition("_")[0] or place.name)
    version = place.version.removeprefix("v") or OUTSIDE
    return HubCard(visible(path), family, own is not None, source, version, text, result.findings)


def below_shared_folder(paths: Sequence[str]) -> list[str]:
    """The paths without the folder that all of them lie in: short, and the same in every clone."""
    plain = [posix(path) for path in paths]
    try:
        shared = posixpath.commonpath([posixpath.dirname(path) for path in plain])
    except ValueError:  # there are none, or some are absolute and others are not
        return plain
    return [posixpath.relpath(path, shared or ".") for path in plain]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers within a text by their value."""
    return tuple(_keys(text))


def _keys(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for match in _NUMBER.finditer(text):
        yield (1, 0, text[at : match.start()])
        digits = match[0].lstrip("0")
        # Python refuses to read numbers of thousands of digits: the length orders first, which says the same.
        yield (0, len(digits), digits)
        at = match.end()
    yield (1, 0, text[at:])


def version_order(version: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """A key that sorts versions as versions, and cards outside of the tree last."""
    return int(version == OUTSIDE), natural(version)
