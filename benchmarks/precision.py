"""How many findings are right: python benchmarks/precision.py [--list FILE] [--draw NUMBER] [--write]

--draw takes findings at random from the hub's cards, stratified by rule, into the list; those that were judged before
keep their verdict. The others are to be filled in by strict readers: `right` or `wrong`, and why (so far none of them
maintains the hub). Without --draw the verdicts of the list are counted by rule, and --write puts the table into
docs/precision.md. The list is docs/judged-findings.csv, or what --list names, such as docs/judged-findings-first.csv.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "judged-findings.csv"
PAGE = ROOT / "docs" / "precision.md"
COLUMNS = ("code", "severity", "card", "row", "field", "message", "verdict", "reason")
KEY = ("code", "card", "row", "message")
VERDICTS = ("right", "wrong")
MARK = "<!-- the table: python benchmarks/precision.py --write -->"
# Each rule is judged on at least so many findings, where it has them, and on no more than so many.
LEAST, MOST = 4, 10

Row = dict[str, str]


def found(hub: Path) -> list[Row]:
    """All findings on the hub's cards, as rows without a verdict."""
    command = [sys.executable, "-m", "xreg", "lint", "--no-cache", "--exit-zero", "--output-format", "json", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=hub)
    return [_row(finding) for finding in json.loads(done.stdout)]


def _row(finding: dict[str, object]) -> Row:
    location = finding["location"]
    assert isinstance(location, dict)
    row = {"card": str(finding["filename"]), "row": str(location["row"]), "verdict": "", "reason": ""}
    return {**row, **{name: str(finding[name]) for name in ("code", "severity", "field", "message")}}


def drawn(findings: Iterable[Row], number: int, seed: int) -> list[Row]:
    """So many findings, of each rule some: in proportion to the square root of how many it has."""
    strata: dict[str, list[Row]] = defaultdict(list)
    for row in findings:
        strata[row["code"]].append(row)
    weight = sum(sqrt(len(rows)) for rows in strata.values())
    chance = random.Random(seed)
    taken: list[Row] = []
    for code in sorted(strata):
        rows = strata[code]
        share = round(number * sqrt(len(rows)) / weight)
        taken += chance.sample(rows, min(len(rows), MOST, max(LEAST, share)))
    return taken


def judged(path: Path) -> list[Row]:
    """The list as it stands, or an empty one."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_verdicts(rows: Iterable[Row], before: Iterable[Row]) -> list[Row]:
    """The rows with the verdicts that the same findings had before."""
    known = {_key(row): row for row in before if row["verdict"]}
    return [{**row, **{name: known.get(_key(row), row)[name] for name in ("verdict", "reason")}} for row in rows]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def write_list(path: Path, rows: Iterable[Row]) -> None:
    """Writes the list, a finding a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(rows: list[Row]) -> str:
    """Verdicts by rule, as a markdown table; findings that no one judged are counted as such."""
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    severity = {row["code"]: row["severity"] for row in rows}
    for row in rows:
        by_rule[row["code"]][row["verdict"] if row["verdict"] in VERDICTS else "open"] += 1
    lines = ["| rule | severity | judged | right | precision |", "|---|---|---|---|---|"]
    for code, verdicts in sorted(by_rule.items()):
        lines.append(f"| {code} | {severity[code]} {_shares(verdicts)}")
    for name, levels in (("errors and warnings", ("error", "warning")), ("information", ("info",))):
        codes = [code for code in by_rule if severity[code] in levels]
        lines.append(f"| **{name}** | {_shares(sum((by_rule[code] for code in codes), Counter()))}")
    return "\n".join(lines)


def _shares(verdicts: Counter[str]) -> str:
    count = sum(verdicts[name] for name in VERDICTS)
    share = f"{verdicts['right'] / count:.0%}" if count else "not judged"
    return f"| {count} | {verdicts['right']} | {share} |"


def main() -> None:
    """Draws, or counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, default=ROOT.parent / "shared" / "corpus" / "hub")
    parser.add_argument("--list", type=Path, default=LIST, metavar="FILE")
    parser.add_argument("--draw", type=int, metavar="NUMBER")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.draw:
        write_list(given.list, with_verdicts(drawn(found(given.hub), given.draw, given.seed), judged(given.list)))
        return
    if not given.list.exists():
        parser.error(f"{given.list}: there is no such list")
    made = table(judged(given.list))
    print(made)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
        PAGE.write_text(f"{before}{MARK}\n\n{made}\n\n{MARK}{rest.partition(MARK)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
