"""The check of parameters: verified, failed with the difference, or not verified with the reason."""

import pytest

from xreg.publisher.verifying.networks import NotAsked
from xreg.publisher.verifying.parameters import check_parameters
from xreg.registry.formats.values import Contents, Parameter
from xreg.schema.network import CheckpointCheck, NetworkEvidence
from xreg.schema.network import Parameter as Own
from xreg.schema.network_facts import beyond_optimisers
from xreg.schema.verification import State

WEIGHT = Parameter("fc.weight", "Float32", (2, 3), 24)
BIAS = Parameter("fc.bias", "Float32", (2,), 8)


def test_all_are_there(ran: NetworkEvidence) -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT, BIAS)), ran)
    assert found.state is State.VERIFIED
    assert found.message == (
        "All 2 parameters of xception (mindspore 2.10.0, run 2025-11-22) are in the file, by name, shape and type, and"
        " no others."
    )


def test_safetensors_has_its_own_names_of_types(ran: NetworkEvidence) -> None:
    stored = Contents("safetensors", (WEIGHT._replace(dtype="F32"), BIAS._replace(dtype="F32")))
    assert check_parameters(stored, ran).state is State.VERIFIED
    half = Contents("safetensors", (WEIGHT._replace(dtype="BF16"), BIAS._replace(dtype="F32")))
    assert check_parameters(half, ran).details == ("- fc.weight float32 (2, 3)", "+ fc.weight bfloat16 (2, 3)")


def test_differences_are_counted_and_shown(ran: NetworkEvidence) -> None:
    stored = (WEIGHT._replace(name="net.fc.weight"), BIAS._replace(shape=(3,)), BIAS._replace(name="extra", shape=(9,)))
    found = check_parameters(Contents("ckpt", stored), ran)
    assert found.state is State.FAILED
    assert found.message == (
        "The file does not fit xception (mindspore 2.10.0, run 2025-11-22): it lacks 1 of 2 parameters, it holds 2"
        " others, it holds 1 in another shape or type, 1 may be renamed (net. before each name)."
    )
    assert found.details == (
        "- fc.bias float32 (2,)",
        "+ fc.bias float32 (3,)",
        "- fc.weight float32 (2, 3)",
        "+ net.fc.weight float32 (2, 3) (renamed?)",
        "+ extra float32 (9,)",
    )


def test_what_an_optimiser_left_is_no_fault(ran: NetworkEvidence) -> None:
    state = (WEIGHT._replace(name="moments.fc.weight"), BIAS._replace(name="learning_rate", shape=()))
    found = check_parameters(Contents("ckpt", (WEIGHT, BIAS, *state)), ran)
    assert found.state is State.VERIFIED
    assert found.message.endswith("by name, shape and type, and besides them 2 of an optimiser.")


def test_an_optimisers_state_does_not_stand_for_the_network(ran: NetworkEvidence) -> None:
    state = (WEIGHT._replace(name="moments.fc.weight"), BIAS._replace(name="moments.other"))
    found = check_parameters(Contents("ckpt", (WEIGHT, *state)), ran)
    assert found.details == ("- fc.bias float32 (2,)", "+ moments.other float32 (2,)")


def test_a_parameter_that_is_called_like_an_optimisers_is_the_networks_own(ran: NetworkEvidence) -> None:
    own = ran._replace(parameters=(*ran.parameters, Own("momentum", (3,), "float32")))
    stored = (WEIGHT, BIAS, BIAS._replace(name="momentum", shape=(4,)))
    found = check_parameters(Contents("ckpt", stored), own)
    assert found.details == ("- momentum float32 (3,)", "+ momentum float32 (4,)")


@pytest.mark.parametrize("name", ["moments.fc.weight", "global_step", "moments.other", "extra.weight"])
def test_a_run_and_a_read_file_are_judged_alike(ran: NetworkEvidence, name: str) -> None:
    """By XR503, which goes by what a run tells, and here."""
    check = CheckpointCheck((), (name,), (), True, True, (1, 1000), "")
    judged = check_parameters(Contents("ckpt", (WEIGHT, BIAS, WEIGHT._replace(name=name))), ran)
    assert (judged.state is State.VERIFIED) == (not beyond_optimisers(ran._replace(checkpoint=check)))


def test_names_of_terminal_codes_are_shown_without_them(ran: NetworkEvidence) -> None:
    stored = (WEIGHT, BIAS, BIAS._replace(name="\x1b[31mred"))
    assert check_parameters(Contents("ckpt", stored), ran).details == ("+ [31mred float32 (2,)",)


def test_no_network() -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT,)), NotAsked("The network is not known."))
    assert (found.state, found.message) == (State.UNVERIFIED, "The network is not known.")


def test_a_network_that_was_not_built(ran: NetworkEvidence) -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT,)), ran._replace(parameters=(), note="Memory ended."))
    assert (found.state, found.message) == (State.UNVERIFIED, "The network's parameters are not known. Memory ended.")


def test_a_record_of_an_older_source_says_nothing(ran: NetworkEvidence) -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT, BIAS)), ran._replace(source_digest="sha256:old"))
    assert found.state is State.UNVERIFIED
    assert "source has changed since its parameters were recorded on 2025-11-22" in found.message


def test_a_record_that_is_current_counts(ran: NetworkEvidence) -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT, BIAS)), ran._replace(how="recorded"))
    assert found.state is State.VERIFIED and "recorded 2025-11-22" in found.message


def test_a_network_from_elsewhere_has_no_source_here(ran: NetworkEvidence) -> None:
    found = check_parameters(Contents("ckpt", (WEIGHT, BIAS)), ran._replace(network="other", source_digest="sha256:x"))
    assert found.state is State.VERIFIED
