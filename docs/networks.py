"""Makes the tables of docs/networks.md from the records of networks: python docs/networks.py [--check]

The text around the tables is written by hand. With --check it changes nothing and fails where a table is not current.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from xreg.registry.networks.recording.counting import Counted, newest, on_branches
from xreg.registry.networks.recording.entry import Recorded, release_order
from xreg.registry.networks.recording.files import FOLDER, read_all

PAGE = Path(__file__).with_suffix(".md")
FAULTS = {
    "card": "wrong in the card",
    "repository": "wrong in the repository",
    "here": "not checkable here",
    "": "not sorted",
}
LONGEST = 300  # characters of a reason
_TABLE = re.compile(r"(<!-- (\w+): made by docs/networks\.py -->\n).*?(<!-- end -->)", re.DOTALL)
_MARKDOWN = re.compile(r"([\\|<>*_`\[\]])")


def counts(found: Sequence[Counted]) -> Iterator[str]:
    """How many networks of each repository build and run, and whose fault it is where they do not."""
    yield from _head("repository")
    repositories = sorted({each.repository for each in found})
    for name in (*repositories, *(["all"] if len(repositories) > 1 else [])):
        yield _row(name, *_numbers([each for each in found if name in (each.repository, "all")]))


def branches(found: Sequence[Counted]) -> Iterator[str]:
    """The same of each branch, releases first."""
    yield from _head("repository", "branch")
    names = {(each.repository, each.branch) for each in found}
    for name in sorted(names, key=lambda each: (each[0], release_order(each[1]))):
        yield _row(*name, *_numbers([each for each in found if name == (each.repository, each.branch)]))


def _head(*names: str) -> Iterator[str]:
    columns = (*names, "networks", "build", "run", "of these at a guessed input", *FAULTS.values())
    yield from (f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}")


def _numbers(own: Sequence[Counted]) -> Iterator[int]:
    """How many there are, build, run, and run at nothing but a guess; and how many do not run by whose fault."""
    faults = Counter(each.evidence.fault for each in own if not each.runs)
    yield len(own)
    yield from (sum(getattr(each, name) for each in own) for name in ("builds", "runs", "guessed"))
    yield from (faults[fault] for fault in FAULTS)


def failures(found: Sequence[Counted]) -> Iterator[str]:
    """The networks that do not build or run, by whose fault that is, each with the reason."""
    failed = [each for each in found if not each.runs]
    for fault, says in FAULTS.items():
        own = sorted((each for each in failed if each.evidence.fault == fault), key=_place)
        if own:
            yield from ("", f"### {says[0].upper()}{says[1:]}: {len(own)}", "")
            yield from ("| network | where | it builds | why it does not run |", "|---|---|---|---|")
            yield from (_failure(each) for each in own)


def runs(found: Sequence[Counted]) -> Iterator[str]:
    """Of what ran them, what differs: MindSpore, the day, how many."""
    yield "| MindSpore | device | recorded | networks |"
    yield "|---|---|---|---|"
    made = Counter((each.evidence.framework, each.evidence.device, each.evidence.date) for each in found)
    yield from (
        _row(framework or "none", device or "none", date, number)
        for (framework, device, date), number in sorted(made.items())
    )


def _place(counted: Counted) -> tuple[str, str, str]:
    return counted.repository, counted.folder, counted.evidence.network


def _failure(counted: Counted) -> str:
    why = counted.why if len(counted.why) <= LONGEST else f"{counted.why[: LONGEST - 1]}…"
    where = f"{counted.repository}, {counted.branch}, {counted.folder}"
    return _row(counted.evidence.network, where, "yes" if counted.builds else "no", why)


def _row(*cells: object) -> str:
    return f"| {' | '.join(_MARKDOWN.sub(_escaped, str(cell)) for cell in cells)} |"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[1]}"


Count = Callable[[Iterable[Recorded]], Iterator[Counted]]
Table = Callable[[Sequence[Counted]], Iterator[str]]
TABLES: dict[str, tuple[Count, Table]] = {
    "counts": (newest, counts),
    "branches": (on_branches, branches),
    "failures": (newest, failures),
    "runs": (newest, runs),
}


def made(page: str, records: Sequence[Recorded]) -> str:
    """The page with its tables as the records have them."""
    return _TABLE.sub(lambda match: match[1] + _text(*TABLES[match[2]], records) + match[3], page)


def _text(count: Count, table: Table, records: Sequence[Recorded]) -> str:
    return "".join(f"{line}\n" for line in table(tuple(count(records))))


def main(arguments: Sequence[str] | None = None, page: Path = PAGE, records: Path = FOLDER) -> int:
    """Makes or checks the page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only tell whether the page is current")
    check = parser.parse_args(arguments).check
    before = page.read_text(encoding="utf-8")
    after = made(before, tuple(read_all(records)))
    if before == after:
        return 0
    if check:
        print(f"{page.name} is not current: run `python docs/networks.py`")
        return 1
    page.write_text(after, encoding="utf-8")
    print(f"made the tables of {page.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
