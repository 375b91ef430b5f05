"""All attacks of `data/engine/hostile.py` in one session, as a program: it prints as JSON what each of them got.

python attacks.py FOLDER (wrapped | bare) [ATTACK-LEFT-OUT…]
"""

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOSTILE = HERE.parent / "data" / "engine"
LIMITS = {"memory": 1 << 30, "cpu": 30, "file": 16 << 20, "disk": 48 << 20, "files": 500, "processes": 40, "open": 64}
TIMES = {"hang": 1.0, "print_flood": 60.0}


class World:
    """What there is to get at: a home with a key, listening sockets, another model, this process."""

    def __init__(self, folder: Path, session: Any) -> None:
        self.key = folder / "home" / ".ssh" / "id_ed25519"
        self.key.parent.mkdir(parents=True)
        self.key.write_text("the key")
        self.models = [session.folder / name for name in ("mine", "theirs")]
        for model in self.models:
            model.mkdir()
            (model / "network.py").write_text("code of a model\n")
        self.checkpoint = folder / "private.ckpt"
        self.checkpoint.write_text("values")
        self.checkpoint.chmod(0o600)
        self.outside: list[str] = []
        self.sockets = list(listeners(folder))

    def requests(self) -> dict[str, dict[str, Any]]:
        """The attacks, and what each is told."""
        mine, theirs = map(str, self.models)
        shown = "/code/theirs"
        read = [str(self.key), "/etc/shadow", "/etc/passwd", "/root/.bashrc", "/root/.ssh", "/home", "/var/log"]
        read += [
            theirs,
            f"{theirs}/network.py",
            shown,
            f"{shown}/network.py",
            str(self.key.parents[1]),
            str(ROOT / ".git"),
        ]
        read += [
            "/proc/1/environ",
            f"/proc/{os.getpid()}/environ",
            f"/proc/{os.getpid()}/root/etc/shadow",
            "/sys/kernel",
        ]
        self.outside = ["/", "/usr/lib", "/etc", "/code", str(self.key.parent), mine, theirs, str(ROOT), str(HOSTILE)]
        self.outside += ["/dev", "/keep", str(self.key.parents[1]), str(ROOT / "src" / "xreg")]
        plain = (
            "nothing environment processes fork memory disk names file scratch hang grandchild answer_flood print_flood"
        )
        plain += " herd leave abort forge garble burn exhaust privileges"
        return {
            **{name: {} for name in plain.split()},
            "look": {"paths": read, "own": f"{mine}/network.py"},
            "reach": {"sockets": [[name, family, kind, address] for name, family, kind, address, _ in self.sockets]},
            "write": {"folders": self.outside, "own": f"{mine}/network.py"},
            "kill": {"victims": [os.getpid(), os.getppid()]},
            "trace": {"victims": [os.getpid()]},
        }

    def damage(self) -> list[str]:
        """What was left outside, and what came in at the sockets."""
        left = (Path(folder, "left-by-hostile-code") for folder in self.outside)
        found = [str(path) for path in left if path.exists()]
        found += [str(model) for model in self.models if (model / "network.py").read_text() != "code of a model\n"]
        for name, _, kind, _, listener in self.sockets:
            with contextlib.suppress(OSError):
                listener.settimeout(0)
                found.append(f"{name}: {listener.accept() if kind == 'SOCK_STREAM' else listener.recv(10)}")
        return found


def listeners(folder: Path) -> Iterator[tuple[str, str, str, Any, socket.socket]]:
    """Sockets of every kind on which this process listens."""
    wanted = [
        ("tcp", "AF_INET", "SOCK_STREAM", ["127.0.0.1", 0]),
        ("udp", "AF_INET", "SOCK_DGRAM", ["127.0.0.1", 0]),
        ("unix", "AF_UNIX", "SOCK_STREAM", str(folder / "socket")),
        ("abstract", "AF_UNIX", "SOCK_STREAM", f"@xreg-test-{os.getpid()}"),
    ]
    for name, family, kind, address in wanted:
        listener = socket.socket(getattr(socket, family), getattr(socket, kind))
        listener.bind(tuple(address) if isinstance(address, list) else address.replace("@", "\0", 1))
        if kind == "SOCK_STREAM":
            listener.listen()
        where = list(listener.getsockname()) if family == "AF_INET" else address
        yield name, family, kind, where, listener


def marked(mark: str) -> list[int]:
    """The processes whose command line holds the mark: a session's folder stands in those of all its processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def main(folder: Path, wrapped: bool, left_out: list[str]) -> None:
    """Run all attacks, two at a time, each beside others."""
    from xreg.registry.networks.engine.session import Session
    from xreg.registry.networks.engine.task import Task, Worker

    os.environ["GITHUB_TOKEN"] = "secret"
    with Session(2, worker=Worker("hostile:serve", (), (HOSTILE,)), wrapped=wrapped) as session:
        world = World(folder, session)
        requests = {name: request for name, request in world.requests().items() if name not in left_out}
        tasks = [
            Task(
                {"attack": name, **request},
                world.models[0],
                (world.checkpoint,),
                TIMES.get(name, 30.0),
                limits_of(name),
            )
            for name, request in requests.items()
        ]
        names = list(requests)
        found = {names[number]: told(ended) for number, ended in session.run(tasks)}
        left, damage = len(marked(session.folder.name)), world.damage()
    after = len(marked(session.folder.name))
    print(json.dumps({"attacks": found, "damage": damage, "left": left, "after": after}))


def limits_of(name: str) -> dict[str, int]:
    """Time is the limit where it is what is tried, and so is the memory of all processes."""
    return LIMITS | {"burn": {"cpu": 1}, "herd": {"total": 512 << 20}}.get(name, {})


def told(ended: Any) -> dict[str, Any]:
    """How a task ended, as JSON."""
    return {
        "answer": ended.stdout[:4000].decode("latin-1"),
        "length": len(ended.stdout),
        "printed": ended.stderr.decode("latin-1"),
        "status": ended.status,
        "out_of_time": ended.out_of_time,
        "out_of_memory": ended.out_of_memory,
        "lost": ended.lost,
        "isolation": ended.isolation,
        "missing": ended.missing,
    }


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main(Path(sys.argv[1]), sys.argv[2] == "wrapped", sys.argv[3:])
