"""One job's pipes in the parent: what the child answers and prints, read within bounds of size and time."""

import json
import os
import selectors
import threading
import time
from typing import Any

from xreg.registry.networks.engine.task import LONGEST_ANSWER, STDERR_KEPT, Ended

GRACE = 10.0  # seconds after a job's time for its keeper to end it; then the keeper itself is not trusted


class Conversation:
    """The parent's ends of the pipes, and the child's ends until they are sent."""

    def __init__(self) -> None:
        self.answer, self._answer_end = os.pipe()
        self.noise, self._noise_end = os.pipe()
        self.status, self._status_end = os.pipe()
        self._leash_end, leash = os.pipe()
        self._leash: int | None = leash
        self._lock = threading.Lock()

    @property
    def ends(self) -> tuple[int, int, int, int]:
        """The descriptors to send: answer, noise, status, leash."""
        return self._answer_end, self._noise_end, self._status_end, self._leash_end

    def sent(self) -> None:
        """Close the ends that the keeper has now."""
        for each in self.ends:
            os.close(each)

    def end(self) -> None:
        """Let the keeper end the child; what was read stays. May be called at any time, from any thread."""
        with self._lock:
            if self._leash is not None:
                os.close(self._leash)
                self._leash = None

    def listen(self, timeout: float) -> Ended:
        """Read until the keeper tells how the child ended; `lost` where it does not."""
        ended, told = Ended(), bytearray()
        deadline = time.monotonic() + timeout + GRACE
        with selectors.DefaultSelector() as selector:
            for pipe in (self.answer, self.noise, self.status):
                os.set_blocking(pipe, False)
                selector.register(pipe, selectors.EVENT_READ)
            while self.status in selector.get_map() and time.monotonic() < deadline:
                for key, _ in selector.select(max(0.0, deadline - time.monotonic())):
                    if not self._take(key.fd, ended, told):
                        selector.unregister(key.fd)
        self.end()
        self._rest(ended)
        return _told(ended, bytes(told))

    def close(self) -> None:
        """Close the parent's ends."""
        self.end()
        for each in (self.answer, self.noise, self.status):
            os.close(each)

    def _take(self, pipe: int, ended: Ended, told: bytearray) -> bool:
        """Take what came; whether more may come that is worth reading."""
        try:
            chunk = os.read(pipe, 1 << 16)
        except BlockingIOError:
            return True
        if pipe == self.status:
            told += chunk
        elif pipe == self.noise:
            ended.stderr = (ended.stderr + chunk)[-STDERR_KEPT:]
        else:
            ended.stdout += chunk
            if ended.flooded:
                self.end()
                return False
        return bool(chunk)

    def _rest(self, ended: Ended) -> None:
        """What was written before the end and is not read yet; bounded, since a pipe may be held by who escaped."""
        for pipe in (self.answer, self.noise):
            for _ in range(LONGEST_ANSWER >> 16):
                before = len(ended.stdout), ended.stderr
                if ended.flooded or not self._take(pipe, ended, bytearray()):
                    break
                if before == (len(ended.stdout), ended.stderr):
                    break


def _told(ended: Ended, told: bytes) -> Ended:
    """With what the keeper told, which is the engine's own word."""
    try:
        words: dict[str, Any] = json.loads(told)
    except ValueError:
        ended.lost = True
        return ended
    ended.status = words["status"]
    ended.out_of_time = words["out_of_time"]
    ended.out_of_memory = words["out_of_memory"]
    ended.isolation = tuple(words.get("isolation", ()))
    ended.missing = tuple(words.get("missing", ()))
    return ended
