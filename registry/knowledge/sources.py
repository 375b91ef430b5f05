"""The knowledge base's YAML files: reading them, checking them with pydantic, and the digest that tells a change."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from xreg.schema.errors import XregError

DATA = Path(__file__).with_name("data")
KINDS = ("architectures", "datasets", "papers", "metrics")
T = TypeVar("T")


class KnowledgeError(XregError):
    """The knowledge base contradicts itself or its schema; the text names the file and the entry."""


def files(data: Path = DATA) -> list[Path]:
    """All YAML files, in a stable order."""
    return sorted(data.rglob("*.yaml"))


def digest(paths: list[Path]) -> str:
    """Tells one state of the files from another, by names and bytes."""
    state = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        state.update(f"{path.name}:{len(content)}\n".encode())
        state.update(content)
    return state.hexdigest()


def read(data: Path = DATA) -> dict[str, Any]:
    """All entries, by kind, each checked against its class. Raises KnowledgeError where one does not fit it."""
    from xreg.schema.entities import Architecture, Dataset, Metric, Paper, Vocabulary

    classes = dict(zip(KINDS, (Architecture, Dataset, Paper, Metric), strict=True))
    entries: dict[str, Any] = {}
    for kind, item in classes.items():
        paths = sorted((data / kind).glob("*.yaml"))
        entries[kind] = [entry for path in paths for entry in _checked(path, list[item])]  # type: ignore[valid-type]
    entries["vocabulary"] = _checked(data / "vocabulary.yaml", Vocabulary)._replace(**_misspelt(data))
    return entries


def _misspelt(data: Path) -> dict[str, dict[str, str]]:
    """The misspelt words and phrases, each with what was meant."""
    from xreg.schema.entities import Misspelt

    content = _checked(data / "misspellings.yaml", Misspelt)
    words = {wrong: right for right, slips in content.words.items() for wrong in slips}
    return {"misspellings": words, "phrases": content.phrases}


def _checked(path: Path, kind: Any) -> Any:
    import yaml
    from pydantic import TypeAdapter, ValidationError

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_bytes(), loader)  # a safe loader, whichever of the two
        return TypeAdapter(kind).validate_python(content)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path}: not YAML: {error}") from error
    except ValidationError as error:
        raise KnowledgeError(f"{path}: {'; '.join(_reasons(error.errors(), content))}") from error


def _reasons(errors: Any, content: Any) -> Iterator[str]:
    for error in errors:
        place = error["loc"]
        entry = content[place[0]] if isinstance(content, list) and place and isinstance(place[0], int) else {}
        name = entry.get("id", place[0]) if isinstance(entry, dict) and place else "?"
        yield f"entry {name}: {'.'.join(map(str, place[1:]))}: {error['msg']}"
