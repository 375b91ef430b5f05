"""What a folder's YAML files set, as literals, and which of its files is the one for a network."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from xreg.registry.networks.providers.protocol import tellable
from xreg.registry.networks.providers.source import Source
from xreg.schema.names import normalise

FOLDERS = ("", "config", "configs", "src", "src/config", "src/configs", "src/model_utils", "model_utils", "yaml")
USUAL = "default_config.yaml"
READERS = ("src/model_utils/config.py", "model_utils/config.py", "src/config.py", "src/utils/config.py", "config.py")
MOST_FILES, MOST_DEPTH = 60, 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENS = (
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
)
_CLOSES = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
# PyYAML's own constructors meet values that do not fit their tags, `!!bool maybe`, with any of these.
_UNREADABLE = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_YAML = re.compile(r"[\w.+-]+\.ya?ml")
_MENTION = re.compile(rb"([\w.+-]{1,80}\.ya?ml)['\"]")
_DEVICE = re.compile(r"(?:_|\b)(ascend|gpu|cpu|npu)(?=_|\b)", re.IGNORECASE)


class Setting(NamedTuple):
    """A value of a file, and the file's name."""

    value: Any
    file: str


class Settings:
    """The YAML files of a folder. Where there are several, those for other networks than `names` are passed over."""

    def __init__(self, source: Source, names: Iterable[str] = ()) -> None:
        self._source = source
        self._names = tuple(filter(None, map(normalise, names)))
        self._known = dict[str, Mapping[str, Any]]()
        self._told = dict[str, Setting | None]()

    def get(self, path: str) -> Setting | None:
        """The value at a dotted path in the network's file."""
        if path not in self._told:
            self._told[path] = self._get(path)
        return self._told[path]

    @cached_property
    def top(self) -> dict[str, Setting]:
        """The values of the network's file that lie in no other, by name; the first file of several that has one."""
        values = [(file, self._values(file)) for file in reversed(self._ranked)]
        return {name: Setting(value, file) for file, found in values for name, value in found.items()}

    def _get(self, path: str) -> Setting | None:
        for file in self._ranked:
            found = _at(self._values(file), path)
            if found is not None and tellable(found):
                return Setting(found, file)
        return None

    @cached_property
    def _ranked(self) -> list[str]:
        """The files, the likeliest first; where one is named for the network, the others do not count."""
        files = [f"{folder}/{name}".lstrip("/") for folder in FOLDERS for name in sorted(self._source.files(folder))]
        files = [file for file in files if _YAML.fullmatch(file.rpartition("/")[2])][:MOST_FILES]
        named = [(self._likeness(file), file) for file in files]
        best = max((rank for rank, _ in named), default=0)
        if best:
            return [file for rank, file in named if rank == best]
        usual = [file for file in files if file.endswith(USUAL)]
        return usual or (files if len(files) == 1 else self._mentioned(files)[:1])

    def _mentioned(self, files: list[str]) -> list[str]:
        """The files that the module which reads them names: the one that it reads where nothing else is asked for."""
        texts = [self._source.short(path) or b"" for path in READERS]
        names = [name.decode() for text in texts for name in _MENTION.findall(text)]
        return [file for name in names for file in files if file.rpartition("/")[2] == name]

    def _likeness(self, file: str) -> int:
        """How many of the network's names the file's own says."""
        name = normalise(_DEVICE.sub("", file.rpartition("/")[2]))
        return sum(each in name for each in self._names)

    def _values(self, file: str) -> Mapping[str, Any]:
        if file not in self._known:
            self._known[file] = read_yaml(self._source.short(file) or b"")
        return self._known[file]


def _at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def read_yaml(content: bytes) -> Mapping[str, Any]:
    """The first document of a file, where that is a mapping; nothing where it is not plain: aliases, great depth."""
    try:
        if not _plain(content):
            return {}
        found = next(iter(yaml.load_all(content, Loader=_LOADER)), None)
    except _UNREADABLE:
        return {}
    return found if isinstance(found, Mapping) else {}


def _plain(content: bytes) -> bool:
    """Whether no alias makes the file larger than it looks, and nothing in it is nested without end."""
    depth = 0
    for token in yaml.scan(content, Loader=_LOADER):
        if isinstance(token, yaml.AliasToken):
            return False
        if isinstance(token, _OPENS):
            depth += 1
        elif isinstance(token, _CLOSES):
            depth -= 1
        if depth > MOST_DEPTH:
            return False
    return True
