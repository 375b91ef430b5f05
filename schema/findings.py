"""What xreg says of a card: findings, the evidence they rest on, and the fixes they offer."""

from enum import Enum
from functools import total_ordering
from typing import NamedTuple

from xreg.schema.text import Span


class Severity(str, Enum):
    """How bad a finding is. Information (`info`) never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@total_ordering
class Origin(Enum):
    """Where a fact comes from, weakest first: a stronger origin wins over a weaker one."""

    SIBLING = "sibling"
    KNOWLEDGE = "knowledge"
    REPOSITORY = "repository"
    CARD = "card"
    ASSET = "asset"
    NETWORK = "network"

    def __lt__(self, other: "Origin") -> bool:
        order = list(Origin)
        return order.index(self) < order.index(other)


@total_ordering
class Applicability(Enum):
    """Who may apply a fix: anyone (`safe`), whoever trusts the knowledge (`unsafe`), a person alone (`display`)."""

    DISPLAY = "display"
    UNSAFE = "unsafe"
    SAFE = "safe"

    def __lt__(self, other: "Applicability") -> bool:
        order = list(Applicability)
        return order.index(self) < order.index(other)


class Fact(NamedTuple):
    """One piece of evidence: by which origin and source, what is claimed, and the value."""

    origin: Origin
    source: str
    claim: str
    value: str


class Edit(NamedTuple):
    """Put `content` in the place of the characters of `span`."""

    span: Span
    content: str


class Fix(NamedTuple):
    """A correction in one sentence, and the edits that make it: all of them are made, or none."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """A claim of the card that is wrong, where it stands, how we know, and how to mend it.

    `field` is `title`, a front-matter key (`summary`), an asset's key (`asset[0].asset-sha256`) or a body section
    (`body:Citation`); it is empty where the finding is about the file.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    field: str = ""
    evidence: tuple[Fact, ...] = ()
    fix: Fix | None = None
