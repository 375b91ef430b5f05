"""What a task's child told before it ended, and where it did not tell all, why."""

import signal
import time
from dataclasses import replace

from xreg.registry.networks.answer import Answer, Asked, read_answer
from xreg.registry.networks.engine.task import LONGEST_ANSWER, Ended, Task
from xreg.registry.networks.table import DEVICE, FRAMEWORK, framework_folder, framework_version
from xreg.registry.networks.text import printable
from xreg.schema.network import Shape

SIGNALS = {"SIGXCPU": "its processor time ended", "SIGKILL": "perhaps memory ended"}


def read(ended: Ended, shapes: Asked | tuple[Shape, ...], task: Task) -> Answer:
    """What a task's child told of `shapes`; where it did not tell all, why, from how it ended."""
    if ended.flooded:
        return Answer(failure=f"the worker wrote more than {LONGEST_ANSWER >> 20} MiB")
    answer = _ran_here(read_answer(ended.stdout, shapes), ended)
    if answer.ended or answer.failure:
        return answer
    return replace(answer, failure=_what_happened(ended, task))


def _ran_here(answer: Answer, ended: Ended) -> Answer:
    """The answer with what ran it, where something did: what is installed here, and not what the worker claims."""
    folder = framework_folder() if answer.started else None
    framework, device = (f"{FRAMEWORK} {framework_version(folder)}", DEVICE) if folder else ("", "")
    return replace(answer, framework=framework, device=device, isolation=ended.isolation)


def _what_happened(ended: Ended, task: Task) -> str:
    """Why a worker did not tell all, from how it ended."""
    if ended.out_of_time:
        return f"the run did not end within {task.timeout:g} s on this machine"
    if ended.out_of_memory:
        return "the memory of all its processes together came to the limit of a check"
    if ended.lost:
        return "the worker was lost twice: nobody saw how it ended"
    if ended.status < 0:
        name = signal.Signals(-ended.status).name if -ended.status in set(signal.Signals) else "a signal"
        return f"the worker was ended by {name}" + (f" ({SIGNALS[name]})" if name in SIGNALS else "")
    last = printable(ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2], 200)
    return f"the worker ended with status {ended.status} before it had told all" + (f" ({last})" if last else "")


def today() -> str:
    """The date in UTC, as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime())
