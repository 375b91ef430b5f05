"""Evidence of networks that providers found: from the cache, or built and run together in one warm process."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xreg.registry.networks import cache
from xreg.registry.networks.environment import INSTALL, machine, settings
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.providers.protocol import Target, call_message
from xreg.registry.networks.table import (
    FRAMEWORK,
    framework_folder,
    framework_version,
    packages_digest,
    worker_digest,
)
from xreg.schema.network import NetworkError, NetworkEvidence

if TYPE_CHECKING:
    from xreg.registry.networks.engine.session import Session
    from xreg.registry.networks.engine.task import Task

FORMAT = 1
TIMEOUT = 240.0  # seconds for a network: it is built, given inputs, and its range is bisected
# What was asked for in this process, by its key: processes that are forked later find it here.
_known: dict[str, NetworkEvidence] = {}


def known(target: Target, cache_dir: Path | None) -> NetworkEvidence | None:
    """What an equal run has shown, in this process or earlier; raises NetworkError where MindSpore is missing."""
    key = key_of(target)
    found = _known.get(_name(key))
    if found is None and cache_dir is not None and (found := cache.load(cache_dir, key)):
        _known[_name(key)] = found
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
    key = key_of(target)
    _known[_name(key)] = evidence
    if cache_dir is not None and not evidence.note:
        cache.store(cache_dir, key, evidence)


def forget() -> None:
    """Know nothing any more of what was run in this process."""
    _known.clear()


def run_each(
    targets: Sequence[Target], jobs: int | None, isolation: Isolation
) -> Iterator[tuple[int, NetworkEvidence]]:
    """What each target shows, with its place among them, as soon as it ends; no cache is asked or filled.

    Raises NetworkError as `run_all` does.
    """
    from xreg.registry.networks.engine.session import Session  # brings subprocess: only where something is run
    from xreg.registry.networks.results import evidence_of, not_staged

    with Session(jobs, isolation) as session:
        staged: list[tuple[int, Task]] = []
        for number, target in enumerate(targets):
            task = _task(target, session)
            if isinstance(task, str):
                yield number, not_staged(target, task)
            else:
                staged.append((number, task))
        for place, ended in session.run(task for _, task in staged):
            number, task = staged[place]
            yield number, evidence_of(targets[number], ended, task)


def _task(target: Target, session: "Session") -> "Task | str":
    """The task of a target, its folder on disk; or why it cannot be put there."""
    from xreg.registry.networks.engine.task import Task
    from xreg.registry.networks.providers.staging import stage
    from xreg.schema.repository import RepositoryError

    folder = None
    if target.stage is not None:
        try:
            folder = stage(target.stage, session.folder)
        except (RepositoryError, OSError) as error:
            return str(error)
    checkpoint = _named(Path(target.checkpoint.path), session.folder) if target.checkpoint else None
    files = (*target.files, *filter(None, [checkpoint]))
    return Task(message_of(target, folder, checkpoint), folder, files, TIMEOUT, {"cpu": int(2 * TIMEOUT)})


def _named(file: Path, folder: Path) -> Path:
    """The file under a name that ends as MindSpore demands."""
    if file.suffix in (".ckpt", ".safetensors"):
        return file.resolve()
    from shutil import copyfile
    from tempfile import mkdtemp

    named = Path(mkdtemp(dir=folder)) / "checkpoint.ckpt"
    copyfile(file, named)
    return named


def message_of(target: Target, folder: Path | None = None, checkpoint: Path | None = None) -> dict[str, Any]:
    """What the child is told."""
    return {
        "builder": {**target.builder, "folder": str(folder)} if folder else dict(target.builder),
        "calls": [call_message(call) for call in target.calls],
        "inputs": [given.message for given in target.inputs],
        "until": "first-success",
        "search": target.search,
        "probe": target.probe,
        "checkpoint": str(checkpoint) if checkpoint else None,
    }


def key_of(target: Target) -> cache.Key:
    """All that decides the result of a run: what runs, on what, and the code that runs it."""
    folder = framework_folder()
    if folder is None:
        raise NetworkError(INSTALL)
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
        "worker": worker_digest(),
        "framework": f"{FRAMEWORK} {framework_version(folder)}",
        "packages": packages_digest(),
        "machine": f"{sys.platform} {machine()}",
        "settings": settings(),
    }


def _printed(builder: Mapping[str, Any]) -> dict[str, Any]:
    """The builder without paths: the digest names the bytes."""
    return {name: value for name, value in builder.items() if name not in ("file", "folder")}


def name_of(target: Target) -> str:
    """A name for all that decides what a run of the target shows."""
    return _name(key_of(target))


def _name(key: cache.Key) -> str:
    return cache.path_of(Path(), key).name
