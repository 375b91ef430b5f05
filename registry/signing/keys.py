"""Ed25519 keys: made, written encrypted, read, and named by the digest of their public half."""

import base64
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.registry.signing.errors import KeyFileError, PasswordError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PREFIX = "ed25519:"
_LARGEST = 16 << 10
_RAW = 32
_LONGEST_PASSWORD = 1000


class _PublicFields(NamedTuple):
    raw: bytes


class PublicKey(_PublicFields):
    """The public half of a key: 32 bytes, written `ed25519:…` in base64."""

    __slots__ = ()

    def __new__(cls, raw: bytes) -> "PublicKey":
        """Holds 32 bytes, and refuses any other number."""
        if len(raw) != _RAW:
            raise KeyFileError(f"an Ed25519 public key has {_RAW} bytes, not {len(raw)}: copy it whole.")
        return super().__new__(cls, raw)

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Reads `ed25519:…` as a public key prints itself, or PEM. Raises KeyFileError for anything else."""
        text = text.strip()
        if text.startswith("-----BEGIN "):
            return _from_pem(text)
        try:
            raw = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except ValueError as error:
            raise _no_public(text) from error
        if not text.startswith(_PREFIX) or len(raw) != _RAW or str(cls(raw)) != text:
            raise _no_public(text)
        return cls(raw)

    @property
    def id(self) -> str:
        """The key's id: the SHA-256 of its 32 bytes, in hex."""
        return hashlib.sha256(self.raw).hexdigest()

    def __str__(self) -> str:
        """Writes the key as it stands in a configuration."""
        return _PREFIX + base64.b64encode(self.raw).decode()


class PrivateKey:
    """A key that signs. It shows itself by its id alone, so that no log ever holds it."""

    __slots__ = ("_key", "public")

    def __init__(self, key: "Ed25519PrivateKey") -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes_raw())

    @property
    def id(self) -> str:
        """The id of the key."""
        return self.public.id

    def sign(self, message: bytes) -> bytes:
        """Signs bytes."""
        return self._key.sign(message)

    def pem(self, password: bytes | None) -> bytes:
        """Writes the key as PKCS 8, encrypted where there is a password."""
        from cryptography.hazmat.primitives.serialization import (
            BestAvailableEncryption,
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        if password and len(password) > _LONGEST_PASSWORD:
            raise PasswordError(f"a password has at most {_LONGEST_PASSWORD} bytes: give a shorter one.")
        encryption = BestAvailableEncryption(password) if password else NoEncryption()
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)

    def __repr__(self) -> str:
        """Shows the id alone."""
        return f"PrivateKey({self.id})"


def new_key() -> PrivateKey:
    """Makes a key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return PrivateKey(Ed25519PrivateKey.generate())


def generate(password: bytes | None) -> bytes:
    """Makes a key and gives it as PEM, encrypted where there is a password."""
    return new_key().pem(password)


def write_key(path: Path, pem: bytes) -> None:
    """Writes a key so that its owner alone can read it. Raises KeyFileError where a file is there already."""
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyFileError(f"{path} exists: name another file, since a key that is overwritten is lost.") from error
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        with open(number, "wb") as file:  # noqa: PTH123 (a descriptor has no path)
            file.write(pem)
            file.flush()
            os.fsync(number)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> KeyFileError:
    return KeyFileError(f"{path}: the key cannot be written: {error.strerror}: name another file.")


def read_pem(path: Path) -> bytes:
    """Reads a key's file. Raises KeyFileError where it cannot be read, or others than its owner can read it."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LARGEST)
    except OSError as error:
        raise KeyFileError(f"{path}: the key cannot be read: {error.strerror}: name a key's file.") from error
    if os.name == "posix" and mode & 0o077:
        raise KeyFileError(f"{path} can be read by others than its owner: run chmod 600 on it, or make a new key.")
    return content


def encrypted(pem: bytes) -> bool:
    """Whether a key is encrypted, so that reading it takes a password."""
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in pem


def load_key(pem: bytes, password: bytes | None) -> PrivateKey:
    """Reads a key from PEM. Raises PasswordError for a wrong password, and KeyFileError for what is no such key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if encrypted(pem) and not password:
        raise PasswordError("the key is encrypted: give its password, or set XREG_KEY_PASSWORD.")
    try:
        key = load_pem_private_key(pem, password if encrypted(pem) else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if encrypted(pem):
            raise PasswordError("the password is not the key's, or the key is damaged: try again.") from error
        raise KeyFileError("this is no private key in PEM: make one with `xreg key new`.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("this key is of another algorithm than Ed25519: make one with `xreg key new`.")
    return PrivateKey(key)


def _from_pem(text: str) -> PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_public(text) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_public(text)
    return PublicKey(key.public_bytes_raw())


def _no_public(text: str) -> KeyFileError:
    return KeyFileError(
        f"{text[:80]!r} is no Ed25519 public key: write the `{_PREFIX}…` that `xreg key show` prints, or its PEM."
    )
