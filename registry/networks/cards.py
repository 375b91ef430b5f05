"""What is known of a card's network: a provider's, built and run now, or as it was recorded."""

from pathlib import Path

from xreg.registry.networks.modes import NOT_INSTALLED, NOT_LOADED, Isolation, Mode
from xreg.registry.networks.providers.choose import Choice, choose
from xreg.registry.networks.providers.protocol import CardNetwork, Target
from xreg.registry.networks.table import framework_folder
from xreg.schema.network import NetworkError, NetworkEvidence, Shape, Supplied
from xreg.schema.shape import channels_first

BUILT_IN, MINDCV = "built-in", "github.com/mindspore-lab/mindcv"


def card_evidence(
    card: CardNetwork, mode: Mode, cache_dir: Path | None, isolation: Isolation = "auto"
) -> NetworkEvidence | None:
    """What is known of the card's network; `None` where no provider has one, and none is recorded.

    With `auto` a network is run where MindSpore is installed and its code is at hand, else its record answers; with
    `run` and `recorded` only one of both does. Raises NetworkError with `run` where MindSpore is missing, and where
    `isolation` is required that cannot be had.
    """
    if mode == "off":
        return None
    here = framework_folder() is not None
    choice = choose(card, others=mode != "recorded" and here)
    if choice.target is None:
        return _nobodys(card, choice, mode)
    if choice.target.provider == BUILT_IN:
        return _with_notes(_built_in(card, choice.target, mode, cache_dir, isolation), choice.notes)
    if mode == "run" or (mode == "auto" and here and choice.target.eager):
        return _with_notes(_run(choice.target, cache_dir, isolation), (*choice.notes, *choice.target.notes))
    found = recorded_for(card, choice.target.calls[0])
    why = NOT_INSTALLED if mode == "auto" and not here else ""
    return _with_notes(found, (*choice.notes, *filter(None, [why, NOT_LOADED if card.files else ""])))


def _built_in(
    card: CardNetwork, target: Target, mode: Mode, cache_dir: Path | None, isolation: Isolation
) -> NetworkEvidence | None:
    from xreg.registry.networks.built_in.evidence import collect_network  # the rest is for few cards

    own, file = card.subject.architecture, next(iter(card.files), None)
    return collect_network(
        target.network,
        card.shape,
        own.input if own else None,
        mode,
        cache_dir,
        Path(file.path) if file else None,
        f"sha256:{file.sha256}" if file else None,
        isolation,
    )


def _run(target: Target, cache_dir: Path | None, isolation: Isolation) -> NetworkEvidence:
    from xreg.registry.networks.targets import run_all

    return run_all([target], cache_dir, 1, isolation)[0]


def _nobodys(card: CardNetwork, choice: Choice, mode: Mode) -> NetworkEvidence | None:
    """The record, where no provider has the code; else, where a run is demanded, why a provider failed."""
    found = recorded_for(card, None) if mode != "run" else None
    if found is None and mode == "run" and choice.notes:
        raise NetworkError(" ".join(choice.notes))
    return _with_notes(found, choice.notes)


def recorded_for(card: CardNetwork, arguments: tuple[Supplied, ...] | None) -> NetworkEvidence | None:
    """What was recorded of the network that the card links to; `arguments` are those that Usage passes, if known."""
    place = card.repository
    if not place or not card.name:
        return None
    from xreg.registry.networks.recording.lookup import recorded

    folder = "mindcv" if place.repository == MINDCV else place.path
    shapes: tuple[Shape, ...] = (channels_first(card.shape),) if card.shape else ()
    if arguments is None:
        arguments = _used(card)
    return recorded(place.repository, place.branch, folder, card.name, arguments, shapes)


def _used(card: CardNetwork) -> tuple[Supplied, ...]:
    from xreg.registry.networks.providers.usage import used_call

    return used_call(card.document).arguments


def _with_notes(found: NetworkEvidence | None, notes: tuple[str, ...]) -> NetworkEvidence | None:
    """The evidence with what is said besides, for people."""
    if found is None or not any(notes):
        return found
    return found._replace(note=" ".join(filter(None, (found.note, *notes))))
