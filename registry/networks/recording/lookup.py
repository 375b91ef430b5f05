"""What a record says of a card's network, in place of a run."""

from collections.abc import Iterable
from pathlib import Path

from xreg.registry.networks.recording.entry import Arguments, Entry, Recorded, plain
from xreg.registry.networks.recording.files import FOLDER, path_of, read
from xreg.schema.network import Attempt, NetworkEvidence, Shape, Supplied


def recorded(
    repository: str,
    revision: str,
    folder: str,
    network: str,
    arguments: tuple[Supplied, ...] | None = None,
    shapes: tuple[Shape, ...] = (),
    records: Path = FOLDER,
) -> NetworkEvidence | None:
    """What was recorded of a network; `None` where nothing was.

    `revision` is a branch, a commit, a tree, or another digest of the code; `arguments` what the card passes, `None`
    where any call will do. The attempts are those at the first of `shapes` (N, C, H, W) and, while none ran, at the
    next; behind them, where none did, those that were recorded besides. The note says what was not recorded.

    Raises NetworkError for a broken record.
    """
    path = path_of(repository, folder, network, records)
    found = read(path) if path else None
    return _found(found, revision, network, arguments, shapes) if found else None


def _found(
    found: Recorded, revision: str, network: str, arguments: tuple[Supplied, ...] | None, shapes: tuple[Shape, ...]
) -> NetworkEvidence | None:
    digest = found.digest(revision)
    entries = [each for each in found.entries if (each.digest, each.evidence.network) == (digest, network)]
    if not entries:
        return None
    entry = _with(entries, arguments)
    known = (entry or entries[0]).evidence._replace(origin=found.origin(digest, revision))
    return _answered(known, shapes) if entry else _other_call(known, plain(arguments or ()), entries)


def _with(entries: list[Entry], arguments: tuple[Supplied, ...] | None) -> Entry | None:
    """The entry whose run made the call, whether it then built or was refused; its first call counts most."""
    if arguments is None:
        return next((each for each in entries if each.evidence.built), entries[0])
    wanted = plain(arguments)
    for most in (1, None):
        for entry in entries:
            if any(plain(build.arguments) == wanted for build in entry.evidence.builds[:most]):
                return entry
    return next((each for each in entries if not each.evidence.builds), None)  # it failed before any call


def _other_call(known: NetworkEvidence, wanted: Arguments, entries: Iterable[Entry]) -> NetworkEvidence:
    """Nothing of another call's run: with other arguments it is another network."""
    calls = dict.fromkeys(_call(plain(build.arguments)) for entry in entries for build in entry.evidence.builds)
    note = f"It was not recorded with {_call(wanted)}; the record has it with {', and with '.join(calls)}."
    return known._replace(
        attempts=(), accepted=None, accepted_from="", parameters=(), builds=(), shims=(), fault="", reason="", note=note
    )


def _call(arguments: Arguments) -> str:
    return ", ".join(f"{name}={value}" for name, value in arguments) or "no arguments"


def _answered(known: NetworkEvidence, shapes: tuple[Shape, ...]) -> NetworkEvidence:
    """The evidence with the attempts at these shapes, as a run would have made them."""
    attempts: list[Attempt] = []
    notes = [known.note] if known.note else []
    for shape in shapes if known.attempts else ():
        found, note = _attempt(known, shape)
        notes += [note] if note else []
        attempts += [found] if found else []
        if found and found.output is not None:
            return known._replace(attempts=tuple(attempts), note=" ".join(notes))
    others = (each for each in known.attempts if each not in attempts)
    return known._replace(
        attempts=(*attempts, *(each._replace(asked=each.asked and not shapes) for each in others)), note=" ".join(notes)
    )


def _attempt(known: NetworkEvidence, shape: Shape) -> tuple[Attempt | None, str]:
    """What was seen at a shape, or must be so; and what the record does not tell of it."""
    if found := known.attempt(shape):
        # A card asks for it now: where the recording had it from says nothing of that.
        return found._replace(asked=True, source=""), ""
    said = f"the record of {known.date}, {known.framework} on {known.device}"
    if known.accepted and _square(known, shape):
        low, high = known.accepted
        if not low <= shape[2] <= high:
            return None, f"{shape} was not recorded: in {said}, squares of {known.sizes} run."
        if output := _output(known):
            note = f"{shape} itself was not recorded; in {said}, squares of {known.sizes} run."
            return Attempt(shape, output, ""), note
    return None, f"{shape} was not recorded: it is not in {said}."


def _square(known: NetworkEvidence, shape: Shape) -> bool:
    """Whether a shape differs from one that ran alone, as the only input, by the side of its square."""
    ran = [each for each in known.attempts if each.output is not None and not each.rest and each.dtype == "float32"]
    same = any(len(shape) == len(each.shape) == 4 and shape[:2] == each.shape[:2] for each in ran)
    return same and shape[2] == shape[3]


def _output(known: NetworkEvidence) -> Shape | None:
    """The one output of all squares: one row of classes or features an image, which does not grow with the image."""
    outputs = {each.output for each in known.attempts if each.output is not None}
    (output, *others) = outputs
    return output if output and not others and len(output) == 2 else None
