"""The keys that are trusted, as a configuration names them."""

from collections.abc import Mapping
from typing import NamedTuple

from xreg.registry.signing.errors import KeyFileError
from xreg.registry.signing.keys import PublicKey
from xreg.schema.errors import XregError

_LONGEST = 100


class TrustError(XregError):
    """The configuration names a trusted key that is none."""


class Trusted(NamedTuple):
    """A trusted key, by its name."""

    name: str
    key: PublicKey


def trusted_from(table: Mapping[str, object], where: str) -> tuple[Trusted, ...]:
    """The keys of a table `name = "ed25519:…"`. Raises TrustError, which names `where`."""
    return _distinct(tuple(_trusted(name, value, where) for name, value in table.items()), where)


def _trusted(name: str, value: object, where: str) -> Trusted:
    if not name or not name.isprintable() or len(name) > _LONGEST:
        raise TrustError(f"{where}: {name[:80]!r} is no name of a key: use at most {_LONGEST} printable characters.")
    if not isinstance(value, str):
        raise TrustError(f'{where}: the trusted key {name} must be a text such as "ed25519:…", not {value!r}.')
    try:
        return Trusted(name, PublicKey.parse(value))
    except KeyFileError as error:
        raise TrustError(f"{where}: the trusted key {name}: {error}") from error


def _distinct(keys: tuple[Trusted, ...], where: str) -> tuple[Trusted, ...]:
    """Refuses one key under two names: who signed would then be a matter of order."""
    names: dict[PublicKey, str] = {}
    for name, key in keys:
        if (other := names.setdefault(key, name)) != name:
            raise TrustError(f"{where}: {other} and {name} are the same key: keep one of them.")
    return keys
