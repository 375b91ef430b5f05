"""How right the findings are: python benchmarks/accuracy.py [--corpus DIR] [--write]

Scores xreg on values that people corrected by hand in the hub's history (DIR: ../shared/corpus, with the scorer in
../shared/tools), and prints the table of docs/accuracy.md; --write puts it there.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
COLUMNS = ("detected", "fixed", "otherwise", "alarm", "introduced")
MARK = "<!-- the table: python benchmarks/accuracy.py --write -->"


def scored(corpus: Path) -> dict[str, Any]:
    """The scorer's groups: for each the share and the number of units in every column."""
    tool = corpus.parent / "tools" / "score_corrections.py"
    command = [sys.executable, str(tool), str(corpus), "--xreg", f"{sys.executable} -m xreg", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    groups: dict[str, Any] = json.loads(done.stdout)["groups"]
    return groups


def table(groups: dict[str, Any]) -> str:
    """The groups as a markdown table."""
    head = "| group | detected | fixed as the person did | changed otherwise | false alarms | introduced, flagged |"
    rows = [f"| {name} | {' | '.join(_cell(*group[column]) for column in COLUMNS)} |" for name, group in groups.items()]
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def _cell(share: float | None, count: int) -> str:
    return "" if share is None else f"{share:.1%} of {count}"


def main() -> None:
    """Prints the table, and writes it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    made = table(scored(given.corpus.resolve()))
    print(made)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
        after = rest.partition(f"\n{MARK}")[2]
        PAGE.write_text(f"{before}{MARK}\n\n{made}\n\n{MARK}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
