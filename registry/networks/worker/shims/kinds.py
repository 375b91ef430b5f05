"""What a shim is: a gone name, a moved module, a changed argument, a package that stands empty."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Shim(NamedTuple):
    """A gone name: since when, what stands for it in words, and how that is made."""

    gone: str
    says: str
    make: Callable[[], Any]


class Moved(NamedTuple):
    """A gone module: since when, and the module that holds its names today."""

    gone: str
    today: str


class Changed(NamedTuple):
    """A callable that no longer takes what it took: its module and name, what is said, and how that is mended.

    The name is a function's, a class's (how it is made) or a method's (`Less.__call__`).
    `change` gives the arguments as they are to be passed today, or `None` where they need no change.
    """

    module: str
    name: str
    gone: str
    says: str
    change: Callable[[tuple[Any, ...], dict[str, Any]], tuple[tuple[Any, ...], dict[str, Any]] | None]


class Method(NamedTuple):
    """A method that no longer does its work: its place, what is said, and the function that does it."""

    module: str
    owner: str
    name: str
    gone: str
    says: str
    work: Callable[..., Any]
