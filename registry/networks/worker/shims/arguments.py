"""Arguments that MindSpore no longer takes, and contexts that only another machine has."""

from collections.abc import Callable
from typing import Any

from xreg.registry.networks.worker.shims.kinds import Changed

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def _dropped(name: str, harmless: tuple[Any, ...]) -> Callable[[tuple[Any, ...], dict[str, Any]], Arguments | None]:
    """Leave out an argument where its value asked for nothing; another value is passed on, and refused."""

    def change(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments | None:
        if name not in kwargs or kwargs[name] not in harmless:
            return None
        return args, {key: value for key, value in kwargs.items() if key != name}

    return change


def _context(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments | None:
    """Keep the mode and the device of this process; what else is set stays, where it is no other machine's."""
    kept = {key: value for key, value in kwargs.items() if key not in ELSEWHERE}
    return (args, kept) if kept != kwargs else None


def _scalar_first(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments | None:
    """A number before a tensor becomes a tensor of the same type, as older versions made it."""
    from mindspore import Tensor

    if len(args) != 3 or not isinstance(args[1], int | float) or not isinstance(args[2], Tensor):
        return None
    return (args[0], Tensor(args[1], args[2].dtype), args[2]), kwargs


# What belongs to another device, to graph mode, or to a cluster.
_ELSEWHERE = """
    device_target device_id mode save_graphs save_graphs_path enable_graph_kernel graph_kernel_flags max_call_depth
    variable_memory_max_size max_device_memory mempool_block_size enable_reduce_precision enable_auto_mixed_precision
    reserve_class_name_in_scope enable_task_sink enable_mem_reuse enable_loop_sink check_bprop enable_profiling
"""
ELSEWHERE = frozenset(_ELSEWHERE.split())
_COMPARED = ["Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual", "Maximum", "Minimum"]
CHANGED = (
    *(
        Changed(
            "mindspore.ops.operations",
            f"{name}.__call__",
            "a number before the tensor is refused by MindSpore 2.10",
            "the number is made a tensor of the other's type",
            _scalar_first,
        )
        for name in _COMPARED
    ),
    Changed(
        "mindspore.nn",
        "EmbeddingLookup",
        "vocab_cache_size is gone by MindSpore 2.10",
        "left out where it is 0, which meant no cache",
        _dropped("vocab_cache_size", (0,)),
    ),
    Changed(
        "mindspore.context",
        "set_context",
        "sets the device, the mode or memory, which xreg's run sets itself",
        "left out: run on this CPU in PyNative mode",
        _context,
    ),
)
