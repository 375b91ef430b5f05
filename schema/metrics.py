"""Figures as cards and file names write them: `top1acc79 | top5acc94`, `0.881`, `…_PSNR32_SSIM0.883.ckpt`.

A figure is a label and a number. What a label means says the vocabulary of metrics (`registry/knowledge/data/metrics`):
a metric (`mAP`), one with a number of its own (`AP50`), one on a dataset (`vot2015eao`), or no metric that is known.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from xreg.schema.entities import Metric
from xreg.schema.figures import DIGITS, SEPARATOR, UNKNOWN, Figure, Meaning
from xreg.schema.text import Span

# The label is the shortest one behind which nothing but a number is left; both are bounded, for hostile cards.
_FIGURE = re.compile(
    r"\s{0,9}(?P<label>[^\s|][^|]{0,63}?)??(?:[ :=]|%3D){0,3}"
    r"(?P<value>-?\d{1,9}(?:\.\d{1,9})?(?:e-?\d{1,3})?)\.?[ ]?(?P<unit>%|dB|ms|m|d)?\s{0,9}"
)
_PART = re.compile(r"[^|;,]+")
_WORD = re.compile(r"[^_]+")
_ENDING = re.compile(r"\.[A-Za-z]{1,12}$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_MARKS = re.compile(r"[\s_:=.-]+")
# `mAP@.5` is AP50.
_OVERLAP = re.compile(r"@0?\.(\d{1,2})(?!\d|%)")
_QUALIFIERS = ("mean", "average", "avg", "overall", "all", "best", "test", "val", "m")
_SETTINGS = ("", "bs", "batch", "batchsize", "epoch", "epochs")
# The hub's longest evaluation has eight.
MAX_FIGURES = 64
_SHORTEST = 3
_LONGEST = 64
_FIELDS = ("audio", "cv", "gnn", "hpc", "mm", "nlp", "recommend", "rl")


# A hostile card may have any number of labels.
_MOST_MEANINGS = 4096
# Texts of one card and a few more.
_FEW = 64


class MetricNames:
    """The vocabulary of metrics, by all names that they have."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._names: dict[str, Metric] = {}
        self._kinds: set[str] = set()
        self._meanings: dict[str, Meaning] = {}
        self._read: dict[tuple[str, str], tuple[Figure, ...]] = {}
        for metric in metrics:
            kinds = [metric_key(name) for name in metric.kinds]
            self._kinds.update(kinds)
            self._names.update(
                dict.fromkeys([*map(metric_key, (metric.id, metric.name, *metric.aliases)), *kinds], metric)
            )

    def spelled(self, like: str) -> dict[str, Metric]:
        """Metrics by their names as a label may have them, with the numbers of another label put in."""
        numbers = DIGITS.findall(like)
        named = {_filled(name, numbers): metric for name, metric in self._names.items()}
        separated = {f"{name}acc": metric for name, metric in named.items() if name[-1:].isdigit()}
        return {**separated, **named}

    def meaning(self, label: str) -> Meaning:
        """What a label stands for; the hub's cards share a few hundred labels, which are looked up once."""
        if label not in self._meanings:
            if len(self._meanings) >= _MOST_MEANINGS:
                self._meanings.clear()
            self._meanings[label] = self._meaning(label)
        return self._meanings[label]

    def _meaning(self, label: str) -> Meaning:
        whole = metric_key(label)
        if len(whole) > _LONGEST:
            return UNKNOWN
        key = SEPARATOR.sub("", whole)
        if found := self._known(key):
            return found
        parts = ((text[:at], text[at:]) for text in (key, whole) for at in range(1, len(text) - _SHORTEST + 1))
        for of, name in parts:
            if (len(of) >= _SHORTEST or of in _QUALIFIERS) and (found := self._known(name)):
                return found._replace(of="" if of in _QUALIFIERS else of)
        return UNKNOWN

    def _known(self, key: str) -> Meaning | None:
        general = DIGITS.sub("#", key)
        metric = self._names.get(key) or self._names.get(general)
        if not metric:
            return None
        name = key if general in self._kinds else _filled(metric.id, DIGITS.findall(key))
        return Meaning(metric, name)

    def figures(self, text: str, start: int = 0) -> Iterator[Figure]:
        """The figures between the bars of a value; their spans are shifted by `start`."""
        return (figure.shifted(start) for figure in self._kept(text, self._figures))

    def _figures(self, text: str) -> Iterator[Figure]:
        for part in islice(_PART.finditer(text), MAX_FIGURES):
            if figure := self._figure(part[0], part.start()):
                yield figure

    def figures_of_file(self, name: str, start: int = 0) -> Iterator[Figure]:
        """The figures in a file's name; their spans are shifted by `start`.

        The hub's names end with them, behind the field (`…_research_cv_mAP41.5_AP50acc59.8.ckpt`); in other names only
        those count whose metric is known.
        """
        return (figure.shifted(start) for figure in self._kept(name, self._figures_of_file))

    def _kept(self, text: str, read: Callable[[str], Iterator[Figure]]) -> tuple[Figure, ...]:
        """What was read of a text before: several rules read the same one of a card in turn."""
        key = (text, read.__name__)
        if key not in self._read:
            if len(self._read) >= _FEW:
                self._read.clear()
            self._read[key] = tuple(read(text))
        return self._read[key]

    def _figures_of_file(self, name: str) -> Iterator[Figure]:
        stem = _ENDING.sub("", name)
        parts = list(_WORD.finditer(stem))[-MAX_FIGURES:]
        field = next((at for at, part in enumerate(parts) if at > 1 and part[0] in _FIELDS), len(parts))
        taken = -1
        for at, part in enumerate(parts):
            if at <= taken:
                continue
            figure = self._figure(part[0], part.start())
            joined = self._joined(stem, parts[at : at + 2]) if not figure or not figure.metric else None
            taken = at + 1 if joined else at
            figure = joined or figure
            if figure and figure.label.lower() not in _SETTINGS and (at > field or (figure.metric and not figure.of)):
                yield figure

    def _joined(self, stem: str, parts: list[re.Match[str]]) -> Figure | None:
        """The figure whose label and number are torn apart: `top5acc_93.44`."""
        if len(parts) < 2 or not self.meaning(parts[0][0]).metric:
            return None
        figure = self._figure(stem[parts[0].start() : parts[1].end()], parts[0].start())
        return figure if figure and figure.metric else None

    def _figure(self, text: str, start: int) -> Figure | None:
        match = _FIGURE.fullmatch(text)
        if not match:
            return None
        label, digits, at = match["label"] or "", match["value"], match.start("value")
        begin = match.start("label") if label else at
        meaning = self.meaning(label)
        if (not meaning.metric or meaning.of) and (found := self._names.get(metric_key(label + digits[0]))):
            # The number of the metric and the figure run together: `top173` is 73.
            label, digits, at = label + digits[0], digits[1:], at + 1
            meaning = Meaning(found, _filled(found.id, DIGITS.findall(label)))
        if not _NUMBER.match(digits):
            return None
        spans = Span(at, at + len(digits)).shift(start), Span(begin, begin + len(label)).shift(start)
        return Figure(label, *meaning, digits, *spans)


def bare_metric(text: str, start: int = 0) -> Figure | None:
    """The figure of a value that is nothing but a number."""
    match = _NUMBER.fullmatch(text.strip().rstrip("%"))
    at = start + len(text) - len(text.lstrip())
    return Figure("", *UNKNOWN, match[0], Span(at, at + len(match[0])), Span(at, at)) if match else None


def metric_key(label: str) -> str:
    """A label without letter case and marks."""
    return _MARKS.sub("", _OVERLAP.sub(lambda match: f"@{match[1]:0<2}", label.lower()))


def _filled(id_: str, numbers: list[str]) -> str:
    """The metric's identifier with the numbers put in: `ap#` and 50 give `ap50`."""
    for number in numbers:
        id_ = id_.replace("#", number, 1)
    return id_.replace("#", "")
