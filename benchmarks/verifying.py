"""How long verifying takes: the whole of it against a bare script, and the table of parameters against MindSpore.

    python benchmarks/verifying.py [--runs 9] [--checkpoint FILE]

Without a file a checkpoint of the real Xception is made (92 MB). The whole: a fresh process each, the two in turns,
medians compared; the bare script hashes the file, builds the network, loads the file into it and runs it, in one
process with the worker's environment, and has none of the isolation, limits, messages and checks. The table:
`read_checkpoint` against `mindspore.load_checkpoint`, both in turns in one process; its memory is the most that a fresh
process takes that reads the table and nothing else, the interpreter included (Linux alone tells it of one process).

Targets: a ratio of at most 1.3; at least 50 times faster; less than 30 MB.
"""

import argparse
import hashlib
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

WHOLE_TARGET, TABLE_TARGET, MEMORY_TARGET = 1.3, 50, 30
ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
BARE = """
import gc
gc.disable()
import hashlib, os, sys, mindspore, numpy
from xreg.registry.networks.built_in.xception import create_network
state = hashlib.sha256()
with open(sys.argv[1], "rb") as file:
    while chunk := file.read(1 << 20):
        state.update(chunk)
mindspore.set_context(mode=mindspore.PYNATIVE_MODE, pynative_synchronize=True)
mindspore.set_device("CPU")
network = create_network("xception").set_train(False)
left_out, _ = mindspore.load_param_into_net(network, mindspore.load_checkpoint(sys.argv[1]), strict_load=True)
output = network(mindspore.Tensor(numpy.zeros((1, 3, 299, 299), numpy.float32))).asnumpy()
assert not left_out and output.shape == (1, 1000) and numpy.isfinite(output).all()
os._exit(0)
"""
WHOLE = """
import sys
from pathlib import Path
from xreg.publisher.verifying.card import Settings, verify_card
from xreg.schema.document import parse
from xreg.schema.text import Text
document = parse(Text.from_bytes(Path(sys.argv[2]).read_bytes()), sys.argv[2])
outcome, = verify_card(document, Settings(files=((0, Path(sys.argv[1])),), network="run"))
assert outcome.verified and outcome.report.checks[-2].message.startswith("xception with this file"), outcome.report
"""
TABLE = """
import statistics, sys, time
from pathlib import Path
import mindspore
from xreg.registry.formats.checkpoint import read_checkpoint
path = Path(sys.argv[1])
sides = (lambda: read_checkpoint(path), lambda: mindspore.load_checkpoint(str(path)))
times = ([], [])
for number in range(int(sys.argv[2]) + 1):
    for side, values in zip(sides, times):
        start = time.perf_counter()
        found = side()
        if number:
            values.append(time.perf_counter() - start)
print(*map(statistics.median, times))
"""
MEMORY = """
import sys
from pathlib import Path
from xreg.registry.formats.checkpoint import read_checkpoint
assert len(read_checkpoint(Path(sys.argv[1])).parameters) == 236
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def main(argv: list[str]) -> int:
    """Prints all figures; 1 where one misses its target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--checkpoint", type=Path)
    arguments = parser.parse_args(argv)
    with TemporaryDirectory() as folder:
        checkpoint = arguments.checkpoint or made(Path(folder))
        card = card_of(checkpoint, Path(folder))
        missed = [whole(checkpoint, card, arguments.runs), table(checkpoint, arguments.runs), memory(checkpoint)]
    return int(any(missed))


def made(folder: Path) -> Path:
    """A checkpoint of the real network."""
    run([str(ROOT / "tests" / "data" / "networks" / "make_checkpoints.py"), str(SOURCE), str(folder)])
    return folder / "good.ckpt"


def card_of(checkpoint: Path, folder: Path) -> Path:
    """The real card with this checkpoint's digest, and with an input shape that runs."""
    text = (ROOT / "cards" / "xception.md").read_text(encoding="utf-8")
    stated = text.partition("asset-sha256: ")[2].split()[0]
    text = text.replace(stated, hashlib.sha256(checkpoint.read_bytes()).hexdigest()).replace("227, 227", "299, 299")
    path = folder / "xception_v1.1.md"
    path.write_text(text, encoding="utf-8")
    return path


def whole(checkpoint: Path, card: Path, runs: int) -> bool:
    """Whether the ratio of the whole is above its target."""
    from xreg.registry.networks.environment import settings

    sides = {"bare": (BARE, settings()), "xreg": (WHOLE, {})}
    times: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(runs + 1):
        for name, (code, variables) in sides.items():
            start = time.perf_counter()
            run(["-c", code, str(checkpoint), str(card)], variables)
            if number:  # the first round fills the system's file cache
                times[name].append(time.perf_counter() - start)
    for name, values in times.items():
        print(f"{name}: median {statistics.median(values):.3f} s of {runs} ({min(values):.3f} to {max(values):.3f})")
    ratio = statistics.median(times["xreg"]) / statistics.median(times["bare"])
    fastest = min(times["xreg"]) / min(times["bare"])
    print(f"verify ratio: {ratio:.3f} of medians (target {WHOLE_TARGET}), {fastest:.3f} of the fastest runs")
    return ratio > WHOLE_TARGET


def table(checkpoint: Path, runs: int) -> bool:
    """Whether reading the table is not so much faster as it should be."""
    ours, theirs = map(float, run(["-c", TABLE, str(checkpoint), str(runs)]).split())
    print(f"table: {ours * 1000:.2f} ms, mindspore.load_checkpoint {theirs * 1000:.1f} ms (medians of {runs})")
    print(f"table ratio: {theirs / ours:.0f} times faster (target {TABLE_TARGET})")
    return theirs / ours < TABLE_TARGET


def memory(checkpoint: Path) -> bool:
    """Whether reading the table takes too much memory."""
    taken = int(run(["-c", MEMORY, str(checkpoint)])) * 1024 / 1e6
    print(f"table memory: {taken:.1f} MB for the whole process (target {MEMORY_TARGET})")
    return taken >= MEMORY_TARGET


def run(arguments: list[str], variables: dict[str, str] | None = None) -> str:
    """What a fresh interpreter prints."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(SOURCE)} | (variables or {})
    environment |= {name: os.environ[name] for name in ("HOME", "XREG_CACHE_DIR") if name in os.environ}
    done = subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
