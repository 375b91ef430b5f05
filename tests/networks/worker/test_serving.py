"""A repository's folder is built and run: the calls, the search, the range of sides, and where an error arose."""

from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks.worker import errors
from xreg.registry.networks.worker.errors import is_own, own_code, where
from xreg.registry.networks.worker.shims import Shims
from xreg.registry.networks.worker.shims.kinds import Changed, Method, Shim

HUB = """
from mindspore import nn, ops
from src.head import Head

class Image(nn.Cell):
    def __init__(self, size):
        super().__init__()
        self.pool = nn.AvgPool2d(size)
        self.head = Head()

    def construct(self, x):
        if x.shape[2] > 256:
            raise ValueError("too large")
        return {"logits": self.head(self.pool(x)), "names": "none"}

class Tokens(nn.Cell):
    def construct(self, input_ids, input_mask):
        return [ops.cast(input_ids, dtype=input_mask.dtype), (input_mask, None)]

class Small(nn.Cell):
    def construct(self, x):
        if x.shape[-1] != 32:
            raise ValueError(f"32 pixels, not {x.shape[-1]}")
        return x

class Text(nn.Cell):
    def construct(self, x):
        return "no tensor"

class Memory(nn.Cell):
    def construct(self, x):
        raise MemoryError("all of it is taken")

def create_network(name, size=None, **kwargs):
    if name == "full":
        raise MemoryError("all of it is taken")
    if name == "number":
        return 3
    if name == "image":
        return Image(size + 0)
    return {"tokens": Tokens, "text": Text, "small": Small, "searched": Small, "memory": Memory}[name]()
"""
HEAD = """
from mindspore import nn

class Head(nn.Cell):
    def construct(self, x):
        return x.nowhere() if x.shape[1] == 4 else x
"""
SIZED = [{"args": [], "kwargs": {}}, {"args": [], "kwargs": {"size": 40}}]
SQUARES: list[list[dict[str, Any]]] = [
    [{"shape": [1, 4, 64, 64]}],
    [{"shape": [1, 3, 64, 64], "dtype": "float32", "fill": "ones"}],
    [{"shape": [1, 3, 320, 320]}],
]
REQUESTS: dict[str, dict[str, Any]] = {
    "image": {"calls": SIZED, "inputs": SQUARES, "until": "end", "probe": True},
    "tokens": {},
    "small": {"inputs": [[{"shape": [1, 3, 64, 64]}], [{"shape": [1, 3, 32, 32]}], [{"shape": [1]}]]},
    "searched": {},
    "text": {"search": False, "inputs": [[{"shape": [1]}]]},
    "memory": {"inputs": [[{"shape": [1, 3, 64, 64]}]], "search": False},
    "full": {},
    "number": {},
}


@pytest.fixture(scope="module")
def events(served: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "src").mkdir()
    (folder / "mindspore_hub_conf.py").write_text(HUB)
    (folder / "src" / "head.py").write_text(HEAD)
    builder = {"kind": "create_network", "folder": str(folder)}
    answers = served([{"builder": {**builder, "name": name}, **request} for name, request in REQUESTS.items()])
    return dict(zip(REQUESTS, answers, strict=True))


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in events if each["event"] == kind]


def test_the_next_call_is_made_where_the_first_is_refused(events: Any) -> None:
    [refused], [built] = of(events["image"], "refused"), of(events["image"], "built")
    line = 1 + HUB[: HUB.index("size + 0")].count("\n")
    assert (refused["call"], refused["kind"], refused["where"]) == (0, "TypeError", f"mindspore_hub_conf.py:{line}")
    assert built["call"] == 1


def test_each_input_is_told_with_its_error_at_the_line_of_the_folder(events: Any) -> None:
    first, second, third = of(events["image"], "attempt")
    assert (first["output"], first["where"]) == (None, "src/head.py:6")
    assert (second["output"], second["error"], second["asked"]) == ([1, 3, 25, 25], "", True)
    assert third["error"] == "ValueError: too large"
    assert "source" not in first  # whoever asked knows it


