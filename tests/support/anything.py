"""What must hold for any bytes in the place of a card: the target of hypothesis and of the coverage-guided fuzzer."""

import random

from support.cards import looking, only_edited
from xreg.publisher.codec import decoded, encoded
from xreg.schema.findings import Applicability
from xreg.schema.fixing import Fixed, fixed
from xreg.schema.text import Text

PATHS = ("card.md", "assets/mindspore/1.9/resnet50_imagenet2012.md", "assets/mindspore/ascend/1.10/xception_v1.1.md")
# What cards, YAML, markdown and our own comments are made of, and what they trip over.
TOKENS = (
    *(b"\n", b"\r", b"\r\n", b"\t", b" ", b"  \n", b"---\n", b"--- ", b"...\n", b": ", b":", b"- ", b"-\n", b"? "),
    *(b"[", b"]", b"{", b"}", b"'", b'"', b"|\n  ", b">-\n  ", b"&a ", b"*a", b"!!int ", b"# ", b"\\", b"\\x41"),
    *(b"\x00", b"\x1b[31m", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\xc3\xa9"),
    *("模".encode(), "🚀".encode(), b"```", b"```python\n", b"~~~", b"<!--", b"-->", b"1. ", b"~", b"no", b"1.10"),
    *(b"<!-- xreg: suppress XR007, XR301 x -->", b" # xreg: suppress XR106", b"asset:\n", b"9" * 40, b"imagenet"),
    *(b"## Usage\n", b"## Citation\n", b"import os, sys\n", b"from x import (a,\n b)\n", b"mindspore/1.9/alexnet"),
    b"    asset-link: <https://x.y/offcial_top1acc50.ckpt>\n",
    b"accuracy: 0.881\n",
    b"update-time: 2021-4-5\n",
    b"summary: AlexNet used to classify the 10 classes of cifar10\n",
)


def check_anything(data: bytes, path: str = PATHS[1]) -> None:
    """Lints and fixes without an exception; every span lies on the card; fixing comes to an end, and then rests."""
    text, look = Text.from_bytes(data), looking(path)
    assert text.to_bytes() == data
    _, found = look(text)
    for finding in found:
        edits = finding.fix.edits if finding.fix else ()
        for span in (finding.span, *(edit.span for edit in edits)):
            assert 0 <= span.start <= span.end <= len(text.value), finding
    assert decoded(encoded(found)) == tuple(found)
    for least in (Applicability.SAFE, Applicability.UNSAFE):
        done = fixed(text, look, least)
        assert "do not come to an end" not in done.refused, done.refused
        _rests(done, fixed(done.text, look, least))
    looks = iter([found])
    once = fixed(text, lambda now: (look(now)[0], next(looks, [])), Applicability.SAFE)
    edits = [edit for finding in once.applied if finding.fix for edit in finding.fix.edits]
    assert only_edited(text.value, once.text.value, edits)
    once.text.to_bytes()


def _rests(done: Fixed, again: Fixed) -> None:
    assert again.text.value == done.text.value
    assert again.applied == ()
    assert bool(again.refused) == bool(done.refused), (done.refused, again.refused)


def mutated(data: bytes, seed: int, changes: int) -> bytes:
    """A card with some cuts, repetitions, flipped bytes and pieces of others in it; the same for the same seed."""
    choose = random.Random(seed)
    for _ in range(changes):
        start, end = sorted((choose.randint(0, len(data)), choose.randint(0, len(data))))
        end = min(end, start + choose.choice((1, 3, 30, 300)))
        change = choose.randrange(5)
        if change == 0:
            data = data[:start] + data[end:]
        elif change == 1:
            data = data[:end] + data[start:]
        elif change == 2 and start < len(data):
            data = data[:start] + bytes([data[start] ^ (1 << choose.randrange(8))]) + data[start + 1 :]
        else:
            data = data[:start] + choose.choice(TOKENS) + data[start if change == 3 else end :]
    return data
