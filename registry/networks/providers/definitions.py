"""What a model's folder defines and holds: whose code an error speaks of, the folder's own or a package's."""

import re
from functools import cached_property
from pathlib import Path

MOST_FILES = 2000
LARGEST = 1 << 20  # bytes
_DEFINED = re.compile(rb"^[ \t]{0,16}(?:class|def)[ \t]{1,4}(\w{1,80})", re.MULTILINE)


class Definitions:
    """A folder on disk; `None` where the code is not a folder's."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the functions and classes that its Python files define."""
        found = set[str]()
        files = sorted(self._folder.rglob("*.py"))[:MOST_FILES] if self._folder else []
        for path in files:
            if path.is_file() and path.stat().st_size <= LARGEST:
                found.update(name.decode("utf-8", "replace") for name in _DEFINED.findall(path.read_bytes()))
        return frozenset(found)

    def holds(self, module: str) -> bool:
        """Whether the first part of a module's name is a file or folder of its own."""
        first = module.partition(".")[0]
        if not self._folder or not first.isidentifier():
            return False
        return (self._folder / first).is_dir() or (self._folder / f"{first}.py").is_file()
