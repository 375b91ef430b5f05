"""Making the record of a network: a sweep over every square side and some other shapes, in one worker."""

import json
from itertools import groupby
from math import prod
from pathlib import Path
from typing import Any

from xreg.registry.networks.built_in.records import FOLDER, Range, Record, read_record
from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.registry.networks.ended import today
from xreg.registry.networks.engine.task import LIMITS
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.table import source_digest
from xreg.schema.network import Attempt, NetworkError, Shape

SIDES = range(32, 513)  # pixels
# Heights and widths that differ, within the range that runs and across its ends; batches; another number of channels.
OTHERS: tuple[Shape, ...] = (
    (1, 3, 295, 326),
    (1, 3, 326, 295),
    (1, 3, 299, 320),
    (1, 3, 227, 299),
    (1, 3, 299, 227),
    (1, 3, 299, 331),
    (1, 3, 331, 299),
    (1, 1, 299, 299),
    (1, 4, 299, 299),
    (2, 3, 299, 299),
    (4, 3, 299, 299),
    (16, 3, 299, 299),
    (1, 299, 299, 3),
)
TIMEOUT = 1800.0  # seconds; the sweep took 4 minutes on 2 cores


def record(
    network: str, sides: range = SIDES, others: tuple[Shape, ...] = OTHERS, isolation: Isolation = "auto"
) -> Record:
    """Run the network at every square side and at the other shapes; takes minutes.

    Raises NetworkError where MindSpore is missing, where the sweep did not come to its end, or where the isolation that
    is required cannot be had.
    """
    squares = tuple((1, 3, side, side) for side in sides)
    limits = LIMITS | {"cpu": 4 * int(TIMEOUT)}
    request = Request(network, squares + others, "end", timeout=TIMEOUT, limits=limits, isolation=isolation)
    answer = run_worker(request)
    if answer.failure or answer.unchecked or len(answer.attempts) != len(squares + others):
        reason = "; ".join((answer.failure, *answer.unchecked)) or "shapes are missing"
        raise NetworkError(f"{network} was not recorded ({reason}): try again on a machine with more memory or time")
    return Record(
        network=network,
        framework=answer.framework,
        device=answer.device,
        date=today(),
        source_digest=source_digest(network),
        isolation=answer.isolation,
        values=sum(prod(each.shape) for each in answer.parameters),
        squares=ranges(answer.attempts[: len(squares)]),
        others=answer.attempts[len(squares) :],
        parameters=answer.parameters,
    )


def ranges(attempts: tuple[Attempt, ...]) -> tuple[Range, ...]:
    """Neighbouring square sides with one outcome, together."""
    groups = [tuple(group) for _, group in groupby(attempts, lambda each: (each.output, each.error))]
    return tuple(Range(each[0].shape[2], each[-1].shape[2], each[0].output, each[0].error) for each in groups)


def record_to_json(made: Record) -> str:
    """The record as text: an entry a line, so that a diff shows what changed."""
    head = {key: getattr(made, key) for key in ("network", "framework", "device", "date", "source_digest", "values")}
    lists: dict[str, list[Any]] = {
        "isolation": list(made.isolation),
        "squares": [[each.first, each.last, each.output or each.error] for each in made.squares],
        "others": [[each.shape, each.output or each.error] for each in made.others],
        "parameters": list(made.parameters),
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for key, values in lists.items():
        rows = ",\n".join(f"    {json.dumps(value, ensure_ascii=False)}" for value in values)
        lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write_record(made: Record, folder: Path = FOLDER) -> Path:
    """Write the record where it is read from, and say where that is; raises OSError where it cannot be written."""
    path = folder / f"{made.network}.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(record_to_json(made), encoding="utf-8")
    temporary.replace(path)
    read_record.cache_clear()
    return path
