"""Paths in a message, as the one who reads it has to say them."""

import os
from collections.abc import Mapping
from typing import Any


def placed(value: Any, places: Mapping[str, str]) -> Any:
    """The message with each text that is the path of something placed, or lies below it, as the child has to say it."""
    if isinstance(value, Mapping):
        return {key: placed(each, places) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [placed(each, places) for each in value]
    return _placed_text(value, places) if isinstance(value, str) else value


def _placed_text(text: str, places: Mapping[str, str]) -> str:
    for before, after in places.items():
        if text == before or text.startswith(before + os.sep):
            return after + text[len(before) :]
    return text
