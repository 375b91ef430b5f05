"""Whose fault it is that a network does not build or run: the card's, the repository's, or something here.

Where it is not certain, it is something here: a finding must be right.
"""

import re

from xreg.registry.networks.answer import Answer, Tried
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.entry import HUB_CONF
from xreg.registry.networks.providers.judging import OWN_ERRORS, Judge, Verdict, said
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.usage import NOT_MADE
from xreg.schema.network import Attempt
from xreg.schema.network_facts import USAGE

_REFUSAL = re.compile(
    r"not (?:implemented|supported?|found|exist)|unknown|no such|unsupported|invalid|is not in", re.IGNORECASE
)
# What says that something is not there, and may name it like the network.
_NO_REFUSALS = frozenset({"ImportError", "ModuleNotFoundError", "FileNotFoundError", "OSError", "NameError"})


def verdict(answer: Answer, target: Target, definitions: Definitions) -> Verdict:
    """Why a network did not build, or did not run; empty where it did both."""
    if any(each.output is not None for each in answer.attempts):
        return Verdict()
    if answer.failure:
        return Verdict("here", answer.failure)
    if not any(not each.error for each in answer.tried):
        return _not_built(answer, target, definitions)
    if answer.unchecked:
        return Verdict("here", answer.unchecked[0])
    return _not_run(answer, target, definitions)


def _not_built(answer: Answer, target: Target, definitions: Definitions) -> Verdict:
    """The error of the card's own call counts where it is the card's fault, else what another call shows."""
    if not answer.tried:
        return Verdict("here", "the worker did not come to build it")
    own, last, judge = answer.tried[0], answer.tried[-1], Judge(target, definitions)
    if _refuses_name(own, target, definitions):
        return Verdict("card", f"create_network does not accept the name {target.network!r}: {said(own)}")
    cards = not _made_up(target, own.call)
    if cards and judge.hands_on(own):
        return Verdict("card", f"what the card gives behind the name is refused: {said(own)}")
    found = [judge.of(each, _made_up(target, each.call)) for each in answer.tried]
    certain = [judged for judged in reversed(found) if judged is not None]
    if certain:
        return next((each for each in certain if each.fault == "repository"), certain[0])
    if cards and judge.by_arguments(own):
        return Verdict("card", f"what the card gives behind the name is refused: {said(own)}")
    return Verdict("here", f"it is not known why this call fails: {said(last)}")


def _made_up(target: Target, call: int) -> bool:
    """Whether the card does not make a call: it gives something else, or not all that Usage does."""
    given = target.calls[call] if 0 <= call < len(target.calls) else ()
    return any(each.source != USAGE for each in given) or any(note.endswith(NOT_MADE) for note in target.notes)


def _refuses_name(tried: Tried, target: Target, definitions: Definitions) -> bool:
    """Whether the hub file, or MindCV's factory, says itself that it knows no such name."""
    if tried.kind == "KeyError" and tried.where.startswith(HUB_CONF):
        return tried.error == f"KeyError: {target.network!r}"
    says = bool(_REFUSAL.search(tried.error)) or tried.kind == "NotImplementedError"
    says = says and tried.kind not in _NO_REFUSALS
    by_hub = definitions.refuses(tried.where) or target.provider == "mindcv"
    return by_hub and says and target.network.lower() in tried.error.lower()


def _not_run(answer: Answer, target: Target, definitions: Definitions) -> Verdict:
    """Why none of the inputs runs: only an error that no input can mend is the repository's."""
    failed = [each for each in answer.attempts if each.asked] or list(answer.attempts)
    if not failed:
        return Verdict("here", "no input is known for it")
    judge = Judge(target, definitions)
    judged = [_of_attempt(each, judge) for each in failed]
    if all(each is not None and each.fault == "repository" for each in judged):
        return judged[0] or Verdict()
    named = ", ".join(dict.fromkeys(each.source for each in target.inputs)) or "the search for one"
    return Verdict("here", f"no input that was tried runs ({named}): {failed[0].error}")


def _of_attempt(attempt: Attempt, judge: Judge) -> Verdict | None:
    """Inputs are made up too: what another one could mend shows nothing."""
    kind = attempt.error.partition(":")[0]
    return judge.of(Tried(0, attempt.error, attempt.where, kind), made_up=True) if kind in OWN_ERRORS else None
