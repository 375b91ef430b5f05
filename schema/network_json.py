"""What running a network showed, as JSON, and back from it: strictly, since it may come from a stranger."""

from typing import Any, cast, get_args

from xreg.schema.network import (
    Attempt,
    Build,
    CheckpointCheck,
    Fault,
    Mismatch,
    NetworkError,
    NetworkEvidence,
    Parameter,
    Shape,
    Supplied,
    Tensor,
)


def evidence_to_json(evidence: NetworkEvidence) -> dict[str, Any]:
    """The evidence as an object that `json.dumps` takes."""
    attempts = [attempt_to_json(attempt) for attempt in evidence.attempts]
    checkpoint = evidence.checkpoint._asdict() if evidence.checkpoint else None
    found = {**evidence._asdict(), "attempts": attempts, "checkpoint": checkpoint}
    del found["lasting"]
    return found


def attempt_to_json(attempt: Attempt) -> dict[str, Any]:
    """An attempt as an object, without what is as it is for most."""
    usual = Attempt._field_defaults
    return {key: part for key, part in attempt._asdict().items() if key == "seconds" or part != usual.get(key, ...)}


def evidence_from_json(value: Any) -> NetworkEvidence:
    """The evidence that `evidence_to_json` wrote; raises NetworkError where anything has the wrong type."""
    item = _object(value)
    how = _text(item, "how")
    if how not in ("run", "recorded"):
        raise NetworkError(f"evidence of a network comes from a run or a record, not from {how!r}: make it again")
    sides = _shape(item.get("accepted"))
    return NetworkEvidence(
        **{key: _text(item, key) for key in ("network", "framework", "device", "date", "source_digest", "note")},
        how="run" if how == "run" else "recorded",
        isolation=_texts(item, "isolation"),
        attempts=tuple(attempt_from_json(each) for each in _list(item, "attempts")),
        accepted=(sides[0], sides[1]) if sides and len(sides) == 2 else None,
        accepted_from=_text(item, "accepted_from"),
        parameters=tuple(parameter_from_json(each) for each in _list(item, "parameters")),
        checkpoint=None if item.get("checkpoint") is None else checkpoint_from_json(item["checkpoint"]),
        provider=_text(item, "provider"),
        origin=_text(item, "origin"),
        builds=tuple(build_from_json(each) for each in _list(item, "builds")),
        shims=_texts(item, "shims"),
        fault=fault_from_json(item.get("fault")),
        reason=_text(item, "reason"),
        open_ends=_texts(item, "open_ends"),
        lasting=True,
    )


def fault_from_json(value: Any) -> Fault:
    """A fault from its text; raises NetworkError."""
    found = next((fault for fault in get_args(Fault) if fault == value), None)
    if found is None:
        raise _wrong("a fault", value)
    return cast("Fault", found)


def build_from_json(value: Any) -> Build:
    """A call that was tried from `[[[name, value, source], …], error, where]`; raises NetworkError."""
    if not isinstance(value, list | tuple) or len(value) != 3 or not isinstance(value[0], list | tuple):
        raise _wrong("a call that builds", value)
    supplied = [tuple(each) if isinstance(each, list | tuple) else () for each in value[0]]
    texts = [*value[1:], *(part for each in supplied for part in each)]
    if any(len(each) != 3 for each in supplied) or not all(isinstance(part, str) for part in texts):
        raise _wrong("a call that builds", value)
    return Build(tuple(Supplied(*each) for each in supplied), value[1], value[2])


def attempt_from_json(value: Any) -> Attempt:
    """An attempt from its JSON; raises NetworkError."""
    item = _object(value)
    shape, output, seconds = _shape(item.get("shape")), _shape(item.get("output")), item.get("seconds")
    if shape is None or (seconds is not None and type(seconds) not in (int, float)):
        raise _wrong("an attempt", item)
    return Attempt(
        shape,
        output,
        _text(item, "error"),
        seconds,
        dtype=_text({"dtype": "float32"} | item, "dtype"),
        rest=tuple(_tensor(each) for each in item.get("rest", ())),
        outputs=tuple(_shape(each) or () for each in item.get("outputs", ())),
        where=_text({"where": ""} | item, "where"),
        asked=item.get("asked", True) is True,
        source=_text({"source": ""} | item, "source"),
    )


def _tensor(value: Any) -> Tensor:
    shape = _shape(value[0]) if isinstance(value, list | tuple) and len(value) == 2 else None
    if shape is None or not isinstance(value[1], str):
        raise _wrong("a tensor", value)
    return Tensor(shape, value[1])


def checkpoint_from_json(value: Any) -> CheckpointCheck:
    """The check of a checkpoint from its JSON; raises NetworkError."""
    item = _object(value)
    if type(item.get("loaded")) is not bool or item.get("finite") not in (None, True, False):
        raise _wrong("the check of a checkpoint", item)
    mismatched = [tuple(each) if isinstance(each, list) else () for each in _list(item, "mismatched")]
    if any(len(each) != 3 or not all(isinstance(part, str) for part in each) for each in mismatched):
        raise _wrong("a mismatch", mismatched)
    return CheckpointCheck(
        missing=_texts(item, "missing"),
        unexpected=_texts(item, "unexpected"),
        mismatched=tuple(Mismatch(*each) for each in mismatched),
        loaded=item["loaded"],
        finite=item.get("finite"),
        output=_shape(item.get("output")),
        error=_text(item, "error"),
    )


def parameter_from_json(value: Any) -> Parameter:
    """A parameter from `[name, shape, dtype]`; raises NetworkError."""
    if not isinstance(value, list) or len(value) != 3:
        raise _wrong("a parameter", value)
    name, shape, dtype = value[0], _shape(value[1]), value[2]
    if not isinstance(name, str) or shape is None or not isinstance(dtype, str):
        raise _wrong("a parameter", value)
    return Parameter(name, shape, dtype)


def _wrong(what: str, value: object) -> NetworkError:
    return NetworkError(f"{what} has the wrong form, delete it or record it again: {str(value)[:200]!r}")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong("an object of a network's evidence", value)
    return value


def _text(item: dict[str, Any], key: str) -> str:
    if not isinstance(item.get(key), str):
        raise _wrong(f"the text {key!r}", item.get(key))
    return str(item[key])


def _list(item: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(item.get(key), list | tuple):
        raise _wrong(f"the list {key!r}", item.get(key))
    return list(item[key])


def _texts(item: dict[str, Any], key: str) -> tuple[str, ...]:
    values = _list(item, key)
    if not all(isinstance(value, str) for value in values):
        raise _wrong(f"the list of texts {key!r}", values)
    return tuple(values)


def _shape(value: Any) -> Shape | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(type(side) is int and side >= 0 for side in value):
        raise _wrong("a shape", value)
    return tuple(value)
