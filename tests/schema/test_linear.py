"""No card takes time by the square of its length: long cards, made to send patterns back and forth.

Nothing is timed here: a pattern that is not linear would take hours, and the alarm ends it after two minutes.
"""

import signal

import pytest

from xreg.publisher.linting import Options, lint
from xreg.registry.collect import Sources
from xreg.schema.document import Document
from xreg.schema.findings import Applicability, Finding
from xreg.schema.fixing import fixed
from xreg.schema.rules.all import RULES
from xreg.schema.text import Text

LENGTH = 1 << 18
FRONT = 60 * 1024  # just below what is read as a front matter
OFFLINE = Options(RULES, sources=Sources(network="off"))

IN_BODY = {
    "blanks": " ",
    "tabs": "\t",
    "blank lines": "\n",
    "hashes": "#",
    "a heading of blanks": "# ",
    "opening comments": "<!--",
    "opening suppressions": "<!-- xreg: suppress XR301",
    "codes without end": "<!-- xreg: suppress XR301" + ", XR301" * 50,
    "brackets": "[",
    "half links": "[a](",
    "fences": "```\n",
    "digits": "1",
    "a name and digits": "resnet1111",
    "sizes": "1m",
    "numbers of classes": "1,111,",
    "is a": "is a ",
    "addresses": "https://a/",
    "list items": "1. ",
    "citations": "1. arXiv:1610\n",
    "carriage returns": "\r",
    "marks": "--- ",
    "quotes": "'\"",
    "not ASCII": "é\u2028",
    "misspelt words": "infernece ",
    "misspelt code": "pleas `",
    "opening comments of code": "```cpp\n/* infernece ",
    "names in code": "```cpp\nfloat hight, ",
    "repeated words": " the the",
    "broken fences": "`shell\nls\n",
    "links to sentences": "[a](b https://c ",
    "paths": "infernece/a.",
    "money": "infernece $",
    "placeholders": "[your {{",
}
IN_FRONT = {
    "blanks": " ",
    "keys": "a",
    "key blanks": "a ",
    "colons": "a: ",
    "brackets": "[",
    "dashes": "- ",
    "dashes a line": "-\n",
    "comments": "# ",
    "suppressions": "# xreg: suppress XR301",
    "digits": "1",
    "numbers of classes": "1 class",
    "metrics": "acc",
    "metric digits": "top11",
    "figures": "strange1|",
    "sizes": "resnet1m",
    "quotes": '"',
    "anchors": "&a ",
    "tags": "!!a ",
    "nested": "{a: ",
}


@pytest.fixture(autouse=True)
def alarm():
    """Ends a test that does not end."""

    def ended(*_):
        raise TimeoutError("a pattern takes time by the square of the card's length, or worse")

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def linted(text: str) -> int:
    return len(lint(Text(text), "mshub_res/assets/mindspore/1.9/resnet50_imagenet2012.md", OFFLINE).findings)


@pytest.mark.parametrize("heading", ["Introduction", "Citation", "Usage"])
@pytest.mark.parametrize("piece", IN_BODY.values(), ids=IN_BODY)
def test_bodies(piece, heading):
    head = "# resnet50\n\n---\n\nmodel-name: resnet50\n\nsummary: resnet50\n\n---\n\n"
    assert linted(f"{head}## {heading}\n\n{piece * (LENGTH // len(piece))}") >= 0


@pytest.mark.parametrize("key", ["", "summary: ", "accuracy: ", "model-name: "])
@pytest.mark.parametrize("piece", IN_FRONT.values(), ids=IN_FRONT)
def test_front_matters(piece, key):
    assert linted(f"# resnet50\n\n---\n{key}{piece * (FRONT // len(piece))}\n---\n") >= 1


@pytest.mark.parametrize("piece", ["x" * 40 + ".", "(", "-", "a.", "f(", "not ", "import a\n", "lambda: "])
def test_code(piece):
    code = piece * (FRONT // len(piece))
    assert linted(f"# resnet50\n\n---\nmodel-name: resnet50\n---\n\n## Usage\n\n```python\n{code}\n```\n") >= 1


# Findings by the thousand, each of which is looked up in the card.
MIXTURES = {
    "headings that end in blanks": "# a  \n",
    "fences that end in blanks": "```\nx  \n```  \n",
    "suppressions": "<!-- xreg: suppress XR007 x -->  \n",
    "comments": "<!-- a -->\n",
    "unknown keys": "a:  \n",
    "lines that end in blanks": "a  \n",
}


@pytest.mark.parametrize("piece", MIXTURES.values(), ids=MIXTURES)
def test_many_findings(piece):
    body = piece * (LENGTH // len(piece))
    assert linted(f"# resnet50\n\n---\nmodel-name: resnet50\n---\n\n## Citation\n\n{body}") >= 1


def test_many_keys():
    lines = "\n".join(f"k{number}:  " for number in range(6000))
    assert linted(f"# resnet50\n\n---\n{lines}\n---\n") >= 1


def test_many_fixes():
    text = Text(f"# resnet50\n\n---\nmodel-name: resnet50\n---\n{'a  x  ' * 3}\n" + "a \n" * (LENGTH // 3))

    def look(changed: Text) -> tuple[Document, list[Finding]]:
        found = lint(changed, "card.md", OFFLINE)
        return found.document, list(found.findings)

    assert fixed(text, look, Applicability.SAFE).text.value.endswith("a\n")
