"""What a clone's branches hold, read through git: nothing is checked out, and nothing of it is executed."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from xreg.registry.repositories.hub_conf import NOTHING, Accepts, accepts
from xreg.schema.repository import Branch, Folder, RepositoryError

HUB_CONF, README = "mindspore_hub_conf.py", "readme.md"
# Folders deeper than this are recorded only where they hold a README or a hub file.
DEPTH = 4
_HEADS = ("refs/heads/", "refs/remotes/origin/")
_RELEASE = re.compile(r"master|main|r\d+(?:\.\d+)+")
_REGULAR = ("100644", "100755")
_MAX_FILE = 1 << 20


def read_branches(clone: Path) -> tuple[Branch, ...]:
    """The facts of every release branch and of the main one, by name."""
    heads = dict(_heads(clone))
    if not heads:
        raise RepositoryError(
            f"{clone} has no branch named master, main or r1.9: give a clone of the models' repository"
        )
    return tuple(_branch(clone, name, *heads[name]) for name in sorted(heads))


def _heads(clone: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each branch with its commit and that commit's date. A clone's own branches win over the remote's."""
    template = "--format=%(refname) %(objectname) %(committerdate:short)"
    lines = _git(clone, "for-each-ref", template, *_HEADS[::-1]).decode().splitlines()
    for prefix in _HEADS[::-1]:
        for ref, commit, date in (line.split() for line in lines if line.startswith(prefix)):
            if _RELEASE.fullmatch(name := ref.removeprefix(prefix)):
                yield name, (commit, date)


def _branch(clone: Path, name: str, commit: str, date: str) -> Branch:
    files = dict(_files(clone, commit))
    accepted = _accepted(clone, {path: blob for path, blob in files.items() if path.endswith(f"/{HUB_CONF}")})
    with_readme = {path.rpartition("/")[0] for path in files if path.rpartition("/")[2].lower() == README}
    folders = {
        path: _folder(path, accepted.get(path, NOTHING), path in with_readme) for path in with_readme | accepted.keys()
    }
    folders.pop("", None)
    shallow = {path for path in _parents(files) if path.count("/") < DEPTH}
    return Branch(name, commit, date, folders, frozenset(shallow | folders.keys()))


def _folder(path: str, accepted: Accepts, readme: bool) -> Folder:
    return Folder(path, accepted.names, accepted.arguments, readme)


def _files(clone: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Each regular file of a commit with the name of its blob; links and other repositories are none."""
    for line in _git(clone, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        entry, _, path = line.decode("utf-8", "replace").partition("\t")
        if entry and entry.split()[0] in _REGULAR:
            yield path, entry.split()[2]


def _parents(files: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def _accepted(clone: Path, confs: dict[str, str]) -> dict[str, Accepts]:
    """What each hub file accepts, by its folder. A file that the clone lacks tells nothing."""
    found: dict[str, Accepts] = {}
    answer = _git(clone, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in confs.values()).encode())
    at = 0
    for path in confs:
        end = answer.index(b"\n", at)
        header = answer[at:end].split()
        size = int(header[2]) if len(header) == 3 else -1
        content = answer[end + 1 : end + 1 + max(size, 0)]
        at = end + 1 + (size + 1 if size >= 0 else 0)
        found[path.rpartition("/")[0]] = accepts(content) if 0 < size <= _MAX_FILE else NOTHING
    return found


def _git(clone: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Runs git on the clone: it asks nothing, fetches nothing that is missing, and writes nothing."""
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        command = ["git", "-C", str(clone), *arguments]
        done = subprocess.run(command, input=given, capture_output=True, check=False, env={**os.environ, **quiet})
    except OSError as error:
        raise RepositoryError(f"git cannot be run ({error}): install it, and give a folder that is there") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RepositoryError(f"{clone} cannot be read by git ({said}): give the folder of a clone, bare or not")
    return done.stdout
