"""Many checks of networks in one warm process: as many at a time as the machine allows, each in a child of its own."""

import json
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from xreg.registry.networks.engine.conversation import Conversation
from xreg.registry.networks.engine.jobs import default_jobs
from xreg.registry.networks.engine.missing import refuse_without
from xreg.registry.networks.engine.placed import placed
from xreg.registry.networks.engine.task import LIMITS, Ended, Task, Worker
from xreg.registry.networks.engine.warm import Server, ServerLostError
from xreg.registry.networks.engine.workspace import Workspace
from xreg.registry.networks.environment import INSTALL
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.table import framework_folder
from xreg.schema.network import NetworkError

TRIES = 2  # a job whose server or keeper ended is run once more; then its child may be what ends them


class Session:
    """Runs tasks. The server is started at the first task and ended by `close`, at the latest with this process.

    `jobs` at a time: as many as there are processors and room in memory, where it is not given. With `isolation`
    `require` no foreign code runs unless network, files, processes and memory are all kept from it. Code that lies in
    `folder` need not be copied for the children. `wrapped` says whether bubblewrap is used where it is there.

    Raises NetworkError where the framework is not installed, or where the server does not start.
    """

    def __init__(
        self, jobs: int | None = None, isolation: Isolation = "auto", worker: Worker | None = None, wrapped: bool = True
    ) -> None:
        self._jobs = jobs or default_jobs()
        self._isolation = isolation
        self._framework = None if worker else _framework()
        self._worker = worker or Worker()
        self._wrapped = wrapped
        self._workspace = Workspace()
        self._state = _State()
        self._end = weakref.finalize(self, _close, self._state, self._workspace)

    @property
    def folder(self) -> Path:
        """Where to put models' code: there it is in its children's sight, each in its own task's alone."""
        return self._workspace.code

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the server and all children, and delete the folder."""
        self._end()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[int, Ended]]:
        """How each task ended, with its place among the tasks, in the order in which they end.

        Tasks are taken as there is room for them. Leaving early ends those that run. Raises IsolationError, and
        NetworkError where a task's files cannot be read.
        """
        results: queue.SimpleQueue[tuple[int, Ended | BaseException]] = queue.SimpleQueue()
        mine: set[Conversation] = set()
        waiting, running = enumerate(tasks), 0
        try:
            while True:
                while running < self._jobs and (task := next(waiting, None)) is not None:
                    threading.Thread(target=self._put, args=(results, *task, mine), daemon=True).start()
                    running += 1
                if not running:
                    return
                number, ended = results.get()
                running -= 1
                if isinstance(ended, BaseException):
                    raise ended
                yield number, ended
        finally:
            for conversation in tuple(mine):
                conversation.end()

    def _put(
        self,
        results: "queue.SimpleQueue[tuple[int, Ended | BaseException]]",
        number: int,
        task: Task,
        mine: set[Conversation],
    ) -> None:
        try:
            results.put((number, self._one(task, mine)))
        except BaseException as error:
            results.put((number, error))

    def _one(self, task: Task, mine: set[Conversation]) -> Ended:
        header, message = self._prepared(task)
        ended = Ended(lost=True)
        for _ in range(TRIES):
            if sys.platform == "linux":
                ended = self._try(task, header, message, mine)
            else:
                from xreg.registry.networks.engine.alone import run_alone

                ended = run_alone(self._worker, self._framework, self._workspace, header, message)
            if not ended.lost:
                break
        if self._isolation == "require" and ended.missing:
            refuse_without(ended.missing, ended.isolation)
        return ended

    def _prepared(self, task: Task) -> tuple[dict[str, Any], bytes]:
        """What the server is told of the task, and the request for the child alone."""
        places = {str(path): str(self._workspace.place(path)) for path in (*filter(None, [task.folder]), *task.files)}
        header = {
            "timeout": task.timeout,
            "limits": {**LIMITS, **task.limits},
            "data": list(places.values()),
            "code": str(self._workspace.code),
            "require": self._isolation == "require",
        }
        return header, json.dumps(placed(task.message, places)).encode()

    def _try(self, task: Task, header: Mapping[str, Any], message: bytes, mine: set[Conversation]) -> Ended:
        server = self._server()
        conversation = Conversation()
        mine.add(conversation)
        try:
            server.ask(header, message, conversation)
            ended = conversation.listen(task.timeout)
        except ServerLostError:
            ended = Ended(lost=True)
        finally:
            mine.discard(conversation)
            conversation.close()
        if ended.lost:
            self._state.forget(server)
        return ended

    def _server(self) -> Server:
        return self._state.server(self._start)

    def _start(self) -> Server:
        """A server in bubblewrap, or, where that is not there or does not work here, without; its children say so."""
        with suppress(NetworkError):
            if self._wrapped:
                return Server(self._worker, self._framework, self._workspace, wrapped=True)
        self._wrapped = False
        return Server(self._worker, self._framework, self._workspace, wrapped=False)


class _State:
    """The server that runs, if any. Apart from the session, so that the session can be collected as garbage."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Server | None = None
        self._closed = False

    def server(self, start: Callable[[], Server]) -> Server:
        """The running server, or a new one."""
        with self._lock:
            if self._closed:
                raise NetworkError("the session is closed: open another one to run networks")
            self._running = self._running or start()
            return self._running

    def forget(self, server: Server) -> None:
        """End a server that lost a job; its other jobs are run again too."""
        with self._lock:
            if self._running is server:
                self._running = None
        server.end()

    def close(self) -> None:
        """End the server for good."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.end()
            self._running = None


def _close(state: _State, workspace: Workspace) -> None:
    state.close()
    workspace.remove()


def _framework() -> Path:
    folder = framework_folder()
    if folder is None:
        raise NetworkError(INSTALL)
    return folder
