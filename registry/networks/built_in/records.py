"""Records of earlier runs, committed as data in `records/`: what answers where MindSpore is not installed."""

import json
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

from xreg.registry.networks.table import known_networks, source_digest
from xreg.schema.network import Attempt, NetworkError, NetworkEvidence, Parameter, Shape
from xreg.schema.network_json import attempt_from_json, parameter_from_json

FOLDER = Path(__file__).parent.parent / "records"


@dataclass(frozen=True, slots=True)
class Range:
    """Squares of `first` to `last` pixels a side, both included, that all ended alike: with `output` or `error`."""

    first: int
    last: int
    output: Shape | None
    error: str


@dataclass(frozen=True, slots=True)
class Record:
    """An earlier run over every square side, (1, 3, side, side), and over some other shapes.

    `values` is the number of values that all parameters hold together.
    """

    network: str
    framework: str
    device: str
    date: str
    source_digest: str
    isolation: tuple[str, ...]
    values: int
    squares: tuple[Range, ...]
    others: tuple[Attempt, ...]
    parameters: tuple[Parameter, ...]

    @property
    def accepted(self) -> tuple[int, int] | None:
        """The smallest and the largest square side that ran; `None` where those between them did not all run alike."""
        ran = [each for each in self.squares if each.output is not None]
        return (ran[0].first, ran[0].last) if len(ran) == 1 else None

    @property
    def says(self) -> str:
        """Where the record's facts come from, for people."""
        return f"the record of {self.date}, {self.framework} on {self.device}"

    def attempt(self, shape: Shape) -> Attempt | None:
        """What was seen at this very shape (N, C, H, W)."""
        for other in self.others:
            if other.shape == shape:
                return other
        if shape[:2] != (1, 3) or len(shape) != 4 or shape[2] != shape[3]:
            return None
        found = [each for each in self.squares if each.first <= shape[2] <= each.last]
        return Attempt(shape, found[0].output, found[0].error) if found else None

    def inferred(self, shape: Shape) -> Attempt | None:
        """What must be so at a shape that was not run: both sides are accepted, and H and W may differ within that."""
        if self.accepted is None or shape[:2] != (1, 3) or len(shape) != 4:
            return None
        first, last = self.accepted
        if not (first <= min(shape[2:]) and max(shape[2:]) <= last):
            return None
        square = self.attempt((1, 3, first, first))
        return Attempt(shape, square.output, "") if square else None


@cache
def read_record(network: str) -> Record | None:
    """The record of a known network, or `None` where none was made; raises NetworkError for a broken one."""
    path = FOLDER / f"{network}.json"
    if network not in known_networks() or not path.is_file():
        return None
    try:
        return record_from_json(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkError(
            f"{path} is broken ({error!r}): make it again with `xreg network record {network}`"
        ) from error


def record_from_json(item: dict[str, Any]) -> Record:
    """A record from its JSON; raises KeyError, TypeError, ValueError or NetworkError for a wrong one."""
    parameters = tuple(parameter_from_json(each) for each in item["parameters"])
    if item["values"] != sum(prod(each.shape) for each in parameters):
        raise ValueError("the number of values is not that of the parameters")
    texts = ("network", "framework", "device", "date", "source_digest")
    return Record(
        **{key: str(item[key]) for key in texts},
        isolation=tuple(map(str, item["isolation"])),
        values=item["values"],
        squares=tuple(Range(first, last, *_outcome(outcome)) for first, last, outcome in item["squares"]),
        others=tuple(Attempt(tuple(shape), *_outcome(outcome)) for shape, outcome in item["others"]),
        parameters=parameters,
    )


def _outcome(value: Any) -> tuple[Shape | None, str]:
    """An output's shape or an error's text, as the record stores either in one place."""
    failed = isinstance(value, str)
    attempt = attempt_from_json({"shape": [], "output": None if failed else value, "error": value if failed else ""})
    return attempt.output, attempt.error


def recorded_evidence(network: str, shapes: tuple[Shape, ...]) -> NetworkEvidence | None:
    """What the record says of the first of `shapes` (N, C, H, W) and, as in a run, of the next while none ran.

    `None` where there is no record. A shape that was not recorded has no attempt, and the note says so.
    """
    record = read_record(network)
    if record is None:
        return None
    attempts, notes = _answers(record, shapes)
    if record.source_digest != source_digest(network):
        notes.append(f"The network's source has changed since {record.says}.")
    return NetworkEvidence(
        network=network,
        how="recorded",
        framework=record.framework,
        device=record.device,
        date=record.date,
        source_digest=record.source_digest,
        isolation=record.isolation,
        attempts=tuple(attempts),
        accepted=record.accepted,
        accepted_from=record.says,
        parameters=record.parameters,
        checkpoint=None,
        note=" ".join(notes),
    )


def _answers(record: Record, shapes: tuple[Shape, ...]) -> tuple[list[Attempt], list[str]]:
    attempts: list[Attempt] = []
    notes: list[str] = []
    for shape in shapes:
        attempt = record.attempt(shape)
        if attempt is None and (attempt := record.inferred(shape)) is not None:
            notes.append(f"{shape} itself was not recorded; both its sides run in {record.says}.")
        if attempt is None:
            notes.append(f"{shape} was not recorded: it is not in {record.says}.")
            continue
        attempts.append(attempt)
        if attempt.output is not None:
            break
    return attempts, notes
