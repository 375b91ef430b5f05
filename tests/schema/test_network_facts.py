import pytest
from support.network_evidence import shown

from xreg.schema.network import NetworkEvidence, Supplied
from xreg.schema.network_facts import code_of, is_literal, network_facts, supplied, told, where

USAGE = "the card's Usage"


def test_a_network_of_our_own_has_no_origin_to_tell() -> None:
    ours = shown({"provider": "built-in", "origin": "xreg"})
    assert where(ours) == "mindspore 2.10.0 on CPU, run 2026-11-22"
    assert code_of(ours) == "resnet50"


def facts(network: NetworkEvidence) -> dict[str, str]:
    return {fact.claim: fact.value for fact in network_facts(network)}


def test_the_source_says_whose_code_it_is_and_when_it_was_run_by_what() -> None:
    said = "gitee.com/mindspore/models r1.9 at 1a2b3c4d, official/cv/resnet; mindspore 2.10.0 on CPU, run 2026-11-22"
    assert where(shown({})) == said
    assert {fact.source for fact in network_facts(shown({"shims": ["numpy.float"]}))} == {said}


def test_the_source_of_a_record_without_an_origin_or_a_framework() -> None:
    assert where(shown({"origin": "", "how": "recorded"})) == "mindspore 2.10.0 on CPU, recorded 2026-11-22"
    assert where(shown({"origin": "", "framework": "", "how": "recorded"})) == "recorded 2026-11-22"


def test_arguments_are_told_by_their_source() -> None:
    arguments = (
        Supplied("#1", "50", USAGE),
        Supplied("num_classes", "10", USAGE),
        Supplied("depth", "2", "default_config.yaml"),
    )
    assert supplied(arguments) == f"50, num_classes=10, from {USAGE}; depth=2, from default_config.yaml"
    assert supplied(()) == ""


def test_what_was_refused_supplied_and_stood_in() -> None:
    builds = [[[], "TypeError: no classes.", "src/net.py:3"], [[["num_classes", "10", USAGE]], "", ""]]
    assert facts(shown({"builds": builds, "shims": ["numpy.float", "mindspore.ops.composite"]})) == {
        "resnet50 built with its name alone": "TypeError: no classes (src/net.py:3)",
        "resnet50 was built with": f"num_classes=10, from {USAGE}",
        "what stood in for API that MindSpore no longer has": "numpy.float, mindspore.ops.composite",
    }


def test_attempts_tell_types_further_inputs_and_several_outputs() -> None:
    attempts = [
        {"given": [1, 3, 32, 32], "error": "ValueError: sizes", "where": "src/net.py:12"},
        {"given": [1, 128], "dtype": "int32", "rest": [[[1, 128], "float32"]], "output": [1, 2]},
        {"given": [1, 3, 64, 64], "output": [1, 2], "outputs": [[1, 2], [1, 4]], "asked": False},
        {"given": [1, 3, 96, 96], "error": "ValueError: sizes", "asked": False},
        {"given": [1, 3, 7, 7], "output": [1, 2], "source": "export.py:31"},
        {"given": [1, 3, 9, 9], "output": [1, 2], "source": "a guess", "asked": False},
    ]
    assert facts(shown({"builds": [], "attempts": attempts, "accepted": [64, 64], "accepted_from": "the probe"})) == {
        "resnet50 given (1, 3, 32, 32)": "ValueError: sizes (src/net.py:12)",
        "resnet50 given (1, 128) int32, (1, 128)": "output (1, 2)",
        "resnet50 given (1, 3, 64, 64)": "outputs (1, 2), (1, 4)",
        "resnet50 given (1, 3, 7, 7), from export.py:31": "output (1, 2)",
        "resnet50 given (1, 3, 9, 9), a guess": "output (1, 2)",
        "square inputs that resnet50 accepts": "64 pixels",
    }


def test_of_many_attempts_a_few_are_shown() -> None:
    attempts = [{"given": [1, 3, side, side], "output": [1, 10]} for side in range(32, 64)]
    assert len(facts(shown({"builds": [], "attempts": attempts}))) == 6


def test_an_error_names_its_line_once() -> None:
    assert told("NameError: x.", "src/net.py:1") == "NameError: x (src/net.py:1)"
    assert told("src/net.py:1 lacks x", "src/net.py:1") == "src/net.py:1 lacks x"
    assert told("NameError: x", "") == "NameError: x"


@pytest.mark.parametrize(("name", "value"), [("a", "1"), ("a", "-0.5"), ("a", "None"), ("a", "'x/y.ckpt'")])
def test_plain_values_can_be_written_into_a_card(name: str, value: str) -> None:
    assert is_literal(Supplied(name, value, ""))


@pytest.mark.parametrize(
    ("name", "value"), [("#1", "1"), ("a b", "1"), ("a", "f(1)"), ("a", "'x)'"), ("a", "1" * 10), ("a", "src:config")]
)
def test_anything_else_can_not(name: str, value: str) -> None:
    assert not is_literal(Supplied(name, value, ""))
