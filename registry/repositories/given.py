"""The clones that a user gives for repositories, checked before the first card is read."""

from collections.abc import Iterable
from pathlib import Path

from xreg.registry.repositories.places import place_of
from xreg.registry.repositories.views import Clones, Given
from xreg.schema.repository import RepositoryError


def clones(given: Iterable[tuple[str, Path]]) -> Clones:
    """The clones by their repositories' first addresses; of two for one repository the later one counts.

    Raises RepositoryError for what is no repository's address, and for a path that is no clone.
    """
    found: dict[str, Path] = {place_of(name).name: path for name, path in given}
    return tuple(Given(name, path.absolute(), _state(path)) for name, path in sorted(found.items()))


def _state(path: Path) -> str:
    from xreg.registry.repositories.clone import Clone

    if not path.is_dir():
        raise RepositoryError(f"{path} is no clone: there is no such folder: clone the repository first")
    return Clone(path).state


def named_path(text: str) -> tuple[str, Path]:
    """Reads `gitee.com/mindspore/models=PATH`."""
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise RepositoryError(f"{text!r} names no clone: write gitee.com/mindspore/models=PATH")
    return name.strip(), Path(path)
