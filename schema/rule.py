"""What a rule is: a pure function of a document and its evidence, with a code, a name and a page of its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Fact, Finding, Fix, Severity
from xreg.schema.text import Span


class Hit(NamedTuple):
    """What a rule's check yields: a finding without what the rule itself knows."""

    message: str
    span: Span
    field: str = ""
    evidence: tuple[Fact, ...] = ()
    fix: Fix | None = None


Check = Callable[[Document, Evidence], Iterable[Hit]]


class Rule(NamedTuple):
    """One thing that can be wrong with a card. `fixes` is the best applicability that its fixes have, if any."""

    code: str
    name: str
    severity: Severity
    fixes: Applicability | None
    check: Check

    @property
    def page(self) -> str:
        """The rule's page, in markdown: what it finds, why it matters, an example, and how it is fixed."""
        from inspect import getdoc  # 5 ms, for pages only

        return getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    def findings(self, document: Document, evidence: Evidence) -> Iterator[Finding]:
        """What the rule finds on a card."""
        for hit in self.check(document, evidence):
            yield Finding(self.code, self.name, self.severity, *hit)


def rule(code: str, name: str, severity: Severity, fixes: Applicability | None = None) -> Callable[[Check], Rule]:
    """Makes a rule of a check; the check's docstring is the rule's page."""
    return lambda check: Rule(code, name, severity, fixes, check)
