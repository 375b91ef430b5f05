"""Which rules are on: by code, by the beginning of a code, or by name; for all cards or for some paths."""

import difflib
from collections.abc import Iterable
from fnmatch import fnmatch
from typing import NamedTuple

from xreg.schema.errors import XregError
from xreg.schema.rule import Rule
from xreg.schema.rules.all import RULES


class SelectionError(XregError):
    """A selector names no rule."""


class Choice(NamedTuple):
    """Selectors as users write them: `XR301`, `XR3`, `summary-names-other-model`. No `select` means all rules."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class PathChoice(NamedTuple):
    """What is ignored for the cards whose path matches a pattern (`*` also matches `/`)."""

    pattern: str
    ignore: tuple[str, ...]


def matching(selector: str) -> frozenset[str]:
    """The codes of the rules that a selector names. Raises SelectionError where it names none."""
    wanted = selector.strip()
    if wanted == "ALL":
        return frozenset(rule.code for rule in RULES)
    codes = frozenset(
        rule.code for rule in RULES if rule.name == wanted or (wanted and rule.code.startswith(wanted.upper()))
    )
    if codes:
        return codes
    known = [word for rule in RULES for word in (rule.code, rule.name)]
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else "`xreg rules` lists them"
    raise SelectionError(f"there is no rule `{wanted}`: {hint}")


def _codes(selectors: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(matching, selectors))


def chosen(choice: Choice) -> tuple[Rule, ...]:
    """The rules that are on, in the order of their codes. A longer selector wins over a shorter one, as in ruff."""
    on = _codes(choice.select or ("ALL",)) | _codes(choice.extend_select)
    asked = (*choice.select, *choice.extend_select)
    off = {code for selector in choice.ignore for code in matching(selector) if not _closer(code, selector, asked)}
    return tuple(rule for rule in RULES if rule.code in on and rule.code not in off)


def _closer(code: str, ignored: str, asked: Iterable[str]) -> bool:
    """Whether a code was asked for by a selector that names fewer rules than the one that ignores it."""
    return any(code in matching(selector) and len(matching(selector)) < len(matching(ignored)) for selector in asked)


def for_path(rules: tuple[Rule, ...], path: str, choices: Iterable[PathChoice]) -> tuple[Rule, ...]:
    """The rules that are on for a path, given relative to the configuration's folder."""
    off = frozenset().union(*(_codes(item.ignore) for item in choices if fnmatch(path, item.pattern)))
    return tuple(rule for rule in rules if rule.code not in off) if off else rules
