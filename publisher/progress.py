"""How far a long run is, as a bar on standard error: on a terminal alone, and not before it has taken a while."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event

# A run that is over before that shows no bar, and does not pay for importing one.
DELAY = 0.5
EVERY = 0.1
# Units that are shown with prefixes: 1.2M.
_SCALED = ("B",)


class Progress:
    """How much is done. Whoever works only counts; a thread draws, so that the bar lives while one card takes long."""

    def __init__(self, total: int | None = None) -> None:
        self.done = 0
        # May be set later, by whoever learns it: a server states the size of a file when it begins to send it.
        self.total = total

    def advance(self, number: int = 1) -> None:
        """Counts so many more as done."""
        self.done += number


@contextmanager
def progress(total: int | None, unit: str = "cards") -> Iterator[Progress]:
    """Shows a bar until the block ends, then erases it: `with progress(3) as bar: …; bar.advance()`.

    `total` is None where nobody knows it. Processes are to be forked before: the bar has a thread.
    """
    counted = Progress(total)
    if total == 0 or not _watched():
        yield counted
        return
    from threading import Event, Thread

    ended = Event()
    drawing = Thread(target=_draw, args=(counted, total, unit, ended), daemon=True)
    drawing.start()
    try:
        yield counted
    finally:
        ended.set()
        drawing.join()


def _watched() -> bool:
    """Whether a person looks on, at a terminal that can erase what was written."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def _draw(counted: Progress, total: int | None, unit: str, ended: "Event") -> None:
    start = time.time()
    if ended.wait(DELAY):
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its own thread, which would only do what this one does
    # The delay keeps it from showing a bar before it knows when the work began; `smoothing=0` gives the mean rate.
    bar = tqdm(
        total=total, unit=f" {unit}", unit_scale=unit in _SCALED, unit_divisor=1024, leave=False, dynamic_ncols=True,
        mininterval=0, miniters=0, smoothing=0, delay=1e-9, file=sys.stderr,
    )  # fmt: skip
    bar.start_t = start
    with suppress(OSError, ValueError), bar:  # a terminal that is gone
        while not ended.wait(EVERY):
            bar.total = counted.total
            bar.update(counted.done - bar.n)
