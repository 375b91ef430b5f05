"""The evidence of a network as cases tell it: by how it differs from one that was built as a clean card's call says."""

from typing import Any

from xreg.schema.network import NetworkEvidence
from xreg.schema.network_json import evidence_from_json

_USUAL: dict[str, Any] = {
    "network": "resnet50",
    "how": "run",
    "framework": "mindspore 2.10.0",
    "device": "CPU",
    "date": "2026-11-22",
    "source_digest": "sha256:" + "0" * 64,
    "isolation": [],
    "attempts": [],
    "accepted": None,
    "accepted_from": "",
    "parameters": [],
    "checkpoint": None,
    "note": "",
    "provider": "repository",
    "origin": "gitee.com/mindspore/models r1.9 at 1a2b3c4d, official/cv/resnet",
    "builds": [[[["class_num", "1001", "the card's Usage"]], "", ""]],
    "shims": [],
    "fault": "",
    "reason": "",
    "open_ends": [],
}


def shown(told: dict[str, Any]) -> NetworkEvidence:
    """The evidence; an attempt is an object with `given`, and `output` or `error`."""
    assert told.keys() <= _USUAL.keys(), f"unknown keys {told.keys() - _USUAL.keys()}"
    attempts = [_attempt(each) for each in told.get("attempts", ())]
    return evidence_from_json({**_USUAL, **told, "attempts": attempts})


def _attempt(told: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in told.items() if key != "given"}
    return {"output": None, "error": "", "shape": told["given"], **rest}
