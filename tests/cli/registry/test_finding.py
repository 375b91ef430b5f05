"""list, search and history; and which registry a command means."""

import sqlite3

import pytest
import sqlalchemy
from support.releases import UID, draft

from xreg.publisher.commands.registry import COMMANDS
from xreg.publisher.reports.columns import columns
from xreg.registry.store.opening import open_registry

OTHER = "mindspore/gpu/1.0/alexnet_v1.0"


@pytest.mark.usefixtures("place")
def test_list_shows_the_newest_release_of_each_model_with_its_state_in_words(xreg):
    ran = xreg("list")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{UID}@2  not verified  {UID.name}",
        f"{OTHER}@1  not verified  AlexNet",
    ]


def test_list_of_an_empty_registry_is_empty(xreg, folder):
    open_registry(str(folder / "new")).close()
    assert xreg("list", "--registry", "new").out == ""
    assert xreg("list", "--registry", "new", "--output-format", "json").out == "[]\n"


def test_a_long_title_is_cut_at_the_width_of_the_terminal(xreg, opened, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    opened.publish(draft("long", claims={"title": "网络 net " * 100}))
    line = xreg("list").out.splitlines()[0]
    assert line.endswith("…")
    assert 95 < columns(line) <= 100


@pytest.mark.usefixtures("place")
def test_list_as_json(answer):
    found = answer("list")
    assert [(item["uid"], item["revision"], item["state"]) for item in found] == [
        (str(UID), 2, "not verified"),
        (OTHER, 1, "not verified"),
    ]
    assert found[0]["digests"]["attestation"] is None
    assert found[0]["yanked"] is None


@pytest.mark.parametrize(
    "asked, found",
    [
        (["alexnet"], [OTHER]),
        (["resnet", "CIFAR10"], [str(UID)]),
        (["--dataset", "cifar10"], [str(UID)]),
        (["--task", "cv", "--backend", "gpu"], [OTHER]),
        (["--version", "1.7"], [str(UID)]),
        (["resnet", "--verified"], []),
    ],
)
@pytest.mark.usefixtures("place")
def test_search_narrows(answer, asked, found):
    assert [item["uid"] for item in answer("search", *asked)] == found


@pytest.mark.usefixtures("place")
def test_search_says_that_there_is_nothing_or_more(xreg):
    assert "no release has all of that" in xreg("search", "transformer").err
    ran = xreg("search", "--task", "cv", "--limit", "1")
    assert len(ran.out.splitlines()) == 1
    assert "there are more" in ran.err


@pytest.mark.usefixtures("place")
def test_search_for_nothing_is_refused(xreg):
    ran = xreg("search")
    assert ran.code == 2
    assert "xreg list" in ran.err


@pytest.mark.parametrize("limit", ["0", "x", "-1", "9" * 40, "²"])
@pytest.mark.usefixtures("place")
def test_a_limit_is_a_number(xreg, limit):
    ran = xreg("search", "x", "--limit", limit)
    assert ran.code == 2
    assert "number from 1" in ran.err


def test_history_shows_all_releases_and_why_one_was_yanked(xreg, opened):
    opened.yank(UID, 1, "wrong weights")
    lines = xreg("history", str(UID)).out.splitlines()
    assert lines[0].startswith(f"{UID}@1  ")
    assert "not verified, by someone, card " in lines[0]
    assert lines[0].endswith(", not signed")
    assert lines[1] == "  yanked: wrong weights"
    assert lines[2].startswith(f"{UID}@2  ")


@pytest.mark.usefixtures("place")
def test_history_as_json(answer):
    assert [item["revision"] for item in answer("history", str(UID))] == [1, 2]


@pytest.mark.usefixtures("place")
def test_a_history_is_of_no_revision(xreg):
    ran = xreg("history", f"{UID}@1")
    assert ran.code == 2
    assert f"write {UID}" in ran.err


@pytest.mark.parametrize("command", [["show"], ["history"], ["pull", "--to", "out"], ["diff", f"{UID}@1"]])
@pytest.mark.usefixtures("place")
def test_an_unknown_uid_suggests_the_nearest(xreg, command):
    ran = xreg(*command, "mindspore/1.7/resnet50_cifar100")
    assert ran.code == 2
    assert f"did you mean {UID}?" in ran.err


@pytest.mark.usefixtures("place")
def test_where_nothing_is_near_search_is_named(xreg):
    ran = xreg("show", "somebody/9.9/quite_another_thing")
    assert ran.code == 2
    assert "look for it with xreg search" in ran.err


@pytest.mark.parametrize(
    "name", [f"{UID}@", f"{UID}@0", f"{UID}@x", f"{UID}@{'9' * 30}", f"{UID}@²", "resnet50", "../x/y"]
)
@pytest.mark.usefixtures("place")
def test_a_name_that_is_none_is_refused(xreg, name):
    ran = xreg("show", name)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


@pytest.mark.usefixtures("place")
def test_a_revision_that_is_none_names_the_last(xreg):
    ran = xreg("show", f"{UID}@3")
    assert ran.code == 2
    assert f"the last one is {UID}@2" in ran.err


def test_where_all_are_yanked_a_revision_must_be_named(xreg, opened):
    opened.yank(UID, 1, "x")
    opened.yank(UID, 2, "x")
    ran = xreg("show", str(UID))
    assert ran.code == 2
    assert "name a revision" in ran.err
    assert "yanked: x" in xreg("show", f"{UID}@2").out


def test_the_command_line_wins_over_the_environment_and_that_over_the_configuration(xreg, place, folder, monkeypatch):
    for name in ("given", "configured"):
        open_registry(str(folder / name)).close()
    (folder / "xreg.toml").write_text('registry = "configured"')
    assert xreg("list").out
    assert xreg("list", "--registry", "given").out == ""
    monkeypatch.delenv("XREG_REGISTRY")
    assert xreg("list").out == ""
    (folder / "other.toml").write_text(f'registry = "{place}"')
    assert xreg("list", "--config", "other.toml").out


@pytest.mark.parametrize("value", ["postgresql://nobody@localhost/x", "sqlite+folder:registry"])
def test_an_address_in_the_configuration_is_taken_as_it_stands(folder, value):
    from xreg.publisher.config import read

    (folder / "xreg.toml").write_text(f'registry = "{value}"')
    assert read(folder / "xreg.toml").registry == value


@pytest.mark.parametrize(
    "text, said",
    [
        ("registry = 3", "`registry` must be the path of a folder"),
        ("trusted-keys = 3", "`trusted-keys` must be a table"),
        ('[trusted-keys]\nteam = "x"', "the trusted key team"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_wrong_configuration_is_named(xreg, folder, text, said):
    (folder / "xreg.toml").write_text(text)
    ran = xreg("list")
    assert ran.code == 2
    assert said in ran.err


def test_the_help_names_all_commands(xreg):
    out = xreg("--help").out
    assert all(f"\n    {name} " in out for name in COMMANDS)
    assert "--reason" in xreg("yank", "--help").out


def test_the_users_own_registry_is_the_last_resort(xreg, folder):
    ran = xreg("list")
    assert ran.code == 2
    assert "There is no registry at" in ran.err
    open_registry().close()
    assert xreg("list").code == 0
    assert not list((folder / ".home").glob("*"))


@pytest.mark.parametrize(
    "command",
    [
        ["list"], ["search", "x"], ["show", str(UID)], ["history", str(UID)], ["diff", str(UID), str(UID)],
        ["pull", str(UID), "--to", "out"], ["yank", f"{UID}@1", "--reason", "x"], ["check"], ["export", "out"],
    ],
)  # fmt: skip
def test_a_folder_that_is_no_registry_is_left_as_it_is(xreg, folder, command):
    (folder / "photos").mkdir()
    (folder / "photos" / "cat.jpg").write_bytes(b"cat")
    ran = xreg(*command, "--registry", "photos")
    assert ran.code == 2
    assert "There is no registry at" in ran.err
    assert [path.name for path in (folder / "photos").iterdir()] == ["cat.jpg"]


@pytest.mark.usefixtures("place")
def test_a_damaged_index_is_one_sentence(xreg, folder):
    (folder / "broken").mkdir()
    (folder / "broken" / "index.sqlite").write_bytes(b"not a database " * 1000)
    ran = xreg("list", "--registry", "broken")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


@pytest.fixture
def read_only():
    """Whatever opens a database may only read it."""

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", connected)
    yield
    sqlalchemy.event.remove(sqlalchemy.Engine, "connect", connected)


@pytest.mark.usefixtures("place", "read_only")
def test_a_registry_that_may_only_be_read_is_read(xreg):
    assert str(UID) in xreg("list").out
    assert xreg("pull", str(UID), "--to", "out").code == 0
    assert xreg("check").code == 0


@pytest.mark.usefixtures("place", "read_only")
def test_a_registry_that_may_only_be_read_is_not_written(xreg, tree):
    for command in (["yank", f"{UID}@1", "--reason", "x"], ["import", str(tree)]):
        ran = xreg(*command)
        assert ran.code == 2
        assert "readonly" in ran.err
    assert "yanked" not in xreg("history", str(UID)).out
