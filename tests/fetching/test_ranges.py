"""What HTTP says of versions, parts and waits, as tables."""

from datetime import datetime, timezone

import pytest

from xreg.publisher.fetching.hashing import Hashing, file_digest
from xreg.publisher.fetching.ranges import ContentRange, Validator, content_range, retry_after, validator
from xreg.schema.digests import Digest

DATE = "Sun, 13 Sep 2020 12:26:40 GMT"
LATER = "Sun, 13 Sep 2020 12:26:41 GMT"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bytes 0-4/5", ContentRange(0, 4, 5)),
        (" BYTES 1-4/* ", ContentRange(1, 4, None)),
        ("bytes 0-5/5", None),
        ("bytes 4-3/5", None),
        ("bytes */5", None),
        ("bytes -1-3/5", None),
        ("bytes 0-4/5, 6-7/8", None),
        ("", None),
        ("bytes 0-" + "9" * 100 + "/*", None),
    ],
)
def test_content_range(text, found):
    assert content_range(text) == found


@pytest.mark.parametrize(
    ("headers", "strong", "conditions"),
    [
        ({"ETag": '"a"'}, '"a"', {"If-None-Match": '"a"'}),
        ({"ETag": 'W/"a"'}, "", {"If-None-Match": 'W/"a"'}),
        ({"ETag": 'W/"a"', "Last-Modified": DATE, "Date": LATER}, "", {"If-None-Match": 'W/"a"'}),
        ({"ETag": "a"}, "", {}),
        ({"ETag": '"a\r\nHost: b"'}, "", {}),
        ({"Last-Modified": DATE, "Date": LATER}, DATE, {"If-Modified-Since": DATE}),
        ({"Last-Modified": DATE, "Date": DATE}, "", {}),
        ({"Last-Modified": DATE}, "", {}),
        ({"Last-Modified": "yesterday", "Date": LATER}, "", {}),
        ({"Last-Modified": "Sun, 13 Sep 2020 12:26:40 -0000", "Date": LATER}, "Sun, 13 Sep 2020 12:26:40 -0000",
         {"If-Modified-Since": "Sun, 13 Sep 2020 12:26:40 -0000"}),
        ({}, "", {}),
    ],
)  # fmt: skip
def test_validators(headers, strong, conditions):
    assert (validator(headers).strong, validator(headers).conditions) == (strong, conditions)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (Validator('"a"'), Validator('"b"'), True),
        (Validator('"a"', DATE), Validator('"a"', LATER), False),
        (Validator("", DATE), Validator("", LATER), True),
        (Validator("", DATE), Validator('"a"', DATE), False),
        (Validator('"a"'), Validator(), False),
    ],
)
def test_versions_differ_where_that_is_sure(one, other, differs):
    assert one.differs(other) == other.differs(one) == differs


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), (" 0 ", 0), (LATER, 1), ("Sun, 13 Sep 2020 12:26:39 GMT", 0), ("soon", None), ("-1", None), ("", None),
     ("9" * 100, None)],
)  # fmt: skip
def test_retry_after(text, seconds):
    assert retry_after(text, datetime(2020, 9, 13, 12, 26, 40, tzinfo=timezone.utc)) == seconds


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_file_is_hashed_whole(tmp_path, size):
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    path = tmp_path / "file"
    path.write_bytes(content)
    assert file_digest(path) == (Digest.of(content), size)
    hashing = Hashing()
    for start in range(0, size, 10_000):
        hashing.feed(content[start : start + 10_000])
    assert hashing.digest() == Digest.of(content)
    hashing.close()
