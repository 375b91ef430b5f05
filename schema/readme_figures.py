"""The figures that a README reports, out of its tables' cells: `acc 八卡：top1:79.35%, top5:94.64%`."""

import re
from collections.abc import Iterable, Iterator

from xreg.schema.figures import Figure
from xreg.schema.metrics import MetricNames, bare_metric

# Behind a metric's own name within a cell, or alone: neither a count of devices (`8pcs:`) nor a time.
_NAMED = re.compile(
    r"(?P<name>top[ -]?[15]|acc[ -]?[15])(?!\d)[^\d|]{0,12}?(?P<digits>\d{1,3}(?:\.\d{1,6})?)", re.IGNORECASE
)
_LAST = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s?%?\s?(?:\((?P<name>top-?[15])[,)])", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?<![\d.x*×])(\d{1,3}(?:\.\d{1,6})?)\s?%?(?![\d.]|\s?(?:pcs?|p|mins?|hours?|epochs?|steps?|ms|fps)\b|\s?(?:卡|\\?[x*×]))",
    re.IGNORECASE,
)
_NAMES = {"acc1": "top1", "acc5": "top5"}


def readme_figures(results: Iterable[str], names: MetricNames) -> Iterator[Figure]:
    """The figures with the metric that each is of."""
    for result in results:
        metric, _, cell = result.partition(" ")
        named = [(match["name"], match["digits"]) for match in _NAMED.finditer(cell)]
        behind = [(match["name"], match[1]) for match in _LAST.finditer(cell)]
        for name, digits in behind or named or [(metric, match[1]) for match in _PLAIN.finditer(cell)]:
            key = re.sub(r"[ -]", "", name.lower())
            meaning, figure = names.meaning(_NAMES.get(key, key)), bare_metric(digits)
            if figure and meaning.metric:
                yield figure._replace(label=name, metric=meaning.metric, name=meaning.name, of="")
