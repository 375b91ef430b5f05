"""`xreg lint` as a command: paths, formats, selections, suppressions, configuration, exit codes."""

import json
from pathlib import Path

import pytest


def codes(ran):
    return sorted({item["code"] for item in json.loads(ran.out)})


def test_exit_codes(xreg, card):
    assert xreg("lint", "cards").code == 1
    assert xreg("lint", "cards", "--exit-zero").code == 0
    assert xreg("lint", "cards", "--select", "XR404").code == 0  # information fails no run
    assert xreg("lint", "nowhere").code == 2
    assert xreg("lint", "--no-such-option").code == 2
    assert xreg("lint", "cards", "nowhere").code == 2
    del card


def test_a_missing_path_does_not_stop_the_others(xreg, card):
    del card
    ran = xreg("lint", "nowhere.md", "cards/xception.md")
    assert "xreg: nowhere.md: there is no such file or folder" in ran.err
    assert "XR301" in ran.out


def test_a_defect_of_a_rule_is_reported_and_the_rest_goes_on(xreg, card, monkeypatch):
    from xreg.publisher import linting

    real = linting.parse

    def parse(text, path):
        if path.endswith("other.md"):
            raise RuntimeError("a defect")
        return real(text, path)

    monkeypatch.setattr(linting, "parse", parse)
    (card.parent / "other.md").write_bytes(card.read_bytes())
    ran = xreg("lint", "cards")
    assert ran.code == 3
    assert "other.md: this is a defect of xreg" in ran.err
    assert "cards/xception.md" in ran.out


def test_standard_input(xreg, card):
    ran = xreg("lint", "-", "--stdin-filename", "a/b.md", "--output-format", "concise", stdin=card.read_bytes())
    assert "a/b.md:13:14: error XR501" in ran.out


def test_standard_input_is_fixed_to_standard_output(xreg, card):
    ran = xreg("lint", "-", "--fix", "--unsafe-fixes", stdin=card.read_bytes())
    assert ran.out.startswith("# Xception\n")
    assert "input-shape: [299, 299, 3]" in ran.out
    assert "Fixed 9 findings" in ran.err


def test_folders_hold_cards_and_no_readme(xreg, card):
    (card.parent / "README.md").write_text("# About\n")
    (card.parent / "README_CN.md").write_text("# About\n")
    (card.parent / "notes.txt").write_text("x")
    ran = xreg("lint", ".", "--output-format", "json")
    assert {item["filename"] for item in json.loads(ran.out)} == {"cards/xception.md"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--select", "XR301"), ["XR301"]),
        (("--select", "summary-names-other-model"), ["XR301"]),
        (("--select", "XR3", "--ignore", "XR31,XR32"), ["XR301"]),
        (("--select", "XR3", "--ignore", "XR31", "--ignore", "XR32"), ["XR301"]),
        (("--select", "XR301", "--extend-select", "XR501"), ["XR301", "XR501"]),
        (("--ignore", "XR3", "--select", "XR301"), ["XR301"]),
    ],
)
def test_selection(xreg, card, arguments, expected):
    del card
    assert codes(xreg("lint", "cards", "--output-format", "json", *arguments)) == expected


def test_an_unknown_rule_is_an_error_that_suggests(xreg, card):
    del card
    ran = xreg("lint", "cards", "--select", "summary-names-other-modell")
    assert ran.code == 2
    assert "did you mean `summary-names-other-model`?" in ran.err


@pytest.mark.parametrize("name", ["xreg.toml", "pyproject.toml"])
def test_configuration(xreg, card, folder, name):
    del card
    head = "[tool.xreg]\n" if name == "pyproject.toml" else ""
    (folder / name).write_text(f'{head}select = ["XR3"]\nignore = ["XR31", "XR32"]\noutput-format = "json"\n')
    assert codes(xreg("lint", "cards")) == ["XR301"]


def test_the_command_line_wins_over_the_configuration(xreg, card, folder):
    del card
    (folder / "xreg.toml").write_text('select = ["XR3"]\noutput-format = "concise"\n')
    assert codes(xreg("lint", "cards", "--select", "XR501", "--output-format", "json")) == ["XR501"]


