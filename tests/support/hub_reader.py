"""What the hub's own reader takes from a card, written without any of xreg: two marks, keys, links in brackets."""

import re

REQUIRED = ("model-name", "backbone-name", "module-type", "fine-tunable", "model-version", "train-dataset", "author")
_KEY = re.compile(r"\s*(?:-\s*)?([A-Za-z][\w-]*)\s*:\s*(.*)")


def taken(card: str) -> set[str]:
    """What can be read: whether there are two lines that begin with `---`, each key between them, each `<link>`."""
    lines = card.lstrip("\ufeff").splitlines()
    marks = [number for number, line in enumerate(lines) if line.startswith("---")]
    if len(marks) < 2:
        return set()
    pairs = [match.groups() for line in lines[marks[0] + 1 : marks[1]] if (match := _KEY.match(line))]
    keys = {key for key, _ in pairs if key in REQUIRED or key.endswith("-link")}
    links = {f"<{key}>" for key, value in pairs if key.endswith("-link") and re.fullmatch(r"<\S+>", value.strip())}
    return {"two marks", *keys, *links}
