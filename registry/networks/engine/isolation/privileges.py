"""A user without rights: one that owns nothing where root may choose it, and no capability in any case."""

import os
import random
from contextlib import suppress
from pathlib import Path

from xreg.registry.networks.engine.isolation.kernel import (
    PR_SET_CHILD_SUBREAPER,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    SIGKILL,
    kernel,
)
from xreg.registry.networks.engine.isolation.steps import Step, View

NOBODY = 65534
UNUSED = 0x70000000  # the first of a range of user numbers that no system gives to anybody


def end_with_parent() -> None:
    """Have the kernel end this process when its parent ends. A change of user takes this back."""
    kernel().prctl(PR_SET_PDEATHSIG, SIGKILL)


def take_in_orphans() -> None:
    """Become the parent of what descendants leave behind."""
    kernel().prctl(PR_SET_CHILD_SUBREAPER, 1)


def drop_privileges(view: View) -> list[Step]:
    """Become a user that owns nothing, if root, and give up every capability."""
    kernel().drop_bounding_set()
    steps = _become_nobody(view) if os.geteuid() == 0 else []
    try:
        kernel().prctl(PR_SET_NO_NEW_PRIVS, 1)
        kernel().drop_capabilities()
        kernel().prctl(PR_SET_DUMPABLE, 0)
    except OSError as error:
        return [*steps, Step(f"privileges were not dropped: capset says {error.strerror}", "processes")]
    finally:
        end_with_parent()
    return [*steps, Step("no privileges")]


def _become_nobody(view: View) -> list[Step]:
    if not view.alone and not all(_open_to_others(path) for path in view.seen.programs):
        return [Step("it stays root: Python's folder is root's alone", "processes")]
    for user in (UNUSED + random.getrandbits(24), NOBODY):
        with suppress(OSError):
            _become(user, view.scratch)
            return [Step("a user of its own that owns nothing" if user != NOBODY else "the user nobody")]
    return [Step("it stays root: no other user can be taken here", "processes")]


def _become(user: int, scratch: str) -> None:
    os.chown(scratch, user, user)
    with suppress(PermissionError):  # a user namespace that denies it has no other groups either
        os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _open_to_others(path: str) -> bool:
    """Whether everybody may enter every folder on the way to `path`."""
    return all(way.stat().st_mode & 1 for way in (Path(path), *Path(path).parents) if way.is_dir())