def test_the_range_of_sides_is_bisected(events: Any) -> None:
    [probe] = of(events["image"], "probe")
    assert (probe["low"], probe["high"]) == (40, 256)


def test_inputs_are_found_by_the_names_of_what_the_network_takes(events: Any) -> None:
    [attempt] = of(events["tokens"], "attempt")
    assert (attempt["shape"], attempt["dtype"], attempt["rest"]) == ([1, 128], "int32", [[[1, 128], "int32"]])
    assert (attempt["outputs"], attempt["asked"], attempt["source"]) == ([[1, 128], [1, 128]], False, "a guess")


def test_no_further_input_is_tried_after_the_first_that_ran(events: Any) -> None:
    assert [each["error"] for each in of(events["small"], "attempt")] == ["ValueError: 32 pixels, not 64", ""]


def test_the_search_goes_on_until_an_input_runs(events: Any) -> None:
    *failed, ran = of(events["searched"], "attempt")
    assert [each["error"] for each in failed] == ["ValueError: 32 pixels, not 224"]
    assert (ran["output"], ran["asked"]) == ([1, 3, 32, 32], False)


def test_what_is_no_tensor_is_no_output(events: Any) -> None:
    assert "the network gives str, and no tensor" in of(events["text"], "attempt")[0]["error"]


def test_memory_that_ends_says_nothing_of_the_input(events: Any) -> None:
    assert [each["event"] for each in events["memory"] if each["event"] in ("attempt", "unchecked")] == ["unchecked"]


def test_memory_that_ends_says_nothing_of_the_call(events: Any) -> None:
    assert "all of it is taken" in events["full"][-1]["reason"]


def test_what_is_no_network_is_refused(events: Any) -> None:
    assert "gives int, and no network" in of(events["number"], "refused")[0]["error"]


def test_a_syntax_error_is_at_its_own_line(tmp_path: Any) -> None:
    from xreg.registry.networks.worker import errors

    errors.own_code(str(tmp_path))
    (tmp_path / "broken.py").write_text("x = 1\nif:\n")
    with pytest.raises(SyntaxError) as raised:
        compile((tmp_path / "broken.py").read_text(), str(tmp_path / "broken.py"), "exec")
    assert where(raised.value) == "broken.py:2"
    assert where(ValueError("from elsewhere")) == ""


def test_a_shim_for_what_this_version_never_had_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.meta_path", [])
    for table, value in (
        ("MODULES", {}),
        ("EMPTY", {}),
        ("NAMES", {"math": {"tau2": Shim("gone", "tau", lambda: 6.28)}}),
    ):
        monkeypatch.setattr(f"xreg.registry.networks.worker.shims.{table}", value)
    changed = Changed("math", "never_there", "gone", "nothing", lambda *_: None)
    monkeypatch.setattr("xreg.registry.networks.worker.shims.CHANGED", (changed,))
    method = Method("math", "NeverThere", "x", "gone", "nothing", lambda: None)
    monkeypatch.setattr("xreg.registry.networks.worker.shims.METHODS", (method,))
    import math

    monkeypatch.setitem(math.__dict__, "__getattr__", None)
    shims = Shims()
    shims.install()
    assert (math.tau2, shims.used()) == (6.28, ["math.tau2 (gone): tau"])  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="never_there"):
        math.never_there  # type: ignore[attr-defined]  # noqa: B018


def test_code_that_is_in_no_file_is_no_own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(errors, "_CODE", list[str]())
    own_code(str(tmp_path))
    with pytest.raises(ZeroDivisionError) as raised:
        exec("1 / 0")
    with pytest.raises(SyntaxError) as broken:
        exec("1 +")
    assert where(raised.value) == where(broken.value) == "" and not is_own("<string>")
    assert is_own("a.py")
