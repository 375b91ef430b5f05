"""The parent's hold on the warm server process: started, asked, and known to have ended."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xreg.registry.networks.engine.bubblewrap import SCRATCH, bubblewrap
from xreg.registry.networks.engine.conversation import Conversation
from xreg.registry.networks.engine.installation import import_folders, programs
from xreg.registry.networks.engine.task import STDERR_KEPT, Worker
from xreg.registry.networks.engine.workspace import Workspace
from xreg.registry.networks.environment import START, worker_environment
from xreg.registry.networks.text import printable
from xreg.schema.network import NetworkError

WARMING = 300.0  # seconds; MindSpore is imported in 2 s, and in a minute from a cold and slow disk


class ServerLostError(Exception):
    """The server has ended; another may be started."""


class Server:
    """A running server. It ends with its process's parent, with `end`, and when the socket is closed."""

    def __init__(self, worker: Worker, framework: Path | None, workspace: Workspace, wrapped: bool) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self._sending = threading.Lock()
        self._started = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        command, environment = _command(worker, framework, workspace, wrapped, theirs.fileno())
        arguments = (command, environment, workspace.scratch, theirs)
        # A thread that lives as long as the server: "dies with its parent" means the thread that started it.
        threading.Thread(target=self._live, args=arguments, daemon=True).start()
        self._started.wait()
        self._ready()

    def ask(self, header: Mapping[str, Any], message: bytes, conversation: Conversation) -> None:
        """Send a job with its pipes; raises ServerLostError."""
        with tempfile.TemporaryFile() as file:
            file.write(message)
            file.seek(0)
            try:
                with self._sending:
                    descriptors = (file.fileno(), *conversation.ends)
                    socket.send_fds(self._ours, [json.dumps(header).encode()], descriptors)
            except OSError as error:
                raise ServerLostError(str(error)) from error
            finally:
                conversation.sent()

    @property
    def pid(self) -> int:
        """The number of the process that was started (bubblewrap's, where it is there)."""
        assert self._process is not None
        return self._process.pid

    def end(self) -> None:
        """End it, and with it all its keepers and children."""
        self._ours.close()
        if self._process is not None:
            self._process.kill()
        self._noise.close()

    def _live(self, command: list[str], environment: dict[str, str], folder: Path, theirs: socket.socket) -> None:
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._noise,
                stderr=self._noise,
                pass_fds=(theirs.fileno(),),
                env=environment,
                cwd=folder,
                start_new_session=True,
            )
        except OSError:
            return
        finally:
            theirs.close()
            self._started.set()
        self._process.wait()

    def _ready(self) -> None:
        self._ours.settimeout(WARMING)
        try:
            ready = self._ours.recv(16)
        except OSError:
            ready = b""
        self._ours.settimeout(None)
        if ready != b"ready":
            said = self._last_words()
            self.end()
            raise NetworkError(f"the process that runs networks did not start ({said}): reinstall xreg and MindSpore")

    def _last_words(self) -> str:
        self._noise.seek(0, os.SEEK_END)
        self._noise.seek(max(0, self._noise.tell() - STDERR_KEPT))
        last = self._noise.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return printable(last, 200) or "it says nothing"


def _command(
    worker: Worker, framework: Path | None, workspace: Workspace, wrapped: bool, channel: int
) -> tuple[list[str], dict[str, str]]:
    folders = import_folders(framework, worker.paths)
    seen = programs([*map(Path, folders[1:])])
    scratch = SCRATCH if wrapped else str(workspace.scratch)
    environment = worker_environment(Path(scratch))
    before = bubblewrap(seen, str(workspace.code), environment, scratch) if wrapped else None
    scratch = scratch if before else str(workspace.scratch)
    settings = {
        "warm": worker.warm,
        "serve": worker.serve,
        "channel": channel,
        "programs": seen,
        "code": str(workspace.code),
        "scratch": scratch,
        "bubblewrap": bool(before),
    }
    command = [sys.executable, "-I", "-c", START.format("server"), json.dumps(settings), *folders]
    return [*(before or ()), *command], worker_environment(Path(scratch))
