"""Where a key's password comes from: the environment, or whoever sits at the terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from xreg.registry.signing.errors import PasswordError
from xreg.registry.signing.keys import PrivateKey, encrypted, load_key, read_pem

VARIABLE = "XREG_KEY_PASSWORD"
Ask = Callable[[str], str]


def open_key(path: Path, ask: Ask | None = None) -> PrivateKey:
    """The key in a file; its password is asked for only where it is encrypted. Raises SigningError."""
    pem = read_pem(path)
    try:
        return load_key(pem, password_of(path, ask) if encrypted(pem) else None)
    except PasswordError as error:
        raise PasswordError(f"{path}: {error}") from error


def password_of(path: Path, ask: Ask | None = None) -> bytes:
    """The password from `XREG_KEY_PASSWORD`, else by asking. Raises PasswordError where nobody can be asked."""
    if VARIABLE in os.environ:
        return os.environb[VARIABLE.encode()] if os.supports_bytes_environ else os.environ[VARIABLE].encode()
    return (ask or _prompt)(f"Password of {path}: ").encode()


def new_password(path: Path, ask: Ask | None = None) -> bytes:
    """The password for a new key, asked for twice. Raises PasswordError where it is empty, or the two differ."""
    first = password_of(path, ask)
    if not first:
        raise PasswordError("a key's password must not be empty: give one, or ask for a key without a password.")
    if VARIABLE not in os.environ and password_of(path, ask) != first:
        raise PasswordError("the two passwords differ: try again.")
    return first


def _prompt(text: str) -> str:
    from getpass import getpass

    if not sys.stdin.isatty():
        raise PasswordError(f"there is no terminal to ask for a password at: set {VARIABLE}.")
    return getpass(text)
