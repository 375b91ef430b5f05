"""Evidence about a card's network: from a run where MindSpore is installed, else from the record of an earlier one."""

from dataclasses import replace
from pathlib import Path

from xreg.registry.networks.built_in.records import read_record, recorded_evidence
from xreg.registry.networks.built_in.wanted import CardShape, Wanted, wanted
from xreg.registry.networks.modes import NOT_INSTALLED, NOT_LOADED, Isolation, Mode
from xreg.registry.networks.table import framework_folder, known_networks
from xreg.schema.network import NetworkError, NetworkEvidence


def collect_network(
    network_id: str,
    shape_hwc: CardShape | None,
    canonical_hwc: CardShape | None,
    mode: Mode,
    cache_dir: Path | None,
    checkpoint: Path | None,
    checkpoint_digest: str | None,
    isolation: Isolation = "auto",
) -> NetworkEvidence | None:
    """What is known of a network at a card's shape (H, W, C) and, where that does not run, at the canonical one.

    `None` with mode `off`, and for a network that is not built in (`known_networks()` tells). `auto` runs where
    MindSpore is installed, and takes the record where it is not, or where the run showed nothing; the note says so.
    Runs are cached in `cache_dir`; one with a checkpoint only where its `checkpoint_digest` (`sha256:…`) is given.

    Raises NetworkError with mode `run` where MindSpore is missing, with mode `recorded` where there is no record, for a
    checkpoint that is no file, and where `isolation` is required that cannot be had.
    """
    if mode == "off" or network_id not in known_networks():
        return None
    shapes = (shape_hwc, canonical_hwc or _some_accepted(network_id))
    request = wanted(network_id, shapes, checkpoint, checkpoint_digest)
    if mode == "recorded":
        return _recorded(request, "")
    if mode == "auto" and framework_folder() is None:
        return _recorded(request, NOT_INSTALLED)
    return _run(request, cache_dir, mode, isolation)


def _some_accepted(network: str) -> CardShape | None:
    """A shape that ran before: where it does not run either, the card's shape is not what is wrong."""
    record = read_record(network)
    accepted = record.accepted if record else None
    return (accepted[0], accepted[0], 3) if accepted else None


def _run(request: Wanted, cache_dir: Path | None, mode: Mode, isolation: Isolation) -> NetworkEvidence:
    from xreg.registry.networks.built_in.running import run_evidence  # brings subprocess: only where something is run

    evidence = run_evidence(request, cache_dir, isolation)
    showed_nothing = bool(request.shapes) and not evidence.attempts and evidence.checkpoint is None
    if mode == "auto" and showed_nothing and read_record(request.network) is not None:
        return _recorded(replace(request, notes=()), evidence.note)
    return evidence


def _recorded(request: Wanted, note: str) -> NetworkEvidence:
    evidence = recorded_evidence(request.network, request.shapes)
    if evidence is None:
        raise NetworkError(
            f"there is no record of {request.network}: make one with `xreg network record {request.network}`, "
            f"or use `--network run`"
        )
    notes = [*request.notes, note, evidence.note, NOT_LOADED if request.checkpoint else ""]
    return evidence._replace(note=" ".join(filter(None, notes)))
