"""Settings of models: of `listed` the size of its input."""

default_cfgs = {"listed": {"input_size": (3, 40, 20)}, "odd": {"input_size": (3, 4000, 4000)}, "masked": {}}


def get_pretrained_cfg(name):
    return default_cfgs.get(name, {})
