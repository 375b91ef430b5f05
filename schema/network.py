"""What running a network showed: attempts at input shapes, parameters, a checkpoint loaded.

Shapes here are the framework's, (N, C, H, W) in pixels; a card writes (H, W, C). Pure values: nothing here runs.
"""

from typing import Literal, NamedTuple

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
    it is not the network that sets the end. `lasting` tells whether an equal run would show the same: not where time or
    memory ended; it is no part of the JSON.
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
    lasting: bool = True

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
