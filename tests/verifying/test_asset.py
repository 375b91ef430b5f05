"""Verifying an asset as a whole: what can be attested, and in which order it is looked at."""

import json
from collections.abc import Callable

import pytest
from support.protobuf import entry

from xreg.publisher.fetching.diagnosis import Lookups
from xreg.publisher.verifying import measured
from xreg.publisher.verifying.asset import report_of, verify_asset
from xreg.publisher.verifying.measured import FileError, Measured, measure
from xreg.publisher.verifying.networks import Network, NotAsked
from xreg.publisher.verifying.reporting import report_bytes
from xreg.registry.formats.values import Contents, Port
from xreg.schema.digests import Digest
from xreg.schema.document import Document
from xreg.schema.network import NetworkEvidence
from xreg.schema.verification import AssetReport, State, VerifiedAsset

GOOD = entry("fc.weight") + entry("fc.bias", (2,))
Card = Callable[..., Document]
Write = Callable[[bytes], Measured]


def verify(
    document: Document, file: Measured, network: Network, known: Lookups | None = None
) -> VerifiedAsset | AssetReport:
    return verify_asset(document, document.assets[0], file, lambda _: network, known)


def states(report: AssetReport) -> dict[str, State]:
    return {check.name: check.state for check in report.checks}


def test_a_verified_asset(card: Card, write: Write, ran: NetworkEvidence) -> None:
    found = verify(card(), write(GOOD), ran, Lookups())
    assert isinstance(found, VerifiedAsset)
    assert (found.digest, found.size, found.name) == (Digest.of(GOOD), len(GOOD), "xception_imagenet2012.ckpt")
    assert set(states(found.report).values()) == {State.VERIFIED}
    assert list(states(found.report)) == ["digest", "size", "format", "parameters", "run", "elsewhere"]


def test_what_was_not_verified_stays_so_beside_what_was(card: Card, write: Write) -> None:
    found = verify(card(), write(GOOD), NotAsked("No MindSpore."))
    assert isinstance(found, VerifiedAsset)
    assert states(found.report)["run"] is State.UNVERIFIED


def test_another_file_is_never_loaded(card: Card, write: Write) -> None:
    document = card(digest="0" * 64)

    def never(_: Contents) -> Network:
        raise AssertionError("the network was asked")

    found = verify_asset(document, document.assets[0], write(GOOD), never)
    assert isinstance(found, AssetReport) and found.state is State.FAILED
    assert states(found)["run"] is State.UNVERIFIED
    assert found.digest == Digest.of(GOOD).hex


def test_a_file_that_was_not_understood_is_never_loaded(card: Card, write: Write, ran: NetworkEvidence) -> None:
    found = verify(card(kind="air"), write(GOOD), ran)
    assert isinstance(found, AssetReport) and found.state is State.UNVERIFIED
    assert states(found)["parameters"] is State.UNVERIFIED


def test_a_card_without_digest_is_not_verified_whatever_else_is(card: Card, write: Write, ran: NetworkEvidence) -> None:
    found = verify(card(digest=""), write(GOOD), ran)
    assert isinstance(found, AssetReport) and found.state is State.UNVERIFIED
    assert states(found)["run"] is State.VERIFIED


def test_a_checkpoint_of_another_network_fails(card: Card, write: Write, ran: NetworkEvidence) -> None:
    found = verify(card(), write(GOOD), ran._replace(parameters=ran.parameters[:1]))
    assert isinstance(found, AssetReport) and found.state is State.FAILED


@pytest.mark.parametrize("change", ["rewritten", "gone"])
def test_a_file_that_changes_meanwhile_is_not_verified(
    change: str, card: Card, write: Write, ran: NetworkEvidence
) -> None:
    document, file = card(), write(GOOD)

    def meanwhile(_: Contents) -> Network:
        file.path.unlink()
        if change == "rewritten":
            file.path.write_bytes(GOOD)
        return ran

    found = verify_asset(document, document.assets[0], file, meanwhile)
    assert isinstance(found, AssetReport)
    assert set(states(found).values()) == {State.UNVERIFIED}
    assert "changed while it was verified" in found.checks[0].message


def test_a_graph_s_input_is_held_against_the_card_s(card: Card, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Contents("onnx", inputs=(Port("x", "Float", (1, 3, 224, 224)),))
    monkeypatch.setattr("xreg.publisher.verifying.contents.read_asset", lambda *_: graph)
    found = verify(card(kind="onnx"), write(GOOD), NotAsked("A graph."))
    assert states(report_of(found))["input"] is State.FAILED


def test_a_link_of_broken_bytes_can_be_written(card: Card, write: Write) -> None:
    found = report_of(verify(card(link="https://example.org/\udcff.ckpt"), write(GOOD), NotAsked("No.")))
    assert found.link == "https://example.org/\ufffd.ckpt"
    assert json.loads(report_bytes([found]))["assets"][0]["state"] == "verified"


def test_the_report_as_json(card: Card, write: Write) -> None:
    found = report_of(verify(card(digest="0" * 64), write(GOOD), NotAsked("No.")))
    assert report_bytes([found]) == report_bytes([found])
    item = json.loads(report_bytes([found]))
    assert item["format"] == 1
    asset = item["assets"][0]
    assert (asset["field"], asset["state"], asset["size"]) == ("asset[0]", "failed", len(GOOD))
    assert asset["checks"][0]["state"] == "failed"
    assert asset["checks"][0]["details"][0].endswith("(the card)")


def test_a_file_that_cannot_be_measured(write: Write) -> None:
    file = write(GOOD)
    file.path.unlink()
    with pytest.raises(FileError, match="cannot be read: No such file"):
        measure(file.path)
    assert not file.unchanged


def test_a_fetched_file_that_is_gone(write: Write) -> None:
    from xreg.publisher.fetching.fetch import Fetched

    file = write(GOOD)
    fetched = Fetched(file.path, file.digest, file.size, "", "", False, False)
    assert measured.measured(fetched) == file
    file.path.unlink()
    with pytest.raises(FileError, match="fetch it again"):
        measured.measured(fetched)
