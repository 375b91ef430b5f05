"""How a registry grows: python benchmarks/registry.py [--cards DIR] [--releases N] [--location WHERE]

Imports synthetic releases made from the cards of DIR (default: ../shared/corpus/hub, else cards/), and prints the rate,
the size on disk, and how long search, show, history and list take as calls of the library, at a hundredth of N and at N
(default 100,000). WHERE is a folder (default: a temporary one) or a server's location with nothing in it.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry
from xreg.registry.store.values import Draft
from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset, Uid
from xreg.schema.verification import State

ROOT = Path(__file__).resolve().parent.parent
BATCH = 500
LIMIT_MS = 50.0
_LINE = re.compile(r"^([a-z-]+):[ \t]*(\S[^\n]{0,300})$", re.MULTILINE)
_PART = re.compile(r"[^A-Za-z0-9._+-]+")
CLAIMS = ("model-name", "module-type", "train-dataset", "mindspore-version", "backbone-name", "author")


def drafts(cards: list[bytes]) -> Iterator[Draft]:
    """Endless releases: each card again and again, under other names and with other text; some are new revisions."""
    number = 0
    while True:
        for card in cards:
            number += 1
            yield _draft(number, card)


def _draft(number: int, card: bytes) -> Draft:
    claims = dict(_LINE.findall(card.decode("utf-8", "replace")))
    name = _PART.sub("-", claims.get("model-name", "model")).strip("-._+") or "model"
    # One release in ten is the next revision of the release before it.
    uid = Uid("someone", "", f"1.{number % 9}", f"{name[:60]}-{number - (number % 10 == 9)}")
    text = card + f"\n<!-- release {number} -->\n".encode()
    findings = [{"code": f"XR{code}", "message": f"finding {number}-{code}"} for code in range(301, 313)]
    asset = ReleasedAsset(f"{name}.ckpt", f"https://host/{number}", Digest.of(text), 1000, State.UNVERIFIED)
    return Draft(
        uid=uid if number % 10 != 9 else uid._replace(version=f"1.{(number - 1) % 9}"),
        raw=text,
        card=text + b"corrected\n",
        assets=((asset, None),),
        evidence=json.dumps({"findings": findings}).encode(),
        report=json.dumps({"assets": [{"number": number, "checks": ["digest", "size"]}]}).encode(),
        publisher="someone",
        state=State.UNVERIFIED,
        claims={"title": name, **{key: claims[key] for key in CLAIMS if key in claims}},
    )


def milliseconds(task: Callable[[], object], runs: int = 25) -> tuple[float, float]:
    """The median and the worst of some calls."""
    task()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), max(taken)


def calls(registry: Registry) -> dict[str, Callable[[], object]]:
    """What is timed: words that few and that most cards hold, filters, single releases."""
    shown = registry.list(limit=400)
    uid = next((release.uid for release in shown if release.revision > 1), shown[-1].uid)
    return {
        "search: a word of a few cards": lambda: registry.search("deeplabv3"),
        "search: a word of most cards": lambda: registry.search("mindspore"),
        "search: three words": lambda: registry.search("resnet image classification"),
        "search: a word and a filter": lambda: registry.search("model", dataset="imagenet"),
        "search: a filter alone": lambda: registry.search("", task="cv", version="1.5"),
        "search: what no card holds": lambda: registry.search("zzzzzz"),
        "show: the newest release": lambda: registry.latest(uid),
        "show: a revision": lambda: registry.release(uid, 1),
        "history": lambda: registry.history(uid),
        "list: a page of 500": lambda: registry.list(after=str(uid)),
        "read: a card": lambda: registry.read(shown[0].card),
        "publish: one more": lambda: registry.publish(_draft(next(_more), b"# one more\n")),
    }


_more = iter(range(10_000_000, 20_000_000, 10))


def size_of(folder: Path) -> tuple[int, int]:
    """How many bytes a folder takes on the disk, and in how many files."""
    states = [(Path(top) / name).stat() for top, _, names in os.walk(folder) for name in names]
    return sum(state.st_blocks * 512 for state in states), len(states)


def grow(registry: Registry, source: Iterator[Draft], number: int) -> tuple[float, int]:
    """Imports so many releases: the seconds that the registry took, and the bytes that it was given."""
    taken, given = 0.0, 0
    while number > 0:
        batch = list(islice(source, min(BATCH, number)))
        given += sum(len(each.raw) + len(each.card) + len(each.evidence) + len(each.report) for each in batch)
        start = time.perf_counter()
        registry.publish_all(batch)
        taken += time.perf_counter() - start
        number -= len(batch)
    return taken, given


def run(location: str, cards: list[bytes], releases: int) -> bool:
    """Measures both sizes and prints the table; whether all was quick enough."""
    source = drafts(cards)
    times: list[dict[str, tuple[float, float]]] = []
    with open_registry(location) as registry:
        seconds = given = 0.0
        for number in (releases // 100, releases - releases // 100):
            more, added = grow(registry, source, number)
            seconds, given = seconds + more, given + added
            times.append({name: milliseconds(task) for name, task in calls(registry).items()})
    print(
        f"{releases} releases imported: {releases / seconds:.0f} a second, {given / 1e6:.0f} MB of cards and evidence"
    )
    if "://" not in location:
        size, files = size_of(Path(location))
        print(f"on disk: {size / 1e6:.0f} MB in {files} files, {size / given:.2f} of what was given")
    print(f"{'median (worst) in ms':32} {releases // 100:>16} {releases:>16}   growth")
    for name, small in times[0].items():
        large = times[1][name]
        cells = (f"{median:.1f} ({worst:.1f})" for median, worst in (small, large))
        print(f"{name:32} {' '.join(f'{cell:>16}' for cell in cells)}   {large[0] / small[0]:.1f}")
    return all(median < LIMIT_MS for median, _ in times[1].values())


def main() -> None:
    """Runs the benchmark, by default in a folder that is removed after it."""
    corpus = ROOT.parent / "shared" / "corpus" / "hub"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, default=corpus if corpus.is_dir() else ROOT / "cards")
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--location", default="")
    options = parser.parse_args()
    cards = [path.read_bytes() for path in sorted(options.cards.rglob("*.md"))]
    folder = tempfile.mkdtemp(prefix="xreg-registry-")
    try:
        quick = run(options.location or folder, cards, options.releases)
    finally:
        shutil.rmtree(folder)
    if not quick:
        raise SystemExit(f"some calls take more than {LIMIT_MS:.0f} ms at {options.releases} releases")


if __name__ == "__main__":
    main()
