"""From a worker's answer to what it shows of a target: arguments, attempts, whose fault it is that nothing runs."""

import re
from dataclasses import replace
from pathlib import Path

from xreg.registry.networks.answer import Answer, Asked
from xreg.registry.networks.ended import read, today
from xreg.registry.networks.engine.task import Ended, Task
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.sorting import Verdict, verdict
from xreg.registry.networks.table import FRAMEWORK, framework_folder, framework_version
from xreg.registry.networks.text import printable
from xreg.schema.network import Build, NetworkEvidence


def evidence_of(target: Target, ended: Ended, task: Task) -> NetworkEvidence:
    """What a task showed of its target. A `note` says what another run may show otherwise: such a run is not cached."""
    shapes = tuple(given.tensors[0].shape for given in target.inputs)
    answer = _without_folder(read(ended, Asked(shapes, len(target.calls), target.search), task), task.folder)
    judged = verdict(answer, target, Definitions(_own_code(target, task.folder)))
    reasons = [*answer.unchecked, *([answer.failure] if answer.failure else [])]
    note = " ".join(f"Not checkable here, because: {reason}." for reason in reasons)
    return _evidence(target, answer, judged, note)


def not_staged(target: Target, why: str) -> NetworkEvidence:
    """The evidence of a target whose code could not be put on disk."""
    reason = printable(why)
    return _evidence(target, Answer(), Verdict("here", reason), f"Not checkable here, because: {reason}.")


def _without_folder(answer: Answer, folder: Path | None) -> Answer:
    """The answer with files named from the code's folder, or the packages': where those are is nobody's concern."""
    code = rf"|{re.escape(folder.name)}(?:/|(?=\W|$))" if folder else ""
    place = re.compile(rf"[\w./-]{{0,200}}/(?:site-packages/{code})")
    return replace(
        answer,
        failure=place.sub("", answer.failure),
        tried=tuple(each._replace(error=place.sub("", each.error)) for each in answer.tried),
        attempts=tuple(each._replace(error=place.sub("", each.error)) for each in answer.attempts),
    )


def _own_code(target: Target, folder: Path | None) -> Path | None:
    return folder if target.stage is not None else None


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
        attempts=answer.attempts,
        accepted=answer.accepted,
        accepted_from=f"a run of {date}, {framework} on {answer.device}" if answer.accepted else "",
        parameters=answer.parameters,
        checkpoint=answer.checkpoint,
        note=note,
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
