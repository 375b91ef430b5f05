"""`xreg rules` lists the rules; `xreg rule CODE` explains one."""

import argparse
import difflib
from typing import Any

from xreg.schema.errors import XregError
from xreg.schema.rule import Rule
from xreg.schema.rules.all import RULES


def add(commands: Any) -> None:
    """Adds both commands to the parser."""
    listing = commands.add_parser("rules", help="list the rules", description="Lists the rules.")
    listing.set_defaults(run=run_list)
    page = commands.add_parser("rule", help="explain a rule", description="Explains a rule.")
    page.add_argument("rule", metavar="RULE", help="a code (XR301) or a name (summary-names-other-model)")
    page.set_defaults(run=run_page)


def run_list(_: argparse.Namespace) -> int:
    """Prints a line a rule: code, name, severity, how it is fixed, and what it finds."""
    width = max(len(rule.name) for rule in RULES)
    for rule in RULES:
        fix = rule.fixes.value if rule.fixes else "-"
        print(f"{rule.code}  {rule.name:{width}}  {rule.severity.value:8} {fix:7} {rule.summary}")
    return 0


def run_page(arguments: argparse.Namespace) -> int:
    """Prints the page of one rule."""
    print(page_of(_find(arguments.rule)), end="")
    return 0


def page_of(rule: Rule) -> str:
    """The page of a rule in markdown, as `xreg rule` prints it and the docs hold it."""
    fixes = f"its fixes are at best {rule.fixes.value}" if rule.fixes else "no fix"
    return f"## {rule.code} {rule.name}\n\n*{rule.severity.value}, {fixes}*\n\n{rule.page}\n"


def _find(wanted: str) -> Rule:
    found = next((rule for rule in RULES if wanted.upper() == rule.code or wanted.lower() == rule.name), None)
    if found:
        return found
    known = [word for rule in RULES for word in (rule.code, rule.name)]
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    raise XregError(f"there is no rule `{wanted}`: " + (f"did you mean `{near[0]}`?" if near else "see `xreg rules`"))
