"""Drafts for tests of the registry."""

from pathlib import Path

from xreg.registry.store.values import Draft
from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset, Uid
from xreg.schema.verification import State

UID = Uid.parse("mindspore/1.7/resnet50_cifar10")


def draft(text: str = "first", uid: Uid = UID, **changes) -> Draft:
    """A small draft; two of the same text and UID are the same release."""
    made = Draft(
        uid=uid,
        raw=f"# {text}, as given\n".encode(),
        card=f"# {text}, corrected\n".encode(),
        assets=(),
        evidence=b'{"findings":[]}',
        report=b'{"assets":[]}',
        publisher="someone",
        state=State.UNVERIFIED,
        claims={"title": uid.name, "model-name": "resnet50", "module-type": "cv", "train-dataset": "cifar10"},
    )
    return made._replace(**changes)


def asset(path: Path, content: bytes = b"weights " * 1000) -> tuple[ReleasedAsset, Path]:
    """An asset with its bytes, as a verified one is."""
    path.write_bytes(content)
    link = f"https://download.mindspore.cn/{path.name}"
    return ReleasedAsset(path.name, link, Digest.of(content), len(content), State.VERIFIED), path


def files(folder: Path) -> set[str]:
    """All files under a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
