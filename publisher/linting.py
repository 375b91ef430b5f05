"""Linting one card: parse, collect, check, and leave out what its author has suppressed."""

import os
from typing import NamedTuple

from xreg.publisher.selection import PathChoice, for_path
from xreg.registry.collect import Sources, collect
from xreg.schema.check import check
from xreg.schema.document import Document, parse
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding
from xreg.schema.rule import Rule
from xreg.schema.rules.suppressions import without_suppressed
from xreg.schema.text import Text


class Options(NamedTuple):
    """What one run goes by: the rules that are on, those off for some paths, and where evidence may come from."""

    rules: tuple[Rule, ...]
    per_path: tuple[PathChoice, ...] = ()
    root: str = ""
    sources: Sources = Sources()


class Linted(NamedTuple):
    """A card, the evidence that was collected for it, and what was found."""

    document: Document
    evidence: Evidence
    findings: tuple[Finding, ...]


def lint(text: Text, path: str, options: Options) -> Linted:
    """Lints one card. A card that cannot be parsed has findings that say so."""
    document = parse(text, path)
    evidence = collect(document, options.sources)
    rules = for_path(options.rules, _relative(path, options.root), options.per_path)
    findings = without_suppressed(document, check(document, evidence, rules), rules)
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return Linted(document, evidence, tuple(findings))


def _relative(path: str, root: str) -> str:
    """The path as the configuration's patterns see it."""
    return os.path.relpath(path, root).replace(os.sep, "/") if root else path
