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
    """What one run goes by: the rules that are on, those off for some paths, and where evidence may come from.

    The patterns of `per_path` start from `root`, the cards' paths from `folder`.
    """

    rules: tuple[Rule, ...]
    per_path: tuple[PathChoice, ...] = ()
    root: str = ""
    sources: Sources = Sources()
    folder: str = ""


class Linted(NamedTuple):
    """A card, the evidence that was collected for it, and what was found."""

    document: Document
    evidence: Evidence
    findings: tuple[Finding, ...]


def lint(text: Text, path: str, options: Options) -> Linted:
    """Lints one card. A card that cannot be parsed has findings that say so."""
    document = parse(text, path)
    evidence = collect(document, options.sources)
    rules = for_path(options.rules, _relative(path, options), options.per_path)
    findings = without_suppressed(document, check(document, evidence, rules), rules)
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return Linted(document, evidence, tuple(findings))


def _relative(path: str, options: Options) -> str:
    """The path as the configuration's patterns see it, wherever this process stands."""
    if not options.root:
        return path
    return os.path.relpath(os.path.join(options.folder, path), options.root).replace(os.sep, "/")  # noqa: PTH118
