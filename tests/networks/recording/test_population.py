"""Which networks of a repository are recorded."""

from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MINDCV, MODELS

from xreg.registry.networks.recording import population
from xreg.registry.networks.recording.population import Network, digest_of, installed, networks_of, registered
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.places import Place, place_of
from xreg.registry.repositories.trees import Trees
from xreg.schema.network import NetworkError

ALL = Place("gitee.com/mine/all")


def found(clone: Path, place: Place, *branches: str) -> list[Network]:
    return sorted(networks_of(place, Clone(clone), branches))


def test_each_name_once_in_each_state_of_its_folder(clone: Path) -> None:
    networks = found(clone, place_of(MODELS))
    assert [(each.folder, each.network, each.branch, list(each.heads)) for each in networks] == [
        (ALPHA, "alpha", "r1.10", ["r1.10"]),
        (ALPHA, "alpha", "r1.9", ["r1.2", "r1.9"]),
        (ALPHA, "alpha_big", "r1.10", ["r1.10"]),
        (ALPHA, "alpha_big", "r1.9", ["r1.2", "r1.9"]),
        ("research/nlp/beta", "beta", "r1.10", ["r1.10"]),
    ]
    assert all(each.digest.startswith("git-tree:") for each in networks)
    assert {commit for each in networks for commit in each.heads.values()} == {
        head.commit for head in Clone(clone).branches.values()
    }


def test_only_the_branches_that_are_asked_for(clone: Path) -> None:
    assert {each.branch for each in found(clone, place_of(MODELS), "r1.2")} == {"r1.2"}


def test_a_branch_that_is_not_there_is_an_error(clone: Path) -> None:
    with pytest.raises(NetworkError, match=r"has no branch r9.9: name one"):
        found(clone, place_of(MODELS), "r1.2", "r9.9")


def test_a_hub_file_at_the_root_belongs_to_no_folder(clone: Path) -> None:
    assert "root" not in {each.network for each in found(clone, ALL)}


def test_a_clone_that_lacks_objects_is_an_error(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object) -> None:
        raise LookupError("1234")

    monkeypatch.setattr(Clone, "folder", lacking)
    with pytest.raises(NetworkError, match="lacks what 1234 names"):
        found(clone, place_of(MODELS))


def test_the_digest_of_code_that_is_not_there(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Clone(clone)
    commit = opened.heads["r1.2"].commit
    assert digest_of(place_of(MODELS), opened, commit, "official/cv/none") == ""
    assert digest_of(place_of(MODELS), opened, "0" * 40, ALPHA) == ""
    opened.trees.entries.cache_clear()
    monkeypatch.setattr(opened.trees.objects, "read", lambda *_: None)
    monkeypatch.setattr(Trees, "root", lambda *_: "1234")
    assert digest_of(place_of(MODELS), opened, commit, ALPHA) == ""
    opened.trees.entries.cache_clear()


def test_a_package_is_recorded_as_its_last_branch_has_it(clone: Path) -> None:
    networks = found(clone, place_of(MINDCV))
    assert [(each.folder, each.network, each.branch) for each in networks] == [
        ("mindcv", "net_a", "r1.10"),
        ("mindcv", "net_b", "r1.10"),
    ]
    assert all("+" in each.digest for each in networks)
    assert found(clone, place_of(MINDCV), "r1.2") == []


def test_an_installed_package(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(clone)
    monkeypatch.setattr(population, "installed_version", lambda _: "9.9")
    networks = list(installed(place_of(MINDCV)))
    if (clone / "mindcv").is_dir():
        assert [(each.network, each.digest, each.branch, each.heads) for each in networks] == [
            ("net_a", "mindcv 9.9", "", {}),
            ("net_b", "mindcv 9.9", "", {}),
        ]


def test_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "find_spec", lambda _: None)
    assert list(installed(place_of(MINDCV))) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (b"@register_model\ndef a(): ...", ["a"]),
        (b"@register_model()\ndef a(): ...", ["a"]),
        (b"@other.register_model\ndef a(): ...", []),
        (b"@cached\ndef a(): ...", []),
        (b"class A: ...\ndef register_model(): ...", []),
        (b"def (", []),
        (b"\0", []),
    ],
)
def test_registered_models(source: bytes, names: list[str]) -> None:
    assert list(registered(source)) == names
