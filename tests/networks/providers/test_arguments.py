"""Which calls are tried for a network: a table of folders, in tests/data/networks/providers/arguments.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from networks.providers.conftest import HUB, NET, make_folder

from xreg.registry.networks.providers.arguments import Dataset, calls_for
from xreg.registry.networks.providers.entry import entry_of
from xreg.registry.networks.providers.protocol import call_message
from xreg.schema.network import Supplied

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "networks" / "providers" / "arguments.yaml").read_text(encoding="utf-8")
)
CODE = {"mindspore_hub_conf.py": HUB, "src/net.py": NET}


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_calls(row: dict[str, Any]) -> None:
    folder = make_folder({**CODE, **row["files"]}, "tiny")
    dataset = Dataset(row.get("classes"), "the classes of it")
    own, *others = calls_for(folder, entry_of(folder, "tiny"), (), dataset)
    assert own == ()
    assert [[list(each) for each in call] for call in others] == row["calls"]


def test_the_cards_own_arguments_win() -> None:
    folder = make_folder({**CODE, "export.py": "from src.net import Tiny\nnet = Tiny(10, 8)\n"})
    own = (Supplied("num_classes", "3", "the card's Usage"),)
    calls = calls_for(folder, entry_of(folder, "tiny"), own, Dataset())
    assert [[(each.name, each.value) for each in call] for call in calls] == [
        [("num_classes", "3")],
        [("num_classes", "3"), ("width", "8")],
    ]


def test_an_argument_is_not_given_by_place_and_by_name() -> None:
    folder = make_folder({**CODE, "export.py": "from src.net import Tiny\nnet = Tiny(10)\n"})
    own = (Supplied("#1", "3", "the card's Usage"),)
    assert calls_for(folder, entry_of(folder, "tiny"), own, Dataset()) == (own,)


def test_what_is_handed_on_by_place_alone_is_given_by_place() -> None:
    hub = "from src.net import Tiny\ndef create_network(name, *args):\n    return Tiny(*args)\n"
    folder = make_folder(
        {**CODE, "mindspore_hub_conf.py": hub, "eval.py": "from src.net import Tiny\nTiny(1, width=2)\n"}
    )
    _, call = calls_for(folder, entry_of(folder, "tiny"), (), Dataset())
    assert [(each.name, each.value) for each in call] == [("#1", "1"), ("#2", "2")]
    assert call_message(call) == {"args": [1, 2], "kwargs": {}}


def test_what_a_hub_file_reads_from_its_keywords_is_what_scripts_give_in_its_place() -> None:
    hub = (
        "from src.net import table\n"
        "def create_network(name, *args, **kwargs):\n"
        "    phase = kwargs['phase']\n"
        "    return table['tiny'](phase, size=kwargs.get('size'), n=kwargs['n'])\n"
    )
    script = "from src.net import table\ntable['tiny'](*more)\ntable['tiny']()\n"
    script += "net = table[\"tiny\"]('eval', size=3, n=4)\n"
    folder = make_folder({"mindspore_hub_conf.py": hub, "src/net.py": "table = {}\n", "eval.py": script})
    _, call = calls_for(folder, entry_of(folder, "tiny"), (), Dataset())
    assert {each.name: each.value for each in call} == {"phase": "'eval'", "n": "4"}


def test_settings_that_a_network_requires_as_an_object_are_the_repositorys_own() -> None:
    hub = "from src.net import tiny\ndef create_network(name, *args, **kwargs):\n    return tiny(*args, **kwargs)\n"
    files = {"mindspore_hub_conf.py": hub, "src/net.py": "def tiny(cfg): pass\n", "src/config.py": "config = make()\n"}
    folder = make_folder(files)
    _, call = calls_for(folder, entry_of(folder, "tiny"), (), Dataset())
    assert call == (Supplied("cfg", "src.config:config", "src/config.py"),)
    assert call_message(call) == {"args": [], "kwargs": {"cfg": {"$from": "src.config:config"}}}


def test_a_folder_without_a_hub_file_tells_nothing() -> None:
    folder = make_folder({})
    entry = entry_of(folder, "tiny")
    assert entry.names is None and entry.signature is None and not entry.links
    assert calls_for(folder, entry, (), Dataset()) == ((),)


def test_arguments_are_followed_so_far() -> None:
    chain = [f"def a{number}(**kwargs):\n    return a{number + 1}(**kwargs)\n" for number in range(9)]
    hub = "from src.net import a0\ndef create_network(name, **kwargs):\n    return a0(**kwargs)\n"
    entry = entry_of(make_folder({"mindspore_hub_conf.py": hub, "src/net.py": "".join(chain)}), "tiny")
    assert [link.found.node.name for link in entry.links] == ["a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize(("count", "known"), [(256, True), (257, False)])
def test_a_function_with_more_parameters_than_any_network_has_is_not_looked_at(count: int, known: bool) -> None:
    parameters = ", ".join(f"a{number}" for number in range(count))
    entry = entry_of(make_folder({**CODE, "src/net.py": f"def tiny({parameters}): pass\n"}), "tiny")
    assert (entry.signature is not None) == known


def test_a_hub_file_without_an_entry_tells_nothing() -> None:
    assert not entry_of(make_folder({"mindspore_hub_conf.py": "def other(): pass"}), "tiny").links
