"""How fast assets are hashed and downloaded, as ratios of one run: against `sha256sum`, and against `curl`.

    python benchmarks/fetching.py [runs] [bytes] [folder]

Hashing: `file_digest` against `sha256sum`, of a file that is in the system's file cache. Downloading: `fetch` (which
hashes, and syncs the file to the disk) against `curl`, from one server on loopback to one disk. The programs are whole
processes, ours are calls in a process that has imported them. curl neither hashes nor syncs, so three yardsticks are
printed: `curl` alone, `curl` and then `sync FILE` (the file is as safe as after `fetch`), and `curl` with `sha256sum`
and `sync` after it (all that `fetch` does).
The sides take turns, and medians are compared. Targets: 0.95 of `sha256sum`, 0.9 of `curl`.
"""

import http.server
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HASHING, DOWNLOADING = 0.95, 0.9
# The child imports, and then answers each line (`hash FILE`, `fetch LINK FOLDER`) with the seconds that it took.
CHILD = """
import sys, time
from pathlib import Path
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.fetching.hashing import file_digest
from xreg.publisher.fetching.settings import Settings
for line in sys.stdin:
    command, *words = line.split()
    start = time.perf_counter()
    if command == "hash":
        file_digest(Path(words[0]))
    else:
        fetch(words[0], Settings(allow_insecure=True, folder=Path(words[1])))
    print(time.perf_counter() - start, flush=True)
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends the one file, by the system's own call."""

    protocol_version = "HTTP/1.1"
    file = Path()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(self.file.stat().st_size))
        self.send_header("ETag", '"one"')
        self.end_headers()
        with self.file.open("rb") as file:
            self.connection.sendfile(file)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(file: Path) -> Iterator[str]:
    """The link of a file on a server of this process."""
    Handler.file = file
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/model.ckpt"
    finally:
        server.shutdown()


class Child:
    """A process that has imported xreg."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, *words: object) -> float:
        """The seconds that a call took."""
        assert self.process.stdin and self.process.stdout
        print(*words, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def run(*commands: tuple[object, ...]) -> float:
    """The seconds of some commands, one after the other."""
    start = time.perf_counter()
    for command in commands:
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def turns(sides: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median seconds of each side. The sides alternate; the first turn, which fills caches, does not count."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(runs + 1):
        for name, side in sides.items():
            os.sync()
            seconds = side()
            if number:
                times[name].append(seconds)
    for name, values in times.items():
        print(f"  {name}: median {statistics.median(values):.3f} s ({min(values):.3f} to {max(values):.3f})")
    return {name: statistics.median(values) for name, values in times.items()}


def hashing(file: Path, child: Child, runs: int) -> float:
    print(f"hashing {file.stat().st_size / 1e6:.0f} MB, {runs} turns")
    medians = turns({"sha256sum": lambda: run(("sha256sum", file)), "xreg": lambda: child("hash", file)}, runs)
    return medians["sha256sum"] / medians["xreg"]


def downloading(file: Path, folder: Path, child: Child, runs: int) -> dict[str, float]:
    print(f"downloading {file.stat().st_size / 1e6:.0f} MB, {runs} turns")
    copy, cache = folder / "copy", folder / "cache"
    with served(file) as link:

        def curl(*after: str) -> float:
            copy.unlink(missing_ok=True)
            return run(("curl", "-s", "-f", "-o", copy, link), *((command, copy) for command in after))

        def fetch() -> float:
            shutil.rmtree(cache, ignore_errors=True)
            return child("fetch", link, cache)

        medians = turns(
            {
                "curl": curl,
                "curl, sync": lambda: curl("sync"),
                "curl, sha256sum, sync": lambda: curl("sha256sum", "sync"),
                "xreg": fetch,
            },
            runs,
        )
    return {name: seconds / medians["xreg"] for name, seconds in medians.items() if name != "xreg"}


def main(argv: list[str]) -> int:
    """Print the ratios; 1 where one is below its target."""
    runs, size = int(argv[0]) if argv else 5, int(argv[1]) if len(argv) > 1 else 1_000_000_000
    socket.setdefaulttimeout(60)
    with tempfile.TemporaryDirectory(dir=argv[2] if len(argv) > 2 else None) as name:
        file = Path(name) / "source"
        block = random.Random(7).randbytes(1 << 20)
        with file.open("wb") as out:
            for _ in range(size >> 20):
                out.write(block)
        child = Child()
        ratio = hashing(file, child, runs)
        ratios = downloading(file, Path(name), child, runs)
        child.close()
    print(f"hashing: {ratio:.3f} of the speed of sha256sum (target {HASHING})")
    for yardstick, value in ratios.items():
        print(
            f"downloading: {value:.3f} of the speed of {yardstick}"
            + (f" (target {DOWNLOADING})" * (yardstick == "curl"))
        )
    return int(ratio < HASHING or ratios["curl"] < DOWNLOADING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
