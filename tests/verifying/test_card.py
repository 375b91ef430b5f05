"""Verifying a card: its assets from a server, from the cache, or at hand; its network, or why there is none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.asset_server import Server, honest, plain, running
from support.protobuf import entry

from xreg.publisher.fetching.settings import Settings as FetchSettings
from xreg.publisher.verifying import networks
from xreg.publisher.verifying.card import Outcome, Settings, verify_card
from xreg.publisher.verifying.networks import NotAsked, ask_network, classes_of
from xreg.registry.collect import Sources
from xreg.registry.formats.values import Contents, Parameter
from xreg.registry.networks.built_in import evidence
from xreg.schema.document import Document, parse
from xreg.schema.network import NetworkEvidence
from xreg.schema.text import Text
from xreg.schema.verification import State

GOOD = entry("fc.weight") + entry("fc.bias", (2,))
STORED = Contents("ckpt", (Parameter("fc.weight", "Float32", (2, 3), 24),))
Card = Callable[..., Document]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with running() as made:
        made.script = [honest(GOOD)]
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    fetching = FetchSettings(allow_insecure=True, folder=tmp_path / "cache", sleep=lambda _: None, attempts=1)
    return Settings(fetching, network="recorded")


def one(document: Document, settings: Settings) -> Outcome:
    (outcome,) = verify_card(document, settings)
    return outcome


def link_check(outcome: Outcome) -> tuple[State, str]:
    (check,) = (check for check in outcome.report.checks if check.name == "link")
    return check.state, check.message


def test_a_fetched_asset(server: Server, card: Card, settings: Settings) -> None:
    outcome = one(card(link=server.link), settings._replace(network="off"))
    assert outcome.verified and outcome.path and outcome.path.read_bytes() == GOOD
    assert link_check(outcome) == (State.VERIFIED, "The link gives the file.")


def test_a_redirect_is_told(server: Server, card: Card, settings: Settings) -> None:
    server.script = [plain(b"", 302, Location="/other"), honest(GOOD)]
    assert link_check(one(card(link=server.link), settings))[1].endswith("/other.")


def test_offline_the_cache_is_taken_and_the_link_is_not_verified(
    server: Server, card: Card, settings: Settings
) -> None:
    document = card(link=server.link)
    verify_card(document, settings)
    outcome = one(document, settings._replace(fetching=settings.fetching._replace(offline=True), network="off"))
    assert outcome.verified
    assert link_check(outcome)[0] is State.UNVERIFIED and "offline" in link_check(outcome)[1]


def test_offline_without_the_file(card: Card, server: Server, settings: Settings) -> None:
    outcome = one(card(link=server.link), settings._replace(fetching=settings.fetching._replace(offline=True)))
    assert outcome == Outcome(outcome.report)
    assert outcome.report.state is State.UNVERIFIED
    assert (outcome.report.digest, outcome.report.size) == ("", -1)
    assert "not in the cache" in link_check(outcome)[1]


# How the server answers; the state that comes of it.
ANSWERS = {"404": State.FAILED, "410": State.FAILED, "403": State.UNVERIFIED, "503": State.UNVERIFIED}


@pytest.mark.parametrize("status", ANSWERS)
def test_a_link_without_a_file(status: str, server: Server, card: Card, settings: Settings) -> None:
    server.script = [plain(b"", int(status), Content_Length=0)]
    outcome = one(card(link=server.link), settings)
    assert outcome.report.state is ANSWERS[status]


def test_a_host_that_is_not_allowed(card: Card, settings: Settings) -> None:
    outcome = one(card(link="https://example.org/x.ckpt"), settings)
    assert outcome.report.state is State.UNVERIFIED and "is not allowed" in link_check(outcome)[1]


def test_a_digest_of_eight_letters_is_fetched_all_the_same(server: Server, card: Card, settings: Settings) -> None:
    outcome = one(card(link=server.link, digest="abcdef01"), settings)
    assert outcome.report.state is State.FAILED and not outcome.verified


def test_a_file_at_hand(card: Card, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "local.ckpt"
    path.write_bytes(GOOD)
    outcome = one(card(), settings._replace(files=((0, path),), network="off"))
    assert outcome.verified and outcome.path == path
    assert link_check(outcome) == (State.UNVERIFIED, "The link was not followed, since the file local.ckpt was given.")


def test_a_checkpoint_of_another_network_fails_by_the_record(card: Card, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "local.ckpt"
    path.write_bytes(GOOD)
    report = one(card(), settings._replace(files=((0, path),))).report
    found = {check.name: check for check in report.checks}
    assert found["parameters"].state is State.FAILED
    assert "it lacks 234 of 236 parameters, it holds 2 in another shape or type" in found["parameters"].message
    assert len(found["parameters"].details) == 41
    assert found["run"].state is State.UNVERIFIED and "takes a run" in found["run"].message


def test_every_asset_has_a_report(card: Card, tmp_path: Path, settings: Settings) -> None:
    text = card().text.value.replace("---\n", "", 1)
    document = parse(
        Text("# x\n---\n" + text.partition("\n")[2].replace("  -\n", "  -\n    file-format: a\n  -\n", 1)), ""
    )
    path = tmp_path / "local.ckpt"
    path.write_bytes(GOOD)
    outcomes = verify_card(document, settings._replace(files=((1, path),), network="off"))
    assert [outcome.report.field for outcome in outcomes] == ["asset[0]", "asset[1]"]
    assert [outcome.report.state for outcome in outcomes] == [State.UNVERIFIED, State.VERIFIED]


def asked(document: Document, contents: Contents, mode: str, file: Path) -> networks.Network:
    from xreg.publisher.verifying.measured import measure

    return ask_network(document, measure(file), contents, Sources(mode))  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.ckpt"
    path.write_bytes(GOOD)
    return path


def test_networks_that_are_off(card: Card, file: Path) -> None:
    assert asked(card(), STORED, "off", file) == NotAsked("Networks are not run, as was asked.")


def renamed(document: Document, name: str) -> Document:
    return parse(Text(document.text.value.replace("Xception", name).replace("xception", name)), f"assets/a/1/{name}.md")


def test_an_unknown_architecture(card: Card, file: Path) -> None:
    found = asked(renamed(card(), "nosuchnet"), STORED, "recorded", file)
    assert found == NotAsked("The card's names agree on no architecture that is known.")


def test_an_architecture_that_is_not_built_in(card: Card, file: Path) -> None:
    found = asked(renamed(card(), "alexnet"), STORED, "recorded", file)
    assert found == NotAsked("No run of AlexNet is recorded: give a clone that has its code, --repository NAME=PATH.")


def test_a_graph_is_not_loaded(card: Card, file: Path) -> None:
    found = asked(card(), Contents("onnx"), "recorded", file)
    assert found == NotAsked("Files of the format onnx are not loaded into a network.")


def test_a_network_of_which_nothing_is_known(card: Card, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "collect_network", lambda *_: None)
    assert asked(card(), STORED, "auto", file) == NotAsked(
        "No run of Xception is recorded: give a clone that has its code, --repository NAME=PATH."
    )


def test_the_record_answers(card: Card, file: Path) -> None:
    found = asked(card(), STORED, "recorded", file)
    assert isinstance(found, NetworkEvidence) and found.how == "recorded"


def test_the_classes_of_a_dataset(card: Card) -> None:
    assert classes_of(card()) == ("ImageNet 2012", 1000)
    assert classes_of(parse(Text("# x\n"), "")) is None
