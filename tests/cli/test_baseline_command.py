"""`xreg lint` with a baseline: only what is new is shown, fails the run, and is fixed."""

import json
from pathlib import Path

import pytest

ARGUMENTS = ("lint", "cards", "--baseline", "b.json")
CONCISE = (*ARGUMENTS, "--output-format", "concise")


@pytest.fixture
def accepted(xreg, card) -> Path:
    """The card of Xception, with all of its findings accepted."""
    ran = xreg(*ARGUMENTS, "--write-baseline")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith("Wrote b.json: it accepts ")
    assert ran.out.endswith(" new, 0 gone).\n")
    return card


def change(card: Path, *pairs: tuple[str, str]) -> None:
    text = card.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    card.write_text(text)


CHANGES = ("# Xception\n", "# Xception\n\nAn introduction that moves all lines.\n"), ("227, 227", "223, 223")


def test_what_is_accepted_is_not_shown(xreg, accepted):
    ran = xreg(*ARGUMENTS)
    assert ran.code == 0
    assert "Nothing was found in 1 card. The baseline accepts " in ran.out
    assert "gone" not in ran.out
    assert json.loads(xreg(*ARGUMENTS, "--output-format", "json").out) == []
    assert xreg("lint", "cards").code == 1
    del accepted


def test_what_is_new_is_shown_and_what_is_gone_is_told(xreg, accepted):
    change(accepted, *CHANGES)
    ran = xreg(*CONCISE, "--select", "XR2,XR3,XR5")
    line, closing = ran.out.splitlines()
    assert ran.code == 1
    assert "XR501" in line
    assert closing.endswith(" 1 finding of the baseline is gone: update it with --write-baseline.")


def test_an_update_accepts_what_is_there_now(xreg, accepted):
    change(accepted, *CHANGES)
    assert "(1 new, 1 gone)." in xreg(*ARGUMENTS, "--write-baseline", "--select", "XR501").out
    assert xreg(*ARGUMENTS, "--select", "XR5").code == 0
    assert xreg(*ARGUMENTS, "--select", "XR3").code == 0, "other rules' findings are kept"


def test_fixes_are_made_of_what_is_shown_alone(xreg, accepted):
    before = accepted.read_text()
    assert xreg(*ARGUMENTS, "--fix", "--unsafe-fixes").code == 0
    assert accepted.read_text() == before
    change(accepted, CHANGES[1])
    assert "+input-shape: [299, 299, 3]" in xreg(*ARGUMENTS, "--diff", "--unsafe-fixes").out
    ran = xreg(*ARGUMENTS, "--fix", "--unsafe-fixes")
    assert ran.code == 0
    assert "Fixed 1 finding. Nothing is left in 1 card. The baseline accepts" in ran.out
    assert "1 finding of the baseline is gone" in ran.out
    assert accepted.read_text() == before.replace("227, 227", "299, 299")


def test_with_fix_what_is_left_is_accepted(xreg, card):
    ran = xreg(*ARGUMENTS, "--fix", "--unsafe-fixes", "--write-baseline")
    assert ran.code == 0
    assert "XR301" not in Path("b.json").read_text()
    assert "summary: AlexNet" not in card.read_text()
    assert xreg(*ARGUMENTS).code == 0


def test_a_card_that_could_not_be_written_leaves_the_baseline_as_it_is(xreg, accepted, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = Path("b.json").read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    ran = xreg(*ARGUMENTS, "--fix", "--unsafe-fixes", "--write-baseline")
    assert ran.code == 2
    assert "cards/xception.md: cannot be written" in ran.err
    assert ran.out == ""
    assert Path("b.json").read_bytes() == before
    del accepted


def test_standard_input_has_the_baseline_of_its_path(xreg, accepted):
    arguments = ("lint", "-", "--stdin-filename", "cards/xception.md", "--baseline", "b.json")
    assert xreg(*arguments, stdin=accepted.read_bytes()).code == 0
    ran = xreg(*arguments, "--fix", "--write-baseline", stdin=accepted.read_bytes())
    assert ran.out.startswith("# Xception\n")
    assert ran.err.startswith("Wrote b.json: ")


def test_many_cards_with_the_cache_and_in_processes(xreg, card):
    for place in range(110):
        (card.parent / f"copy{place}.md").write_bytes(card.read_bytes())
    assert xreg(*ARGUMENTS, "--write-baseline", "--jobs", "2").code == 0
    change(card.parent / "copy7.md", CHANGES[1])
    for arguments in (CONCISE, CONCISE, (*CONCISE, "--no-cache"), (*CONCISE, "--diff")):
        ran = xreg(*arguments, "--select", "XR501", "--jobs", "2")
        assert ran.code == 1
        assert "--diff" in arguments or ran.out.startswith("cards/copy7.md:13:14: error XR501")
        assert "--diff" in arguments or "Found 1 finding (1 error) in 1 card" in ran.out


def test_the_configuration_names_a_baseline(xreg, accepted, folder):
    (folder / "xreg.toml").write_text('baseline = "b.json"\n')
    assert xreg("lint", "cards").code == 0
    assert xreg("lint", "cards", "--no-baseline").code == 1
    assert xreg("lint", "cards", "--write-baseline").out.endswith("(0 new, 0 gone).\n")
    assert xreg("lint", "cards", "--baseline", "other.json").code == 2
    del accepted


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--baseline", "no.json"), "no.json: there is no such baseline: write one with --write-baseline"),
        (("--write-baseline",), "--write-baseline: which file? Give --baseline FILE, or `baseline`"),
        (("--baseline", "cards/xception.md"), "cards/xception.md: is no JSON"),
        (("--baseline", "cards/xception.md", "--write-baseline"), "cards/xception.md: is no JSON"),
        (("--baseline", "b.json", "--no-baseline"), "not allowed with argument"),
        (("--baseline", "b.json", "--write-baseline", "--diff"), "--diff and --write-baseline cannot be used together"),
    ],
)
def test_what_cannot_be(xreg, card, arguments, message):
    before = card.read_bytes()
    ran = xreg("lint", "cards", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert card.read_bytes() == before
