"""Text of others made harmless to show: what would steer a terminal or hide itself is shown as an escape.

Every report shows what stands on a card, and a card may come from anybody.
"""

import re

# Control characters (C0, DEL, C1), soft hyphen, zero width and bidirectional controls, line and paragraph separators,
# invisible fillers, annotations and tags, lone surrogates (bytes that were not UTF-8) and what XML cannot hold.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\n)[ \t]*")


def visible(text: str) -> str:
    r"""The text with every control or invisible character as an escape: ESC as `\x1b`, U+202E as `\u202e`.

    A byte that was not UTF-8 is shown as that byte. The result has no line breaks and can be encoded.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how `surrogateescape` keeps the byte
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return _SHORT.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """The text on one line, line breaks as blanks, all else as `visible` shows it."""
    if text.isascii() and text.isprintable():
        return text
    return visible(_BREAK.sub(" ", text.strip("\r\n")))


def cropped(text: str, length: int = 1200) -> str:
    """The beginning of a text that a card could make as long as it likes."""
    return text if len(text) <= length else f"{text[:length]}…"


def visible_lines(text: str) -> str:
    """As `visible`, but with line breaks and tabs as they are: for pages that show text of several lines."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(visible(part) for part in line.split("\t")) for line in lines)


def encodable(text: str) -> str:
    """The text with U+FFFD for bytes that were not UTF-8: readers of JSON refuse lone surrogates."""
    return text if text.isascii() else _NOT_UTF8.sub("\ufffd", text)
