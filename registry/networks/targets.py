"""Evidence of networks that providers found: from the cache, or built and run together in one warm process."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xreg.registry.networks import cache
from xreg.registry.networks.environment import INSTALL, machine, settings
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.table import (
    FRAMEWORK,
    framework_folder,
    framework_version,
    packages_digest,
    reading_digest,
    worker_digest,
)
from xreg.schema.network import NetworkError, NetworkEvidence

FORMAT = 1
# What was asked for in this process, by what was asked: processes that are forked later find it here, and those of
# other machines, which have other keys, get it sent.
_known: dict[str, NetworkEvidence] = {}


def known(target: Target, cache_dir: Path | None) -> NetworkEvidence | None:
    """What an equal run has shown, in this process or earlier; raises NetworkError where MindSpore is missing."""
    key = key_of(target)
    found = _known.get(name_asked(target))
    if found is None and cache_dir is not None and (found := cache.load(cache_dir, key)):
        _known[name_asked(target)] = found
    return found


def run_all(
    targets: Sequence[Target],
    cache_dir: Path | None = None,
    jobs: int | None = None,
    isolation: Isolation = "auto",
    done: Callable[[Target, NetworkEvidence], None] | None = None,
) -> list[NetworkEvidence]:
    """The evidence of each target, in their order; those that no earlier run answers are run in one session.

    `jobs` run at a time, as many as fit where it is not given; `done` is called for each as it is known. Raises
    NetworkError where MindSpore is missing, or where the isolation that is required cannot be had.
    """
    tell = done or (lambda *_: None)
    found: dict[int, NetworkEvidence] = {}
    for number, target in enumerate(targets):
        if (earlier := known(target, cache_dir)) is not None:
            found[number] = earlier
            tell(target, earlier)
    todo = [number for number in range(len(targets)) if number not in found]
    for place, evidence in run_each([targets[number] for number in todo], jobs, isolation) if todo else ():
        target = targets[todo[place]]
        found[todo[place]] = evidence
        keep(target, evidence, cache_dir)
        tell(target, evidence)
    return [found[number] for number in range(len(targets))]


def keep(target: Target, evidence: NetworkEvidence, cache_dir: Path | None) -> None:
    """Keep what a run showed, for this process, and for later ones where it would show the same again."""
    _known[name_asked(target)] = evidence
    if cache_dir is not None and evidence.lasting:
        cache.store(cache_dir, key_of(target), evidence)


def forget() -> None:
    """Know nothing any more of what was run in this process."""
    _known.clear()


def runs_to_send() -> dict[str, NetworkEvidence]:
    """What is known in this process, for processes of other machines."""
    return dict(_known)


def take_runs(sent: Mapping[str, NetworkEvidence]) -> None:
    """Takes what is known on another machine in the place of what this process knows."""
    _known.clear()
    _known.update(sent)


def run_each(
    targets: Sequence[Target], jobs: int | None, isolation: Isolation
) -> Iterator[tuple[int, NetworkEvidence]]:
    """What each target shows, with its place among them, as soon as it ends; no cache is asked or filled.

    Raises NetworkError as `run_all` does.
    """
    from xreg.registry.networks.engine.session import Session  # brings subprocess: only where something is run
    from xreg.registry.networks.results import evidence_of, not_staged
    from xreg.registry.networks.tasks import Tasks

    with Session(jobs, isolation) as session:
        tasks = Tasks(targets, session)
        for place, ended in session.run(tasks):
            number, task = tasks.of(place)
            yield number, evidence_of(targets[number], ended, task)
        for number, why in tasks.left_out():
            yield number, not_staged(targets[number], why)


def key_of(target: Target) -> cache.Key:
    """All that decides the result of a run: what runs, on what, and the code that runs it."""
    folder = framework_folder()
    if folder is None:
        raise NetworkError(INSTALL)
    return {
        **_asked(target),
        "worker": worker_digest(),
        "reading": reading_digest(),
        "framework": f"{FRAMEWORK} {framework_version(folder)}",
        "packages": packages_digest(),
        "machine": f"{sys.platform} {machine()}",
        "settings": settings(),
    }


def _asked(target: Target) -> cache.Key:
    """What runs, on what, wherever that is."""
    return {
        "format": FORMAT,
        "provider": target.provider,
        "network": target.network,
        "source": target.digest,
        "builder": _printed(target.builder),
        "calls": [[list(each) for each in call] for call in target.calls],
        "inputs": [[given.message, given.source] for given in target.inputs],
        "tries": [target.search, target.probe],
        "checkpoint": target.checkpoint.sha256 if target.checkpoint else None,
    }


def _printed(builder: Mapping[str, Any]) -> dict[str, Any]:
    """The builder without paths: the digest names the bytes."""
    return {name: value for name, value in builder.items() if name not in ("file", "folder")}


def name_of(target: Target) -> str:
    """A name for all that decides what a run of the target shows."""
    return _name(key_of(target))


def name_asked(target: Target) -> str:
    """A name for what a run of the target is asked, the same on all machines."""
    return _name(_asked(target))


def _name(key: cache.Key) -> str:
    return cache.path_of(Path(), key).name
