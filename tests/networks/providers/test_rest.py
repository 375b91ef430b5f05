"""What a clone does not tell, code that is nested without end, and answers that tell of networks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from networks.providers.conftest import HUB, NET, REPOSITORY, make_folder

from xreg.registry.knowledge.load import load
from xreg.registry.networks import cards
from xreg.registry.networks.answer import Asked, read_answer
from xreg.registry.networks.built_in import evidence
from xreg.registry.networks.cards import card_evidence
from xreg.registry.networks.providers import choose as choosing
from xreg.registry.networks.providers import repository
from xreg.registry.networks.providers.arguments import Dataset, calls_for, scripts
from xreg.registry.networks.providers.choose import choose
from xreg.registry.networks.providers.dummies import exported
from xreg.registry.networks.providers.entry import entry_of
from xreg.registry.networks.providers.mindcv import of_clone
from xreg.registry.networks.providers.protocol import CardNetwork
from xreg.registry.networks.providers.repository import Place, place_in, tree_of
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.views import Clones
from xreg.schema.repository import RepositoryError
from xreg.schema.subject import Subject

Make = Callable[..., CardNetwork]


def test_a_built_in_network_is_collected_with_the_cards_shape(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(evidence, "collect_network", lambda *given: asked.append(given))
    monkeypatch.setattr(cards, "framework_folder", lambda: None)
    own = card(shape="[227, 227, 3]")._replace(subject=Subject(load().architectures["xception"]))
    assert card_evidence(own, "recorded", None) is None
    assert asked == [("xception", (227, 227, 3), (299, 299, 3), "recorded", None, None, None, "auto")]


def test_a_clone_that_cannot_be_read_is_said(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: CardNetwork) -> Any:
        raise RepositoryError("the clone is damaged: fetch it again")

    monkeypatch.setattr(repository, "place_of_card", broken)
    choice = choosing.choose(card())
    assert choice.target is None and choice.notes == ("the clone is damaged: fetch it again.",)


def test_scripts_that_are_nested_without_end_tell_nothing(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Any:
        raise RecursionError

    monkeypatch.setattr(repository, "entry_of", endless)
    found = choose(card(usage="mshub.load('x', 3)", shape="[4, 4, 3]")).target
    assert found and len(found.calls) == 1 and found.inputs == ()


def test_places_that_a_clone_does_not_have(given: Clones, models: Path) -> None:
    assert place_in((), REPOSITORY, "r1.9", "official/cv/tiny") is None
    assert place_in(given, REPOSITORY, "r0.1", "official/cv/tiny") is None
    assert place_in(given, REPOSITORY, "r1.9", "README.md") is None
    assert tree_of(Clone(models), "12" * 20, "official") is None


def test_a_folder_that_a_partial_clone_lacks_is_not_known(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xreg.registry.repositories.trees import Trees

    monkeypatch.setattr(Trees, "at", lambda *_: (_ for _ in ()).throw(LookupError("gone")))
    assert tree_of(Clone(models), "HEAD", "official") is None
    clone = Clone(models)
    assert tree_of(clone, clone.heads["r1.9"].commit, "official") is None


def test_a_package_of_a_clone_that_does_not_tell_its_root(given: Clones) -> None:
    assert of_clone(Place(given[0], REPOSITORY, "r0.1", "", "mindcv", ""), "x") is None


@pytest.mark.parametrize(
    "script",
    [
        "from src.net import Tiny\nnet = Tiny(1, 2, 3)\n",
        "from src.net import Tiny\nnet = Tiny({'a': 1})\n",
        "from src.net import Tiny\nnet = obj.Tiny(1)\n",
    ],
)
def test_calls_that_do_not_tell(script: str) -> None:
    folder = make_folder({"mindspore_hub_conf.py": HUB, "src/net.py": NET, "eval.py": script})
    assert calls_for(folder, entry_of(folder, "tiny"), (), Dataset()) == ((),)


@pytest.mark.parametrize(
    "text", ["1 + x", "np.zeros(s)", "(gone + gone).astype(t)", "Tensor(np.zeros([2], dtype=f()))"]
)
def test_tensors_that_do_not_tell(text: str) -> None:
    head = "import numpy as np\ns = 'x'\ns = f()\n"
    found = list(exported(scripts(make_folder({"export.py": f"{head}export(net, {text})\n"}))))
    assert [given.tensors[0].dtype for given in found] == (["float64"] if "dtype" in text else [])


def test_a_probe_that_found_nothing_and_names_of_refusals() -> None:
    refused = b'{"event": "refused", "call": 0, "error": "x", "where": "", "kind": "E", "module": 5, "shims": []}'
    answer = read_answer(b'{"event": "probe"}\n' + refused, Asked(()))
    assert answer.accepted is None and "module is no text" in answer.failure
