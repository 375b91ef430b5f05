"""One of several publishers at once: python publisher_process.py LOCATION NAME NUMBER MODE prints what it released.

MODE is `one` (all publish to one UID), `many` (each to its own and to shared ones, in batches), `again` (like `one`,
and what failed is published again); or, until a file named NAME exists, `read` (reads all that is there) or `repair`
(removes what it takes for orphans, as soon as it can).
"""

import contextlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from support.releases import UID, draft
from xreg.registry.store.errors import StoreError
from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry
from xreg.registry.store.values import Kind
from xreg.schema.release import Release, Uid


def one(registry: Registry, name: str, number: int) -> list[str]:
    """Publishes other cards to one UID, each attested."""
    found = []
    for each in range(number):
        made = draft(f"{name} {each}", attest=lambda release: release.name.encode())
        found.append(registry.publish(made).release.name)
    return found


def many(registry: Registry, name: str, number: int) -> list[str]:
    """Publishes batches to UIDs that all share, and to UIDs of its own."""
    found = []
    for each in range(number):
        shared = [draft(f"{name} {each}", Uid.parse(f"shared/1.0/model{model}")) for model in range(5)]
        own = [draft(f"{model}", Uid.parse(f"{name}/1.{each}/model{model}")) for model in range(5)]
        found += [published.release.name for published in registry.publish_all([*shared, *own])]
    return found


def again(registry: Registry, name: str, number: int) -> list[str]:
    """Publishes to one UID, and does what the message of a failure says: the same again."""
    found = []
    while len(found) < number:
        with contextlib.suppress(StoreError):
            found += one(registry, f"{name} {len(found)}", 1)
    return found


def repair(registry: Registry, stop: str, _: int) -> list[str]:
    """Removes whatever belongs to no release for a moment, while others are about to release it."""
    removed = 0
    while not Path(stop).exists():
        problems = registry.check(repair=True, grace=0.01).problems
        assert all(problem.kind is Kind.ORPHANED for problem in problems), problems
        removed += len(problems)
    return [str(removed)]


def read(registry: Registry, stop: str, _: int) -> list[str]:
    """Reads every byte of all releases, and holds each history against what it must be."""
    rounds = 0
    while rounds < 3 or not Path(stop).exists():
        for release in (*registry.all(), *registry.search("resnet50", limit=500)):
            for each in registry.history(release.uid):
                _whole(registry, each)
        rounds += 1
    return [str(rounds)]


def _whole(registry: Registry, release: Release) -> None:
    for digest in release.blobs:
        assert registry.read(digest), release
    if release.uid == UID:
        assert registry.read(release.attestation) == release.name.encode()
    revisions = [each.revision for each in registry.history(release.uid)]
    assert revisions == list(range(1, len(revisions) + 1)), revisions


MODES = {"one": one, "many": many, "again": again, "read": read, "repair": repair}

if __name__ == "__main__":
    with open_registry(sys.argv[1]) as opened:
        print(json.dumps(MODES[sys.argv[4]](opened, sys.argv[2], int(sys.argv[3]))))
