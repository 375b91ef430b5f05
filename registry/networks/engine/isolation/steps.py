"""What a step of the isolation did, in words, and which of the four protections it gives or fails to give."""

from typing import Literal, NamedTuple

Protection = Literal["network", "files", "processes", "memory"]
PROTECTIONS: tuple[Protection, ...] = ("network", "files", "processes", "memory")


class Step(NamedTuple):
    """`says` is a sentence for people; `lacks` names the protection that is missing because of it."""

    says: str
    lacks: Protection | None = None


class Limits(NamedTuple):
    """What a child may use; the fields are those of LIMITS."""

    memory: int
    total: int
    cpu: int
    file: int
    disk: int
    files: int
    processes: int
    open: int


class Seen(NamedTuple):
    """What a child may see: `programs` to read and execute, `data` (its model's code and files) to read.

    `code` is the folder in which all data lie, those of other children too.
    """

    programs: tuple[str, ...]
    data: tuple[str, ...]
    code: str


class View(NamedTuple):
    """The files of a child: where it may write, what it sees (by the paths that hold for it), and whether that is all.

    Where it is not all, the paths are those of the system.
    """

    scratch: str
    seen: Seen
    alone: bool


def missing(steps: list[Step]) -> tuple[str, ...]:
    """The protections that are missing, each once, in the order of PROTECTIONS."""
    lacking = {step.lacks for step in steps}
    return tuple(each for each in PROTECTIONS if each in lacking)
