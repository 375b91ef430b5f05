"""Loading the knowledge base: compiled from YAML once, read as JSON afterwards.

Checking the YAML takes a tenth of a second, reading the compiled file some milliseconds. It lies in the user's cache,
under the digest of the files that it was made from; where it cannot be written, every run compiles.
"""

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from xreg.registry.knowledge.sources import DATA, digest, files, read
from xreg.registry.user_cache import keep_json, user_cache
from xreg.schema.entities import Architecture, Dataset, Domain, Metric, ModuleType, Paper, Vocabulary
from xreg.schema.knowledge import Knowledge

FORMAT = 3  # of the compiled file: entries as rows of their values
WORDS = ("authors", "users", "misspellings", "phrases")
PARTS = {"architectures", "datasets", "papers", "metrics", "domains", "module_types", *WORDS}


@lru_cache(maxsize=4)
def load(data: Path = DATA) -> Knowledge:
    """The knowledge base. Raises KnowledgeError where its files do not fit their schema."""
    state = digest(files(data))
    compiled = user_cache() / "knowledge" / f"{state}-{FORMAT}.json"
    content = _read_compiled(compiled)
    if content is not None:
        with suppress(TypeError, ValueError, LookupError, AttributeError):  # a file that somebody else wrote there
            return _knowledge(content, state)
    content = _compile(data)
    keep_json(compiled, content)
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
    return {**entries, **vocabulary}


def _knowledge(content: dict[str, Any], state: str) -> Knowledge:
    vocabulary = Vocabulary(
        {name: Domain(tuple(item["words"]), item["phrase"]) for name, item in content["domains"].items()},
        {name: ModuleType(**item) for name, item in content["module_types"].items()},
        *(content[part] for part in WORDS),
    )
    return Knowledge(
        {row[0]: Architecture._make(_tuples(row)) for row in content["architectures"]},
        {row[0]: Dataset._make(_tuples(row)) for row in content["datasets"]},
        {row[0]: Paper._make(_tuples(row)) for row in content["papers"]},
        vocabulary,
        state,
        {row[0]: Metric._make(_tuples(row)) for row in content["metrics"]},
    )


def _tuples(row: list[Any]) -> list[Any]:
    """An entry's values in the order of its fields; JSON has lists where the entry has tuples."""
    return [tuple(value) if type(value) is list else value for value in row]
