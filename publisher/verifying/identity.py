"""Whether the file is the one that the card states: its digest, its size, and who else has released it."""

import re
from collections.abc import Iterable, Iterator

from xreg.publisher.fetching.diagnosis import Lookups, diagnose
from xreg.publisher.fetching.errors import shown
from xreg.publisher.verifying.checks import failed, unverified, verified
from xreg.publisher.verifying.measured import Measured
from xreg.schema.document import Asset
from xreg.schema.release import Uid, UidError
from xreg.schema.siblings import model_key
from xreg.schema.verification import Check, State

_DIGITS = re.compile(r"[0-9a-f]{6,64}")
_MOST_NAMED = 5


def check_digest(asset: Asset, file: Measured, known: Lookups) -> Check:
    """The file's digest against the card's. A digest that is no whole one proves nothing, but can still be wrong."""
    scalar = asset.scalar("asset-sha256")
    if not scalar:
        return unverified("digest", "The card states no digest: ask whoever made the file for its SHA-256.")
    stated = scalar.value.strip().lower().removeprefix("sha256:")
    if stated == file.digest.hex:
        return verified("digest", f"The file's SHA-256 is the card's: {file.digest.hex}.")
    message = diagnose(file.path, stated, file.digest, asset.link, lookups=known)
    if _says_nothing(stated, file.digest.hex):
        return unverified("digest", message)
    return failed("digest", message, (f"- {shown(stated)} (the card)", f"+ {file.digest.hex} (the file)"))


def _says_nothing(stated: str, measured: str) -> bool:
    """Whether what stands on the card is no digest, or a part of the file's own."""
    return not _DIGITS.fullmatch(stated) or measured.startswith(stated) or measured.endswith(stated)


def check_size(file: Measured, digest: Check) -> Check:
    """A card states no size: what is held against the file's is the number of bytes that were hashed."""
    if digest.state is State.VERIFIED:
        return verified("size", f"The file has {file.size:,} bytes, all of which the card's digest covers.")
    return unverified(
        "size", f"The file has {file.size:,} bytes, and nothing that holds states how many it should have."
    )


def check_elsewhere(file: Measured, model: str, known: Lookups | None) -> Check:
    """Whether the same file was released under the name of another model, too: one of the two is then wrong."""
    if known is None:
        return unverified("elsewhere", "No registry was asked whether another model has the same file.")
    others = tuple(dict.fromkeys(_others(known.releases(file.digest.hex), model)))
    if not others:
        return verified("elsewhere", "No other model was released with this file.")
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    return unverified(
        "elsewhere",
        f"The same file was released as {', '.join(others[:_MOST_NAMED])}{more}: find out which of the models it is.",
    )


def _others(names: Iterable[str], model: str) -> Iterator[str]:
    own = model_key(model)
    for name in names:
        try:
            key = model_key(Uid.parse(name.partition("@")[0]).name)
        except UidError:
            key = ""
        if not own or key != own:
            yield shown(name)
