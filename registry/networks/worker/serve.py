"""The work of a child process: a network is built and run as a request says, and each thing seen is told at once.

Request: `{"builder", "calls", "inputs", "until", "search", "probe", "checkpoint"}`; `building.py` and `running.py` say
what is in each. The answer is a line of JSON for each thing seen, so that what was seen before a crash is not lost; the
last one is `end`. Whoever runs in here can forge the answer: it is the network's claim, and is read as such.
"""

from collections.abc import Callable
from typing import Any

from xreg.registry.networks.text import first_paragraph, says_memory_ended
from xreg.registry.networks.worker.building import Built, build
from xreg.registry.networks.worker.errors import where
from xreg.registry.networks.worker.running import Runs

DEVICE = "CPU"
Emit = Callable[[dict[str, Any]], None]


def serve(request: dict[str, Any], isolation: list[str], emit: Emit) -> None:
    """Build the network, attempt the inputs, check the checkpoint; tell each as it happens."""
    prepare()
    emit({"event": "start", **framework(), "isolation": isolation})
    built = build(request["builder"], request["calls"], emit)
    if built is not None:
        emit({"event": "network", "parameters": parameters(built.network), "shims": built.shims()})
        run(built, request, emit)
        emit({"event": "shims", "shims": built.shims()})
    emit({"event": "end"})


def prepare() -> None:
    """Synchronous, which costs nothing: PyNative else may blame the wrong line."""
    import mindspore

    mindspore.set_context(mode=mindspore.PYNATIVE_MODE, pynative_synchronize=True)
    mindspore.set_device(DEVICE)


def framework() -> dict[str, str]:
    """What ran it: the framework's version as it says itself."""
    import mindspore

    return {"framework": f"mindspore {mindspore.__version__}", "device": DEVICE}


def parameters(network: Any) -> list[list[Any]]:
    """`[name, shape, dtype]` of every parameter, in the order in which a checkpoint stores them."""
    return [[each.name, list(each.shape), str(each.dtype).lower()] for each in network.get_parameters()]


def run(built: Built, request: dict[str, Any], emit: Emit) -> None:
    """The attempts, with the checkpoint's values where there is one, since one run shows both, or else on zeros."""
    runs = Runs(built, request, emit)
    if request["checkpoint"] is None:
        runs.all(span=0.0)
    else:
        emit({"event": "checkpoint", **checked(built.network, request["checkpoint"], runs)})


def checked(network: Any, path: str, runs: Runs) -> dict[str, Any]:
    """The check of a checkpoint; raises MemoryError where memory ended before it was done."""
    from xreg.registry.networks.worker.checkpoint import check_checkpoint

    try:
        result = check_checkpoint(network, path, lambda: runs.all(span=1.0))
    finally:
        if not runs.begun:
            runs.all(span=0.0)
    if says_memory_ended(result["error"]):
        raise MemoryError(result["error"])
    return result


def failure(error: BaseException) -> dict[str, Any]:
    """What is told of an error that nothing above took."""
    return {"event": "failure", "reason": first_paragraph(error), "where": where(error)}
