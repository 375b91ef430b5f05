"""XR10x: the front matter against its schema: missing, unknown and repeated keys, and values of the wrong form."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.nodes import Entry, Mapping, Node, Scalar, Sequence, plain_data
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.values import DATE, PREFIXED_VERSION
from xreg.schema.text import Span

if TYPE_CHECKING:
    from xreg.schema.violations import Violation

_KINDS = {"missing": "XR101", "extra_forbidden": "XR102"}
_HUB = "mindspore_hub"
_PREFIXED_LINK = re.compile(r"[a-z0-9]{1,32}-repo-link")
# Values that are wrong in a way that another rule can mend.
_MENDABLE = {
    "update-time": (DATE, "XR106"),
    "model-version": (PREFIXED_VERSION, "XR108"),
    "mindspore-version": (PREFIXED_VERSION, "XR108"),
}


def _hits(document: Document, code: str) -> "Iterator[tuple[Violation, str, Span]]":
    """The disagreements that the rule `code` reports: each with its field and its place."""
    if not document.front.entries or document.conforms:
        return
    from xreg.schema.violations import violations  # pydantic: 0.1 s, for the few cards that need it

    unreadable = any(problem.code == "XR003" for problem in document.problems)
    for violation in violations(document.data):
        if _code(document, violation) == code and not (unreadable and violation.kind == "missing"):
            yield violation, _field(violation.path), _place(document, violation.path)


def _code(document: Document, violation: "Violation") -> str:
    """The rule that reports a disagreement: the one that can mend the value, else the one of its kind."""
    if violation.path and violation.path[0] in _MENDABLE:
        pattern, code = _MENDABLE[str(violation.path[0])]
        if pattern.fullmatch(document.value(str(violation.path[0]))):
            return code
    return _KINDS.get(violation.kind, "XR104")


def _field(path: tuple[str | int, ...]) -> str:
    """`("asset", 0, "asset-sha256")` is `asset[0].asset-sha256`."""
    if len(path) == 3:
        return f"{path[0]}[{path[1]}].{path[2]}"
    return str(path[0]) if path else ""


def _place(document: Document, path: tuple[str | int, ...]) -> Span:
    """The span of the innermost part of `path` that the card has, or the line that opens the front matter."""
    node: Node = document.front
    start = document.front_span.start if document.front_span else 0
    span = document.text.line(max(1, document.text.location(start).row - 1))
    for part in path:
        entry: Node | Entry | None = None
        if isinstance(node, Mapping) and isinstance(part, str):
            entry = node.entry(part)
        elif isinstance(node, Sequence) and isinstance(part, int):
            entry = node.items[part] if part < len(node.items) else None
        if entry is None and not (isinstance(node, Mapping) and part == 0):
            return span
        if isinstance(entry, Entry):
            node, span = entry.value, _visible(entry)
        elif entry is not None:
            node = entry
            span = node.span if isinstance(node, Scalar) else span
    return span


def _visible(entry: Entry) -> Span:
    value = entry.value
    return value.span if isinstance(value, Scalar) and value.value else entry.key.span


@rule("XR101", "missing-key", Severity.ERROR)
def missing_key(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds keys that the hub requires and the card lacks.

    The hub's pages and `mindspore_hub.load` read these keys; without them the model is not found or not loaded.

    There is no fix: the claim has to be made by somebody who knows. `xreg schema` lists the keys. A card that shows no
    use of `mindspore_hub`, and leads to files elsewhere, need not list an `asset`.

    Example: a card without `repo-link`.
    """
    for violation, field, span in _hits(document, "XR101"):
        if violation.key == "asset" and _HUB not in document.text.value:
            continue
        yield Hit(f"the key `{violation.key}` is missing: it holds {violation.expected}", span, field)


@rule("XR102", "unknown-key", Severity.WARNING, Applicability.UNSAFE)
def unknown_key(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds keys that no reader of the card knows.

    Most are misspelt, and the claim under them is lost. A link's key with a word before it (`vit-repo-link`), as cards
    of several networks have, is known.

    Example: `train-datset: cifar10`.

    The fix writes the known key that is nearest, where one is near and not yet on the card. It is unsafe: the key may
    be an addition that the author wants.
    """
    for violation, field, span in _hits(document, "XR102"):
        mapping, key = _owner(document, violation.path), str(violation.path[-1])
        if _PREFIXED_LINK.fullmatch(key):
            continue
        entry = mapping.entry(key) if mapping else None
        if mapping and entry:
            fix = _nearest_key(mapping, entry, nested=len(violation.path) > 1)
            yield Hit(f"the key `{key}` is none that a card has", entry.key.span, field, fix=fix)
        else:
            yield Hit(f"the key `{key}` is none that a card has", span, field)


def _owner(document: Document, path: tuple[str | int, ...]) -> Mapping | None:
    if len(path) == 1:
        return document.front
    return next((asset.mapping for asset in document.assets if asset.number == path[1]), None)


def _nearest_key(mapping: Mapping, entry: Entry, nested: bool) -> Fix | None:
    from xreg.schema.front_matter import AssetEntry, FrontMatter

    model = AssetEntry if nested else FrontMatter
    absent = [alias for field in model.model_fields.values() if (alias := field.alias) and not mapping.get(alias)]
    key = entry.key.value
    near = difflib.get_close_matches(re.sub(r"[_ ]+", "-", key.lower()), absent, n=1, cutoff=0.8)
    if not near:
        return None
    return Fix(Applicability.UNSAFE, f"write `{near[0]}`", (Edit(entry.key.span, near[0]),))


@rule("XR103", "duplicate-key", Severity.ERROR, Applicability.SAFE)
def duplicate_key(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds keys that stand on the card more than once.

    YAML readers keep the last and drop the others without a word; people read the first.

    The fix removes the earlier line where both say the same. It is safe then. Where they differ a person must decide.
    """
    for mapping, prefix in _mappings(document):
        counts = Counter(entry.key.value for entry in mapping.entries)
        for entry in mapping.entries:
            last = mapping.entry(entry.key.value)
            if counts[entry.key.value] > 1 and last and entry is not last:
                same = plain_data(entry.value) == plain_data(last.value)
                edits = (Edit(document.text.whole_line(entry.span), ""),)
                fix = Fix(Applicability.SAFE, "remove this line", edits) if same and not prefix else None
                key = entry.key.value
                yield Hit(f"the key `{key}` stands here and again below", entry.key.span, prefix + key, fix=fix)


def _mappings(document: Document) -> Iterator[tuple[Mapping, str]]:
    yield document.front, ""
    for asset in document.assets:
        yield asset.mapping, asset.field("")


@rule("XR104", "invalid-value", Severity.ERROR)
def invalid_value(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds values of the wrong form: a version that is no version, a digest that is no digest, a list for a text.

    Readers of the card fail on them, or take them for something else.

    There is no fix here: rules that know the field offer one where it can be right.

    Example: `asset-sha256: 1b2fbc86` (8 of 64 digits: it checks nothing).
    """
    for violation, field, span in _hits(document, "XR104"):
        found = document.text[span].strip()
        said = f"not `{found[:80]}`" if found and found != violation.key else "it is empty"
        yield Hit(f"`{violation.key}` holds {violation.expected}; {said}", span, field)


RULES = (missing_key, unknown_key, duplicate_key, invalid_value)
