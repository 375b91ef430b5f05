"""How much xreg adds to running a network: the whole of `collect_network(mode="run")` against the best bare script.

    python benchmarks/network.py [runs]

Each side is a whole fresh process; the two alternate, and medians are compared. The bare script has the worker's
environment, network, input and settings (those that were seen to be fastest), and none of its isolation, limits,
messages and checks. Target: a ratio of at most 1.15.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TARGET = 1.15
ROOT = Path(__file__).parent.parent / "src"
BARE = """
import gc
gc.disable()
import os, mindspore, numpy
from xreg.registry.networks.built_in.xception import create_network
mindspore.set_context(mode=mindspore.PYNATIVE_MODE, pynative_synchronize=True)
mindspore.set_device("CPU")
network = create_network("xception").set_train(False)
output = network(mindspore.Tensor(numpy.zeros((1, 3, 299, 299), numpy.float32))).asnumpy()
assert output.shape == (1, 1000)
os._exit(0)
"""
WHOLE = """
from xreg.registry.networks.built_in.evidence import collect_network
evidence = collect_network("xception", (299, 299, 3), (299, 299, 3), "run", None, None, None)
assert evidence.attempts[0].output == (1, 1000) and not evidence.note, evidence.note
"""


def main(argv: list[str]) -> int:
    """Print both medians and their ratio; 1 where the ratio is above the target."""
    runs = int(argv[0]) if argv else 9
    from xreg.registry.networks.environment import settings

    sides = {"bare": (BARE, settings()), "xreg": (WHOLE, {})}
    times: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(runs + 1):
        for name, (code, variables) in sides.items():
            seconds = timed(code, variables)
            if number:  # the first round fills the system's file cache
                times[name].append(seconds)
    return report(times)


def timed(code: str, variables: dict[str, str]) -> float:
    """Wall seconds of a fresh interpreter that runs `code`."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(ROOT)} | variables
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return time.perf_counter() - start


def report(times: dict[str, list[float]]) -> int:
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(f"{name}: median {medians[name]:.3f} s of {len(values)} runs ({min(values):.3f} to {max(values):.3f})")
    ratio = medians["xreg"] / medians["bare"]
    fastest = min(times["xreg"]) / min(times["bare"])
    print(f"network ratio: {ratio:.3f} of medians (target {TARGET}), {fastest:.3f} of the fastest runs")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
