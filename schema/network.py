"""What running a network showed: attempts at input shapes, parameters, a checkpoint loaded; and all that as JSON.

Shapes here are the framework's, (N, C, H, W) in pixels; a card writes (H, W, C). Pure values: nothing here runs.
"""

from typing import Any, Literal, NamedTuple, cast, get_args

from xreg.schema.errors import XregError

Shape = tuple[int, ...]
How = Literal["run", "recorded"]
# Why a network does not build or run: what is wrong, the card, the repository, or something here that says nothing of
# either (a device, a package, time, a MindSpore that has moved on). Empty where it runs.
Fault = Literal["", "card", "repository", "here"]
# How the source of an input begins that nothing states.
GUESS = "a guess"


class NetworkError(XregError):
    """A network cannot be run, or what is said to come from a run has the wrong form. The text says what to do."""


class Parameter(NamedTuple):
    """A parameter tensor of a network, by the name under which checkpoints store it; `dtype` as in `float32`."""

    name: str
    shape: Shape
    dtype: str


class Mismatch(NamedTuple):
    """A parameter that network and checkpoint hold differently; both sides as `float32 (32, 3, 3, 3)`."""

    name: str
    expected: str
    found: str


class Tensor(NamedTuple):
    """An input behind the first one: its shape, and its `dtype` as in `int32`."""

    shape: Shape
    dtype: str


class Attempt(NamedTuple):
    """The network was given an input of `shape`, (N, C, H, W) for images, and `dtype`; `rest` are the others.

    Zeros, or numbers where a checkpoint is loaded. It answered with `output`, or with `error`: the framework's own
    message from its exception's name to the end of its first paragraph, raised at `where` in the network's own code
    (`src/resnet.py:31`), where that is known. `outputs` are the shapes of all outputs, where there are several.
    `seconds` is wall time, `None` in a record. `asked` tells whether the shape was asked for, or tried beyond that.
    `source` says where the input comes from: `export.py:31`, `the card's input-shape`, `a guess`.
    """

    shape: Shape
    output: Shape | None
    error: str
    seconds: float | None = None
    dtype: str = "float32"
    rest: tuple[Tensor, ...] = ()
    outputs: tuple[Shape, ...] = ()
    where: str = ""
    asked: bool = True
    source: str = ""

    @property
    def guessed(self) -> bool:
        """Whether nothing states the input: no card, no file of the repository, no settings that its code has read."""
        return not self.asked and self.source.startswith(GUESS)


class Supplied(NamedTuple):
    """An argument that a network was built with: its keyword, or its place behind the name as in `#1`, and its value.

    The value is as Python writes it. `source` says, where it comes from: `the card's Usage`, `export.py:31`.
    """

    name: str
    value: str
    source: str


class Build(NamedTuple):
    """A call that was tried to build the network: with these arguments besides its name, and how it ended.

    `error` is empty where it built; `where` is the line of the network's own code that raised it (`src/net.py:12`).
    """

    arguments: tuple[Supplied, ...]
    error: str
    where: str = ""


class CheckpointCheck(NamedTuple):
    """A checkpoint against the network: names, shapes and dtypes compared strictly, then loaded and run.

    `missing` are parameters that only the network has, `unexpected` those that only the file has. `loaded` says that
    the framework took every parameter of the network from the file. `finite` says whether all loaded values and the
    output are finite numbers; `None` where it was not run. `error` is the framework's message, or names what is not
    finite.
    """

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    mismatched: tuple[Mismatch, ...]
    loaded: bool
    finite: bool | None
    output: Shape | None
    error: str


class NetworkEvidence(NamedTuple):
    """All that is known of a network from running it, now (`run`) or earlier (`recorded`).

    `framework` is like `mindspore 2.10.0`; `date` the UTC date of the run as YYYY-MM-DD; `source_digest` the `sha256:`
    of the network's source file; `isolation` what the run was kept from, and what it could not be kept from. `accepted`
    is the smallest and the largest square side, in pixels, that were seen to run, and `accepted_from` says where.
    `note` says, for people, what was not tried and why. A shape without an attempt is unknown: never a card's fault.

    `provider` names the kind of place that the network's code comes from and `origin` the place itself, for people
    (`gitee.com/mindspore/models r1.9 at 1a2b3c4d, official/cv/resnet`). `builds` are the calls that were tried, the
    last one built it; `shims` what stood in for API that MindSpore no longer has. `fault` and `reason` say why it did
    not build or run. `open_ends` names the ends of `accepted`, `low` or `high`, beyond which nothing was tried: there
    it is not the network that sets the end.
    """

    network: str
    how: How
    framework: str
    device: str
    date: str
    source_digest: str
    isolation: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    accepted: tuple[int, int] | None
    accepted_from: str
    parameters: tuple[Parameter, ...]
    checkpoint: CheckpointCheck | None
    note: str
    provider: str = "built-in"
    origin: str = ""
    builds: tuple[Build, ...] = ()
    shims: tuple[str, ...] = ()
    fault: Fault = ""
    reason: str = ""
    open_ends: tuple[str, ...] = ()

    @property
    def sizes(self) -> str:
        """The square sides that run, for people; empty where they are not known."""
        if not self.accepted:
            return ""
        low, high = self.accepted
        if self.open_ends == ("high",):
            return f"{low} pixels and more ({high} was the most that was tried)"
        if self.open_ends == ("low",):
            return f"up to {high} pixels ({low} was the least that was tried)"
        beyond = " (the least and the most that were tried)" if self.open_ends else ""
        return f"{low} pixels" if low == high else f"{low} to {high} pixels{beyond}"

    @property
    def built(self) -> Build | None:
        """The call that built the network, where the calls are known and one did."""
        return next((build for build in self.builds if not build.error), None)

    def attempt(self, shape: Shape) -> Attempt | None:
        """The attempt at this very shape (N, C, H, W), if there was one."""
        return next((attempt for attempt in self.attempts if attempt.shape == shape), None)

    @property
    def ever_ran(self) -> bool:
        """Whether any attempt succeeded. Where none did, the surroundings may be at fault, not the shape."""
        return any(attempt.output is not None for attempt in self.attempts)


def evidence_to_json(evidence: NetworkEvidence) -> dict[str, Any]:
    """The evidence as an object that `json.dumps` takes."""
    attempts = [attempt_to_json(attempt) for attempt in evidence.attempts]
    checkpoint = evidence.checkpoint._asdict() if evidence.checkpoint else None
    return {**evidence._asdict(), "attempts": attempts, "checkpoint": checkpoint}


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
