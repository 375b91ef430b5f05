"""Whose fault it is that a network does not build or run: the card's, the repository's, or something here.

Where it is not certain, it is something here: a finding must be right.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from xreg.registry.networks.answer import Answer, Tried
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.entry import HUB_CONF
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.repositories.hub_conf import ENTRY
from xreg.schema.network import Attempt, Fault

# Names under which the repositories keep their own code: no package of these names is meant.
OWN_MODULES = frozenset({"src", "model_utils", "config", "configs", "utils", "models", "model", "mindspore_hub_conf"})
_FRAMEWORK = re.compile(r"mindspore(?:_\w+)?(?:\.|$)")
_DEVICE = re.compile(
    r"\b(?:Ascend|GPU|CUDA|NPU|device_target|device target|DEVICE_ID|RANK_ID|RANK_TABLE)", re.IGNORECASE
)
_CALLS = re.compile(
    r"missing \d{1,3} required (?:positional|keyword-only) arguments?|takes (?:from )?\d{1,3} (?:to \d{1,3} )?"
    r"positional|unexpected keyword argument|takes no (?:keyword )?arguments"
    r"|multiple values for (?:keyword )?argument|missing a required argument"
)
_CALLED = re.compile(r"(?:TypeError: )(?:(\w{1,80})\.)?(\w{1,80})\(\)")
_ATTRIBUTE = re.compile(r"'(\w{1,80})' object has no attribute")
# Settings and code below the folder itself, whose own path is left out of messages; data is not in a repository.
_OWN_FILE = re.compile(r"'(?!/)[^'\n]{1,300}\.(?:ya?ml|py)'")
_MODULE = re.compile(r"module '([\w.]{1,120})' has no attribute")
_REFUSAL = re.compile(
    r"not (?:implemented|supported?|found|exist)|unknown|no such|unsupported|invalid|is not in", re.IGNORECASE
)
_BUILT_IN = frozenset({"dict", "list", "str", "tuple", "set", "int", "float", "bytes"})  # whose methods do not change
_BY_ARGUMENTS = ("KeyError", "IndexError", "AssertionError")
_OWN_ERRORS = frozenset({"SyntaxError", "IndentationError", "TabError", "NameError", "UnboundLocalError"})


class Verdict(NamedTuple):
    """The fault, and the reason for people; both empty where the network ran."""

    fault: Fault = ""
    reason: str = ""


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
    own, last = answer.tried[0], answer.tried[-1]
    if _refuses_name(own, target):
        return Verdict("card", f"create_network does not accept the name {target.network!r}: {_said(own)}")
    judge = _Judge(target, definitions)
    found = [judge.of(each) for each in answer.tried]
    if judge.hands_on(own):
        return Verdict("card", f"what the card gives behind the name is refused: {_said(own)}")
    certain = [judged for judged in reversed(found) if judged is not None]
    if certain:
        return next((each for each in certain if each.fault == "repository"), certain[0])
    if own.where.startswith(HUB_CONF):
        return Verdict("card", f"what the card gives behind the name is refused: {_said(own)}")
    return Verdict("here", f"it is not known why this call fails: {_said(last)}")


def _refuses_name(tried: Tried, target: Target) -> bool:
    """Whether the hub file, or MindCV's factory, says itself that it knows no such name."""
    if tried.kind == "KeyError" and tried.where.startswith(HUB_CONF):
        return repr(target.network) in tried.error
    says = bool(_REFUSAL.search(tried.error)) or tried.kind == "NotImplementedError"
    by_hub = tried.where.startswith(HUB_CONF) or target.provider == "mindcv"
    return by_hub and says and target.network.lower() in tried.error.lower()


