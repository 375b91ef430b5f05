import pytest

from xreg.schema.optimisers import is_optimisers

NETWORK = {"conv1.weight", "fc.bias"}


@pytest.mark.parametrize(
    "name", ["moments.conv1.weight", "moment1.fc.bias", "adam_v.fc.bias", "learning_rate", "global_step"]
)
def test_what_optimisers_leave(name: str) -> None:
    assert is_optimisers(name, NETWORK)


@pytest.mark.parametrize(
    "name", ["conv1.weight", "moments.other.weight", "linear.weight", "network.conv1.weight", "moments", ""]
)
def test_what_is_another_network_s(name: str) -> None:
    assert not is_optimisers(name, NETWORK)
