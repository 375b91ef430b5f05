"""`xreg check`: every byte of a registry against its digest, every release against its signature."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from xreg.publisher.commands.registry.common import FAILED, add_output, add_registry, config_of, opened
from xreg.publisher.config import Config
from xreg.publisher.output import style_of
from xreg.publisher.progress import progress
from xreg.publisher.releases.lines import bytes_text, shown
from xreg.publisher.releases.records import as_json
from xreg.publisher.releases.signers import Signature, Signing, signature_of
from xreg.publisher.reports.style import Style
from xreg.registry.store.checking import Copies
from xreg.registry.store.registry import Registry
from xreg.registry.store.values import Problem, Report
from xreg.registry.user_cache import user_cache
from xreg.schema.release import Release

_SIGNATURE = "signature"


class Checked(NamedTuple):
    """What a check saw: the bytes and the index, signatures that do not hold, how many there are of each kind."""

    report: Report
    broken: tuple[tuple[Release, Signature], ...]
    signatures: Counter[str]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong, or all that was is mended."""
        return self.report.clean and not self.broken


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    text = "put good copies in the place of bad bytes, remove what belongs to no release, make the search index anew"
    parser.add_argument("--repair", action="store_true", help=text)
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints all that is lost, changed or orphaned; 1 where something is and was not mended."""
    config = config_of(arguments)
    with opened(arguments, config) as registry:
        checked = _check(registry, config, repair=arguments.repair)
    if arguments.output_format == "json":
        sys.stdout.write(as_json(_record(checked)))
    else:
        sys.stdout.writelines(_lines(checked, style_of(arguments)))
    return 0 if checked.clean else FAILED


def _check(registry: Registry, config: Config, *, repair: bool) -> Checked:
    report = registry.check(repair=repair, copies=copies_in(config))
    broken: list[tuple[Release, Signature]] = []
    signatures: Counter[str] = Counter()
    with progress(report.releases, "releases") as bar:
        for release in registry.every():
            signature = signature_of(registry, release, config.trusted_keys)
            signatures[signature.state.value] += 1
            if signature.state is Signing.BROKEN:
                broken.append((release, signature))
            bar.advance()
    return Checked(report, tuple(broken), signatures)


def copies_in(config: Config) -> Copies:
    """Where good copies of assets may lie: in the cache of what was fetched."""
    from xreg.publisher.fetching.cache import Cache

    named = config.fetch.folder if config.fetch else None
    cache = Cache(named or user_cache() / "assets")

    def copy(digest: Any) -> Path | None:
        path = cache.path(digest)
        return path if path.is_file() else None

    return copy


def _lines(checked: Checked, style: Style) -> Iterator[str]:
    report = checked.report
    for problem in report.problems:
        yield from _problem(problem, style)
    for release, signature in checked.broken:
        yield f"{style.paint('error', _SIGNATURE)} {release.name}: {shown(signature.message)}\n"
    if report.waiting:
        yield f"{_count(len(report.waiting), 'file')} of no release, too young to be called orphans\n"
    signed = ", ".join(f"{count:,} {state}" for state, count in sorted(checked.signatures.items()))
    counted = f"{_count(report.releases, 'release')}, {_count(report.blobs, 'file')} of {bytes_text(report.size)}"
    yield f"{counted}: {_verdict(checked)}{f' ({signed})' if signed else ''}\n"


def _problem(problem: Problem, style: Style) -> Iterator[str]:
    mended = f"  [{style.paint('safe', 'repaired')}]" if problem.repaired else ""
    yield f"{style.paint('error', problem.kind.value)} {shown(problem.name)}: {shown(problem.message)}{mended}\n"
    if problem.releases:
        yield f"  in {shown(', '.join(problem.releases))}\n"


def _verdict(checked: Checked) -> str:
    problems = checked.report.problems
    left = sum(not problem.repaired for problem in problems) + len(checked.broken)
    if left:
        return f"{_count(left, 'problem')}, {len(problems) + len(checked.broken) - left:,} repaired"
    return f"{_count(len(problems), 'problem')}, all repaired" if problems else "every byte is as it was released"


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else f'{one}s'}"


def _record(checked: Checked) -> dict[str, Any]:
    report = checked.report
    problems = [{**problem._asdict(), "kind": problem.kind.value} for problem in report.problems]
    problems += [
        {"kind": _SIGNATURE, "name": release.name, "message": signature.message, "releases": [release.name]}
        | {"repaired": False}
        for release, signature in checked.broken
    ]
    return {
        "clean": checked.clean,
        "releases": report.releases,
        "files": report.blobs,
        "size": report.size,
        "signatures": dict(checked.signatures),
        "problems": problems,
        "waiting": list(report.waiting),
    }
