"""How long linting takes, as whole processes: python benchmarks/lint.py [--cards DIR] [--runs N]

Prints medians and ratios of one run of this program: the machine's speed cancels out. The commands take turns, so that
a slow minute hits all alike. DIR is a folder of many cards (default: ../shared/corpus/hub, if it is there).
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# An installed package is compiled; a variable that keeps Python from compiling would make each run do it again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
XREG = (sys.executable, "-m", "xreg", "lint", "--network", "off")


def seconds(command: tuple[str, ...], folder: Path) -> float:
    """The wall time of one process."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=ENVIRONMENT
    )
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return taken


def medians(runs: int, **tasks: Callable[[], float]) -> dict[str, float]:
    """The median of each task's seconds; one uncounted round, then all in turn."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for counted in [False, *[True] * runs]:
        for name, task in tasks.items():
            measured = task()
            if counted:
                taken[name].append(measured)
    return {name: statistics.median(values) for name, values in taken.items()}


def one_card(runs: int, folder: Path) -> None:
    """One card without its network against an interpreter that does nothing."""
    card = str(ROOT / "cards" / "xception.md")
    found = medians(
        runs,
        nothing=lambda: seconds((sys.executable, "-c", "pass"), folder),
        one=lambda: seconds((*XREG, card), folder),
    )
    print(f"python -c pass {'':14}{found['nothing'] * 1000:7.0f} ms")
    _row("one card", found["one"], found["nothing"], 0.150)


def many_cards(runs: int, folder: Path, cards: Path) -> None:
    """Many cards, with an empty cache and with nothing changed, against one card."""

    def cold() -> float:
        shutil.rmtree(folder / ".xreg_cache", ignore_errors=True)
        return seconds((*XREG, str(cards)), folder)

    found = medians(
        runs,
        nothing=lambda: seconds((sys.executable, "-c", "pass"), folder),
        cold=cold,
        unchanged=lambda: seconds((*XREG, str(cards)), folder),
    )
    count = sum(1 for _ in cards.rglob("*.md"))
    _row(f"{count} cards, cold", found["cold"], found["nothing"], 2.0)
    _row(f"{count} cards, unchanged", found["unchanged"], found["nothing"], 0.3)


def _row(name: str, taken: float, nothing: float, target: float) -> None:
    """A line with the ratio to a bare interpreter; targets are seconds on a machine where that takes 19 ms."""
    ratio, allowed = taken / nothing, target / 0.019
    print(f"{name:28} {taken * 1000:7.0f} ms {ratio:6.1f} x, target {allowed:5.1f} x: {_said(ratio < allowed)}")


def linear(runs: int, folder: Path, cards: Path) -> None:
    """The time of 1, 2, 4 and 8 parts of the cards, in one process: the cost of a card must not grow."""
    some = sorted(cards.rglob("*.md"))
    for part in (8, 4, 2, 1):
        chosen = [str(path) for path in some[: len(some) // part]]
        command = (*XREG, "--no-cache", "--jobs", "1", *chosen)
        found = medians(max(1, runs // 2), part=lambda command=command: seconds(command, folder))  # type: ignore[misc]
        name = f"{len(chosen)} cards, one process"
        print(f"{name:28} {found['part'] * 1000:7.0f} ms, {found['part'] / len(chosen) * 1000:.2f} ms a card")


def memory(folder: Path, cards: Path) -> None:
    """The largest process of a cold run; with the parent and two workers, three of them bound the whole."""
    script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    script += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = (sys.executable, "-c", script, *XREG, "--no-cache", "--jobs", "2", str(cards))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    largest = int(done.stdout) / 1024
    print(f"largest process {'':12} {largest:7.0f} MB, three of them {3 * largest:.0f} MB: {_said(3 * largest < 400)}")


def _said(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, default=ROOT.parent / "shared" / "corpus" / "hub")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_card(given.runs, folder)
        if given.cards.is_dir():
            many_cards(given.runs, folder, given.cards)
            linear(given.runs, folder, given.cards)
            memory(folder, given.cards)
        else:
            print(f"many cards: not measured, there is no folder {given.cards}")


if __name__ == "__main__":
    main()
