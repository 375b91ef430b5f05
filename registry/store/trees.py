"""The hub's own tree of cards: `mshub_res/assets/<publisher>/[<backend>/]<version>/<name>.md`."""

import contextlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from xreg.registry.store.errors import StoreError
from xreg.registry.store.values import Draft, Imported, Published
from xreg.schema.errors import XregError
from xreg.schema.release import Release, Uid

TREE = ("mshub_res", "assets")
# So many releases become one transaction and one pack.
BATCH = 500
MakeDraft = Callable[[Uid, Path], Draft]
Publish = Callable[[list[Draft]], list[Published]]


class FoundCard(NamedTuple):
    """A card of a tree, with the UID that its place gives it."""

    uid: Uid
    path: Path


def path_in_tree(uid: Uid) -> str:
    """Names the place of a release's card in the hub's tree."""
    return "/".join((*TREE, f"{uid}.md"))


def find_cards(root: Path) -> tuple[list[FoundCard], list[tuple[str, str]]]:
    """Finds the cards of a tree, and names those whose place gives no UID, with the reason."""
    base = next((folder for folder in (root.joinpath(*TREE), root / TREE[1], root) if folder.is_dir()), None)
    if base is None:
        raise StoreError(f"{root} is no folder: give the one that holds {'/'.join(TREE)}.")
    found: list[FoundCard] = []
    failed: list[tuple[str, str]] = []
    for path in sorted(base.rglob("*.md")):
        text = path.relative_to(base).as_posix().removesuffix(".md")
        try:
            found.append(FoundCard(Uid.parse(text), path))
        except XregError as error:
            failed.append((str(path), str(error)))
    return found, failed


def import_cards(cards: Iterable[FoundCard], make_draft: MakeDraft, publish: Publish) -> Imported:
    """Publishes cards in batches; one that cannot be published does not stop the others."""
    new = same = 0
    failed: list[tuple[str, str]] = []
    for batch in _batches(cards):
        drafts: list[tuple[FoundCard, Draft]] = []
        for card in batch:
            try:
                drafts.append((card, make_draft(card.uid, card.path)))
            except (XregError, OSError) as error:
                failed.append((str(card.path), str(error)))
        done = _published(drafts, publish, failed)
        new += sum(published.new for published in done)
        same += sum(not published.new for published in done)
    return Imported(new, same, tuple(failed))


def _published(
    drafts: list[tuple[FoundCard, Draft]], publish: Publish, failed: list[tuple[str, str]]
) -> list[Published]:
    """Publishes a batch as one; where that fails, one by one, to name those at fault."""
    try:
        return publish([draft for _, draft in drafts])
    except StoreError as error:
        if len(drafts) == 1:
            failed.append((str(drafts[0][0].path), str(error)))
            return []
    return [published for one in drafts for published in _published([one], publish, failed)]


def _batches(cards: Iterable[FoundCard]) -> Iterator[list[FoundCard]]:
    rest = iter(cards)
    while batch := list(islice(rest, BATCH)):
        yield batch


def export_cards(releases: Iterable[Release], read: Callable[[Release], bytes], folder: Path) -> tuple[Path, ...]:
    """Writes each release's card at its place in the hub's tree, and names the files, in the releases' order."""
    written: dict[str, str] = {}
    paths = []
    for release in releases:
        key = path_in_tree(release.uid)
        # Two UIDs that differ in case alone would be one file on many machines, and one of them lost.
        if (other := written.setdefault(key.casefold(), key)) != key:
            raise StoreError(f"{key} and {other} differ in case alone: export them to folders of their own.")
        paths.append(folder / Path(key))
        _write(paths[-1], read(release))
    return tuple(paths)


def _write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all. It can be made again, so nobody waits for the disk."""
    temporary = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise StoreError(f"{path} cannot be written: {error.strerror}. Export to another folder.") from error
