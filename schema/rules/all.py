"""The list of all rules, in the order of their codes."""

import copyreg

from xreg.schema.rule import Rule
from xreg.schema.rules import (
    accuracy,
    assets,
    backbones,
    citation_text,
    citations,
    datasets,
    evaluation,
    fences,
    file,
    front_matter,
    introduction_links,
    links,
    load_arguments,
    names,
    network,
    network_building,
    network_checkpoint,
    network_claims,
    prose,
    repository_facts,
    repository_links,
    repository_names,
    residue,
    shared_assets,
    siblings,
    summary,
    suppressions,
    tasks,
    title,
    twins,
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
    backbones,
    names,
    network,
    network_building,
    network_checkpoint,
    network_claims,
    introduction_links,
    repository_facts,
    repository_links,
    repository_names,
    twins,
    siblings,
    shared_assets,
    usage,
    links,
    load_arguments,
    prose,
    fences,
    residue,
)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)


def by_code(code: str) -> Rule:
    """The rule of a code."""
    return next(rule for rule in RULES if rule.code == code)


# A rule goes to another process by its code: its check, which the rule itself took the name of, cannot be pickled.
copyreg.pickle(Rule, lambda rule: (by_code, (rule.code,)))
