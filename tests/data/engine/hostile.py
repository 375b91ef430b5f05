"""Code of a model that means harm: each attack tells what it got. Run by the tests of the engine, in its children."""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import time
from contextlib import suppress


def serve(request, isolation, emit):
    """Do the attack that the request names."""
    emit({"event": "found", "found": globals()[request["attack"]](request)})
    emit({"event": "end"})


def nothing(request):
    return request


def look(request):
    """Which of these files and folders can be read, and the own model's file."""
    return {"read": [path for path in request["paths"] if _read(path)], "own": _read(request["own"])}


def _read(path):
    try:
        if os.path.isdir(path):
            return bool(os.listdir(path))
        with open(path, "rb") as file:
            return bool(file.read(10))
    except OSError:
        return False


def environment(request):
    block = ""
    with suppress(OSError), open("/proc/self/environ") as file:
        block = file.read()
    return [sorted(os.environ), block]


def processes(request):
    with suppress(OSError):
        return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())


def reach(request):
    """Which of these sockets can be connected to or sent to."""
    found = []
    for kind, family, style, address in request["sockets"]:
        place = tuple(address) if isinstance(address, list) else address.replace("@", "\0", 1)
        with suppress(OSError), socket.socket(getattr(socket, family), getattr(socket, style)) as attempt:
            attempt.settimeout(1)
            attempt.connect(place)
            attempt.send(b"got out")
            found.append(kind)
    return found


def fork(request):
    """How many processes can be had at once."""
    count = 0
    try:
        while count < 5000:
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
            count += 1
    except OSError:
        return count
    return count


def memory(request):
    """How many bytes can be had, by 256 MiB."""
    kept = []
    try:
        while len(kept) < 64:
            kept.append(bytearray(256 << 20))
    except MemoryError:
        pass
    return len(kept) << 28


def herd(request):
    """Hold more memory in several processes than one of them may."""
    for _ in range(8):
        if os.fork() == 0:
            kept = bytearray(b"x") * (96 << 20)
            time.sleep(60)
            os._exit(len(kept) & 1)
    time.sleep(60)


def disk(request):
    """How many bytes in how many files can be written into the scratch folder."""
    total = count = 0
    block = b"x" * (1 << 20)
    try:
        while total < 2 << 30:
            with open(f"full-{count}", "wb", buffering=0) as file:
                count += 1
                for _ in range(8):
                    total += file.write(block)
    except OSError:
        pass
    return [total, count]


def names(request):
    """How many empty files can be made."""
    count = 0
    try:
        while count < 100_000:
            os.close(os.open(f"empty-{count}", os.O_CREAT | os.O_WRONLY))
            count += 1
    except OSError:
        pass
    return count


def file(request):
    """How long one file can become."""
    total = 0
    try:
        with open("long", "wb", buffering=0) as long:
            while total < 1 << 30:
                total += long.write(b"x" * (1 << 20))
    except OSError:
        pass
    return total


def write(request):
    """Into which of these folders a file can be put, and whether the model's own file can be changed."""
    found = []
    for folder in request["folders"]:
        with suppress(OSError):
            with open(f"{folder}/left-by-hostile-code", "w") as file:
                file.write("x")
            found.append(folder)
    with suppress(OSError):
        with open(request["own"], "a") as file:
            file.write("x")
        found.append("own")
    return found


def scratch(request):
    """Whether the scratch folder is there for use, empty, as home, as temporary folder and as `/tmp`."""
    before = os.listdir()
    with open("used", "w") as file:
        file.write("x")
    return [before, os.environ["HOME"] == os.getcwd() == os.environ["TMPDIR"], os.path.exists("/tmp/used")]


def hang(request):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def grandchild(request):
    """Leave a process behind in a session of its own that holds all pipes."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    return "left"


def answer_flood(request):
    block = b"x" * (1 << 20)
    for descriptor in _descriptors():
        for _ in range(1024):
            os.write(descriptor, block)


def print_flood(request):
    block = "x" * (1 << 20)
    for _ in range(1024):
        print(block)
    print("the last line")


def leave(request):
    os._exit(0)


def abort(request):
    os.kill(os.getpid(), signal.SIGSEGV)


def forge(request):
    """Write a forged end to whatever is open, then go on as if nothing were."""
    found = _descriptors()
    for descriptor in found:
        os.write(descriptor, json.dumps({"status": 0, "event": "forged"}).encode() + b"\n")
    return len(found)


def garble(request):
    for descriptor in _descriptors():
        os.write(descriptor, b'\xff\x00{"event": [[[[' + b"[" * 100_000)
    os._exit(0)


def _descriptors():
    return [number for number in range(3, 512) if _open(number)]


def _open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def kill(request):
    """Try to kill all that there is, and the given ones."""
    for number in (os.getppid(), 1, *request["victims"], -1):
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
    return "still here"


def trace(request):
    """Which processes can be traced or read."""
    library = ctypes.CDLL(None, use_errno=True)
    library.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    found = []
    for number in {os.getppid(), 1, *request["victims"], *range(2, 40)} - {os.getpid()}:
        if library.ptrace(0x4206, number, None, None) == 0:  # PTRACE_SEIZE
            found.append(number)
        with suppress(OSError), open(f"/proc/{number}/mem", "rb"):
            found.append(number)
    return found


def privileges(request):
    """What of root's powers is there: other users, mounts, devices, roots, capabilities."""
    library = ctypes.CDLL(None, use_errno=True)
    found = []
    with suppress(OSError):
        os.setuid(0)
        found.append("setuid")
    if library.mount(b"tmpfs", b"/code", b"tmpfs", 0, None) == 0:
        found.append("mount")
    if library.umount2(b"/code", 2) == 0:
        found.append("umount")
    with suppress(OSError):
        os.mknod("device", 0o600 | 0o060000, os.makedev(254, 0))
        found.append("mknod")
    with suppress(OSError):
        os.chroot(".")
        found.append("chroot")
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        found.append("rlimit")
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    library.capget(header, sets)
    return {"found": found, "capabilities": sum(sets), "no new": library.prctl(39, 0, 0, 0, 0), "user": os.getuid()}


def burn(request):
    while True:
        pass


def sleep(request):
    time.sleep(request["seconds"])
    return request["number"]


def exhaust(request):
    sys.setrecursionlimit(1 << 30)
    raise RecursionError("x" * 100_000 + "\x1b[31m")
