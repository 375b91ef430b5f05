"""Giving the network inputs: those that are asked about, then those that its own signature suggests, then the range.

An input is a list of tensors `{"shape", "dtype", "fill"}`, as many as `construct` takes. `inputs` of a request are
tried in turn until one runs, or all of them (`"until": "end"`); where none runs and `search` is set, `searching.py`
suggests others; where one runs and `probe` is set, `probing.py` looks for the square sides that do.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from xreg.registry.networks.text import first_paragraph, says_memory_ended
from xreg.registry.networks.worker.building import Built
from xreg.registry.networks.worker.errors import where
from xreg.registry.networks.worker.tensors import Input, described, tensors

Emit = Callable[[dict[str, Any]], None]


class Ran(NamedTuple):
    """An input that ran, the first of its outputs, and the seconds that it took."""

    given: Input
    output: Any
    seconds: float


class Runs:
    """The attempts at one network, each told as it ends."""

    def __init__(self, built: Built, request: dict[str, Any], emit: Emit) -> None:
        self._network, self._request, self._emit = built.network, request, emit
        self.begun = False

    def all(self, span: float) -> Any:
        """Make all attempts that are asked for, with values from -span to span; the output of the first that ran.

        A numpy array: the first one, where the network gives several; `None` where nothing ran.
        """
        self.begun = True
        ran = self._try(self._request["inputs"], span)
        if ran is None and self._request["search"]:
            ran = self._search(span)
        if ran is not None and self._request["probe"]:
            from xreg.registry.networks.worker.probing import accepted

            self._emit({"event": "probe", **accepted(ran.given, ran.seconds, self._runs)})
        return ran and ran.output

    def _try(self, inputs: Iterable[Input], span: float) -> Ran | None:
        first: Ran | None = None
        for each in inputs:
            event, outputs = self.attempt(each, span)
            self._emit({**event, "asked": True})
            if outputs:
                first = first or Ran(each, outputs[0], event["seconds"])
                if self._request["until"] == "first-success":
                    break
        return first

    def _search(self, span: float) -> Ran | None:
        from xreg.registry.networks.worker.searching import Search

        search = Search(self._network, self._request)
        for source, given in search:
            event, outputs = self.attempt(given, span)
            self._emit({**event, "asked": False, "source": source})
            if outputs:
                return Ran(given, outputs[0], event["seconds"])
            search.learn(given, event.get("error", ""), event.get("seconds", 0.0))
        return None

    def _runs(self, given: Input) -> bool | None:
        event, outputs = self.attempt(given, 0.0)
        return None if event["event"] == "unchecked" else bool(outputs)

    def attempt(self, given: Input, span: float) -> tuple[dict[str, Any], list[Any]]:
        """Run the network; what happened, and its outputs. Memory that ended is no error of the input."""
        start = time.perf_counter()
        head = described(given)
        try:
            outputs = arrays(self._network(*tensors(given, span)))
        except (Exception, SystemExit) as error:
            text = first_paragraph(error)
            if isinstance(error, MemoryError) or says_memory_ended(text):
                return {"event": "unchecked", "shape": head["shape"], "reason": text}, []
            failed = {"output": None, "error": text, "where": where(error), "seconds": elapsed(start)}
            return {"event": "attempt", **head, **failed}, []
        shapes = [list(each.shape) for each in outputs]
        several = {"outputs": shapes} if len(shapes) > 1 else {}
        answered = {"output": shapes[0], "error": "", "seconds": elapsed(start), **several}
        return {"event": "attempt", **head, **answered}, outputs


def arrays(output: Any) -> list[Any]:
    """The outputs as numpy arrays, however they are nested; raises TypeError where there is none."""
    found = [each.asnumpy() for each in _flat(output)]
    if not found:
        raise TypeError(f"the network gives {type(output).__name__}, and no tensor")
    return found


def _flat(output: Any) -> Iterable[Any]:
    if hasattr(output, "asnumpy"):
        yield output
    elif isinstance(output, tuple | list):
        for each in output:
            yield from _flat(each)
    elif isinstance(output, dict):
        yield from _flat(list(output.values()))


def elapsed(start: float) -> float:
    """Seconds since `start`, to a millisecond: more digits would be noise in the cache's files."""
    return round(time.perf_counter() - start, 3)