def test_per_path(xreg, card, folder):
    del card
    (folder / "xreg.toml").write_text('[per-path]\n"cards/*" = { ignore = ["XR5"] }\n')
    assert "XR501" not in xreg("lint", "cards").out


def test_an_unknown_key_is_an_error_that_suggests(xreg, folder):
    (folder / "xreg.toml").write_text("selct = []\n")
    ran = xreg("lint", ".")
    assert ran.code == 2
    assert "unknown key `selct`: did you mean `select`?" in ran.err


def test_suppressions(xreg, card):
    text = card.read_text().replace("accuracy: 0.881", "accuracy: 0.881  # xreg: suppress XR211 measured by hand")
    text = text.replace("## Citation\n", "## Citation\n\n<!-- xreg: suppress XR311, XR312 history -->\n")
    text = text.replace("## Usage\n", "## Usage\n\n<!-- xreg: suppress XR301 elsewhere -->\n")
    card.write_text(text)
    items = json.loads(xreg("lint", "cards", "--output-format", "json").out)
    assert not [item for item in items if item["code"] in ("XR211", "XR311", "XR312")]
    unused = [item for item in items if item["code"] == "XR011"]
    assert [item["message"] for item in unused] == ["this suppresses no finding of XR301"]


def test_a_fix_that_breaks_the_card_is_refused(xreg, card, monkeypatch):
    from xreg.schema import fixing

    monkeypatch.setattr(fixing, "_edited", lambda value, _: value.replace("---\n", "", 1))
    before = card.read_bytes()
    ran = xreg("lint", "cards/xception.md", "--fix")
    assert card.read_bytes() == before
    assert "not fixed" in ran.err
    assert "unreadable" in ran.err
    assert ran.code == 1


def test_formats_that_are_data_are_data(xreg, card):
    del card
    from xml.etree import ElementTree

    for name in ("json", "sarif", "gitlab"):
        assert json.loads(xreg("lint", "cards", "--output-format", name).out)
    assert ElementTree.fromstring(xreg("lint", "cards", "--output-format", "junit").out).tag == "testsuites"
    assert xreg("lint", "cards", "--output-format", "github").out.startswith("::")


def test_a_large_card_and_a_link_out_of_the_tree(xreg, card, folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("secret")
    (card.parent / "link.md").symlink_to(outside)
    with (folder / "large.md").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    ran = xreg("lint", ".")
    assert ran.code == 2
    assert "cards/link.md: is a link to a file outside of the folder" in ran.err
    assert "large.md: has 100 MiB" in ran.err
    assert "secret" not in ran.out
    assert "XR301" in ran.out


def test_the_cache_gives_the_same_findings(xreg, card, folder):
    for place in range(20):
        (card.parent / f"copy{place}.md").write_bytes(card.read_bytes().replace(b"Xception", b"Xcept"))
    arguments = ("lint", "cards", "--output-format", "json", "--network", "off")
    first = xreg(*arguments)
    assert (folder / ".xreg_cache" / "findings.sqlite").is_file()
    assert xreg(*arguments) == first
    assert xreg(*arguments, "--no-cache") == first
    (folder / ".xreg_cache" / "findings.sqlite").write_bytes(b"no database")
    assert xreg(*arguments) == first


def test_a_network_that_cannot_be_run_is_an_error_that_says_what_to_do(xreg, card, monkeypatch):
    del card
    from xreg.registry.networks.built_in import evidence, running

    for module in (evidence, running):
        monkeypatch.setattr(module, "framework_folder", lambda: None, raising=False)
    ran = xreg("lint", "cards", "--network", "run")
    assert ran.code == 2
    assert "pip install" in ran.err


@pytest.mark.parametrize("name", ["--asset", "--assets"])
def test_an_asset_that_is_not_there(xreg, card, name):
    del card
    ran = xreg("lint", "cards", name, "nowhere")
    assert ran.code == 2
    assert "nowhere" in ran.err


def test_a_card_that_cannot_be_replaced_is_reported(xreg, card, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = card.read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    ran = xreg("lint", "cards/xception.md", "--fix")
    assert ran.code == 2
    assert "cannot be written: No space left on device" in ran.err
    assert card.read_bytes() == before
    assert [path.name for path in card.parent.iterdir()] == ["xception.md"]
