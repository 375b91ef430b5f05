"""The commands that explain: rules, rule, schema, render; and the program itself."""

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from xreg.publisher.main import Exit, main
from xreg.schema.rules.all import RULES


def test_rules_lists_all(xreg):
    lines = xreg("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


@pytest.mark.parametrize("wanted", ["XR301", "xr301", "summary-names-other-model"])
def test_rule_explains(xreg, wanted):
    out = xreg("rule", wanted).out
    assert out.startswith("## XR301 summary-names-other-model")
    assert "The fix" in out


def test_an_unknown_rule_suggests(xreg):
    ran = xreg("rule", "XR999")
    assert ran.code == 2
    assert "there is no rule `XR999`" in ran.err


def test_schema_is_valid_and_accepts_a_card_as_yaml_reads_it(xreg):
    schema = json.loads(xreg("schema").out)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["model-version"]["type"] == ["number", "string"]


def test_render_markdown(xreg, card):
    before = card.read_bytes()
    ran = xreg("render", "cards/xception.md")
    assert ran.code == 0
    assert "input-shape: [299, 299, 3]" in ran.out
    assert card.read_bytes() == before


def test_render_html_shows_the_evidence(xreg, card, folder):
    del card
    assert xreg("render", "cards/xception.md", "--format", "html", "--output", "page.html").code == 0
    page = (folder / "page.html").read_text()
    assert "For &#39;AvgPool&#39; op" in page
    assert "1610.02357" in page
    assert "<script" not in page


def test_render_as_is(xreg, card):
    del card
    assert "input-shape: [227, 227, 3]" in xreg("render", "cards/xception.md", "--as-is").out


def test_render_says_where_it_cannot_write(xreg, card):
    del card
    ran = xreg("render", "cards/xception.md", "--output", "no/such/folder.md")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_an_unexpected_failure_is_a_defect(monkeypatch, capsys):
    from xreg.publisher.commands import rules

    monkeypatch.setattr(rules, "RULES", None)
    assert main(["rules"]) == Exit.BUG
    assert "defect of xreg" in capsys.readouterr().err


def test_an_interrupt_has_its_exit_code(monkeypatch):
    from xreg.publisher.commands import rules

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rules, "page_of", interrupted)
    assert main(["rule", "XR301"]) == Exit.INTERRUPTED


def test_a_reader_that_stops_is_no_failure():
    command = f"{sys.executable} -m xreg rules | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr


def test_version(xreg):
    assert xreg("--version").out.startswith("xreg 0.")
