"""Building the network, by the call that the card makes and then by those that evidence suggests.

A builder is `{"kind": …}` with what its kind takes (BUILDERS); a call `{"args": […], "kwargs": {…}}` behind the name.
"""

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from xreg.registry.networks.text import first_paragraph, says_memory_ended
from xreg.registry.networks.worker import errors
from xreg.registry.networks.worker.arguments import args_of, kwargs_of
from xreg.registry.networks.worker.initial import repeat_initial_values
from xreg.registry.networks.worker.shims import Shims

Emit = Callable[[dict[str, Any]], None]
Make = Callable[..., Any]


class Built(NamedTuple):
    """A network that was built, and what stood in for gone API since it began."""

    network: Any
    shims: Callable[[], list[str]]


def build(builder: dict[str, Any], calls: list[dict[str, Any]], emit: Emit) -> Built | None:
    """The network of the first call that builds it; each call is told, `None` where none did.

    Raises MemoryError where memory ended: that says nothing of the call.
    """
    shims = Shims()
    make: Make | None = None
    for number, call in enumerate(calls):
        try:
            make = make or BUILDERS[builder["kind"]](builder, shims)
            network = _ready(without_garbage_collection(partial(shims.finish, partial(_made, make, call))))
        except (Exception, SystemExit) as error:
            _tell(number, error, shims, emit)
            if make is None:
                return None
            continue
        emit({"event": "built", "call": number})
        return Built(network, shims.used)
    return None


def _made(make: Make, call: dict[str, Any]) -> Any:
    return make(*args_of(call), **kwargs_of(call))


def _tell(number: int, error: BaseException, shims: Shims, emit: Emit) -> None:
    text = first_paragraph(error)
    if isinstance(error, MemoryError) or says_memory_ended(text):
        raise MemoryError(text) from error
    module = getattr(error, "name", None) if isinstance(error, ImportError) else None
    event = {"event": "refused", "call": number, "error": text, "where": errors.where(error)}
    emit({**event, "module": module or "", "kind": type(error).__name__, "shims": shims.used()})


def _ready(network: Any) -> Any:
    """The network ready to infer; raises TypeError where the code gave something else."""
    from mindspore import nn

    if not isinstance(network, nn.Cell):
        raise TypeError(f"the code gives {type(network).__name__}, and no network (mindspore.nn.Cell)")
    network.set_train(False)
    return network


def without_garbage_collection(make: Callable[[], Any]) -> Any:
    """What `make` makes. An import leaves nothing to collect, and searching it takes 8% of MindSpore's import."""
    gc.disable()
    try:
        return make()
    finally:
        gc.freeze()  # else the first search afterwards goes through all of it: 75 ms
        gc.enable()


def _module(builder: dict[str, Any], _: Shims) -> Make:
    """A module of xreg itself, or of an installed provider: `module`, `name`."""
    from importlib import import_module

    return partial(import_module(builder["module"]).create_network, builder["name"])


def _create_network(builder: dict[str, Any], shims: Shims) -> Make:
    """A folder under the contract of `mindspore_hub.load`: `folder`, `name`.

    Its hub file is imported with the folder first on the path; code that looks for its files finds them beside it.
    """
    from importlib import import_module

    folder = builder["folder"]
    errors.own_code(folder)
    shims.install()
    repeat_initial_values(shims.note)
    sys.path.insert(0, folder)
    os.chdir(folder)
    hub = shims.finish(partial(import_module, "mindspore_hub_conf"))
    return partial(hub.create_network, builder["name"])


def _mindcv(builder: dict[str, Any], shims: Shims) -> Make:
    """A model of MindCV: `name`, and `folder` where a clone is taken instead of the installed package."""
    from xreg.registry.networks.worker.mindcv import builder_of

    return builder_of(builder, shims)


def _graph(builder: dict[str, Any], _: Shims) -> Make:
    """A graph file, with which a network that states its inputs is made: `file`."""
    from xreg.registry.networks.worker.graphs import load_graph

    return lambda: load_graph(builder["file"])


BUILDERS: dict[str, Callable[[dict[str, Any], Shims], Make]] = {
    "module": _module,
    "create_network": _create_network,
    "mindcv": _mindcv,
    "graph": _graph,
}
