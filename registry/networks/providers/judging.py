"""What an error that refuses a network shows by its own kind, given whose code the network is.

Where it is not certain that the folder's own code is wrong, something here is: another MindSpore, a package, a device.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from xreg.registry.networks.answer import Tried
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.entry import HUB_CONF
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.repositories.hub_conf import ENTRY
from xreg.schema.network import Fault

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
_MODULE = re.compile(r"module '([\w.]{1,120})' has no attribute '(\w{1,80})'")
_IMPORTED = re.compile(r"cannot import name '(\w{1,80})'")
_NAME = re.compile(r"name '(\w{1,80})' is not defined")
_KEY = re.compile(r"KeyError: '(\w{1,80})'$")
# Settings and code below the folder itself, whose own path is left out of messages; data is not in a repository.
_OWN_FILE = re.compile(r"'(?!/)([^'\n]{1,300}\.(?:ya?ml|py|json))'")
_BUILT_IN = frozenset({"dict", "list", "str", "tuple", "set", "int", "float", "bytes"})  # whose methods do not change
_BY_ARGUMENTS = ("KeyError", "IndexError", "AssertionError")
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")
OWN_ERRORS = frozenset({*_SYNTAX, "NameError"})  # which no argument and no input can mend
# What a call that nobody makes but xreg may show of the repository.
OF_ANY_CALL = OWN_ERRORS | {"ImportError", "ModuleNotFoundError"}


class Verdict(NamedTuple):
    """The fault, and the reason for people; both empty where the network ran."""

    fault: Fault = ""
    reason: str = ""


class Judge:
    """What an error shows by its own kind."""

    def __init__(self, target: Target, definitions: Definitions) -> None:
        self._target, self._own = target, definitions
        self._judges: dict[str, Callable[[Tried], Verdict | None]] = {
            "ImportError": self._import,
            "ModuleNotFoundError": self._import,
            "TypeError": self._type,
            "AttributeError": self._attribute,
            "FileNotFoundError": self._missing_file,
            "SystemExit": self._ends,
            "NameError": self._name,
            **dict.fromkeys(_SYNTAX, self._broken),
            **dict.fromkeys(_BY_ARGUMENTS, self._open),
        }

    def of(self, tried: Tried, made_up: bool) -> Verdict | None:
        """The verdict; `None` where it depends on what was given. A made-up call convicts nobody by what it gives."""
        if _DEVICE.search(tried.error):
            return Verdict("here", f"it asks for a device that is not here: {said(tried)}")
        judge = self._judges.get(tried.kind)
        found = judge(tried) if judge else Verdict("here", said(tried))
        if made_up and found and found.fault == "repository" and tried.kind not in OF_ANY_CALL:
            return Verdict("here", f"a call that the card does not make is refused: {said(tried)}")
        return found

    def hands_on(self, tried: Tried) -> bool:
        """Whether a function that is handed the card's own arguments refuses them."""
        called = _CALLED.search(tried.error)
        if tried.kind != "TypeError" or not _CALLS.search(tried.error) or not called:
            return False
        name = called[1] or called[2]
        by_hub = not tried.where or self._own.reads_arguments(tried.where)
        return name in (ENTRY, *self._target.reached) or (by_hub and name in self._own.names)

    def by_arguments(self, tried: Tried) -> bool:
        """Whether the hub file's entry point misses something in what it is given."""
        if not tried.where.startswith(HUB_CONF):
            return False
        if tried.kind == "KeyError":
            key = _KEY.search(tried.error)
            return bool(key) and self._own.reads_keyword(key[1] if key else "")
        return self._own.reads_arguments(tried.where)

    def _import(self, tried: Tried) -> Verdict:
        first, name = tried.module.partition(".")[0], _IMPORTED.search(tried.error)
        if _FRAMEWORK.match(tried.module):
            return Verdict("here", f"this MindSpore no longer has what it imports: {said(tried)}")
        if self._own.holds(tried.module) or first in OWN_MODULES:
            return self._own_import(tried, name[1] if name else "")
        if not first:
            return Verdict("here", said(tried))
        return Verdict("here", f"the package {first} is not installed: {said(tried)}")

    def _own_import(self, tried: Tried, name: str) -> Verdict:
        if self._own.left_out:
            links = ", ".join(self._own.left_out)
            return Verdict("here", f"its folder has links that were left out ({links}): {said(tried)}")
        only = self._target.stage.only if self._target.stage else ()
        beside = bool(only) and tried.module.partition(".")[0] not in only
        lacks = self._own.lacks_name(tried.module, name) if name else self._own.lacks(tried.module)
        if lacks and not beside:
            return Verdict("repository", f"it imports what its folder lacks: {said(tried)}")
        return Verdict("here", f"its folder may have what it imports: {said(tried)}")

    def _type(self, tried: Tried) -> Verdict | None:
        """A call that does not fit: where the folder's own code calls its own function so, it is the repository's."""
        called = _CALLED.search(tried.error)
        if self.hands_on(tried) or (not called and self.by_arguments(tried)):
            return None
        if not called or not _CALLS.search(tried.error) or not tried.where:
            return Verdict("here", said(tried))
        owner, method = called[1] or "", called[2]
        if owner in _BUILT_IN or self._own.calls_own(tried.where, owner, method):
            return Verdict("repository", f"its own code calls {owner or method} wrongly: {said(tried)}")
        return Verdict("here", f"{owner or method} is perhaps no longer called like that: {said(tried)}")

    def _attribute(self, tried: Tried) -> Verdict:
        module, owner = _MODULE.search(tried.error), _ATTRIBUTE.search(tried.error)
        lacks = bool(module) and self._own.lacks_name(*module.groups()) if module else False
        if tried.where and (lacks or (owner and self._own.wholly_own(owner[1]))):
            return Verdict("repository", f"its own code lacks what it uses: {said(tried)}")
        return Verdict("here", said(tried))

    def _ends(self, tried: Tried) -> Verdict:
        """A command line that requires arguments, which nobody who loads a network gives."""
        parsing = tried.error == "SystemExit: 2" and self._own.ends_in_arguments(tried.where)
        return Verdict("repository" if parsing else "here", f"its code ends the process: {said(tried)}")

    def _missing_file(self, tried: Tried) -> Verdict:
        file = _OWN_FILE.search(tried.error)
        if tried.where and file and self._own.lacks_file(file[1]):
            return Verdict("repository", f"its folder lacks a file of its own: {said(tried)}")
        return Verdict("here", f"it reads a file that is not there: {said(tried)}")

    def _name(self, tried: Tried) -> Verdict:
        name = _NAME.search(tried.error)
        own = bool(name) and self._own.never_names(tried.where, name[1] if name else "")
        return Verdict("repository" if own else "here", said(tried))

    def _broken(self, tried: Tried) -> Verdict:
        return Verdict("repository" if self._own.broken(tried.where) else "here", said(tried))

    def _open(self, tried: Tried) -> Verdict | None:
        return None if self.by_arguments(tried) else Verdict("here", said(tried))


def said(tried: Tried) -> str:
    """An error and its line, for people."""
    return f"{tried.error} ({tried.where})" if tried.where else tried.error
