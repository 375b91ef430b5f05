"""Git, run on a clone that somebody else may have made: nothing is checked out, fetched, written or executed.

What a clone's own configuration can make git execute, and why it does not here: hooks, `core.fsmonitor` and filters
belong to commands that touch the work tree or the index, text conversions to `diff` and `--textconv`, pagers to a
terminal, `core.sshCommand` and helpers to transports, aliases to commands that git does not have. `rev-parse`,
`for-each-ref`, `ls-tree` and `cat-file` on object names do none of that; the one way left, the fetching of what a
partial clone lacks, is closed by allowing no transport. What the environment says to git is left out too: within a
commit hook it names the repository that is being committed to.
"""

import atexit
import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, cast

from xreg.schema.repository import RepositoryError

_SAFE = ("--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
_SECONDS = 120
_MAX_OUTPUT = 64 << 20
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def run(clone: Path, *arguments: str) -> bytes:
    """What a command of git prints. Raises RepositoryError where it fails, hangs, or prints without end."""
    try:
        process = subprocess.Popen(
            _command(clone, arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(clone),
        )
    except OSError as error:
        raise RepositoryError(f"git cannot be run ({error}): install it, and give a folder that is there") from error
    with process:
        output, said = _printed(process)
    if len(output) > _MAX_OUTPUT:
        raise RepositoryError(f"{clone} holds more files than a models' repository: give another clone")
    if process.returncode:
        why = said.decode("utf-8", "replace").strip().partition("\n")[0] or "it gave no answer in time"
        raise RepositoryError(f"{clone} cannot be read by git ({why}): give the folder of a clone, bare or not")
    return output


def _printed(process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """What a process prints until it ends; it is ended where it takes too long, or prints too much."""
    clock = Timer(_SECONDS, process.kill)
    clock.start()
    try:
        output = cast("IO[bytes]", process.stdout).read(_MAX_OUTPUT + 1)
        if len(output) > _MAX_OUTPUT:
            process.kill()
        said = cast("IO[bytes]", process.stderr).read(_MAX_OUTPUT)
        process.wait()
    finally:
        clock.cancel()
    return output, said


def _command(clone: Path, arguments: Sequence[str]) -> list[str]:
    return ["git", *_SAFE, "-C", str(clone), *arguments]


def _environment(clone: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(clone.absolute().parent),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


class Objects:
    """The objects of a clone by name, through two processes of git that answer as long as they are asked."""

    def __init__(self, clone: Path) -> None:
        self._clone = clone
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        atexit.register(self.close)

    def read(self, name: str, most: int) -> tuple[str, bytes] | None:
        """The kind and content of an object; `None` where the clone lacks it, or it has more than `most` bytes."""
        kind, size = self._described(name) if _NAME.fullmatch(name) else ("", 0)
        if not kind or size > most:
            return None
        content = self._answer("--batch", name, size)
        return (kind, content) if len(content) == size else None

    def _described(self, name: str) -> tuple[str, int]:
        answer = self._answer("--batch-check", name, None).split()
        return (answer[1].decode(), int(answer[2])) if len(answer) == 3 and answer[2].isdigit() else ("", 0)

    def _answer(self, mode: str, name: str, size: int | None) -> bytes:
        """An answer's first line, or the `size` bytes behind it; nothing where git ended, as older ones do in a partial
        clone when they may not fetch what it lacks. The next question is for another process.
        """
        with suppress(OSError):
            answers = self._ask(mode, name)
            line = answers.readline()
            if line:
                return line if size is None else answers.read(size + 1)[:size]
        self._end(mode)
        return b""

    def _ask(self, mode: str, name: str) -> "IO[bytes]":
        if mode not in self._processes:
            self._processes[mode] = subprocess.Popen(
                _command(self._clone, ("cat-file", mode)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=_environment(self._clone),
            )  # fmt: skip
        question, answers = _pipes(self._processes[mode])
        question.write(f"{name}\n".encode())
        question.flush()
        return answers

    def close(self) -> None:
        """Ends the processes."""
        for mode in tuple(self._processes):
            self._end(mode)

    def _end(self, mode: str) -> None:
        process = self._processes.pop(mode, None)
        if process:
            for pipe in _pipes(process):
                with suppress(OSError):
                    pipe.close()
            process.wait()


def _pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    return cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
