import pytest

from xreg.publisher.rendering.claims import CONSISTENT, CORRECTED, DOUBTFUL, OPEN, VERIFIED, WRONG, Board, claims
from xreg.publisher.rendering.confirmations import confirmations
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding, Origin, Severity
from xreg.schema.network import Attempt, CheckpointCheck, NetworkEvidence
from xreg.schema.text import Span

MEASURED = {"input-shape", "asset[0].asset-sha256", "asset[0].asset-link"}


def measured(document: Document, evidence: Evidence) -> set[str]:
    found = confirmations(document, evidence)
    return {item.field for item in found if item.fact.origin in (Origin.NETWORK, Origin.ASSET)}


def test_what_bears_claims_out(document: Document, evidence: Evidence) -> None:
    assert measured(document, evidence) == MEASURED
    agreed = {item.field for item in confirmations(document, evidence)} - MEASURED
    assert agreed == {
        "title", "model-name", "backbone-name", "module-type", "train-dataset", "accuracy", "repo-link",
        "mindspore-version", "summary", "body:Citation", "the card's file name",
    }  # fmt: skip


def without(network: NetworkEvidence, **changes: object) -> NetworkEvidence:
    assert network.checkpoint
    return network._replace(checkpoint=network.checkpoint._replace(**changes))


def test_what_was_not_seen_bears_nothing_out(document: Document, evidence: Evidence, network: NetworkEvidence) -> None:
    assert measured(document, evidence._replace(network=None, files=())) == set()
    failed = network._replace(attempts=(Attempt((1, 3, 299, 299), None, "RuntimeError"),), checkpoint=None)
    assert "input-shape" not in measured(document, evidence._replace(network=failed))
    other = network._replace(attempts=(Attempt((1, 3, 300, 300), (1, 1000), ""),))
    assert "input-shape" not in measured(document, evidence._replace(network=other))
    wrong_file = (evidence.files[0]._replace(sha256="0" * 64),)
    assert "asset[0].asset-sha256" not in measured(document, evidence._replace(files=wrong_file))
    for changes in ({"loaded": False}, {"finite": False}, {"missing": ("a",)}, {"unexpected": ("b",)}):
        unfit = evidence._replace(network=without(network, **changes))
        assert "asset[0].asset-link" not in measured(document, unfit)
    assert isinstance(network.checkpoint, CheckpointCheck)


ERROR = Finding("XR301", "x", Severity.ERROR, "m", Span(0, 1), "summary")


@pytest.mark.parametrize(
    ("field", "findings", "applied", "standing"),
    [
        ("summary", [ERROR], [], WRONG),
        ("summary", [ERROR], [ERROR], WRONG),
        ("summary", [ERROR._replace(severity=Severity.WARNING)], [], DOUBTFUL),
        ("summary", [], [ERROR], CORRECTED),
        ("summary", [], [ERROR._replace(severity=Severity.INFO)], CONSISTENT),
        ("summary", [ERROR._replace(severity=Severity.INFO)], [], CONSISTENT),
        ("input-shape", [], [ERROR._replace(field="input-shape")], VERIFIED),
        ("license", [], [], OPEN),
    ],
)
def test_standings(
    field: str,
    findings: list[Finding],
    applied: list[Finding],
    standing: object,
    document: Document,
    evidence: Evidence,
) -> None:
    board = Board(document, findings, applied, evidence)
    assert board.known(field).standing is standing


def test_every_claim_has_its_row_and_no_finding_is_lost(document: Document, evidence: Evidence) -> None:
    lost = ERROR._replace(field="author")
    board = Board(document, [ERROR, lost, ERROR._replace(field="")], [], evidence)
    rows = list(claims(document, board))
    assert [claim.field for claim in rows][-5:] == [
        "asset[0].file-format", "asset[0].asset-link", "asset[0].asset-sha256", "license", "summary"
    ]  # fmt: skip
    assert rows[-4].link == "https://download.mindspore.cn/xception_ascend_imagenet2012_1top79.ckpt"
    assert len(board.rest().findings) == 2


def test_a_network_that_takes_channels_last_bears_the_shape_out(
    document: Document, evidence: Evidence, network: NetworkEvidence
) -> None:
    last = network._replace(attempts=(Attempt((1, 299, 299, 3), (1, 1000), ""),), shims=("numpy.float",))
    found = confirmations(document, evidence._replace(network=last))
    assert [item.fact.value for item in found if item.field == "input-shape"] == ["output (1, 1000)", "numpy.float"]


def test_an_optimiser_s_state_leaves_the_file_borne_out(
    document: Document, evidence: Evidence, network: NetworkEvidence
) -> None:
    more = evidence._replace(network=without(network, unexpected=("moments.conv1.weight", "learning_rate")))
    assert "asset[0].asset-link" in measured(document, more)
