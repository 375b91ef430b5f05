"""What training leaves in a checkpoint besides the network: the optimiser's state."""

from collections.abc import Collection

# MindSpore's optimisers store a tensor for each of the network's parameters: its name behind one of these.
_PREFIXES = frozenset(
    {
        "accum",
        "accum_update",
        "adam_m",
        "adam_v",
        "exp_avg",
        "lamb_m",
        "lamb_v",
        "linear",
        "mean_grad",
        "mean_square",
        "moment",
        "moment1",
        "moment2",
        "moments",
        "stat",
        "vhat",
    }
)
# And some numbers of their own, as do loss scaling and the callback that saves.
_NAMES = frozenset(
    {
        "beta1_power",
        "beta2_power",
        "current_iterator_step",
        "epoch_num",
        "global_step",
        "last_overflow_iterator_step",
        "learning_rate",
        "loss_scale",
        "momentum",
        "scale_sense",
        "step_num",
        "weight_decay",
    }
)


def is_optimisers(name: str, network: Collection[str]) -> bool:
    """Whether a parameter's name is an optimiser's, given the names of the network's parameters."""
    prefix, _, rest = name.partition(".")
    return name in _NAMES or (prefix in _PREFIXES and rest in network)
