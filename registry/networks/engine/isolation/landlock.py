"""Landlock: the kernel's own list of what this process may reach among files, whatever is mounted where."""

import os
import stat
import struct
from collections.abc import Iterable

from xreg.registry.networks.engine.isolation.kernel import kernel
from xreg.registry.networks.engine.isolation.steps import Step, View
from xreg.registry.networks.engine.isolation.view import DEVICES, OF_PROC

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE, IOCTL_DEVICE = 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE  # rights that a rule for one file may give
READ, RUN = READ_FILE | READ_DIR, READ_FILE | READ_DIR | EXECUTE
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # of each version, from that one on
TCP, SCOPES = 3, 3  # bind and connect; abstract sockets and signals
REFUSED_FILES = "files outside stay readable: Landlock says "


def landlock(view: View) -> list[Step]:
    """Restrict this process to what it sees; in a view of its own, files are kept from it without this too."""
    try:
        version = kernel().landlock_version()
        rules = kernel().landlock_create(_attributes(version))
        _allow(rules, view, _rights(version))
        kernel().landlock_restrict(rules)
    except OSError as error:
        return [Step(f"{REFUSED_FILES}{error.strerror}", None if view.alone else "files")]
    os.close(rules)
    says = [f"Landlock {version}: files of its list alone"]
    says += ["Landlock: no TCP"] if version >= 4 else []
    says += ["Landlock: no abstract sockets and no signals to others"] if version >= 6 else []
    return [Step(each) for each in says]


def _rights(version: int) -> int:
    return next(rights for since, rights in sorted(RIGHTS.items(), reverse=True) if since <= version)


def _attributes(version: int) -> bytes:
    """All that this version can restrict, and nothing that it does not know."""
    words = [_rights(version)]
    words += [TCP] if version >= 4 else []
    words += [SCOPES] if version >= 6 else []
    return struct.pack(f"={len(words)}Q", *words)


def _allow(rules: int, view: View, rights: int) -> None:
    of_proc = ("/proc",) if view.alone else OF_PROC
    _each(rules, view.seen.programs, RUN & rights)
    _each(rules, (*view.seen.data, *of_proc), READ & rights)
    _each(rules, DEVICES, (READ_FILE | WRITE_FILE) & rights)
    _each(rules, (view.scratch,), rights)
    if view.alone:  # the names of folders, which are few: Python lists those that it imports from
        _each(rules, ("/",), READ_DIR)


def _each(rules: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:  # what is not there needs no rule
            continue
        try:
            given = rights if stat.S_ISDIR(os.fstat(place).st_mode) else rights & OF_FILES
            kernel().landlock_allow(rules, struct.pack("=Qi", given, place))
        finally:
            os.close(place)
