"""Calls to the Linux kernel that Python does not offer; each raises OSError where the kernel refuses."""

import ctypes
import os
from functools import cache

# linux/sched.h, linux/prctl.h, linux/mount.h, linux/capability.h, asm/unistd.h
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 63
MOUNT_SETATTR = 442
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}
SIGKILL = 9


class Kernel:
    """The calls, through the C library that Python itself has loaded."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)

    def _call(self, name: str, *arguments: object) -> int:
        result: int = getattr(self._library, name)(*arguments)
        if result == -1:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result

    def unshare(self, flags: int) -> None:
        """Give this process namespaces of its own."""
        self._call("unshare", flags)

    def mount(self, source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
        """Mount a file system, bind a folder, or change a mount."""
        words = (source.encode(), target.encode(), kind.encode() if kind else None)
        self._call("mount", *words, ctypes.c_ulong(flags), options.encode() or None)

    def unmount(self, target: str, flags: int) -> None:
        """Take a mount away."""
        self._call("umount2", target.encode(), flags)

    def read_only(self, target: str, flags: int = MS_RDONLY | MS_NOSUID | MS_NODEV) -> None:
        """Make a mount and all that is mounted below it read-only; flags that were set stay set."""
        attributes = (ctypes.c_uint64 * 4)(flags, 0, 0, 0)
        self._syscall(MOUNT_SETATTR, AT_FDCWD, target.encode(), AT_RECURSIVE, attributes, ctypes.sizeof(attributes))

    def pivot_root(self) -> None:
        """Make the working folder, a mount, the root; what was the root is gone."""
        self._syscall(PIVOT_ROOT[os.uname().machine], b".", b".")
        self.unmount(".", MNT_DETACH)

    def prctl(self, option: int, value: int) -> None:
        """Set an attribute of this process."""
        self._call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))

    def drop_bounding_set(self) -> None:
        """Leave no capability that a program could give back."""
        for number in range(LAST_CAPABILITY + 1):
            try:
                self.prctl(PR_CAPBSET_DROP, number)
            except OSError:  # EINVAL ends the kernel's list; who may not do it is held by no_new_privs alone
                break

    def drop_capabilities(self) -> None:
        """Give up every capability."""
        self._call("capset", (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)())

    def landlock_version(self) -> int:
        """The version of Landlock; raises OSError where the kernel has none."""
        return self._syscall(LANDLOCK_CREATE, None, 0, 1)

    def landlock_create(self, attributes: bytes) -> int:
        """A descriptor of a new set of rules."""
        return self._syscall(LANDLOCK_CREATE, attributes, len(attributes), 0)

    def landlock_allow(self, rules: int, attributes: bytes) -> None:
        """Allow something beneath a path."""
        self._syscall(LANDLOCK_ADD, rules, 1, attributes, 0)

    def landlock_restrict(self, rules: int) -> None:
        """Restrict this process, and all that it will start, to the rules."""
        self._syscall(LANDLOCK_RESTRICT, rules, 0)

    def _syscall(self, number: int, *arguments: object) -> int:
        words = [ctypes.c_size_t(each) if isinstance(each, int) and each >= 0 else each for each in arguments]
        return self._call("syscall", ctypes.c_long(number), *words)


@cache
def kernel() -> Kernel:
    """The one kernel."""
    return Kernel()
