"""XR506 to XR508: why a card's network does not build: its name, its Usage, or the code that it links to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.load_call import LoadCall
from xreg.schema.names import normalise
from xreg.schema.network import Build, NetworkEvidence, Supplied
from xreg.schema.network_facts import (
    USAGE,
    code_of,
    first_refusal,
    how_built,
    is_literal,
    network_facts,
    supplied,
    told,
    written,
)
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.load_arguments import load_argument_missing, load_argument_not_accepted
from xreg.schema.rules.network_calls import differing, own_call
from xreg.schema.rules.repository_names import name_not_accepted
from xreg.schema.signature import IGNORED, REFUSED
from xreg.schema.text import Span

# With these a network's code turns a name or an argument away; others may come from what surrounds it.
_TURNED_AWAY = (
    "TypeError",
    "ValueError",
    "KeyError",
    "IndexError",
    "AttributeError",
    "AssertionError",
    "NotImplementedError",
)
_REFUSAL = re.compile(
    r"KeyError|NotImplementedError|unknown|unsupported|invalid|no such|\bnot (?:implemented|support|found|exist|in\b)",
    re.IGNORECASE,
)


def _of_name(build: Build, name: str) -> bool:
    """Whether an error turns a name away: it quotes it, and says that there is no such thing."""
    quoted = bool(normalise(name)) and normalise(name) in normalise(build.error)
    return quoted and not build.error.startswith("TypeError") and bool(_REFUSAL.search(build.error))


@rule("XR506", "network-name-refused", Severity.ERROR)
def network_name_refused(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `model-name` that the network's own code refused when it was run.

    Which names the code accepts could not be read from it; where it could, another rule has spoken (XR511).

    Example: `model-name: lenet` where `create_network` ends in `NotImplementedError: lenet is not implemented`.

    There is no fix: the names that the code accepts are not known.
    """
    network, scalar = evidence.network, document.scalar("model-name")
    refused = first_refusal(network) if network and network.fault == "card" else None
    if not network or not scalar or not refused or not _of_name(refused, scalar.value):
        return
    if any(True for _ in name_not_accepted.check(document, evidence)):
        return
    message = f"the code of {code_of(network)} refuses `{scalar.value}`: {told(refused.error, refused.where)}"
    yield Hit(message, scalar.span, "model-name", tuple(how_built(network)))


class _Refused(NamedTuple):
    """The card's own call of `mindspore_hub.load`, and how the network's code refused it."""

    field: str
    call: LoadCall
    build: Build


def _refused(document: Document, network: NetworkEvidence) -> _Refused | None:
    """The card's first call, if the first one that was tried is this very call, and the code turned it away."""
    refused = first_refusal(network)
    if not refused or not refused.error.startswith(_TURNED_AWAY):
        return None
    if not network.built and (network.fault != "card" or _of_name(refused, document.value("model-name"))):
        return None
    found, own = own_call(document), all(each.source == USAGE for each in refused.arguments)
    return _Refused(*found, refused) if found and own and not differing(document, refused.arguments) else None


def _said_already(document: Document, evidence: Evidence) -> bool:
    """Whether the code as it reads says enough, or was read as of a release, after which hub files were mended."""
    code = evidence.repository.code if evidence.repository else None
    found = [*load_argument_missing.check(document, evidence), *load_argument_not_accepted.check(document, evidence)]
    return bool(found or (code and code.revision))


@rule("XR507", "usage-call-refused", Severity.ERROR, Applicability.UNSAFE)
def usage_call_refused(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds calls of `mindspore_hub.load` that the network's code refused when it was run with what they give.

    The network was built by the card's own call first, and then with arguments from its repository. Where the code's
    text alone shows what is wrong, other rules have spoken (XR611, XR612).

    Example: `mshub.load(model)` of a network that ends in an AttributeError unless it is given `num_classes`.

    The fix gives what the network was built with, where that is a few plain values. It is unsafe: the checkpoint may
    have been trained with others.
    """
    network = evidence.network
    refused = _refused(document, network) if network else None
    if not network or not refused or _said_already(document, evidence):
        return
    field, call, build = refused
    message = f"the code of {code_of(network)} refuses the call: {told(build.error, build.where)}"
    if network.built and network.built.arguments:
        message += f"; it was built with {supplied(network.built.arguments)}"
    lacking = _lacking(network, build)
    fix = _giving(call, lacking) if _taken(lacking, document, evidence) else None
    yield Hit(message, call.span, field, tuple(network_facts(network)), fix)


def _lacking(network: NetworkEvidence, build: Build) -> list[Supplied]:
    """What the call that built the network gave more than the card's, where it gave all that the card's gives."""
    arguments = network.built.arguments if network.built else ()
    kept = all(each in arguments for each in build.arguments)
    return [each for each in arguments if each not in build.arguments] if kept else []


def _taken(arguments: list[Supplied], document: Document, evidence: Evidence) -> bool:
    """Whether arguments can be written into the card, and the code as it reads does not refuse them."""
    code = evidence.repository.code if evidence.repository else None
    signature = code.folder.signature(document.value("model-name")) if code else None
    if not signature or signature.more_names not in (REFUSED, IGNORED):
        return all(map(is_literal, arguments))
    return all(is_literal(each) and signature.parameter(each.name) for each in arguments)


def _giving(call: LoadCall, arguments: list[Supplied]) -> Fix | None:
    if not arguments:
        return None
    content = ", ".join(map(written, arguments))
    return Fix(Applicability.UNSAFE, f"give {content}", (Edit(Span(call.end, call.end), f", {content}"),))


@rule("XR508", "linked-code-fails", Severity.WARNING)
def linked_code_fails(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds a `repo-link` to code that does not build its network, or builds one that does not run, by its own fault.

    The code was run as the repository has it. Whoever follows the card meets the error, and no change of the card's
    text mends it; a link to a branch whose code works does. It is a warning and no error, since the card itself may be
    right.

    Example: a `mindspore_hub_conf.py` that imports `src.config`, which its folder does not have.
    """
    network, scalar = evidence.network, document.scalar("repo-link") or document.scalar("model-name")
    if not network or network.fault != "repository" or not scalar:
        return
    field = "repo-link" if document.scalar("repo-link") else "model-name"
    fails = "builds no network" if not network.built else "builds a network that does not run"
    message = f"the linked code of {code_of(network)} {fails}: {_why(network)}"
    yield Hit(message, scalar.span, field, tuple(network_facts(network)))


def _why(network: NetworkEvidence) -> str:
    """The reason, with the line that it is about where that is known."""
    refused = [(each.error, each.where) for each in network.builds if each.error]
    failed = [(each.error, each.where) for each in network.attempts if each.error]
    error, place = next(iter((failed if network.built else refused) or [("", "")]))
    return told(network.reason or error or network.note or "it does not say why", place)


RULES = (network_name_refused, usage_call_refused, linked_code_fails)
