"""Results of runs on disk: one small file of JSON for each, named by the digest of all that decides the result.

The directory is the caller's. A file that cannot be read, or is not what its name says, is a miss; nothing here raises.
"""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from xreg.schema.network import NetworkError, NetworkEvidence
from xreg.schema.network_json import evidence_from_json, evidence_to_json

LARGEST = 1 << 20  # bytes; Xception's result takes 15 KB
Key = dict[str, Any]


def load(folder: Path, key: Key) -> NetworkEvidence | None:
    """What was stored under `key`, with the date of its own run, or `None`."""
    try:
        with path_of(folder, key).open("rb") as file:
            stored = json.loads(file.read(LARGEST))
        if not isinstance(stored, dict) or stored.get("key") != json.loads(json.dumps(key)):
            return None
        return evidence_from_json(stored.get("evidence"))
    except (OSError, ValueError, RecursionError, NetworkError):
        return None


def store(folder: Path, key: Key, evidence: NetworkEvidence) -> None:
    """Store atomically: readers see the old file or the new one. A folder that cannot be written is left alone."""
    from tempfile import mkstemp

    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        number, name = mkstemp(dir=folder, prefix=".network-", suffix=".tmp")
        try:
            with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor has no path)
                json.dump({"key": key, "evidence": evidence_to_json(evidence)}, file, separators=(",", ":"))
            os.replace(name, path_of(folder, key))  # noqa: PTH105 (a Path would be made for this alone)
        except BaseException:
            os.unlink(name)  # noqa: PTH108
            raise


def path_of(folder: Path, key: Key) -> Path:
    """The file of a key: its order of entries does not matter."""
    return folder / f"network-{sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()}.json"
