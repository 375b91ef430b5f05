"""Shims: what stands in is listed, and what is empty refuses to be used where a network is built."""

from typing import Any

import pytest

from xreg.registry.networks.worker.shims.arguments import CHANGED

*_, EMBEDDING, CONTEXT = CHANGED


@pytest.mark.parametrize(
    ("changed", "given", "expected"),
    [
        pytest.param(EMBEDDING, {"vocab_cache_size": 0, "sparse": True}, {"sparse": True}, id="no cache"),
        pytest.param(EMBEDDING, {"vocab_cache_size": 9}, None, id="a cache, which cannot be left out"),
        pytest.param(EMBEDDING, {"sparse": True}, None, id="today's arguments"),
        pytest.param(CONTEXT, {"device_target": "Ascend", "mode": 0, "seed": 1}, {"seed": 1}, id="another device"),
        pytest.param(CONTEXT, {"seed": 1}, None, id="a context of any device"),
    ],
)
def test_arguments_are_mended(changed: Any, given: dict[str, Any], expected: dict[str, Any] | None) -> None:
    mended = changed.change((), given)
    assert mended == (None if expected is None else ((), expected))


HUB = """
import numpy as np
import mindspore
from mindspore import context, nn, ops
from mindspore import ms_function
from mindspore._checkparam import Validator, Rel
from mindspore.common import dtype as mstype
from mindspore.ops import operations as P
from mindspore.dataset.vision import c_transforms
import mindspore.dataset.transforms.py_transforms
import moxing

context.set_context(mode=context.GRAPH_MODE, device_target="Ascend")
Validator.check_value_type("size", 3, [int], "hub")
Validator.check_number("size", 3, 1, Rel.GE, "hub")

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.resize = P.ResizeBilinear((8, 8), True)
        self.embedding = nn.EmbeddingLookup(4, 4, vocab_cache_size=0)
        self.factor = np.float(2)
        assert issubclass(mindspore.TensorType, object) and mstype.tensor is mstype.tensor_type
        assert ms_function is mindspore.jit

    def construct(self, x):
        positive = P.Less()(0, x) & P.Less()(x, 0)
        return self.resize(x + positive) * P.ScalarToArray()(self.factor)

def create_network(name, *args, **kwargs):
    if name == "uses_moxing":
        moxing.file.copy("a", "b")
    if name == "gone":
        ops.NeverThere()
    return Net()
"""


@pytest.fixture(scope="module")
def shimmed(served: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The events of a folder that uses gone API, for three of its names."""
    folder = tmp_path_factory.mktemp("gone")
    (folder / "mindspore_hub_conf.py").write_text(HUB)
    names = ("net", "uses_moxing", "gone")
    builders = [{"kind": "create_network", "folder": str(folder), "name": name} for name in names]
    return dict(zip(names, served([{"builder": builder} for builder in builders]), strict=True))


def test_a_network_that_uses_gone_api_runs_and_all_that_stood_in_is_listed(shimmed: Any) -> None:
    events = {each["event"]: each for each in shimmed["net"]}
    assert events["attempt"]["output"] == [1, 3, 8, 8]
    gone = [each.partition(" ")[0] for each in events["shims"]["shims"]]
    assert sorted(gone) == [
        "mindspore._checkparam.Rel",
        "mindspore._checkparam.Validator",
        "mindspore.common.dtype.tensor",
        "mindspore.context.set_context",
        "mindspore.dataset.transforms.py_transforms",
        "mindspore.dataset.vision.c_transforms",
        "mindspore.ms_function",
        "mindspore.nn.EmbeddingLookup",
        "mindspore.ops.operations.Less.__call__",
        "mindspore.ops.operations.ResizeBilinear",
        "mindspore.ops.operations.ScalarToArray",
        "moxing",
        "numpy.float",
    ]


def test_the_use_of_an_empty_stand_in_is_refused_with_its_line(shimmed: Any) -> None:
    [refused] = [each for each in shimmed["uses_moxing"] if each["event"] == "refused"]
    assert (refused["kind"], refused["module"]) == ("ModuleNotFoundError", "moxing")
    assert refused["where"] == f"mindspore_hub_conf.py:{1 + HUB[: HUB.index('moxing.file')].count(chr(10))}"


def test_what_no_shim_restores_stays_gone(shimmed: Any) -> None:
    [refused] = [each for each in shimmed["gone"] if each["event"] == "refused"]
    assert "NeverThere" in refused["error"]
