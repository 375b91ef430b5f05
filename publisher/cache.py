"""What was found before, kept beside the project: by the card's path and bytes, and by all that findings depend on.

An SQLite file, so that runs at the same time neither wait for nor harm each other. It only ever saves time: whatever is
wrong with it, the run goes on without it.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from xreg.publisher.codec import decoded, encoded
from xreg.publisher.linting import Options
from xreg.registry.knowledge.load import load
from xreg.schema.findings import Finding

if TYPE_CHECKING:
    import sqlite3

FOLDER = ".xreg_cache"
_MAX_ROWS = 50_000
_PARAMETERS = 500
# Code, and what was recorded of networks and repositories.
_SHAPING = (".py", ".json")
_PACKAGE = Path(__file__).resolve().parent.parent


def state_of(options: Options) -> str:
    """Tells apart whatever findings depend on besides the card: code, records, knowledge, rules, network mode."""
    state = sha256(load().digest.encode())
    for folder in ("schema", "registry", "publisher"):
        for path in sorted(each for each in (_PACKAGE / folder).rglob("*.*") if each.suffix in _SHAPING):
            found = path.stat()
            state.update(f"{path.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    state.update(repr(([rule.code for rule in options.rules], options.per_path, options.root, options.folder)).encode())
    state.update(repr((options.sources.network, options.sources.repositories, *_machine(options))).encode())
    return state.hexdigest()


def _machine(options: Options) -> tuple[str | None, ...]:
    """What networks are run by, where they are run: the framework and the packages that are installed."""
    if options.sources.network not in ("auto", "run"):
        return ()
    from xreg.registry.networks.environment import machine
    from xreg.registry.networks.table import FRAMEWORK, installed_version, packages_digest

    return machine(), installed_version(FRAMEWORK), packages_digest()


def key_of(path: str, data: bytes, state: str) -> bytes:
    """The key of one card's findings."""
    return sha256(b"\0".join((state.encode(), path.encode("utf-8", "surrogateescape"), data))).digest()


class Cache:
    """The cache in one folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "findings.sqlite"

    def get(self, keys: Iterable[bytes]) -> dict[bytes, tuple[Finding, ...]]:
        """The findings that are known, by key."""
        import sqlite3  # not at the top: most runs lint one card, and use no cache

        found: dict[bytes, tuple[Finding, ...]] = {}
        wanted = list(keys)
        if not self._file.is_file():
            return found
        with suppress(sqlite3.Error, ValueError, KeyError, TypeError), closing(self._open()) as database:
            for start in range(0, len(wanted), _PARAMETERS):
                some = wanted[start : start + _PARAMETERS]
                marks = ",".join("?" * len(some))
                rows = database.execute(f"SELECT key, findings FROM findings WHERE key IN ({marks})", some)
                found.update({key: decoded(text) for key, text in rows})
        return found

    def put(self, findings: Mapping[bytes, tuple[Finding, ...]]) -> None:
        """Keeps findings for later runs; the oldest make room."""
        import sqlite3

        if not findings:
            return
        with suppress(sqlite3.Error, OSError):
            self._make_folder()
            with closing(self._open()) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS findings (key BLOB PRIMARY KEY, findings TEXT NOT NULL)")
                rows = [(key, encoded(found)) for key, found in findings.items()]
                database.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?)", rows)
                newest = "SELECT rowid FROM findings ORDER BY rowid DESC LIMIT ?"
                database.execute(f"DELETE FROM findings WHERE rowid NOT IN ({newest})", (_MAX_ROWS,))

    def _open(self) -> "sqlite3.Connection":
        import sqlite3

        database = sqlite3.connect(self._file, timeout=2)
        database.execute("PRAGMA synchronous=OFF")
        return database

    def _make_folder(self) -> None:
        folder = self._file.parent
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
