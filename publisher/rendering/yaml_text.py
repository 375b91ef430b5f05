"""Front matter written as YAML, as the hub lays it out: read again, it gives the same data."""

import re
from collections.abc import Iterable, Iterator

from xreg.schema.nodes import Entry, Mapping, Node, Scalar, Sequence
from xreg.schema.yaml_nodes import NotReadableError, read_mapping

_PLAIN_IN_FLOW = re.compile(r"[-+]?\.?\w[\w.+/-]*(?: [\w.+/-]+)*")
_SIMPLE_KEY = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# YAML readers take a key without `?` only up to 1,024 characters, quotes and escapes among them.
_LONGEST_KEY = 80


def entries(mapping: Mapping, order: Iterable[str]) -> Iterator[str]:
    """Each entry as YAML, without a line end: first the keys of `order`, then the others as they come.

    Of a repeated key the last entry counts, as for all readers of YAML.
    """
    last = {entry.key.value: entry for entry in mapping.entries}
    for key in order:
        if key in last:
            yield _entry(last.pop(key), "")
    for entry in last.values():
        yield _entry(entry, "")


def _entry(entry: Entry, indent: str) -> str:
    key, node = _key(entry.key), entry.value
    if not indent and len(key) <= _LONGEST_KEY and _is_list_of_mappings(node):
        assert isinstance(node, Sequence)
        return f"{indent}{key}:\n\n" + "\n\n".join(_item(item) for item in node.items)
    value = _scalar(node) if isinstance(node, Scalar) else flow(node)
    head = f"{indent}? {key}\n{indent}:" if len(key) > _LONGEST_KEY else f"{indent}{key}:"
    return f"{head} {value}" if value else head


def _is_list_of_mappings(node: Node) -> bool:
    items = node.items if isinstance(node, Sequence) else ()
    return bool(items) and all(isinstance(item, Mapping) and item.entries for item in items)


def _item(node: Node) -> str:
    assert isinstance(node, Mapping)
    last = {entry.key.value: entry for entry in node.entries}
    return "\n".join(["-", *(_entry(entry, "    ") for entry in last.values())])


def _key(scalar: Scalar) -> str:
    return scalar.value if _SIMPLE_KEY.fullmatch(scalar.value) else quoted(scalar.value)


def _scalar(scalar: Scalar) -> str:
    return scalar.value if scalar.plain and _stays_plain(scalar.value) else quoted(scalar.value)


def _stays_plain(value: str) -> bool:
    """Whether YAML reads the unquoted text as itself: asking the reader is safer than knowing all of its rules."""
    if "\n" in value or not value.isprintable():
        return False
    try:
        read = read_mapping(f"key: {value}\n", 0).entries
    except NotReadableError:
        return False
    node = read[0].value
    return len(read) == 1 and isinstance(node, Scalar) and node.plain and node.value == value


def flow(node: Node) -> str:
    """The node on one line: `[227, 227, 3]`."""
    if isinstance(node, Scalar):
        plain = node.plain and _PLAIN_IN_FLOW.fullmatch(node.value)
        return node.value if plain else quoted(node.value)
    if isinstance(node, Sequence):
        return f"[{', '.join(flow(item) for item in node.items)}]"
    last = {entry.key.value: entry for entry in node.entries}
    return f"{{{', '.join(_flow_entry(entry) for entry in last.values())}}}"


def _flow_entry(entry: Entry) -> str:
    key = _key(entry.key)
    return f"{'? ' if len(key) > _LONGEST_KEY else ''}{key}: {flow(entry.value)}"


def quoted(value: str) -> str:
    """The text between double quotes, with escapes for what YAML or a reader's eye would lose."""
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
