"""What configuration files say in plain literals: the number of classes and the image's size."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from xreg.schema.repository import Configuration

_FILE = re.compile(r"[\w.-]*config[\w.-]*\.(?:py|ya?ml)|[\w.-]+\.ya?ml", re.IGNORECASE)
_PYTHON = re.compile(r"[\w-]*config[\w-]*\.py", re.IGNORECASE)
# Where a folder keeps its configuration.
FOLDERS = ("", "config", "configs", "src", "src/config", "src/configs", "src/model_utils", "src/utils")
_MOST_FILES, _LONGEST_LINE = 40, 400
_SETTING = re.compile(
    r"\s*(?:[\w.]+\.)?['\"]?(?P<key>num_class(?:es)?|class_num|n_class(?:es)?|image_size|img_size|image_resize"
    r"|image_height|image_width|img_height|img_width)['\"]?\s?[:=]\s?(?:edict\()?(?P<value>[^#\n]{1,40})"
)
_CLASSES = frozenset({"num_class", "num_classes", "class_num", "n_class", "n_classes"})
_NUMBER = re.compile(r"(\d{1,6})[,\s]*\Z")
_PAIR = re.compile(r"[\[('\"]*(\d{1,5})\s?[,x]\s?(\d{1,5})[\])'\",\s]*\Z")


def is_configuration(folder: str, name: str) -> bool:
    """Whether a file is one that may say so: any YAML file of these folders, and Python files that are named for it."""
    if name.endswith(".py"):
        return bool(_PYTHON.fullmatch(name))
    return bool(_FILE.fullmatch(name)) and not folder.startswith("src/utils")


def configurations(files: Iterable[tuple[str, bytes]]) -> tuple[Configuration, ...]:
    """What each file says, by its path; those that say nothing are left out."""
    found = (_read(path, content) for path, content in files)
    return tuple(each for each in found if each.classes is not None or each.image)[:_MOST_FILES]


def _read(path: str, content: bytes) -> Configuration:
    """What a file says once: one that holds several configurations does not tell which of them counts."""
    settings = dict[str, set[str]]()
    for key, value in _settings(content):
        settings.setdefault(key, set()).add(value)
    classes = {number for key in _CLASSES & settings.keys() for number in _numbers(settings[key])}
    images = set(_images(settings))
    return Configuration(path, _only(classes), _only(images) or "")


def _settings(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8", "replace").splitlines():
        if match := _SETTING.match(line[:_LONGEST_LINE]):
            yield match["key"], match["value"].strip()


T = TypeVar("T")


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None


def _numbers(values: Iterable[str]) -> set[int]:
    return {int(match[1]) for value in values if (match := _NUMBER.match(value))}


def _images(settings: dict[str, set[str]]) -> Iterator[str]:
    for key in ("image_size", "img_size", "image_resize"):
        values = settings.get(key, set())
        yield from (f"{number}x{number}" for number in _numbers(values))
        yield from (f"{match[1]}x{match[2]}" for value in values if (match := _PAIR.match(value)))
    for height, width in (("image_height", "image_width"), ("img_height", "img_width")):
        high, wide = (_only(_numbers(settings.get(key, set()))) for key in (height, width))
        if high and wide:
            yield f"{high}x{wide}"
