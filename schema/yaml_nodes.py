"""Reading YAML into nodes with spans, with PyYAML's C parser: about 6,800 front matters a second."""

import re

import yaml

from xreg.schema.nodes import EMPTY, Entry, Mapping, Node, Scalar, Sequence
from xreg.schema.text import Span

# Deeper nesting than any card has; it also keeps recursion here and in PyYAML far from the interpreter's limit.
MAX_DEPTH = 40
MAX_NODES = 5_000

_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BRACKET = re.compile(r"[\[\]{}]")
_DASHES = re.compile(rf"(?:[-?:][ \t]+){{{MAX_DEPTH},}}")

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotReadableError(Exception):
    """Why a text is not a front matter, and the offset in it at which that shows."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def read_mapping(text: str, start: int) -> Mapping:
    """The mapping that `text` holds, its spans shifted by `start`.

    Raises NotReadableError where it is not YAML, not a mapping, nested too deeply, or uses anchors and aliases.
    """
    _refuse_control_characters(text)
    _refuse_deep_nesting(text)
    node = _compose(text)
    if node is None:
        return EMPTY
    if not isinstance(node, yaml.MappingNode):
        raise NotReadableError("the front matter does not consist of `key: value` lines", 0)
    mapping = _Converter(text, start).convert(node)
    assert isinstance(mapping, Mapping)
    return mapping


def _compose(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotReadableError(error.problem or str(error), mark.index if mark else 0) from None
    except (yaml.YAMLError, ValueError) as error:
        raise NotReadableError(str(error).splitlines()[0], 0) from None
    finally:
        loader.dispose()
    return node


def _refuse_control_characters(text: str) -> None:
    if match := _NOT_PRINTABLE.search(text):
        raise NotReadableError(f"YAML does not allow the control character U+{ord(match[0]):04X}", match.start())


def _refuse_deep_nesting(text: str) -> None:
    """PyYAML's C parser recurses: 32,000 brackets would overflow its stack, which no `except` can catch."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise NotReadableError(f"brackets are nested more than {MAX_DEPTH} deep", match.start())
    if dashes := _DASHES.search(text):
        raise NotReadableError(f"lists are nested more than {MAX_DEPTH} deep", dashes.start())


class _Converter:
    """Turns PyYAML's nodes into ours, once each."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.seen: set[int] = set()

    def convert(self, node: yaml.Node, depth: int = 0) -> Node:
        offset = node.start_mark.index
        if depth > MAX_DEPTH:
            raise NotReadableError(f"values are nested more than {MAX_DEPTH} deep", offset)
        if id(node) in self.seen:
            raise NotReadableError("anchors and aliases (`&name`, `*name`) are not used in a card", offset)
        self.seen.add(id(node))
        if len(self.seen) > MAX_NODES:
            raise NotReadableError(f"there are more than {MAX_NODES:,} values", offset)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        assert isinstance(node, yaml.CollectionNode)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.convert(item, depth + 1) for item in node.value)
            return Sequence(items, self._span(node, items))
        entries = tuple(self._entry(key, value, depth) for key, value in node.value)
        return Mapping(entries, self._span(node, entries))

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        start, end = node.start_mark.index, node.end_mark.index
        block, quotes = node.style in ("|", ">"), 1 if node.style else 0
        if block:
            end = start + len(self.text[start:end].rstrip("\r\n"))
        verbatim = not block and self.text[start + quotes : end - quotes] == node.value
        return Scalar(node.value, Span(start, end).shift(self.start), plain=not node.style, verbatim=verbatim)

    def _span(self, node: yaml.CollectionNode, parts: tuple[Node, ...] | tuple[Entry, ...]) -> Span:
        """A block ends with its last part: PyYAML's mark lies at the next key, behind blank lines and comments."""
        end = parts[-1].span.end if parts and not node.flow_style else node.end_mark.index + self.start
        return Span(node.start_mark.index + self.start, end)

    def _entry(self, key: yaml.Node, value: yaml.Node, depth: int) -> Entry:
        if not isinstance(key, yaml.ScalarNode):
            raise NotReadableError("a key is a list or a mapping", key.start_mark.index)
        scalar = self.convert(key)
        assert isinstance(scalar, Scalar)
        return Entry(scalar, self.convert(value, depth + 1))
