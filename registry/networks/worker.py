"""The child process in which a network is built and run: `python -I -c "…worker.main()"`, a JSON request on stdin.

Request: `{"network", "module", "shapes", "until": "first-success" | "end", "checkpoint": path | null, "limits"}`.
Answer: a line of JSON for each thing seen, so that what was seen before a crash is not lost; the last one is `end`.
Whoever runs in here can forge the answer: it is the network's claim, and the parent reads it as such.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

from xreg.registry.networks.isolation import isolate
from xreg.registry.networks.text import first_paragraph, says_memory_ended

DEVICE = "CPU"
Emit = Callable[[dict[str, Any]], None]


def main() -> NoReturn:
    """Answer one request, then end at once: MindSpore's teardown prints, and may hang."""
    emit = take_stdout()
    sys.argv = ["worker"]  # networks of the hub parse the command line, and exit when it is not theirs
    try:
        serve(json.load(sys.stdin), emit)
    except BaseException as error:
        emit({"event": "failure", "reason": first_paragraph(error)})
    os._exit(0)


def take_stdout() -> Emit:
    """A function that writes a line of JSON where stdout went; from now on prints, of C code too, go to stderr."""
    channel = os.dup(1)
    os.dup2(2, 1)

    def emit(event: dict[str, Any]) -> None:
        line = memoryview(json.dumps(event).encode() + b"\n")
        while line:
            line = line[os.write(channel, line) :]

    return emit


def serve(request: dict[str, Any], emit: Emit) -> None:
    """Isolate this process, build the network, attempt the shapes, check the checkpoint; tell each as it happens."""
    isolation = isolate(request["limits"])
    network = without_garbage_collection(lambda: build(request["network"], request["module"]))
    emit({"event": "start", **framework(), "isolation": isolation, "parameters": parameters(network)})
    if request["checkpoint"] is None:
        attempts(network, request, emit, 0.0)
    else:
        emit({"event": "checkpoint", **attempts_with_checkpoint(network, request, emit)})
    emit({"event": "end"})


def without_garbage_collection(make: Callable[[], Any]) -> Any:
    """What `make` makes. An import leaves nothing to collect, and searching it takes 8% of MindSpore's import."""
    gc.disable()
    made = make()
    gc.freeze()  # else the first search afterwards goes through all of it: 75 ms
    gc.enable()
    return made


def build(name: str, module: str) -> Any:
    """The network, ready to infer. Synchronous, which costs nothing: PyNative else may blame the wrong line."""
    from importlib import import_module

    import mindspore

    mindspore.set_context(mode=mindspore.PYNATIVE_MODE, pynative_synchronize=True)
    mindspore.set_device(DEVICE)
    network = import_module(module).create_network(name)
    network.set_train(False)
    return network


def framework() -> dict[str, str]:
    """What ran it: the framework's version as it says itself."""
    import mindspore

    return {"framework": f"mindspore {mindspore.__version__}", "device": DEVICE}


def parameters(network: Any) -> list[list[Any]]:
    """`[name, shape, dtype]` of every parameter, in the order in which a checkpoint stores them."""
    return [[each.name, list(each.shape), str(each.dtype).lower()] for each in network.get_parameters()]


def attempts_with_checkpoint(network: Any, request: dict[str, Any], emit: Emit) -> dict[str, Any]:
    """The check of the checkpoint, and the attempts: with its values, since one run shows both, or else on zeros."""
    ran: list[bool] = []

    def run() -> Any:
        ran.append(True)
        return attempts(network, request, emit, 1.0)

    try:
        return checkpoint(network, request["checkpoint"], run)
    finally:
        if not ran:
            attempts(network, request, emit, 0.0)


def attempts(network: Any, request: dict[str, Any], emit: Emit, span: float) -> Any:
    """Try the shapes in turn; the output of the first that ran, or `None`."""
    first = None
    for shape in request["shapes"]:
        event, output = attempt(network, shape, span)
        emit(event)
        if output is not None:
            first = output if first is None else first
            if request["until"] == "first-success":
                break
    return first


def attempt(network: Any, shape: list[int], span: float) -> tuple[dict[str, Any], Any]:
    """Run the network; what happened, and its output. Memory that ended is this machine's error, not the shape's."""
    start = time.perf_counter()
    try:
        output = forward(network, shape, span)
    except (Exception, SystemExit) as error:
        text = first_paragraph(error)
        if isinstance(error, MemoryError) or says_memory_ended(text):
            return {"event": "unchecked", "shape": shape, "reason": text}, None
        return {"event": "attempt", "shape": shape, "output": None, "error": text, "seconds": elapsed(start)}, None
    size = list(output.shape)
    return {"event": "attempt", "shape": shape, "output": size, "error": "", "seconds": elapsed(start)}, output


def forward(network: Any, shape: list[int], span: float) -> Any:
    """The output as a numpy array, for an input that rises evenly from -span to span."""
    import numpy
    from mindspore import Tensor

    size = int(numpy.prod(shape))
    values = numpy.zeros(size, numpy.float32) if span == 0 else numpy.linspace(-span, span, size, dtype=numpy.float32)
    return network(Tensor(values.reshape(shape))).asnumpy()


def checkpoint(network: Any, path: str, run: Callable[[], Any] | None) -> dict[str, Any]:
    """The check of a checkpoint; raises MemoryError where memory ended before it was done."""
    from xreg.registry.networks.checkpoint import check_checkpoint

    result = check_checkpoint(network, path, run)
    if says_memory_ended(result["error"]):
        raise MemoryError(result["error"])
    return result


def elapsed(start: float) -> float:
    """Seconds since `start`, to a millisecond: more digits would be noise in the cache's files."""
    return round(time.perf_counter() - start, 3)
