"""What the engine is given to run a target: its code and files on disk, and what the child is told."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xreg.registry.networks.checkpoints import named
from xreg.registry.networks.engine.task import Task
from xreg.registry.networks.providers.protocol import Target, call_message
from xreg.registry.networks.providers.staging import stage
from xreg.schema.network import NetworkError
from xreg.schema.repository import RepositoryError

if TYPE_CHECKING:
    from xreg.registry.networks.engine.session import Session

TIMEOUT = 240.0  # seconds for a network: it is built, given inputs, and its range is bisected


class Tasks:
    """The tasks of targets, made one by one as they are taken: no code lies on disk long before it is run.

    What cannot be put on disk has no task, and `left_out` says why.
    """

    def __init__(self, targets: Sequence[Target], session: "Session") -> None:
        self._targets, self._session = targets, session
        self._made: list[tuple[int, Task]] = []
        self._left_out: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[Task]:
        for number, target in enumerate(self._targets):
            try:
                task = _task(target, self._session.folder)
            except (RepositoryError, NetworkError, OSError) as error:
                self._left_out.append((number, str(error)))
            else:
                self._made.append((number, task))
                yield task

    def of(self, place: int) -> tuple[int, Task]:
        """The task that was taken at a place, and the number of its target."""
        return self._made[place]

    def left_out(self) -> Iterator[tuple[int, str]]:
        """The numbers of targets that were found to have no task, each with the reason; told once."""
        while self._left_out:
            yield self._left_out.pop(0)


def _task(target: Target, folder: Path) -> Task:
    """The task of a target, whose code is put below `folder`; raises what its staging raises."""
    code = stage(target.stage, folder) if target.stage is not None else None
    checkpoint = named(Path(target.checkpoint.path), folder) if target.checkpoint else None
    for file in target.files:
        _look_at(file)
    files = (*target.files, *filter(None, [checkpoint]))
    return Task(message_of(target, code, checkpoint), code, files, TIMEOUT, {"cpu": int(2 * TIMEOUT)})


def _look_at(file: Path) -> None:
    """Raises OSError where a file cannot be read: the session, which runs others too, would end at it."""
    if file.is_dir():
        next(file.iterdir(), None)
        return
    if not file.is_file():
        raise FileNotFoundError(f"{file} is no file")
    with file.open("rb"):
        pass


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
