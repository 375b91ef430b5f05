"""The range of square sides that run is bisected, within its bounds."""

from collections.abc import Callable

import pytest

from xreg.registry.networks.worker.probing import ATTEMPTS, MOST, accepted
from xreg.registry.networks.worker.tensors import Input

Runs = Callable[[int], bool | None]


def probed(side: int, runs: Runs, seconds: float = 0.01) -> tuple[dict[str, object], list[int]]:
    tried = list[int]()

    def attempt(given: Input) -> bool | None:
        tried.append(given[0]["shape"][2])
        return runs(given[0]["shape"][2])

    return accepted([{"shape": [1, 3, side, side]}, {"shape": [1, 4]}], seconds, attempt), tried


@pytest.mark.parametrize(
    ("side", "runs", "expected"),
    [
        pytest.param(299, lambda side: 295 <= side <= 326, {"low": 295, "high": 326}, id="both ends are refusals"),
        pytest.param(224, lambda side: side == 224, {"low": 224, "high": 224}, id="one side alone"),
        pytest.param(224, lambda _: True, {"low": 16, "high": MOST, "open": ["low", "high"]}, id="every side"),
        pytest.param(16, lambda side: side < 100, {"low": 16, "high": 99, "open": ["low"]}, id="the least side ran"),
        pytest.param(224, lambda side: side % 32 == 0, {}, id="multiples alone"),
        pytest.param(
            224,
            lambda side: None if side > 500 else side >= 32,
            {"low": 32, "high": 224, "open": ["high"]},
            id="memory ends",
        ),
        pytest.param(
            224,
            lambda side: None if 500 < side < 700 else 32 <= side <= 500,
            {"low": 32, "high": 224, "open": ["high"]},
            id="memory ends in the middle",
        ),
    ],
)  # fmt: skip
def test_the_ends_of_the_range(side: int, runs: Runs, expected: dict[str, object]) -> None:
    assert probed(side, runs)[0] == expected


def test_few_attempts_are_made() -> None:
    assert len(probed(299, lambda side: 295 <= side <= 326)[1]) <= ATTEMPTS


def test_no_attempt_is_expected_to_take_long() -> None:
    result, tried = probed(224, lambda _: True, seconds=2.5)
    assert max(tried) == 283
    assert result["open"] == ["low", "high"]


def test_what_takes_too_long_already_is_not_enlarged() -> None:
    result, tried = probed(224, lambda _: True, seconds=25.0)
    assert (result["high"], max(tried)) == (224, 223)


def test_a_run_that_took_no_time_is_no_bound() -> None:
    assert max(probed(224, lambda _: True, seconds=0.0)[1]) == MOST


def test_attempts_that_are_used_up_bound_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.networks.worker.probing.ATTEMPTS", 3)
    result, tried = probed(299, lambda side: 295 <= side <= 326)
    assert (len(tried), result["open"]) == (3, ["low", "high"])


@pytest.mark.parametrize("shape", [[1, 128], [1, 3, 64, 128], [1, 3, 8, 8], [1, 3, 2048, 2048]])
def test_other_inputs_are_not_probed(shape: list[int]) -> None:
    assert accepted([{"shape": shape}], 0.1, lambda _: pytest.fail("it was attempted")) == {}
