"""Folders of sessions: each is marked with a lock that ends with its process, so that a killed one's is found."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "xreg-networks-"
MARK = "owner"


def mark(folder: Path) -> int | None:
    """Mark a folder as this process's; the descriptor that holds the lock, `None` where the system has no such locks.

    It must stay open as long as the folder is used.
    """
    # Locked before it has its name: nobody ever sees the mark of a living process without its lock.
    unnamed = folder / f"{MARK}-unlocked"
    descriptor = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    if not _lock(descriptor):
        os.close(descriptor)
        return None
    unnamed.rename(folder / MARK)
    return descriptor


def remove_leftovers(place: Path) -> None:
    """Delete the folders of this user's sessions that ended without deleting them; those without a mark stay."""
    if sys.platform == "win32":  # which has no such locks, so nothing is marked
        return
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError), _ended(folder) as ended:
            if ended:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ended(folder: Path) -> Iterator[bool]:
    """Whether a folder is this user's, and its process has ended; raises OSError where it has no mark."""
    found = folder.lstat()  # a link leads who knows where, and others may have put it there
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        yield False
        return
    descriptor = os.open(folder / MARK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        yield _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Whether this process got the lock."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(descriptor, LOCK_EX | LOCK_NB)
    except (ImportError, OSError):  # Windows has none, nor have some network drives
        return False
    return True
