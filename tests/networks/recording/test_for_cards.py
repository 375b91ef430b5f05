"""Recording networks as cards call them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MODELS

from xreg.registry.networks.providers.protocol import Feed, Given, Target
from xreg.registry.networks.recording.files import read
from xreg.registry.networks.recording.for_cards import networks_of_cards
from xreg.registry.networks.recording.making import Here, Run, keep, outstanding, record_all
from xreg.registry.networks.recording.population import Network
from xreg.registry.networks.recording.running import target_of
from xreg.registry.repositories.given import clones
from xreg.schema.document import Document, parse
from xreg.schema.network import Attempt, Build, NetworkEvidence, Shape, Supplied
from xreg.schema.text import Text

CARD = """---
model-name: {name}
repo-link: https://gitee.com/mindspore/models/tree/{branch}/official/cv/alpha
input-shape: [{side}, {side}, 3]
---
"""
HERE = Here("mindspore 2.10.0", "sha256:w")


def card(name: str = "alpha", branch: str = "r1.9", side: int = 32) -> Document:
    return parse(Text.from_bytes(CARD.format(name=name, branch=branch, side=side).encode()), "card.md")


def asked(shape: Shape, call: tuple[Supplied, ...] = ()) -> Network:
    target = Target(
        "repository", "alpha", "", "git-tree:a1", {}, calls=(call,), inputs=(Given((Feed(shape),), "card"),)
    )
    return Network(MODELS, ALPHA, "alpha", "git-tree:a1", "r1.9", {"r1.9": "a" * 40}, target)


def test_each_question_once(clone: Path) -> None:
    given = clones([(MODELS, clone)])
    cards = [card(), card(), card(side=64), card("alpha_big"), card(branch="r1.2"), card(branch="r9.9"), card("")]
    found = networks_of_cards(cards, given)
    assert [(each.network, each.branch, each.target and each.target.inputs[0].tensors[0].shape) for each in found] == [
        ("alpha", "r1.2", (1, 3, 32, 32)),
        ("alpha", "r1.9", (1, 3, 64, 64)),
        ("alpha_big", "r1.9", (1, 3, 32, 32)),
    ]
    assert all(target_of(each, given) is each.target for each in found)


def test_without_a_clone_there_are_none() -> None:
    assert networks_of_cards([card()], ()) == []


def test_the_attempts_of_several_cards_are_kept_together(evidence: NetworkEvidence, tmp_path: Path) -> None:
    for side, output in ((64, (1, 10)), (32, (1, 10)), (64, (1, 11))):
        shape = (1, 3, side, side)
        known = evidence._replace(attempts=(Attempt(shape, output, ""),), builds=(Build((), ""),))
        keep(asked(shape), known, HERE.worker, tmp_path)
    found = read(tmp_path / "mindspore-models/official__cv__alpha.json")
    assert found is not None
    (entry,) = found.entries
    assert [(each.shape, each.output) for each in entry.evidence.attempts] == [
        ((1, 3, 32, 32), (1, 10)),
        ((1, 3, 64, 64), (1, 11)),
    ]


def test_what_other_code_ran_is_not_put_together(evidence: NetworkEvidence, tmp_path: Path) -> None:
    for worker, side in (("v", 64), ("w", 32)):
        shape = (1, 3, side, side)
        keep(asked(shape), evidence._replace(attempts=(Attempt(shape, (1, 9), ""),)), worker, tmp_path)
    found = read(tmp_path / "mindspore-models/official__cv__alpha.json")
    assert found is not None and [each.shape for each in found.entries[0].evidence.attempts] == [(1, 3, 32, 32)]


@pytest.mark.parametrize(
    ("network", "open_still"),
    [
        (asked((1, 3, 224, 224)), False),
        (asked((1, 3, 64, 64)), True),
        (asked((1, 3, 224, 224), (Supplied("classes", "7", "Usage"),)), True),
    ],
)
def test_a_card_is_answered_by_its_own_call_at_its_own_shape(
    running: Callable[..., Run], tmp_path: Path, network: Network, open_still: bool
) -> None:
    list(record_all([asked((1, 3, 224, 224))], running(), HERE.worker, tmp_path))
    assert list(outstanding([network], HERE, tmp_path)) == [network] * open_still


def test_of_what_does_not_build_no_shape_is_asked_again(running: Callable[..., Run], tmp_path: Path) -> None:
    failed = running(builds=(Build((), "TypeError: no"),), attempts=())
    list(record_all([asked((1, 3, 224, 224))], failed, HERE.worker, tmp_path))
    assert list(outstanding([asked((1, 3, 64, 64))], HERE, tmp_path)) == []
