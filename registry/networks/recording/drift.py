"""How a run differs from what was recorded of the same network, and what must be the cause."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from xreg.registry.networks.recording.entry import Entry, plain
from xreg.schema.network import Attempt, NetworkEvidence, Parameter

Cause = Literal["repository", "mindspore", "worker", "machine", "unknown"]
SAYS: dict[Cause, str] = {
    "repository": "the repository has drifted: its code is another one now",
    "mindspore": "MindSpore has drifted: the same code, under another version",
    "worker": "xreg has drifted: the same code and MindSpore, built and run by other code of xreg",
    "machine": "the machine differs: the same code, MindSpore and xreg",
    "unknown": "xreg or the machine has drifted: the same network and MindSpore",
}
_NAMES: dict[Cause, str] = {"repository": "the repository", "mindspore": "MindSpore", "worker": "xreg"}
BUILT_IN = "built-in"
_SHOWN = 3


class Drift(NamedTuple):
    """What drifted since a record was made: all that is another now, and the differences, each for people."""

    causes: tuple[Cause, ...]
    differences: tuple[str, ...]

    @property
    def says(self) -> str:
        """What drifted, in a sentence."""
        if len(self.causes) == 1:
            return SAYS[self.causes[0]]
        *names, last = (_NAMES[cause] for cause in self.causes)
        return f"{', '.join(names)} and {last} have drifted: it is not known which of them is the cause"


def drift_of(entry: Entry, now: NetworkEvidence, worker: str) -> Drift | None:
    """How a run of today differs from its record, if it does. Another version with the same outcome is no drift."""
    found = tuple(differences(entry.evidence, now))
    return Drift(_causes(entry, now, worker), found) if found else None


def _causes(entry: Entry, now: NetworkEvidence, worker: str) -> tuple[Cause, ...]:
    """What is another now. A built-in network is xreg's own; its record does not say what code of xreg ran it."""
    other_code = now.source_digest != entry.digest
    built_in = entry.evidence.provider == BUILT_IN
    changed: dict[Cause, bool] = {
        "repository": other_code and not built_in,
        "mindspore": now.framework != entry.evidence.framework,
        "worker": worker != entry.worker or (other_code and built_in),
    }
    found = tuple(cause for cause, is_other in changed.items() if is_other)
    return found or ("machine" if entry.worker else "unknown",)


def differences(before: NetworkEvidence, now: NetworkEvidence) -> Iterator[str]:
    """What ended otherwise: the build, its arguments, the parameters, the attempts, the sizes, whose fault it is."""
    for build in before.builds:
        same = next((each for each in now.builds if plain(each.arguments) == plain(build.arguments)), None)
        if same and same.error != build.error:
            call = ", ".join(f"{each.name}={each.value}" for each in build.arguments) or "no arguments"
            yield f"with {call} {_changed(build.error or 'it built', same.error or 'it builds')}"
    if bool(before.built) != bool(now.built):
        yield _changed(*(("it was built" if each.built else "no call built it") for each in (before, now)))
    elif before.built and now.built and plain(before.built.arguments) != plain(now.built.arguments):
        yield "it is built with other arguments"
    yield from _parameters(before.parameters, now.parameters)
    yield from _attempts(before, now)
    yield from _sizes(before, now)
    if before.fault != now.fault:
        yield f"the fault {_changed(before.fault or 'none', now.fault or 'none')}"


def _changed(before: str, now: str) -> str:
    return f"was: {before}; is now: {now}"


def _parameters(before: tuple[Parameter, ...], now: tuple[Parameter, ...]) -> Iterator[str]:
    changed = [each.name for each in set(before) ^ set(now)]
    if bool(before) != bool(now):
        yield _changed(*(f"{len(each) or 'no'} parameters" for each in (before, now)))
    elif changed:
        names = sorted(dict.fromkeys(changed))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"other parameters: {', '.join(names[:_SHOWN])}{more}"
    elif before != now:
        yield "the same parameters in another order"


def _attempts(before: NetworkEvidence, now: NetworkEvidence) -> Iterator[str]:
    for attempt in before.attempts:
        same = next((each for each in now.attempts if _input(each) == _input(attempt)), None)
        if same and _answered(same) != _answered(attempt):
            yield f"at {attempt.shape} {_changed(_outcome(attempt), _outcome(same))}"


def _sizes(before: NetworkEvidence, now: NetworkEvidence) -> Iterator[str]:
    """The ends of the accepted sizes; what had none and has some now was only searched for longer."""
    if not before.accepted:
        return
    if not now.accepted:
        yield _changed(f"squares run of {before.sizes}", "no range of sizes is found")
        return
    # An open end is not compared: the search for it ends where a slower machine would take too long.
    for number, (end, word) in enumerate((("low", "from"), ("high", "up to"))):
        was, are = (f"squares run {word} {sides[number]} pixels" for sides in (before.accepted, now.accepted))
        if was != are and end not in (*before.open_ends, *now.open_ends):
            yield _changed(was, are)


def _input(attempt: Attempt) -> object:
    return attempt.shape, attempt.dtype, attempt.rest


def _answered(attempt: Attempt) -> object:
    return attempt.output, attempt.error, attempt.outputs


def _outcome(attempt: Attempt) -> str:
    several = ", ".join(map(str, attempt.outputs))
    return attempt.error or (f"outputs {several}" if several else f"output {attempt.output}")
