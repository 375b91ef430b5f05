"""`xreg lint --statistics`, and markdown for a pull request, as commands."""

import json
import re

import pytest


def test_statistics_stand_in_the_place_of_the_findings(xreg, card):
    del card
    ran = xreg("lint", "cards", "--statistics")
    head, first, *_ = ran.out.splitlines()
    assert ran.code == 1
    assert head.split() == ["count", "code", "fix", "name", "safe", "unsafe"]
    assert first.split() == ["2", "XR311", "[-]", "cites-other-paper", "2"]
    assert "cards/xception.md" not in ran.out
    assert "\n\nFound " in ran.out


def test_statistics_for_programs(xreg, card):
    del card
    rows = json.loads(xreg("lint", "cards", "--statistics", "--output-format", "json", "--select", "XR311").out)
    assert [(row["code"], row["count"], row["fixable"]) for row in rows] == [("XR311", 2, 2)]


def test_statistics_of_what_is_left(xreg, card):
    del card
    ran = xreg("lint", "cards", "--statistics", "--fix", "--unsafe-fixes")
    assert "XR311" not in ran.out
    assert "XR401" in ran.out
    assert re.search(r"\n\nFixed \d+ findings. Left are ", ran.out)


@pytest.mark.parametrize("given", ["option", "configuration"])
def test_a_format_that_has_none_is_told_before_anything_is_done(xreg, card, folder, given):
    before = card.read_bytes()
    arguments = ("--output-format", "sarif")
    if given == "configuration":
        (folder / "xreg.toml").write_text('output-format = "sarif"\n')
        arguments = ()
    ran = xreg("lint", "cards", "--statistics", "--fix", *arguments)
    assert ran.code == 2
    assert "--statistics are not made as sarif: use --output-format full, concise, json" in ran.err
    assert card.read_bytes() == before


def test_statistics_and_differences(xreg, card):
    del card
    ran = xreg("lint", "cards", "--statistics", "--diff")
    assert ran.code == 2
    assert "--diff and --statistics cannot be used together: choose one" in ran.err


def test_markdown(xreg, card):
    del card
    ran = xreg("lint", "cards", "--output-format", "markdown")
    assert ran.out.startswith("### xreg\n\nFound ")
    assert "<summary><code>cards/xception.md</code>: " in ran.out
    assert ran.out.rstrip().endswith("</details>")
