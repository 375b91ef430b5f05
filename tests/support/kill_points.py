"""Kills a publisher at each of its steps: python kill_points.py WORK LOCATION [FIRST] prints what was there after each.

WORK is a task of `TASKS`. For each step (a call of the file system, the bucket or the database, before it and after it)
a child does the work and dies there by SIGKILL; a second child looks at what is left, does the work again, and looks
again. The program itself never opens the registry: threads of a bucket's client do not live on in a fork.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect

sys.path.insert(0, str(Path(__file__).parent.parent))

# Imported before the forks, as it takes the most of each child's time.
import alembic.command  # noqa: F401
import obstore
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

from support.releases import asset, draft
from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry
from xreg.registry.store.values import Draft
from xreg.schema.release import Uid
from xreg.schema.verification import State

_CALLS = {
    os: ("open", "write", "fsync", "replace", "makedirs", "close", "unlink"),
    obstore: ("put", "head", "delete", "get"),
}


class Killer:
    """Counts steps, and dies at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        """Counts one step."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def arm(self) -> None:
        """Counts every call that leaves a trace outside this process, before it and after it."""
        for module, names in _CALLS.items():
            for name in names:
                setattr(module, name, self._counted(getattr(module, name), halved=name == "write"))
        event.listen(Engine, "before_cursor_execute", lambda *_: self.step())
        event.listen(Engine, "after_cursor_execute", lambda *_: self.step())
        DefaultDialect.do_commit = self._counted(DefaultDialect.do_commit)

    def _counted(self, call: Callable[..., object], *, halved: bool = False) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            if halved and self.left == 1:
                call(given[0], bytes(given[1])[: len(given[1]) // 2])
            self.step()
            answer = call(*given, **named)
            self.step()
            return answer

        return counted


def uid_of(number: int, name: str = "model") -> Uid:
    """A UID for one kill."""
    return Uid.parse(f"killed/{number}.0/{name}")


def one(number: int, folder: Path) -> list[Draft]:
    """A release with an asset of several writes, attested."""
    weights = asset(folder / "model.ckpt", f"weights {number} ".encode() * 90_000)
    made = draft(f"whole {number}", uid_of(number), assets=(weights,), state=State.VERIFIED)
    return [made._replace(attest=lambda release: f"signed {release.name} {number}".encode())]


def batch(number: int, folder: Path) -> list[Draft]:
    """Many releases in one pack, one of them with an asset."""
    return [*one(number, folder), *(draft(f"{number} {name}", uid_of(number, name)) for name in ("a", "b", "c"))]


# So many kills go to one registry.
GROUP = 20
TASKS: dict[str, Callable[[int, Path], list[Draft]]] = {"one": one, "batch": batch, "create": one}


def standing(registry: Registry, drafts: list[Draft]) -> list[int]:
    """How many releases each UID has; every byte of them is read."""
    counts = []
    for each in drafts:
        last = registry.last(each.uid)
        history = registry.history(each.uid) if last else ()
        for release in history:
            for digest in release.blobs:
                registry.read(digest)
        shown = [release.revision for release in registry.search("", version=each.uid.version, limit=100)]
        assert len(shown) in (0, len(drafts)), shown
        counts.append(len(history))
    return counts


def work(task: str, location: str, number: int, folder: Path) -> None:
    """Does the work, and dies in it."""
    killer = Killer(number)
    drafts = TASKS[task](number, folder)
    if task == "create":
        killer.arm()
    with open_registry(location) as registry:
        if task != "create":
            registry.publish_all([each._replace(card=b"# before\n", assets=(), attest=None) for each in drafts])
            killer.arm()
        registry.publish_all(drafts)


def look(task: str, location: str, number: int, folder: Path) -> None:
    """Looks at what the dead publisher left, publishes again, and looks again."""
    drafts = TASKS[task](number, folder)
    with open_registry(location) as registry:
        before = registry.check()
        left = standing(registry, drafts)
        again = [published.new for published in registry.publish_all(drafts)]
        mended = registry.check(repair=True, grace=0)
        after = standing(registry, drafts)
        last = registry.check(grace=0)
    problems = [problem.message for problem in (*before.problems, *last.problems)]
    report = {"left": left, "new": again, "after": after, "problems": problems, "clean": mended.clean}
    print(json.dumps({"step": number, "waiting": len(before.waiting), **report}), flush=True)


def child(function: Callable[..., None], *given: object) -> int:
    """Calls a function in a child process, and tells how that ended."""
    if number := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    try:
        function(*given)
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(99)


def main(task: str, location: str, folder: str, every: str = "1") -> None:
    """Kills at every step, or every N-th, until the work is done before the step comes."""
    number = 1
    while True:
        # A registry is read whole after each kill: one that took up all of them would be read ever longer.
        place = location.format(number if task == "create" else number // GROUP)
        ended = child(work, task, place, number, Path(folder))
        if ended not in (0, -signal.SIGKILL) or child(look, task, place, number, Path(folder)):
            raise SystemExit(f"step {number} ended with {ended}")
        if ended == 0:
            return
        number += int(every)


if __name__ == "__main__":
    main(*sys.argv[1:])
