"""A card may come from anybody: in no format does its text steer the terminal, or become markup or a command."""

import re
import subprocess
import sys

import pytest

from xreg.publisher.reports.diff import diff
from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.text import Text

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_it_through(name: str, hostile: CardResult, plain: Style) -> None:
    made = "".join(FORMATS[name]([hostile], plain))
    assert len(made) > 1000
    assert not STEERING.search(made)
    assert made.encode()


def test_the_diff_does_not_either(hostile: CardResult, plain: Style) -> None:
    assert hostile.text
    made = "".join(diff(hostile.filename, hostile.text, Text("\x1b[2J\n"), plain))
    assert not STEERING.search(made)


@pytest.mark.parametrize("name", FORMATS)
def test_what_people_and_machines_need_is_imported_by_need(name: str) -> None:
    """Import time is most of the time that a single card takes."""
    unwanted = {"full": "json xml jinja2 hashlib difflib", "concise": "json xml jinja2 hashlib difflib"}
    program = (
        "import sys; before = set(sys.modules)\n"
        "from xreg.publisher.reports.formats import FORMATS\n"
        "from xreg.publisher.reports.style import Style\n"
        f"list(FORMATS[{name!r}]([], Style())); print(*set(sys.modules) - before)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(unwanted.get(name, "jinja2").split()) & set(run.stdout.split())
