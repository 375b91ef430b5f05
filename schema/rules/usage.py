"""XR6xx: the code that a card gives under Usage. It is parsed, never run."""

import ast
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Section
from xreg.schema.python_code import PYTHON, Module, python_module
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span


def usage_modules(document: Document) -> Iterator[tuple[Section, Module]]:
    """The Python code of the Usage section, parsed."""
    part = document.section("Usage", "用法")
    for code in part.codes if part else ():
        if part and code.language in PYTHON and code.closed:
            yield part, python_module(document.text, code)


@rule("XR601", "unused-import", Severity.INFO, Applicability.DISPLAY)
def unused_import(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds imports in the Usage code that the code never uses.

    They come from a template. Readers install what they do not need, and modules that newer versions dropped
    (`py_transforms`) stop the example on its first lines.

    Example: `from mindspore.train.model import Model` in code that never says `Model`.

    The fix removes them. It is display, for a person to decide: most examples leave code out (`# ...`), for which the
    imports may be meant.
    """
    for part, module in usage_modules(document):
        used = module.used_names()
        unused = [found for found in module.imports() if found[2] not in used and found[2] not in ("*", "__future__")]
        unused = [found for found in unused if getattr(found[0], "module", None) != "__future__"]
        if unused:
            names = ", ".join(f"`{name}`" for _, _, name in unused)
            many = "a name that it never uses" if len(unused) == 1 else f"{len(unused)} names that it never uses"
            yield Hit(
                f"the Usage code imports {many}: {names}",
                module.span(unused[0][1]),
                part.field,
                (Fact(Origin.CARD, part.field, "names that the code uses", ", ".join(sorted(used))),),
                _without(document, module, unused),
            )


def _without(
    document: Document, module: Module, unused: list[tuple[ast.Import | ast.ImportFrom, ast.alias, str]]
) -> Fix | None:
    if not document.text[module.code.span].isascii():
        return None  # the tree was made from a text in which other characters are replaced
    edits: list[Edit] = []
    for statement in {found[0]: None for found in unused}:
        gone = [found[1] for found in unused if found[0] is statement]
        kept = [alias for alias in statement.names if alias not in gone]
        span = module.span(statement)
        if not _stands_alone(document, span):
            return None
        if kept:
            rest: ast.stmt = ast.Import(kept)
            if isinstance(statement, ast.ImportFrom):
                rest = ast.ImportFrom(statement.module, kept, statement.level)
            edits.append(Edit(span, ast.unparse(rest)))
        else:
            edits.append(Edit(document.text.whole_line(span), ""))
    return Fix(Applicability.DISPLAY, "remove the unused imports", tuple(edits))


def _stands_alone(document: Document, span: Span) -> bool:
    """Whether the lines of a statement hold nothing else, so that it can be taken out."""
    lines = document.text.whole_line(span)
    return document.text[lines].strip() == document.text[span].strip()


@rule("XR602", "usage-does-not-parse", Severity.ERROR)
def usage_does_not_parse(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds code under Usage that is marked as Python and is not Python.

    Whoever copies it gets a syntax error.

    There is no fix: what was meant, only the author knows.
    """
    for part, module in usage_modules(document):
        if module.error:
            yield Hit(f"the Usage code is not Python: {module.error}", module.error_span, part.field)


@rule("XR603", "usage-loads-other-card", Severity.ERROR, Applicability.SAFE)
def usage_loads_other_card(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds Usage code that loads another card than the one on which it stands.

    `mindspore_hub.load` takes the card's path in the hub as the model's UID; code copied from another card loads that
    other model.

    Example: `model = "mindspore/ascend/1.1/alexnet_v1.1"` on the card `mindspore/ascend/1.1/xception_v1.1.md`.

    The fix writes the UID of this card. It is safe: the path of the card is what the hub goes by.
    """
    uid = document.place.uid
    if not uid:
        return
    for part, module in usage_modules(document):
        for node in ast.walk(module.tree) if module.tree else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_other(node.value, uid):
                span = module.span(node)
                fix = Fix(Applicability.SAFE, f'write "{uid}"', (Edit(span, f'"{uid}"'),))
                facts = (Fact(Origin.CARD, document.path, "the UID of this card", uid),)
                yield Hit(f'this loads "{node.value}"; the card is "{uid}"', span, part.field, facts, fix)


def _is_other(value: str, uid: str) -> bool:
    parts, own = value.split("/"), uid.split("/")
    return value != uid and len(parts) in (3, 4) and parts[0] == own[0] and all(parts) and not value.endswith("/")


RULES = (unused_import, usage_does_not_parse, usage_loads_other_card)
