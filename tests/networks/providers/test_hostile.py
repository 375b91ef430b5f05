"""Scripts and settings of a repository that are made to take time or memory without end: each is read in bounded time.

Nothing is timed here: what is not bounded would take hours, or all memory, and the alarm ends it. The files stand in
tests/data/networks/providers/hostile.yaml.
"""

import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from networks.providers.conftest import HUB, NET, make_folder

from xreg.registry.networks.providers.arguments import Dataset, calls_for, scripts
from xreg.registry.networks.providers.entry import entry_of
from xreg.registry.networks.providers.inputs import inputs_for

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "networks" / "providers" / "hostile.yaml").read_text(encoding="utf-8")
)
CODE = {"mindspore_hub_conf.py": HUB, "src/net.py": NET}
SECONDS = 90
MEMORY = 4 << 30  # bytes of address space beyond what the tests have


def text_of(parts: Any) -> str:
    return parts if isinstance(parts, str) else "".join(part_of(part) for part in parts)


def part_of(part: Any) -> str:
    """A part as often as it stands there; `#`, `#1` and `#2` are its number and the next one, twice."""
    if isinstance(part, str):
        return part
    text, times = part
    numbered = "#" in text
    return "".join(_numbered(text, number) for number in range(times)) if numbered else text * times


def _numbered(text: str, number: int) -> str:
    return text.replace("#1", str(number)).replace("#2", str(number + 1)).replace("#", str(number))


@pytest.fixture(autouse=True)
def bounds() -> Iterator[None]:
    """Ends a test that does not end, or that takes all memory."""

    def ended(*_: object) -> None:
        raise TimeoutError("reading a repository's files takes time without end")

    before, limits = signal.signal(signal.SIGALRM, ended), resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, limits[1]))
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    resource.setrlimit(resource.RLIMIT_AS, limits)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("files", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_it_ends(files: dict[str, Any]) -> None:
    folder = make_folder({**CODE, **{path: text_of(parts) for path, parts in files.items()}}, "tiny")
    try:
        entry = entry_of(folder, "tiny")
        assert calls_for(folder, entry, (), Dataset())[0] == ()
        assert len(inputs_for(None, None, folder, tuple(scripts(folder)))) <= 8
    except RecursionError:  # as its caller expects: nothing is told of such a folder
        pass
