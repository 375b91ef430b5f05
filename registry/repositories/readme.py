"""What a model's README says, as written there: its papers, its results, the input's size and the dataset."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

_MOST_LINES, _LONGEST_LINE, _MOST = 3000, 1500, 12
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})|arXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s*\[?(?P<words>[^\]\n]{1,80})")
_BEHIND_PAPERS = re.compile(
    r"dataset|数据集|environment|环境|quick ?start|快速|requirement|\bscripts?\b|脚本|performance|性能|result"
    r"|reference|参考",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s:|-]+")
_LINK = re.compile(r"\[([^\]]{1,120})\]\([^)]{0,300}\)")
_DATASET = re.compile(r"(?:datasets? used|使用的?数据集)[^\[\w]{0,8}[:：]\s*(?P<words>.{1,200})", re.IGNORECASE)
_DATASET_ROW = re.compile(r"(?:train(?:ing)? )?datasets?|数据集", re.IGNORECASE)
_COUNTS = re.compile(r"\d\s?k?\s?images|图像|图片", re.IGNORECASE)
_INPUT = re.compile(
    r"resolution|(?:input|image|img)[ _-]?(?:size|shape|resolution)|输入尺寸|分辨率|图片大小", re.IGNORECASE
)
_SIZE = re.compile(r"(?<!\d)(\d{2,4})\s?[x×*,]\s?(\d{2,4})(?!\d)", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
# In their order: a top-5 accuracy is no accuracy, and an average precision of boxes is none either.
_METRICS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("top5", r"top[\s@_-]*5"),
        ("top1", r"top[\s@_-]*1(?!\d)"),
        ("mAP", r"\bm?AP\b|average precision"),
        ("mIoU", r"\bm?iou\b"),
        ("PSNR", r"psnr"),
        ("SSIM", r"ssim"),
        ("BLEU", r"bleu"),
        ("F1", r"\bf1\b"),
        ("AUC", r"auc"),
        ("Dice", r"dice"),
        ("acc", r"acc(?:uracy)?\b|准确率|精度"),
    )
)
_NOT_RESULTS = re.compile(
    r"paper|论文|official|pytorch|训练|train|loss|calculation|方法|fp16|precision mode", re.IGNORECASE
)


class Said(NamedTuple):
    """What a README says."""

    papers: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


def said(content: bytes) -> Said:
    """Reads a README; what is no UTF-8 is read as far as it is."""
    lines = [line[:_LONGEST_LINE] for line in islice(_lines(content), _MOST_LINES)]
    tables = list(_tables(lines))
    return Said(
        _distinct(_papers(lines)),
        _distinct(found for table in tables for found in _results(table)),
        _distinct(found for table in tables for found in _inputs(table)),
        _distinct(_datasets(lines, tables)),
    )


def _lines(content: bytes) -> Iterator[str]:
    return iter(content[: 1 << 20].decode("utf-8", "replace").splitlines())


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(found), _MOST))


def _papers(lines: list[str]) -> Iterator[str]:
    """The arXiv papers of the introductory part, which ends with the first heading of something practical."""
    for line in lines:
        heading = _HEADING.match(line)
        if heading and _BEHIND_PAPERS.search(heading["words"]):
            return
        for match in _ARXIV.finditer(line):
            yield match[1] or match[2]


Table = list[list[str]]


def _tables(lines: list[str]) -> Iterator[Table]:
    """Tables as rows of cells, the first one the headings: what is drawn with bars alone is none."""
    table: Table = []
    ruled = False
    for line in [*lines, ""]:
        if "|" not in line:
            if ruled:
                yield table
            table, ruled = [], False
        elif table and "-" in line and _RULE.fullmatch(line):
            ruled = True
        else:
            table.append([_plain(cell) for cell in line.strip().strip("|").split("|")])


def _plain(cell: str) -> str:
    return _LINK.sub(r"\1", cell).strip(" *`<>\t")


def _named_cells(table: Table) -> Iterator[tuple[str, str]]:
    """Each cell with the name of its row, and with that of its column."""
    for row in table[1:]:
        yield from ((row[0], cell) for cell in row[1:])
        yield from zip(table[0], row, strict=False)


def _results(table: Table) -> Iterator[str]:
    for name, cell in _named_cells(table):
        metric = _metric(name)
        if metric and _FIGURE.search(cell) and len(cell) <= 48:
            yield f"{metric} {cell}"


def _metric(name: str) -> str:
    if len(name) > 40 or _NOT_RESULTS.search(name):
        return ""
    return next((metric for metric, pattern in _METRICS if pattern.search(name)), "")


def _inputs(table: Table) -> Iterator[str]:
    for name, cell in _named_cells(table):
        match = _SIZE.search(cell) if len(name) <= 40 and _INPUT.search(name) else None
        if match:
            yield f"{match[1]}x{match[2]}"


def _datasets(lines: list[str], tables: list[Table]) -> Iterator[str]:
    for line in lines:
        if match := _DATASET.search(line):
            link = _LINK.search(match["words"])
            words = link[1] if link else match["words"]
            yield _plain(re.split(r"[(（,，。<]", words)[0])[:60]
    for table in tables:
        for row in table:
            if _DATASET_ROW.fullmatch(row[0]):
                yield from (cell[:60] for cell in row[1:] if cell and not _COUNTS.search(cell))
