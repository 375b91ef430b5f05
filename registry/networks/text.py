"""Texts that came from elsewhere (a framework, a worker, a file), made short and printable."""

import re

LONGEST = 600  # characters; the longest message of MindSpore that was seen has 140 before its call stack
# C++ says `std::bad_alloc`, numpy `Unable to allocate`, oneDNN `out_of_memory`, MindSpore `Allocate output memory
# failed` and `not enough memory to load`.
MEMORY_ENDED = re.compile(
    r"bad_alloc|unable to allocate|out.of.memory|(enough|available) memory"
    r"|alloc\w*\b.{0,40}\bmemory|\bmemory\b.{0,40}(enough|fail)",
    re.IGNORECASE,
)
PARAGRAPH_END = re.compile(r"\n\s*\n|\n-{5,}")
HEADING = re.compile(
    r"-{5,}\n- ([^\n]{1,200})\n-{5,}\n"
)  # MindSpore's, between two rules: what is wrong stands under it


def first_paragraph(error: BaseException) -> str:
    """`RuntimeError: For 'AvgPool' op, …`: an exception's name and its message up to the first blank line or rule."""
    text = str(error).strip()
    heading = HEADING.match(text)
    message = PARAGRAPH_END.split(text[heading.end() :] if heading else text, maxsplit=1)[0]
    message = f"{heading[1]} {message}" if heading else message
    return printable(f"{type(error).__name__}: {message}" if message else type(error).__name__)


def printable(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without control characters (a terminal would obey them), at most `longest` characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 4 * longest]).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def says_memory_ended(message: str) -> bool:
    """Whether a message means that memory ran out: that is the machine's doing, and says nothing of what was run."""
    return MEMORY_ENDED.search(message) is not None
