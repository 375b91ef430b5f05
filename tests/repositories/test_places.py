"""The table of repositories: addresses, branches for versions, and releases."""

import pytest

from xreg.registry.repositories.places import place_of, places
from xreg.schema.repository import RepositoryError


@pytest.mark.parametrize(
    ("repository", "version", "branch"),
    [
        ("gitee.com/mindspore/models", "1.9", "r1.9"),
        ("gitee.com/mindspore/models", "1.9.1", "r1.9"),
        ("gitee.com/mindspore/models", "", ""),
        ("github.com/mindspore-lab/mindcv", "2.5", "v0.5.0"),
        ("github.com/mindspore-lab/mindcv", "2.3.1", "v0.4.0"),
        ("github.com/mindspore-lab/mindcv", "1.10", ""),
        ("example.org/some/models", "1.9", ""),
    ],
)
def test_the_branch_for_a_version(repository, version, branch):
    assert place_of(repository).branch_for(version) == branch


@pytest.mark.parametrize(
    ("repository", "branch", "version"),
    [
        ("gitee.com/mindspore/models", "r1.9", "1.9"),
        ("gitee.com/mindspore/models", "master", ""),
        ("github.com/mindspore-lab/mindcv", "v0.4.0", "2.3"),
        ("github.com/mindspore-lab/mindcv", "r1.9", ""),
    ],
)
def test_the_version_of_a_branch(repository, branch, version):
    assert place_of(repository).version_of(branch) == version


def test_a_repository_has_several_addresses():
    assert place_of("gitee.com/mindspore-lab/MindCV") is places()["github.com/mindspore-lab/mindcv"]


@pytest.mark.parametrize("text", ["", "models", "a/b", "a b/c/d", "https://gitee.com/mindspore/models"])
def test_what_is_no_address(text):
    with pytest.raises(RepositoryError, match="write its address"):
        place_of(text)


def test_what_is_said_has_a_source():
    for place in places().values():
        assert bool(place.releases) == bool(place.releases_source)
        assert not place.moved or " at " in place.moved.source
        assert place.record
        assert place.record.is_file()
