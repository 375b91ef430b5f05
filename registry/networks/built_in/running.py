"""Evidence from a run of today, or from an equal earlier one in the cache."""

import sys
from pathlib import Path

from xreg.registry.networks import cache
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in.records import Record, read_record
from xreg.registry.networks.built_in.wanted import Wanted
from xreg.registry.networks.environment import INSTALL, machine, settings
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.table import (
    FRAMEWORK,
    framework_folder,
    framework_version,
    reading_digest,
    source_digest,
    worker_digest,
)
from xreg.schema.network import NetworkError, NetworkEvidence

CACHE_FORMAT = 1
NEVER_RAN = "No attempt succeeded, so MindSpore itself may be at fault here: this says nothing about a card."


def run_evidence(wanted: Wanted, cache_dir: Path | None, isolation: Isolation = "auto") -> NetworkEvidence:
    """Run the network in a child process, unless the cache knows the result; the accepted sizes are the record's.

    Raises NetworkError where MindSpore is not installed, for a checkpoint that is no file, and where `isolation` is
    required that cannot be had.
    """
    folder = framework_folder()
    if folder is None:
        raise NetworkError(INSTALL)
    version = framework_version(folder)
    key = cache_key(wanted, version)
    known = cache.load(cache_dir, key) if cache_dir and _cacheable(wanted) else None
    evidence = known or _run(wanted, version, isolation)
    if cache_dir and known is None and _cacheable(wanted) and evidence.lasting:
        cache.store(cache_dir, key, evidence)
    return _with_record(evidence, wanted)


def cache_key(wanted: Wanted, version: str) -> cache.Key:
    """All that decides the result of a run: what runs, on what, and the code that runs it."""
    return {
        "format": CACHE_FORMAT,
        "network": wanted.network,
        "source": source_digest(wanted.network),
        "worker": worker_digest(),
        "reading": reading_digest(),
        "framework": f"{FRAMEWORK} {version}",
        "machine": f"{sys.platform} {machine()}",
        "settings": settings(),
        "shapes": [list(shape) for shape in wanted.shapes],
        "checkpoint": wanted.checkpoint_digest if wanted.checkpoint else None,
    }


def _cacheable(wanted: Wanted) -> bool:
    """A checkpoint whose digest nobody computed has no name in the cache."""
    return wanted.checkpoint is None or wanted.checkpoint_digest is not None


def _run(wanted: Wanted, version: str, isolation: Isolation) -> NetworkEvidence:
    from xreg.registry.networks.built_in.runner import Request, run_worker
    from xreg.registry.networks.ended import today

    answer = run_worker(Request(wanted.network, wanted.shapes, checkpoint=wanted.checkpoint, isolation=isolation))
    note = _not_checkable(answer)
    return NetworkEvidence(
        network=wanted.network,
        how="run",
        framework=answer.framework or f"{FRAMEWORK} {version}",
        device=answer.device,
        date=today(),
        source_digest=source_digest(wanted.network),
        isolation=answer.isolation,
        attempts=answer.attempts,
        accepted=None,
        accepted_from="",
        parameters=answer.parameters,
        checkpoint=answer.checkpoint,
        note=note,
        lasting=not note,
    )


def _not_checkable(answer: Answer) -> str:
    """Why something has no answer; a run that has such a note is tried again next time, not cached."""
    reasons = [*answer.unchecked, *([answer.failure] if answer.failure else [])]
    notes = [f"Not checkable here, because: {reason}." for reason in reasons]
    if answer.attempts and all(attempt.output is None for attempt in answer.attempts):
        notes.append(NEVER_RAN)
    return " ".join(notes)


def _with_record(evidence: NetworkEvidence, wanted: Wanted) -> NetworkEvidence:
    """Add what only a sweep can know, and say where this run contradicts it."""
    record = read_record(wanted.network)
    notes = [*wanted.notes, *([evidence.note] if evidence.note else [])]
    if record is None:
        return evidence._replace(note=" ".join(notes))
    notes += _contradictions(evidence, record)
    return evidence._replace(accepted=record.accepted, accepted_from=record.says, note=" ".join(notes))


def _contradictions(evidence: NetworkEvidence, record: Record) -> list[str]:
    earlier = [(attempt, record.attempt(attempt.shape)) for attempt in evidence.attempts]
    return [
        f"At {attempt.shape} this run ended otherwise than {record.says}."
        for attempt, known in earlier
        if known is not None and known.output != attempt.output
    ]