class _Judge:
    """What an error shows by its own kind, given whose code the network is."""

    def __init__(self, target: Target, definitions: Definitions) -> None:
        self._target, self._own = target, definitions
        self._judges: dict[str, Callable[[Tried], Verdict | None]] = {
            "ImportError": self._import,
            "ModuleNotFoundError": self._import,
            "TypeError": self._type,
            "AttributeError": self._attribute,
            "FileNotFoundError": _missing_file,
            "SystemExit": _ends,
            **dict.fromkeys(_OWN_ERRORS, _broken),
            **dict.fromkeys(_BY_ARGUMENTS, _open),
        }

    def of(self, tried: Tried) -> Verdict | None:
        """The verdict; `None` where it depends on what was given."""
        if _DEVICE.search(tried.error):
            return Verdict("here", f"it asks for a device that is not here: {_said(tried)}")
        judge = self._judges.get(tried.kind)
        return judge(tried) if judge else Verdict("here", _said(tried))

    def hands_on(self, tried: Tried) -> bool:
        """Whether a function that is handed the card's own arguments refuses them."""
        called = _CALLED.search(tried.error)
        if tried.kind != "TypeError" or not _CALLS.search(tried.error) or not called:
            return False
        name = called[1] or called[2]
        by_hub = not tried.where or tried.where.startswith(HUB_CONF)
        return name in (ENTRY, *self._target.reached) or (by_hub and name in self._own.names)

    def _import(self, tried: Tried) -> Verdict:
        first = tried.module.partition(".")[0]
        if _FRAMEWORK.match(tried.module):
            return Verdict("here", f"this MindSpore no longer has what it imports: {_said(tried)}")
        if self._own.holds(tried.module) or first in OWN_MODULES:
            return Verdict("repository", f"it imports what its folder lacks: {_said(tried)}")
        if not first:
            return Verdict("here", _said(tried))
        return Verdict("here", f"the package {first} is not installed: {_said(tried)}")

    def _type(self, tried: Tried) -> Verdict | None:
        """A call that does not fit: where the folder's own code calls its own function so, it is the repository's."""
        called = _CALLED.search(tried.error)
        if self.hands_on(tried) or (tried.where.startswith(HUB_CONF) and not called):
            return None
        if not called or not _CALLS.search(tried.error) or not tried.where:
            return Verdict("here", _said(tried))
        name = called[1] or called[2]
        if name in self._own.names or called[1] in _BUILT_IN:
            return Verdict("repository", f"its own code calls {name} wrongly: {_said(tried)}")
        return Verdict("here", f"{name} is no longer called like that: {_said(tried)}")

    def _attribute(self, tried: Tried) -> Verdict:
        module, owner = _MODULE.search(tried.error), _ATTRIBUTE.search(tried.error)
        own = bool(module and (self._own.holds(module[1]) or module[1].partition(".")[0] in OWN_MODULES))
        if tried.where and (own or (owner and owner[1] in self._own.names)):
            return Verdict("repository", f"its own code lacks what it uses: {_said(tried)}")
        return Verdict("here", _said(tried))


def _ends(tried: Tried) -> Verdict:
    """A command line that requires arguments, which nobody who loads a network gives."""
    fault: Fault = "repository" if tried.where else "here"
    return Verdict(fault, f"its code ends the process: {_said(tried)}")


def _missing_file(tried: Tried) -> Verdict:
    if tried.where and _OWN_FILE.search(tried.error):
        return Verdict("repository", f"its folder lacks a file of its own: {_said(tried)}")
    return Verdict("here", f"it reads a file that is not there: {_said(tried)}")


def _broken(tried: Tried) -> Verdict:
    return Verdict("repository" if tried.where else "here", _said(tried))


def _open(_: Tried) -> None:
    return None


def _not_run(answer: Answer, target: Target, definitions: Definitions) -> Verdict:
    """Why none of the inputs runs: only an error that no input can mend is the repository's."""
    failed = [each for each in answer.attempts if each.asked] or list(answer.attempts)
    if not failed:
        return Verdict("here", "no input is known for it")
    judge = _Judge(target, definitions)
    judged = [_of_attempt(each, judge) for each in failed]
    if all(each is not None and each.fault == "repository" for each in judged):
        return judged[0] or Verdict()
    named = ", ".join(dict.fromkeys(each.source for each in target.inputs)) or "the search for one"
    return Verdict("here", f"no input that was tried runs ({named}): {failed[0].error}")


def _of_attempt(attempt: Attempt, judge: _Judge) -> Verdict | None:
    kind = attempt.error.partition(":")[0]
    if kind not in _OWN_ERRORS | {"AttributeError"}:
        return None
    return judge.of(Tried(0, attempt.error, attempt.where, kind))


def _said(tried: Tried) -> str:
    return f"{tried.error} ({tried.where})" if tried.where else tried.error
