"""`xreg key`: makes an Ed25519 key that signs releases, encrypted at rest, and shows its public half."""

import argparse
from pathlib import Path

from xreg.registry.signing.keys import PublicKey, new_key, write_key
from xreg.registry.signing.password import VARIABLE, new_password, open_key


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    making = actions.add_parser("new", help=f"make a key; its password is asked for, or taken from {VARIABLE}")
    making.add_argument("file", metavar="FILE", type=Path, help="the file that is to hold the key")
    making.add_argument("--no-password", action="store_true", help="leave the key as anybody who gets the file can use")
    making.set_defaults(run=make)
    showing = actions.add_parser("show", help="show the public half of a key, for trusted-keys of the configuration")
    showing.add_argument("file", metavar="FILE", type=Path, help="the file that holds the key")
    showing.set_defaults(run=show)


def make(arguments: argparse.Namespace) -> int:
    """Makes a key and prints its public half."""
    password = None if arguments.no_password else new_password(arguments.file)
    key = new_key()
    write_key(arguments.file, key.pem(password))
    print(f"wrote {arguments.file}")
    _print(key.public)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Prints the public half of a key."""
    _print(open_key(arguments.file).public)
    return 0


def _print(key: PublicKey) -> None:
    """Says what others put into their configuration to trust the key."""
    print(f'key id      {key.id}\npublic key  {key}\n\n[tool.xreg.trusted-keys]\nNAME = "{key}"')
