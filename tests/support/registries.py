"""Registries in tests of the commands: a report on an asset, trusted keys, the file of a digest, the program apart."""

import json
import os
import subprocess
import sys
from pathlib import Path

from xreg.registry.signing.keys import PrivateKey

_CHECK = {"details": ["- a", "+ b"], "message": "The digest is the card's.", "name": "digest", "state": "verified"}
REPORT = json.dumps(
    {"assets": [{"checks": [_CHECK], "field": "asset[0]"}], "format": 1}, separators=(",", ":")
).encode()


def trust(folder: Path, **keys: PrivateKey) -> None:
    """Writes a configuration that trusts these keys."""
    lines = "\n".join(f'{name} = "{key.public}"' for name, key in keys.items())
    (folder / "xreg.toml").write_text(f"[trusted-keys]\n{lines}\n")


def blob_of(place: str, hexadecimal: str) -> Path:
    """The file of a digest in a registry's folder."""
    return Path(place) / "objects" / "blobs" / hexadecimal[:2] / hexadecimal


def started(*arguments: str) -> "subprocess.Popen[str]":
    """The program in a process of its own."""
    command = [sys.executable, "-m", "xreg", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
