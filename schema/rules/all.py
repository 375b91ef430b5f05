"""The list of all rules, in the order of their codes."""

import copyreg

from xreg.schema.rule import Rule
from xreg.schema.rules import (
    accuracy,
    assets,
    citation_text,
    citations,
    datasets,
    evaluation,
    file,
    front_matter,
    links,
    names,
    network,
    repository,
    summary,
    suppressions,
    tasks,
    title,
    usage,
    values,
)

_MODULES = (
    file,
    suppressions,
    front_matter,
    values,
    tasks,
    accuracy,
    evaluation,
    summary,
    title,
    citations,
    citation_text,
    datasets,
    assets,
    names,
    network,
    repository,
    usage,
    links,
)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)


def by_code(code: str) -> Rule:
    """The rule of a code."""
    return next(rule for rule in RULES if rule.code == code)


# A rule goes to another process by its code: its check, which the rule itself took the name of, cannot be pickled.
copyreg.pickle(Rule, lambda rule: (by_code, (rule.code,)))
