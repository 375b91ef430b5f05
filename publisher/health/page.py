"""The page as a whole: figures, charts and findings put into the template, with all that it needs inside of it."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from xreg import __version__
from xreg.publisher.health.charts import FEW, HEIGHT, panels, segments
from xreg.publisher.health.figures import Figures, RuleTally, figures
from xreg.publisher.health.hub import HubCard
from xreg.publisher.health.rows import embedded
from xreg.publisher.rendering.blocks import Block, blocks
from xreg.publisher.rendering.environment import html_environment
from xreg.schema.findings import Severity
from xreg.schema.markdown import sections
from xreg.schema.rule import Rule

_STYLE = ("health.css", "findings.css")
_SCRIPT = ("findings.js", "table.js")
# How many families the chart shows; the others are in a table that opens.
_FAMILIES = 25
_WORDS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Information"}


class Run(NamedTuple):
    """How the page came about: on what, by which command, when (ISO 8601), and what could not be linted, and why."""

    folders: tuple[str, ...]
    command: str
    date: str
    rules: int
    network: str
    failures: tuple[str, ...] = ()


class RuleGroup(NamedTuple):
    """The rules of one severity that found something."""

    severity: str
    word: str
    findings: int
    most: int
    rules: tuple[RuleTally, ...]


def render_health(cards: Sequence[HubCard], run: Run) -> str:
    """The page. Nothing on a card reaches it but as text; the scripts and styles are those of xreg alone."""
    environment = html_environment().overlay(loader=_loader())
    counted, style, script = figures(cards), _joined(environment, _STYLE), _joined(environment, _SCRIPT)
    return environment.get_template("health.html.j2").render(
        run=run,
        figures=counted,
        panels=panels(counted.versions),
        height=HEIGHT,
        few=FEW,
        segments=segments,
        shown_families=counted.families[:_FAMILIES],
        other_families=counted.families[_FAMILIES:],
        groups=list(_groups(counted)),
        pages=[(tally.rule, _page(tally.rule)) for tally in sorted(counted.rules, key=lambda tally: tally.rule.code)],
        version=__version__,
        style=Markup(style),
        style_digest=_digest(style),
        script=Markup(script),
        script_digest=_digest(script),
        data=Markup(embedded(cards)),
    )


def _loader() -> ChoiceLoader:
    return ChoiceLoader([PackageLoader(f"xreg.publisher.{name}") for name in ("health", "rendering")])


def _joined(environment: Environment, names: Sequence[str]) -> str:
    assert environment.loader
    return "".join(environment.loader.get_source(environment, name)[0] for name in names)


def _digest(source: str) -> str:
    """What the page's own security policy knows the source by: no other script or style is let in."""
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _groups(counted: Figures) -> Iterator[RuleGroup]:
    for severity, word in _WORDS.items():
        found = tuple(tally for tally in counted.rules if tally.rule.severity is severity)
        counts = [tally.findings for tally in found]
        if found:
            yield RuleGroup(severity.value, word, sum(counts), max(counts), found)


def _page(rule: Rule) -> list[Block]:
    return [block for section in sections(rule.page, 0) for block in blocks(rule.page, section)]
