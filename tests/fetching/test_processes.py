"""Several processes, and processes that are ended: by another one, and by the user."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from support.asset_server import CONTENT, honest, stalled

from xreg.publisher.fetching.fetch import fetch
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
CODE = """
import sys
from pathlib import Path
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.fetching.settings import Settings
found = fetch(sys.argv[1], Settings(allow_insecure=True, folder=Path(sys.argv[2])))
print(found.digest.hex, found.from_cache, found.resumed)
"""


def started(server, settings):
    return subprocess.Popen(
        [sys.executable, "-c", CODE, server.link, str(settings.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_part(settings, size):
    """Waits until a process has written so many bytes."""
    for _ in range(3000):
        if any(path.stat().st_size >= size for path in settings.folder.glob("parts/*.part")):
            return
        time.sleep(0.01)
    pytest.fail("the process has written nothing")


def interrupted(process):
    """Sends Ctrl-C until the process ends: one that comes just before a wait is seen after it."""
    for _ in range(6):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=10)[1]
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    pytest.fail("the process did not end")


@pytest.fixture
def stalling(server):
    """A server that sends two thirds, and then nothing until the test ends."""
    released = threading.Event()
    server.script = [stalled(2 << 20, released), honest()]
    yield server
    released.set()


def test_two_processes_fetch_once(server, settings):
    released = threading.Event()

    def slow(handler):
        released.wait(30)
        honest()(handler)

    server.script = [slow, honest()]
    processes = [started(server, settings) for _ in range(2)]
    while not server.asked:
        time.sleep(0.01)
    released.set()
    answers = sorted(process.communicate(timeout=60)[0].split() for process in processes)
    assert [answer[0] for answer in answers] == [DIGEST.hex] * 2
    assert [answer[1] for answer in answers] == ["False", "True"]
    assert server.ranges[0] == "" and all("If-None-Match" in headers for _, headers in server.asked[1:])


def test_what_a_killed_process_left_is_resumed_and_its_lock_is_gone(stalling, settings):
    process = started(stalling, settings)
    wait_for_part(settings, 1 << 20)
    process.kill()
    process.communicate(timeout=60)
    found = fetch(stalling.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, True)
    assert int(stalling.ranges[1].removeprefix("bytes=").rstrip("-")) >= 1 << 20


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_what_a_user_ended_is_resumed(stalling, settings):
    process = started(stalling, settings)
    wait_for_part(settings, 1 << 20)
    time.sleep(0.3)
    errors = interrupted(process)
    assert process.returncode and "KeyboardInterrupt" in errors
    assert len(list(settings.folder.glob("parts/*.json"))) == 1
    found = fetch(stalling.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, True)


def test_a_process_that_is_ended_in_the_hashing_leaves_no_thread(stalling, settings):
    """Ends a download from within, as Ctrl-C does: the part is kept, no thread goes on, and the lock is free."""
    before = threading.active_count()

    class Ended:
        done, total = 0, None

        def advance(self, number):
            self.done += number
            if self.done > 100_000:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(stalling.link, settings, Ended())
    names = [thread.name for thread in threading.enumerate() if "_hash" in thread.name]
    assert not names and threading.active_count() <= before + 1  # the server's own
    assert fetch(stalling.link, settings).resumed
