"""XR10x: values of the front matter that mean something else than they say, or say it in the wrong form."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.spelling import near

DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
PREFIXED_VERSION = re.compile(r"[vVrR]\.?\s?(\d+(?:\.\d+){0,2})")

# What YAML 1.1 (PyYAML's `safe_load`) makes of unquoted text; groups name the reading.
_YAML_READS = re.compile(
    r"(?P<null>~|null|Null|NULL)|(?P<bool>yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)|(?P<float>[0-9]+\.[0-9]*|\.[0-9]+)"
    r"|(?P<int>0[0-7]+|0x[0-9a-fA-F]+|[0-9]+_[0-9_]+|[0-9]+(?::[0-5]?[0-9])+)"
)
_TEXT_KEYS = ("model-name", "backbone-name", "model-version", "train-dataset", "author", "user-id", "mindspore-version")


@rule("XR105", "yaml-reads-otherwise", Severity.WARNING, Applicability.SAFE)
def yaml_reads_otherwise(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds unquoted values that YAML reads as something else than what stands there.

    The version `1.10` becomes the number 1.1, `no` becomes false, `012` becomes ten.

    Example: `mindspore-version: 1.10`.

    The fix puts quotes around the value. It is safe: the text stays, and now every reader gets it.
    """
    for key in _TEXT_KEYS:
        scalar = document.scalar(key)
        match = _YAML_READS.fullmatch(scalar.value) if scalar and scalar.plain else None
        if not scalar or not match or not _reads_otherwise(match):
            continue
        read = _reading(match)
        fix = Fix(Applicability.SAFE, f'write "{scalar.value}"', (Edit(scalar.span, f'"{scalar.value}"'),))
        yield Hit(f"YAML reads the unquoted `{scalar.value}` as {read}", scalar.span, key, fix=fix)


def _reading(match: re.Match[str]) -> str:
    if match["float"]:
        return f"the number {float(match[0]):g}"
    if match["bool"]:
        return "true" if match[0].lower() in ("yes", "on") else "false"
    return "nothing at all" if match["null"] else "a number in another base"


@rule("XR106", "date-not-iso", Severity.WARNING, Applicability.SAFE)
def date_not_iso(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds dates that are not of the form YYYY-MM-DD, and dates that no calendar has.

    `2023-2-17` is a text to YAML where `2023-02-17` is a date, and it sorts after October; so are `2020-12.21` and
    `2020/12/21`.

    The fix writes the same day with two digits for month and day. It is safe. A day that does not exist has no fix.
    """
    scalar = document.scalar("update-time")
    match = DATE.fullmatch(scalar.value) if scalar else None
    if not scalar or not match:
        return
    try:
        written = date(*map(int, match.groups())).isoformat()
    except ValueError:
        yield Hit(f"there is no day {scalar.value} in the calendar", scalar.span, "update-time")
        return
    if written != scalar.value:
        fix = Fix(Applicability.SAFE, f"write {written}", (Edit(scalar.span, written),))
        yield Hit(f"the date {scalar.value} is not of the form YYYY-MM-DD", scalar.span, "update-time", fix=fix)


@rule("XR108", "version-with-prefix", Severity.ERROR, Applicability.SAFE)
def version_with_prefix(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds versions that begin with a letter.

    The hub sorts and compares versions as numbers; `v1.2` is none, and is not found by a search for `1.2`.

    Example: `model-version: v1.2`.

    The fix removes the letter. It is safe: the version stays the same.
    """
    for key in ("model-version", "mindspore-version"):
        scalar = document.scalar(key)
        match = PREFIXED_VERSION.fullmatch(scalar.value) if scalar else None
        if scalar and match:
            content = written_version(match[1])
            fix = Fix(Applicability.SAFE, f"write {content}", (Edit(scalar.span, content),))
            yield Hit(f"the version `{scalar.value}` begins with a letter", scalar.span, key, fix=fix)


def written_version(version: str) -> str:
    """The version as it must stand on a card: in quotes where YAML would read another number."""
    match = _YAML_READS.fullmatch(version)
    return f'"{version}"' if match and _reads_otherwise(match) else version


def _reads_otherwise(match: re.Match[str]) -> bool:
    return not match["float"] or repr(float(match[0])) != match[0]


# By the letters and digits of what people write, "license" and "version" aside.
_SPDX = {
    "apache2": "Apache-2.0",
    "apache20": "Apache-2.0",
    "bsd2clause": "BSD-2-Clause",
    "bsd3clause": "BSD-3-Clause",
    "ccby40": "CC-BY-4.0",
    "ccbync40": "CC-BY-NC-4.0",
    "ccbyncsa40": "CC-BY-NC-SA-4.0",
    "ccbysa40": "CC-BY-SA-4.0",
    "isc": "ISC",
    "mit": "MIT",
    "mpl20": "MPL-2.0",
}
_NO_NAME = re.compile(r"licen[cs]e|version|(?<![a-z])v(?=\d)", re.IGNORECASE)


@rule("XR107", "license-not-spdx", Severity.INFO)
def license_not_spdx(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds licences that are not named by their SPDX identifier.

    Tools that check licences know `Apache-2.0`; the hub's cards say `Apache2.0`.

    There is no fix: the hub's own pages show the value as it is, and all its cards write it so.
    """
    scalar = document.scalar("license")
    identifier = _SPDX.get(normalise(_NO_NAME.sub("", scalar.value))) if scalar else None
    if scalar and identifier and scalar.value != identifier:
        yield Hit(f"the SPDX identifier of `{scalar.value}` is `{identifier}`", scalar.span, "license")


@rule("XR109", "publisher-under-other-name", Severity.WARNING, Applicability.SAFE)
def publisher_under_other_name(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds authors and users of the hub under another name than the one they publish under.

    Who looks for all models of a laboratory finds a part of them.

    Example: `author: Noah CVLab` for Noah's Ark Lab; `author: mindspore team` for MindSpore team.

    The fix writes the name that the hub uses. It is safe where only letter case and punctuation differ; else it is
    unsafe, as it rests on what is known of the name.
    """
    words = evidence.knowledge.vocabulary
    for key, known in (("author", words.authors), ("user-id", words.users)):
        scalar = document.scalar(key)
        name = _published(scalar.value, known) if scalar else ""
        if scalar and name and name != scalar.value.strip():
            same = normalise(name) == normalise(scalar.value)
            fix = Fix(Applicability.SAFE if same else Applicability.UNSAFE, f"write {name}", (Edit(scalar.span, name),))
            facts = (Fact(Origin.KNOWLEDGE, "the hub's own cards", f"the {key}", name),)
            yield Hit(f"the hub writes `{name}` for `{scalar.value}`", scalar.span, key, facts, fix)


def _published(name: str, known: Mapping[str, str]) -> str:
    """The name that the hub uses for a known one, or for one that is a slip away from it; empty for all others."""
    letters = normalise(name)
    exact = (written for alias, written in known.items() if normalise(alias) == letters)
    slips = (written for alias, written in known.items() if near(letters, normalise(alias)))
    return next(exact, "") or next(slips, "")


RULES = (yaml_reads_otherwise, date_not_iso, license_not_spdx, version_with_prefix, publisher_under_other_name)
