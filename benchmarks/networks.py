"""How much one session saves over a script for each network: 30 models of MindCV, each built and run once.

    python benchmarks/networks.py [number]

One side is a session: its server, and as many children at a time as it chooses by itself, isolated and limited. The
other is as many bare scripts, one after another, each with the session's settings. Both must give the same shapes of
outputs and numbers of parameters. Target: at least 2.5 times faster.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = 2.5
SOURCE = Path(__file__).resolve().parent.parent / "src"
SIDE = 224
NAMES = [
    "convit_tiny",
    "crossvit_9",
    "densenet121",
    "edgenext_xx_small",
    "efficientnet_b0",
    "ghostnet_050",
    "googlenet",
    "hrnet_w32",
    "mixnet_s",
    "mnasnet_050",
    "mobilenet_v1_025",
    "mobilenet_v2_035_224",
    "mobilenet_v3_small_100",
    "mobilevit_xx_small",
    "nasnet_a_4x1056",
    "poolformer_s12",
    "regnet_x_400mf",
    "pvt_v2_b0",
    "regnet_x_200mf",
    "regnet_y_200mf",
    "repmlp_t224",
    "repvgg_a0",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnext50_32x4d",
    "squeezenet1_1",
    "shufflenet_v1_g3_05",
    "shufflenet_v2_x0_5",
    "squeezenet1_0",
]
BARE = """
import gc
gc.disable()
import json, os, sys, mindspore, numpy, mindcv
mindspore.set_context(mode=mindspore.PYNATIVE_MODE, pynative_synchronize=True)
mindspore.set_device("CPU")
network = mindcv.create_model(sys.argv[1]).set_train(False)
output = network(mindspore.Tensor(numpy.zeros((1, 3, int(sys.argv[2]), int(sys.argv[2])), numpy.float32)))
output = output[0] if isinstance(output, tuple) else output
print(json.dumps([list(output.asnumpy().shape), len(list(network.get_parameters()))]), flush=True)
os._exit(0)
"""
Answer = tuple[list[int] | None, int]


def main(argv: list[str]) -> int:
    """Print both times and their ratio; 1 where it is below the target or the answers differ."""
    sys.path.insert(0, str(SOURCE))
    names = NAMES[: int(argv[0])] if argv else NAMES
    start = time.perf_counter()
    ours = in_session(names)
    between = time.perf_counter()
    theirs = [bare(name) for name in names]
    end = time.perf_counter()
    different = [name for name, *both in zip(names, ours, theirs, strict=True) if both[0] != both[1]]
    print(f"session: {between - start:.1f} s, {len(names)} scripts: {end - between:.1f} s")
    ran = sum(each[0] is not None for each in theirs)
    print(f"answers that differ: {', '.join(different) or 'none'}; that ran: {ran}")
    ratio = (end - between) / (between - start)
    print(f"networks ratio: {ratio:.2f} times faster (target {TARGET})")
    return int(ratio < TARGET or bool(different))


def in_session(names: Iterable[str]) -> list[Answer]:
    """What a session tells of each."""
    from xreg.registry.networks.engine.session import Session
    from xreg.registry.networks.engine.task import Task

    with Session() as session:
        ended = dict(session.run(Task(message(name)) for name in names))
    return [answer(ended[number].stdout) for number in sorted(ended)]


def message(name: str) -> dict[str, Any]:
    shape = [1, 3, SIDE, SIDE]
    asked = {"calls": [{"args": [], "kwargs": {}}], "inputs": [[{"shape": shape}]], "until": "end"}
    rest = {"search": False, "probe": False, "checkpoint": None}
    return {"builder": {"kind": "mindcv", "name": name}, **asked, **rest}


def answer(data: bytes) -> Answer:
    events = {each["event"]: each for each in map(json.loads, data.splitlines())}
    return events.get("attempt", {}).get("output"), len(events.get("network", {}).get("parameters", ()))


def bare(name: str) -> Answer:
    """What a script tells, nothing where it fails."""
    from xreg.registry.networks.environment import settings

    environment = {"PATH": os.environ.get("PATH", os.defpath)} | settings()
    command = [sys.executable, "-c", BARE, name, str(SIDE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else (None, 0)
    return told[0], told[1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
