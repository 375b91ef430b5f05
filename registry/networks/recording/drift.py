"""How a run differs from what was recorded of the same network, and what must be the cause."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from xreg.registry.networks.recording.entry import Entry, plain
from xreg.schema.network import Attempt, NetworkEvidence, Parameter

Cause = Literal["mindspore", "repository", "worker", "machine"]
SAYS: dict[Cause, str] = {
    "mindspore": "MindSpore has drifted: the same code, under another version",
    "repository": "the repository has drifted: its code is another one now",
    "worker": "xreg has drifted: the same code and MindSpore, built and run by other code of xreg",
    "machine": "the machine differs: the same code, MindSpore and xreg",
}
_SHOWN = 3


class Drift(NamedTuple):
    """What drifted since a record was made, and the differences, each for people."""

    cause: Cause
    differences: tuple[str, ...]


def drift_of(entry: Entry, now: NetworkEvidence, worker: str) -> Drift | None:
    """How a run of today differs from its record, if it does. Another version with the same outcome is no drift."""
    found = tuple(differences(entry.evidence, now))
    return Drift(_cause(entry, now, worker), found) if found else None


def _cause(entry: Entry, now: NetworkEvidence, worker: str) -> Cause:
    if now.source_digest != entry.digest:
        return "repository"
    if now.framework != entry.evidence.framework:
        return "mindspore"
    return "machine" if worker == entry.worker else "worker"


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
    if before.parameters and now.parameters:
        yield from _parameters(before.parameters, now.parameters)
    yield from _attempts(before, now)
    # An open end is not compared: the search for it ends where a slower machine would take too long.
    for number, (end, word) in enumerate((("low", "from"), ("high", "up to"))):
        if before.accepted and now.accepted and end not in (*before.open_ends, *now.open_ends):
            was, are = (f"squares run {word} {sides[number]} pixels" for sides in (before.accepted, now.accepted))
            if was != are:
                yield _changed(was, are)
    if before.fault != now.fault:
        yield f"the fault {_changed(before.fault or 'none', now.fault or 'none')}"


def _changed(before: str, now: str) -> str:
    return f"was: {before}; is now: {now}"


def _parameters(before: tuple[Parameter, ...], now: tuple[Parameter, ...]) -> Iterator[str]:
    changed = [each.name for each in set(before) ^ set(now)]
    if changed:
        names = sorted(dict.fromkeys(changed))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"other parameters: {', '.join(names[:_SHOWN])}{more}"
    elif before != now:
        yield "the same parameters in another order"


def _attempts(before: NetworkEvidence, now: NetworkEvidence) -> Iterator[str]:
    for attempt in before.attempts:
        same = next((each for each in now.attempts if _input(each) == _input(attempt)), None)
        if same and (same.output, same.error) != (attempt.output, attempt.error):
            yield f"at {attempt.shape} {_changed(_outcome(attempt), _outcome(same))}"


def _input(attempt: Attempt) -> object:
    return attempt.shape, attempt.dtype, attempt.rest


def _outcome(attempt: Attempt) -> str:
    return attempt.error or f"output {attempt.output}"
