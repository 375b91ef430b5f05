"""Run as `python make_checkpoints.py FOLDER_OF_XREG FOLDER`: save checkpoints of Xception, good and bad ones."""

import os
import sys

sys.path.append(sys.argv[1])

import mindspore
import numpy

from xreg.registry.networks.built_in.xception import create_network

folder = sys.argv[2]
mindspore.set_device("CPU")
mindspore.set_seed(1)
network = create_network("xception", weight_init="he_uniform")
values = {name: value.asnumpy() for name, value in network.parameters_dict().items()}
poisoned = values["conv1.weight"].copy()
poisoned[0, 0, 0, 0] = numpy.nan


def save(name, **changes):
    changed = {key: value for key, value in (values | changes).items() if value is not None}
    entries = [{"name": key, "data": mindspore.Tensor(value)} for key, value in changed.items()]
    mindspore.save_checkpoint(entries, f"{folder}/{name}.ckpt")


save("good")
save("missing", **{"block7.rep.4.pointwise.weight": None})
save("shape", **{"fc.weight": values["fc.weight"][:10], "fc.bias": values["fc.bias"][:10]})
save("dtype", **{"fc.bias": values["fc.bias"].astype(numpy.float16)})
save("extra", **{"moments.fc.bias": values["fc.bias"]})
save("nan", **{"conv1.weight": poisoned})
with open(f"{folder}/good.ckpt", "rb") as file:
    data = file.read()
with open(f"{folder}/truncated.ckpt", "wb") as file:
    file.write(data[: len(data) // 2])
with open(f"{folder}/garbage.ckpt", "wb") as file:
    file.write(b"<html>404 Not Found</html>" * 1000)
with open(f"{folder}/empty.ckpt", "wb") as file:
    pass
os._exit(0)
