"""Recording: what is run, what is kept of it, and what is not run again."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MODELS

from xreg.registry.networks.recording.entry import Entry
from xreg.registry.networks.recording.files import read, read_all
from xreg.registry.networks.recording.making import FEW, Here, Run, keep, outstanding, record_all, trimmed
from xreg.registry.networks.recording.population import Network, networks_of
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.places import place_of
from xreg.schema.network import Attempt, CheckpointCheck, NetworkError, NetworkEvidence

HERE = Here("mindspore 2.10.0", "sha256:w")


@pytest.fixture
def networks(clone: Path) -> list[Network]:
    return sorted(networks_of(place_of(MODELS), Clone(clone)))


def entries(records: Path) -> list[Entry]:
    return [entry for each in read_all(records) for entry in each.entries]


def test_all_networks_in_a_file_for_each_folder(
    networks: list[Network], running: Callable[..., Run], tmp_path: Path
) -> None:
    made = list(record_all(networks, running(), HERE.worker, tmp_path))
    assert [each.network for each in made] == [each.network for each in networks]
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [
        "official__cv__alpha.json",
        "research__nlp__beta.json",
    ]
    assert {(each.digest, each.evidence.network) for each in entries(tmp_path)} == {
        (each.digest, each.network) for each in networks
    }
    assert {each.evidence.how for each in entries(tmp_path)} == {"recorded"}


def test_the_same_is_not_run_again(networks: list[Network], running: Callable[..., Run], tmp_path: Path) -> None:
    assert list(outstanding(networks, HERE, tmp_path)) == networks
    list(record_all(networks[:2], running(), HERE.worker, tmp_path))
    assert list(outstanding(networks, HERE, tmp_path)) == networks[2:]


@pytest.mark.parametrize("here", [Here("mindspore 2.9.0", "sha256:w"), Here("mindspore 2.10.0", "sha256:v")])
def test_what_other_code_ran_is_run_again(
    networks: list[Network], running: Callable[..., Run], tmp_path: Path, here: Here
) -> None:
    list(record_all(networks, running(), HERE.worker, tmp_path))
    assert list(outstanding(networks, here, tmp_path)) == networks


def test_a_recording_that_is_killed_loses_nothing_of_what_was_done(
    networks: list[Network], evidence: NetworkEvidence, tmp_path: Path
) -> None:
    def killed(given: Sequence[Network]) -> Iterator[tuple[Network, NetworkEvidence]]:
        yield given[0], evidence
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(record_all(networks, killed, HERE.worker, tmp_path))
    assert list(outstanding(networks, HERE, tmp_path)) == networks[1:]


def test_the_branches_of_what_is_not_run_again_are_put_right(
    networks: list[Network], running: Callable[..., Run], tmp_path: Path
) -> None:
    list(record_all(networks, running(), HERE.worker, tmp_path))
    heads = {"r1.2": "d" * 40, "r1.9": "e" * 40}
    moved = [each._replace(heads=heads) if "r1.9" in each.heads else each for each in networks]
    assert list(outstanding(moved, HERE, tmp_path)) == []
    found = read(tmp_path / "mindspore-models/official__cv__alpha.json")
    assert found is not None and heads in found.states.values()
    assert len(entries(tmp_path)) == len(networks)


def test_a_folder_without_a_file_of_its_own_is_an_error(tmp_path: Path, evidence: NetworkEvidence) -> None:
    with pytest.raises(NetworkError, match=r"is no folder that can be recorded"):
        keep(Network(MODELS, "a//b", "x", "git-tree:a", "r1.2", {}), evidence, "", tmp_path)


def test_neither_times_nor_checkpoints_are_kept(evidence: NetworkEvidence) -> None:
    check = CheckpointCheck((), (), (), True, True, (1, 10), "")
    kept = trimmed(evidence._replace(checkpoint=check))
    assert kept.checkpoint is None and not kept.origin
    assert [each.seconds for each in kept.attempts] == [None, None]
    assert not kept.note


@pytest.mark.parametrize(("ran", "kept"), [(True, 0), (False, FEW)])
def test_of_inputs_that_were_guessed_in_vain_few_are_kept(evidence: NetworkEvidence, ran: bool, kept: int) -> None:
    guesses = tuple(Attempt((1, 3, side, side), None, "ValueError: no", asked=False) for side in range(10, 20))
    found = Attempt((1, 3, 20, 20), (1, 7), "", asked=False)
    made = trimmed(evidence._replace(attempts=(*guesses, found) if ran else guesses, note="as it is"))
    assert [each.shape for each in made.attempts] == [each.shape for each in (guesses[:kept] or (found,))]
    assert made.note == f"as it is {10 - kept} more inputs that its signature suggests were tried in vain."


def test_files_are_read_again_after_each_record(
    networks: list[Network], running: Callable[..., Run], tmp_path: Path
) -> None:
    for _ in record_all(networks[:4], running(), HERE.worker, tmp_path):
        pass
    assert networks[0].folder == ALPHA
    assert len(entries(tmp_path)) == 4
