"""The list of all rules, in the order of their codes."""

from xreg.schema.rule import Rule
from xreg.schema.rules import (
    accuracy,
    assets,
    citations,
    datasets,
    file,
    front_matter,
    links,
    network,
    summary,
    suppressions,
    tasks,
    usage,
)

_MODULES = (
    file,
    suppressions,
    front_matter,
    tasks,
    accuracy,
    summary,
    citations,
    datasets,
    assets,
    network,
    usage,
    links,
)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)
