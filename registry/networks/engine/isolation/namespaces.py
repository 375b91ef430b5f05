"""Namespaces of its own for a check: no network, no sight of other processes, no shared memory with them."""

import os
import socket
from contextlib import suppress
from pathlib import Path

from xreg.registry.networks.engine.isolation.kernel import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    kernel,
)
from xreg.registry.networks.engine.isolation.steps import Step

WANTED = CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS


def own_namespaces(inside_bubblewrap: bool) -> list[Step]:
    """Leave the namespaces of the server; the next process that is forked is the first in its own."""
    refused = _unshare()
    if not refused:
        return [Step("no network: a namespace of its own"), Step("no other processes in sight: a namespace of its own")]
    if inside_bubblewrap and _lonely():
        return [Step("no network: bubblewrap's namespace"), Step("no processes but those of xreg's checks in sight")]
    return [
        Step(f"not kept from the network: unshare says {refused}", "network"),
        Step(f"not kept from the sight of other processes: unshare says {refused}", "processes"),
    ]


def _unshare() -> str:
    """Empty, or why not. The first way is root's; the second an ordinary user's."""
    user, group = os.geteuid(), os.getegid()
    try:
        kernel().unshare(WANTED)
        return ""
    except OSError:
        pass
    try:
        kernel().unshare(WANTED | CLONE_NEWUSER)
    except OSError as error:
        return error.strerror or str(error)
    _same_user(user, group)
    return ""


def _same_user(user: int, group: int) -> None:
    """Map the user to itself: in a fresh user namespace it would have no name, and files no owner."""
    with suppress(OSError):  # then it stays nameless, and what it needs to own is refused and said
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")


def _lonely() -> bool:
    """Whether there is no network but this process's own loopback."""
    return all(name == "lo" for _, name in socket.if_nameindex())
