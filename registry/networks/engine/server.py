"""The warm process: it imports the framework once, then forks a keeper for each job. It runs no foreign code itself."""

import gc
import json
import os
import signal
import socket
import sys
import traceback
import warnings
from importlib import import_module
from typing import Any, NoReturn

from xreg.registry.networks.engine.child import Job
from xreg.registry.networks.engine.isolation.privileges import end_with_parent
from xreg.registry.networks.engine.isolation.steps import Limits, Seen
from xreg.registry.networks.engine.keeper import Pipes, keep

LONGEST_HEADER = 1 << 16


def main(text: str) -> NoReturn:
    """Serve jobs until the other end of the socket is closed; `text` is the JSON of what all jobs share."""
    settings = json.loads(text)
    if not settings["bubblewrap"]:  # inside it, bubblewrap sees to this
        end_with_parent()
    _warm([*settings["warm"], settings["serve"].partition(":")[0]])
    warnings.filterwarnings("ignore", "This process .* is multi-threaded")  # MindSpore's own thread is not forked
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are nobody's zombies
    channel = socket.socket(fileno=settings["channel"])
    channel.send(b"ready")
    number = 0
    while True:
        header, descriptors, _, _ = socket.recv_fds(channel, LONGEST_HEADER, len(Pipes._fields))
        if not header:
            os._exit(0)
        number += 1
        base = f"{settings['scratch']}/{os.getpid()}-{number}"
        _fork(settings, json.loads(header), Pipes(*descriptors), channel, base)


def _warm(modules: list[str]) -> None:
    """Import what all jobs need. An import leaves nothing to collect, and searching it takes 8% of MindSpore's."""
    gc.disable()
    for module in modules:
        import_module(module)
    gc.freeze()  # else the first search in every child goes through all of it, and copies its pages
    gc.enable()


def _fork(settings: dict[str, Any], header: dict[str, Any], pipes: Pipes, channel: socket.socket, base: str) -> None:
    try:
        keeper = os.fork()
    except OSError:  # the machine has no room for it: the closed pipes tell so
        keeper = -1
    if keeper == 0:
        try:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            keep(_job(settings, header, pipes), pipes, base, header["timeout"], settings["bubblewrap"])
        except BaseException:
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(70)
    for each in pipes:
        os.close(each)


def _job(settings: dict[str, Any], header: dict[str, Any], pipes: Pipes) -> Job:
    with os.fdopen(pipes.message, "rb") as file:
        request = json.loads(file.read())
    seen = Seen(tuple(settings["programs"]), tuple(header["data"]), settings["code"])
    return Job(settings["serve"], request, seen, Limits(**header["limits"]), header["require"])
