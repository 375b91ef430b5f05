"""`xreg verify` of a release: assets that the registry holds come from it, and are called by their own names."""

from pathlib import Path

from support.protobuf import entry
from support.releases import draft

from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset, Uid
from xreg.schema.verification import State

UID = Uid.parse("mindspore/1.9/resnet50_imagenet2012")
LINK = "https://download.mindspore.cn/{}/net.ckpt"


def published(opened, folder: Path, *names: str) -> None:
    """Releases a card with an asset of each name, each with bytes of its own."""
    listed, assets = [], []
    for number, name in enumerate(names):
        path, content = folder / f"source-{number}", entry(f"weight-{number}", (4,))
        path.write_bytes(content)
        digest, link = Digest.of(content), LINK.format(number)
        listed.append(f"  - file-format: ckpt\n    asset-link: <{link}>\n    asset-sha256: {digest.hex}\n")
        assets.append((ReleasedAsset(name, link, digest, len(content), State.VERIFIED), path))
    card = f"# Model\n\n---\n\nasset:\n{''.join(listed)}\n---\n"
    opened.publish(draft("with assets", UID, card=card.encode(), assets=tuple(assets)))


def verified(xreg) -> list[str]:
    """What verifying says of where each asset came from, and that each one is what was released."""
    ran = xreg("verify", str(UID), "--network", "off", "--offline")
    assert ran.out.count("digest      verified") == 2, ran.out
    return [line.partition("since the file ")[2] for line in ran.out.splitlines() if "since the file " in line]


def test_messages_name_the_asset(xreg, opened, folder):
    published(opened, folder, "net.ckpt", "other.ckpt")
    assert verified(xreg) == ["net.ckpt was given.", "other.ckpt was given."]


def test_two_assets_of_one_name_stay_two_files(xreg, opened, folder):
    published(opened, folder, "net.ckpt", "NET.ckpt")
    assert verified(xreg) == ["net.ckpt was given.", "1-NET.ckpt was given."]


def test_a_name_that_leads_elsewhere_is_not_used(xreg, opened, folder):
    published(opened, folder, "../escape", ".hidden")
    assert verified(xreg) == ["asset-0 was given.", "asset-1 was given."]
