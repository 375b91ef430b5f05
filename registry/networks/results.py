"""From a worker's answer to what it shows of a target: arguments, attempts, whose fault it is that nothing runs."""

import re
from dataclasses import replace
from pathlib import Path

from xreg.registry.networks.answer import Answer, Asked
from xreg.registry.networks.ended import read, today
from xreg.registry.networks.engine.task import Ended, Task
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.judging import Verdict
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.sorting import verdict
from xreg.registry.networks.providers.staging import left_out
from xreg.registry.networks.sources import with_sources
from xreg.registry.networks.table import FRAMEWORK, framework_folder, framework_version
from xreg.registry.networks.text import printable
from xreg.schema.network import Build, NetworkEvidence

_PACKAGES = re.compile(r"[\w./-]{0,200}/site-packages/")


def evidence_of(target: Target, ended: Ended, task: Task) -> NetworkEvidence:
    """What a task showed of its target. A `note` says what another run may show otherwise: such a run is not cached."""
    shapes = tuple(given.tensors[0].shape for given in target.inputs)
    told = _without(_folder(task.folder), read(ended, Asked(shapes, len(target.calls), target.search), task))
    judged = verdict(told, target, _own_code(target, task.folder))
    # After the verdict: a file of a package must not look like one of the folder's own.
    answer, judged = _without(_PACKAGES, told), judged._replace(reason=_PACKAGES.sub("", judged.reason))
    reasons = [*answer.unchecked, *([answer.failure] if answer.failure else [])]
    note = " ".join(f"Not checkable here, because: {reason}." for reason in reasons)
    return _evidence(target, answer, judged, note)


def not_staged(target: Target, why: str) -> NetworkEvidence:
    """The evidence of a target whose code could not be put on disk."""
    reason = printable(why)
    return _evidence(target, Answer(), Verdict("here", reason), f"Not checkable here, because: {reason}.")


def _folder(folder: Path | None) -> re.Pattern[str] | None:
    """Where the folder of the code is: that is nobody's concern."""
    return re.compile(rf"[\w./-]{{0,200}}/{re.escape(folder.name)}(?:/|(?=\W|$))") if folder else None


def _without(place: re.Pattern[str] | None, answer: Answer) -> Answer:
    """The answer with files named from a place."""
    if place is None:
        return answer
    return replace(
        answer,
        failure=place.sub("", answer.failure),
        tried=tuple(each._replace(error=place.sub("", each.error)) for each in answer.tried),
        attempts=tuple(each._replace(error=place.sub("", each.error)) for each in answer.attempts),
    )


def _own_code(target: Target, folder: Path | None) -> Definitions:
    """The code that is judged: a folder that was staged for the run."""
    return Definitions(folder, left_out(folder)) if folder and target.stage is not None else Definitions(None)


def _evidence(target: Target, answer: Answer, judged: Verdict, note: str) -> NetworkEvidence:
    date, framework = today(), answer.framework or _installed()
    return NetworkEvidence(
        network=target.network,
        how="run",
        framework=framework,
        device=answer.device,
        date=date,
        source_digest=target.digest,
        isolation=answer.isolation,
        attempts=with_sources(answer.attempts, target.inputs),
        accepted=answer.accepted,
        accepted_from=f"a run of {date}, {framework} on {answer.device}" if answer.accepted else "",
        parameters=answer.parameters,
        checkpoint=answer.checkpoint,
        note=note,
        lasting=not note,
        provider=target.provider,
        origin=target.origin,
        builds=tuple(Build(target.calls[each.call], each.error, each.where) for each in answer.tried),
        shims=answer.shims,
        fault=judged.fault,
        reason=judged.reason,
        open_ends=answer.open_ends,
    )


def _installed() -> str:
    folder = framework_folder()
    return f"{FRAMEWORK} {framework_version(folder)}" if folder else FRAMEWORK
