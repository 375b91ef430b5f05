"""Loading the knowledge base: compiled from YAML once, read as JSON afterwards.

Checking the YAML takes a tenth of a second, reading the compiled file some milliseconds. It lies in the user's cache,
under the digest of the files that it was made from; where it cannot be written, every run compiles.
"""

import json
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from xreg.registry.knowledge.sources import DATA, digest, files, read
from xreg.registry.user_cache import user_cache
from xreg.schema.entities import Architecture, Dataset, Domain, ModuleType, Paper, Vocabulary
from xreg.schema.knowledge import Knowledge

PARTS = {"architectures", "datasets", "papers", "domains", "module_types", "misspellings"}


@lru_cache(maxsize=4)
def load(data: Path = DATA) -> Knowledge:
    """The knowledge base. Raises KnowledgeError where its files do not fit their schema."""
    state = digest(files(data))
    compiled = user_cache() / "knowledge" / f"{state}.json"
    content = _read_compiled(compiled)
    if content is None:
        content = _compile(data)
        _write(compiled, content)
    return _knowledge(content, state)


def _read_compiled(path: Path) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        return content if content.keys() == PARTS else None
    except (OSError, ValueError, AttributeError):
        return None


def _compile(data: Path) -> dict[str, Any]:
    entries = read(data)
    vocabulary = entries.pop("vocabulary")._asdict()
    for part in ("domains", "module_types"):
        vocabulary[part] = {name: item._asdict() for name, item in vocabulary[part].items()}
    return {**{kind: [item._asdict() for item in items] for kind, items in entries.items()}, **vocabulary}


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: another run may read at the same time. What cannot be written is compiled again."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)


def _knowledge(content: dict[str, Any], state: str) -> Knowledge:
    vocabulary = Vocabulary(
        {name: Domain(tuple(item["words"]), item["phrase"]) for name, item in content["domains"].items()},
        {name: ModuleType(**item) for name, item in content["module_types"].items()},
        content["misspellings"],
    )
    return Knowledge(
        {item["id"]: Architecture(**_tuples(item)) for item in content["architectures"]},
        {item["id"]: Dataset(**_tuples(item)) for item in content["datasets"]},
        {item["id"]: Paper(**_tuples(item)) for item in content["papers"]},
        vocabulary,
        state,
    )


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
