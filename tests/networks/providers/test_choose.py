"""Which provider's network is a card's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from support.git import git, put

from xreg.registry.knowledge.load import load
from xreg.registry.networks import table
from xreg.registry.networks.providers import plugins as module
from xreg.registry.networks.providers.choose import choose
from xreg.registry.networks.providers.graphs import Graphs
from xreg.registry.networks.providers.mindcv import of_package
from xreg.registry.networks.providers.plugins import plugins
from xreg.registry.networks.providers.protocol import CardNetwork, Target, call_message
from xreg.registry.repositories.given import clones
from xreg.schema.evidence import AssetFile
from xreg.schema.subject import Subject

Make = Callable[..., CardNetwork]


def test_a_network_of_the_linked_folder(card: Make) -> None:
    found = choose(card(shape="[4, 4, 3]")).target
    assert found and found.provider == "repository"
    assert found.origin.startswith("gitee.com/mindspore/models r1.9 at ") and found.origin.endswith("official/cv/tiny")
    assert found.digest.startswith("git-tree:") and found.stage
    assert [[(each.name, each.value, each.source) for each in call] for call in found.calls] == [
        [],
        [("num_classes", "7", "export.py:6")],
    ]
    assert [given.source for given in found.inputs] == [
        "the card's input-shape",
        "export.py:7",
        "the card's input-shape, channels last",
    ]
    assert found.reached == ("tiny", "Tiny")


def test_what_usage_passes_is_the_first_call(card: Make) -> None:
    found = choose(card(usage="net = mshub.load('x', 3, width=[4])")).target
    assert found and call_message(found.calls[0]) == {"args": [3], "kwargs": {"width": [4]}}
    assert {each.source for each in found.calls[0]} == {"the card's Usage"}


def test_a_call_that_is_no_literal_is_not_made_and_said(card: Make) -> None:
    found = choose(card(usage="net = mshub.load('x', num_classes=n)")).target
    assert found and found.calls[0] == ()
    assert found.notes == ("What Usage gives as num_classes is no literal: its call was not made.",)


def test_a_folder_without_a_hub_file_has_no_network(card: Make) -> None:
    assert choose(card(folder="official/cv/empty")).target is None
    assert choose(card(folder="official/cv/gone")).target is None
    assert choose(card(name="")).target is None


def test_a_card_without_a_clone_has_none(card: Make) -> None:
    assert choose(card()._replace(clones=())).target is None


def test_the_built_in_network_is_that_of_its_architecture_but_not_mindcvs(card: Make) -> None:
    xception = Subject(load().architectures["xception"])
    own = card(shape="[299, 299, 3]")._replace(subject=xception)
    found = choose(own).target
    assert found and found.provider == "built-in" and found.builder["name"] == "xception"
    assert choose(card()._replace(subject=xception, clones=())).target is None  # no shape to try, and no file


@pytest.fixture(scope="module")
def mindcv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mindcv")
    git(folder, "init", "-q", "-b", "v0.4.0")
    put(folder, {"mindcv/__init__.py": "", "configs/resnet/resnet.yaml": "model: resnet18", "docs/x.md": ""}, "all")
    return folder


def of_mindcv(card: Make, clone: Path | None) -> CardNetwork:
    from xreg.registry.repositories.evidence import repository_evidence

    given = clones([("github.com/mindspore-lab/mindcv", clone)]) if clone else ()
    link = "https://github.com/mindspore-lab/mindcv/tree/v0.4.0/configs/resnet"
    return card("resnet18")._replace(repository=repository_evidence(link, "", given), clones=given)


def test_a_model_of_mindcv_from_a_clone(card: Make, mindcv: Path) -> None:
    found = choose(of_mindcv(card, mindcv)).target
    assert found and found.provider == "mindcv" and found.builder == {"kind": "mindcv", "name": "resnet18"}
    assert found.stage and found.stage.only == ("mindcv", "configs")
    assert found.digest.startswith("git-tree:") and "+" in found.digest and found.eager


def test_a_model_of_mindcv_from_the_installed_package(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from xreg.registry.networks.providers import mindcv as provider

    monkeypatch.setattr(provider, "installed_version", lambda _: "0.3.0")
    found = choose(of_mindcv(card, None)).target
    assert found and found.digest == "mindcv 0.3.0" and not found.stage and not found.eager
    monkeypatch.setattr(provider, "installed_version", lambda _: None)
    assert of_package("resnet18") is None
    assert choose(of_mindcv(card, None)).target is None


def graph_file(path: Path) -> AssetFile:
    return AssetFile(0, str(path), "0" * 64, 1, "")


def test_a_graph_states_its_own_inputs(card: Make, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    helper, float_ = onnx.helper, onnx.TensorProto.FLOAT
    ports = [helper.make_tensor_value_info(name, float_, ["N", 3, 4, 4]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "tiny", ports[:1], ports[1:])
    onnx.save(helper.make_model(graph), tmp_path / "tiny.onnx")
    file = graph_file(tmp_path / "tiny.onnx")
    found = choose(card(shape="[8, 8, 3]")._replace(files=(file,))).target
    assert found and found.provider == "graph" and found.digest == "sha256:" + "0" * 64
    assert [given.tensors[0].shape for given in found.inputs] == [(1, 3, 8, 8), (1, 3, 4, 4)]
    assert found.files == (tmp_path / "tiny.onnx",)


def test_a_graph_that_cannot_be_read_states_nothing(card: Make, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    (tmp_path / "bad.onnx").write_bytes(b"\xff\xff")
    found = Graphs().target(card()._replace(files=(graph_file(tmp_path / "bad.onnx"),)))
    assert found and found.inputs == ()
    assert Graphs().target(card()) is None


class Fine:
    name = "fine"

    def target(self, card: CardNetwork) -> Target | None:
        return Target("fine", card.name, "nowhere", "sha256:1", {})


class Silent:
    def target(self, card: CardNetwork) -> Target | None:
        del card
        return None


class Failing:
    name = "failing"

    def target(self, card: CardNetwork) -> Target | None:
        raise ZeroDivisionError(card.name)


class Wrong:
    name = "wrong"

    def target(self, card: CardNetwork) -> Any:
        return card.name


@dataclass
class Point:
    name: str
    made: Any

    def load(self) -> Any:
        if isinstance(self.made, BaseException):
            raise self.made
        return self.made


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def install(*made: Any) -> None:
        points = [Point(f"p{number}", each) for number, each in enumerate(made)]
        monkeypatch.setattr(metadata, "entry_points", lambda group: points if group == "xreg.networks" else [])
        monkeypatch.setattr(table, "has_entry_points", lambda _: True)
        plugins.cache_clear()

    yield install
    plugins.cache_clear()


def test_a_provider_that_fails_is_named_and_the_rest_go_on(card: Make, installed: Callable[..., None]) -> None:
    installed(ImportError("gone"), object, Failing, Wrong, Silent, Fine)
    choice = choose(card(folder="official/cv/gone"))
    assert choice.target and choice.target.provider == "fine"
    assert choice.notes == (
        "The provider p0 of networks does not load (ImportError: gone).",
        "The provider p1 of networks does not load (TypeError: it makes nothing that has a method `target`).",
        "The provider failing of networks failed (ZeroDivisionError: tiny).",
        "The provider wrong of networks failed (TypeError: it gives str, and no Target).",
    )


def test_providers_of_others_are_asked_only_where_asked_for(card: Make, installed: Callable[..., None]) -> None:
    installed(Fine)
    assert choose(card(folder="official/cv/gone"), others=False).target is None
    installed(Silent)
    assert choose(card(folder="official/cv/gone")).target is None
    assert module.plugins().notes == ()


def test_entry_points_are_looked_for_without_importing_what_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other-1.0.dist-info").mkdir()
    (tmp_path / "other-1.0.dist-info" / "entry_points.txt").write_text("[xreg.networks]\nx = other:X\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    table.has_entry_points.cache_clear()
    assert table.has_entry_points("xreg.networks") and not table.has_entry_points("xreg.others")
    assert table.installed_version("other") == "1.0" and table.installed_version("another") is None
    table.has_entry_points.cache_clear()
