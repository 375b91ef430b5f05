"""The output formats by name. Each is imported when it is first used: most runs use one, and the fastest imports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import cast

from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style

Format = Callable[[Sequence[CardResult], Style], Iterator[str]]


def _format(module: str) -> Format:
    def run(results: Sequence[CardResult], style: Style) -> Iterator[str]:
        report = cast(Format, import_module(f"xreg.publisher.reports.{module}").report)
        return report(results, style)

    return run


# What they yield is written as it comes: line ends are among it.
FORMATS: Mapping[str, Format] = {
    "full": _format("full"),
    "concise": _format("concise"),
    "json": _format("json_array"),
    "sarif": _format("sarif"),
    "github": _format("github"),
    "gitlab": _format("gitlab"),
    "junit": _format("junit"),
    "markdown": _format("markdown"),
}
