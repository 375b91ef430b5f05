"""Who signed a release, as far as the trusted keys tell."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from xreg.registry.signing.envelope import decode
from xreg.registry.signing.errors import SigningError, UntrustedError
from xreg.registry.signing.signing import verify_release
from xreg.registry.signing.trust import Trusted
from xreg.registry.store.errors import StoreError
from xreg.schema.release import Release

if TYPE_CHECKING:
    from xreg.registry.store.registry import Registry


class Signing(Enum):
    """Whether a release is signed, and whether that says anything."""

    SIGNED = "signed"
    UNSIGNED = "not signed"
    UNTRUSTED = "signed by a key that is not trusted"
    BROKEN = "the signature does not hold"


class Signature(NamedTuple):
    """The signature of a release: the name under which the key is trusted, its id, and a sentence."""

    state: Signing
    by: str = ""
    key: str = ""
    message: str = ""

    @property
    def text(self) -> str:
        """The signature in words."""
        if self.state is Signing.SIGNED:
            return f"signed by {self.by} (key {self.key[:16]})"
        if self.state is Signing.UNTRUSTED:
            return f"{self.state.value} ({self.key[:16]})"
        return f"{self.state.value}: {self.message}" if self.message else self.state.value

    @property
    def record(self) -> dict[str, str | None]:
        """The signature as JSON."""
        told = {"state": self.state.value, "by": self.by, "key": self.key, "message": self.message}
        return {key: value or None for key, value in told.items()}


def signature_of(registry: "Registry", release: Release, trusted: Sequence[Trusted]) -> Signature:
    """Checks who signed a release; what cannot be read does not hold."""
    if release.attestation is None:
        return Signature(Signing.UNSIGNED)
    key = ""
    try:
        content = registry.read(release.attestation)
        key = decode(content).key_id
        signed = verify_release(content, trusted, release, registry.read(release.verification))
    except UntrustedError as error:
        return Signature(Signing.UNTRUSTED, key=key, message=str(error))
    except (SigningError, StoreError) as error:
        return Signature(Signing.BROKEN, key=key, message=str(error))
    return Signature(Signing.SIGNED, signed.by, signed.key_id)
