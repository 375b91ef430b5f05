"""The cases of tests/data/rules: a card each, told by how it differs from a clean one, and what a rule says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from support.cards import DATA, PATH, card
from support.network_evidence import shown
from xreg.registry.asset_files import AssetSource
from xreg.registry.collect import Sources, collect
from xreg.registry.siblings.evidence import SiblingSource
from xreg.schema.check import check
from xreg.schema.document import Document, parse
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding
from xreg.schema.network import CheckpointCheck, Mismatch
from xreg.schema.rules.all import RULES
from xreg.schema.rules.suppressions import without_suppressed
from xreg.schema.text import Text

RULE_FILES = DATA / "rules"
XCEPTION = "mshub_res/assets/mindspore/ascend/1.1/xception_v1.1.md"
_PATHS = {"clean": PATH, "xception": XCEPTION}
_GIVEN = frozenset({"name", "base", "path", "set", "replace", "repeat", "append", "card", "encoding", "evidence"})
_EXPECTED = frozenset({"field", "message", "at", "fix", "fixed", "count"})


@dataclass(frozen=True)
class Case:
    """One entry of a rule's file."""

    code: str
    flags: bool
    entry: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.code}/{self.entry['name']}"

    @property
    def path(self) -> str:
        return str(self.entry.get("path", _PATHS[self.entry.get("base", "clean")]))

    def text(self) -> Text:
        """The card. `encoding` gives its bytes: what is not UTF-8 then arrives as a reader of the file gets it."""
        value = self.entry.get("card")
        if value is None:
            value = card(self.entry.get("base", "clean"))
        for key, line in self.entry.get("set", {}).items():
            value = _with_line(value, key, line)
        for old, new in self.entry.get("replace", {}).items():
            assert old in value, f"{self.id}: the card does not hold {old!r}"
            value = value.replace(old, new)
        for old, (new, times) in self.entry.get("repeat", {}).items():
            assert old in value, f"{self.id}: the card does not hold {old!r}"
            value = value.replace(old, new * times)
        value += self.entry.get("append", "")
        return Text.from_bytes(value.encode(self.entry.get("encoding", "utf-8")))

    def look(self, text: Text, folder: Path) -> tuple[Document, list[Finding]]:
        """Lints a state of the card with the evidence of the case."""
        document = parse(text, self.path)
        evidence = self._evidence(document, folder)
        found = without_suppressed(document, check(document, evidence, RULES), RULES)
        return document, sorted(found, key=lambda finding: (finding.span, finding.code))

    def _evidence(self, document: Document, folder: Path) -> Evidence:
        wanted = self.entry.get("evidence", {})
        assert wanted.keys() <= {"network", "shown", "asset", "checkpoint", "siblings"}, self.id
        assets = AssetSource(tuple(_written(folder, wanted["asset"]))) if "asset" in wanted else AssetSource()
        siblings = self._siblings(wanted["siblings"], folder) if "siblings" in wanted else SiblingSource()
        evidence = collect(document, Sources(wanted.get("network", "off"), assets=assets, siblings=siblings))
        if "shown" in wanted:
            evidence = evidence._replace(network=shown(wanted["shown"]))
        if evidence.network and "checkpoint" in wanted:
            network = evidence.network._replace(checkpoint=_checkpoint(wanted["checkpoint"]))
            return evidence._replace(network=network)
        return evidence

    def _siblings(self, wanted: dict[str, str | dict[str, Any]], folder: Path) -> SiblingSource:
        """Writes other cards, each a text or, as cases are, told by how it differs from a clean one."""
        for path, told in wanted.items():
            text = Text(told) if isinstance(told, str) else Case(self.code, False, {"name": path, **told}).text()
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.to_bytes())
        return SiblingSource(str(folder))


def _with_line(value: str, key: str, line: str | None) -> str:
    """The card with another value under a key, or without the key's line."""
    pattern = rf"(?m)^(?P<lead>[ \t]*{re.escape(key)}: )[^\n]*\n"
    made, count = re.subn(pattern, lambda match: "" if line is None else f"{match['lead']}{line}\n", value, count=1)
    assert count == 1, f"the card has no line {key!r}"
    return made


def _written(folder: Path, content: str) -> Iterator[Path]:
    file = folder / "asset.ckpt"
    file.write_text(content, encoding="utf-8")
    yield file


def _checkpoint(given: dict[str, Any]) -> CheckpointCheck:
    mismatched = tuple(Mismatch(*each) for each in given.get("mismatched", ()))
    return CheckpointCheck(
        missing=tuple(given.get("missing", ())),
        unexpected=tuple(given.get("unexpected", ())),
        mismatched=mismatched,
        loaded=given["loaded"],
        finite=given.get("finite"),
        output=None,
        error=given.get("error", ""),
    )


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of their codes."""
    return tuple(case for path in sorted(RULE_FILES.glob("XR*.yaml")) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content.keys() == {"accepts", "flags"}, f"{path.name} holds `accepts` and `flags`"
    for flags in (False, True):
        for entry in content["flags" if flags else "accepts"]:
            unknown = entry.keys() - (_GIVEN | _EXPECTED if flags else _GIVEN)
            assert not unknown, f"{path.name}: {entry['name']}: unknown keys {unknown}"
            yield Case(path.stem, flags, entry)
