"""What verifying an asset found: checks with three states that never blur, and the one thing that can be attested."""

from enum import Enum
from typing import Any, Final, NamedTuple, NoReturn, final

from xreg.schema.digests import Digest
from xreg.schema.errors import XregError

# What must hold before an asset counts as verified at all; the other checks only must not have failed.
_NEEDED = frozenset({"digest", "size", "format"})


@final
class Verifier:
    """The right to say that an asset was verified."""

    __slots__ = ()


# Held by publisher/verifying, and by nothing else: a test of the project holds all modules to it.
VERIFIER: Final = Verifier()


class State(Enum):
    """Whether a claim was verified, failed, or was not verified at all."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNVERIFIED = "not verified"


class Check(NamedTuple):
    """One check of an asset: its name, its state, one sentence (the difference, or the reason), and lines of detail."""

    name: str
    state: State
    message: str
    details: tuple[str, ...] = ()


class AssetReport(NamedTuple):
    """All checks of one asset. `digest` is the measured hex ("" without bytes), `size` in bytes (-1 where unknown)."""

    field: str
    link: str
    digest: str
    size: int
    checks: tuple[Check, ...]

    @property
    def state(self) -> State:
        """Failed where any check failed; verified where digest, size and format are; not verified otherwise."""
        if any(check.state is State.FAILED for check in self.checks):
            return State.FAILED
        held = {check.name for check in self.checks if check.state is State.VERIFIED}
        return State.VERIFIED if held >= _NEEDED else State.UNVERIFIED


class NotVerifiedError(XregError):
    """An asset was to be attested that nobody verified."""


class _VerifiedFields(NamedTuple):
    digest: Digest
    size: int
    name: str
    link: str
    report: AssetReport


@final
class VerifiedAsset(_VerifiedFields):
    """An asset whose bytes were checked: the only thing that can be attested. Only publisher/verifying makes one."""

    __slots__ = ()

    def __new__(
        cls, digest: Digest, size: int, name: str, link: str, report: AssetReport, token: Verifier
    ) -> "VerifiedAsset":
        """Refuses whoever is no verifier, and a report that says anything but verified about these bytes."""
        if token is not VERIFIER:
            raise NotVerifiedError(f"{name} was not verified: verify it before it is attested.")
        if report.state is not State.VERIFIED or (report.digest, report.size) != (digest.hex, size):
            raise NotVerifiedError(f"the report on {name} does not verify these bytes: verify the asset again.")
        return super().__new__(cls, digest, size, name, link, report)

    def __reduce__(self) -> str | tuple[object, ...]:
        """Refuses to be pickled: what comes out of a pickle was verified by nobody."""
        raise NotVerifiedError(f"{self.name} cannot be carried to another process: carry its report.")

    @classmethod
    def _make(cls, iterable: Any) -> NoReturn:  # type: ignore[override]  # noqa: ARG003
        """Refuses to be made of a sequence, which a named tuple else allows anybody."""
        raise NotVerifiedError("nobody verified what is put together here: verify the asset.")

    def _replace(self, **changes: Any) -> NoReturn:  # noqa: ARG002
        """Refuses to be changed: what was verified are these very values."""
        raise NotVerifiedError(f"{self.name} cannot be changed after it was verified: verify the other asset.")

    __replace__ = _replace

    def __init_subclass__(cls) -> NoReturn:
        """Refuses subclasses, which could be made without verifying."""
        raise TypeError("VerifiedAsset has no subclasses")
