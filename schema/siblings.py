"""What other cards say: the same model's in other versions and languages, and every card of the same asset."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from xreg.schema.document import Asset, Document, parse
from xreg.schema.names import normalise
from xreg.schema.place import Place, place_of
from xreg.schema.text import Span, Text

DIGEST = re.compile(r"[0-9a-f]{64}")
_CHINESE = "_cn"
_VERSION = re.compile(r"_v\d+(?:\.\d+)*(?=_|$)")
_MARK = re.compile(r"(?:\A|(?<=[\r\n]))---[^\r\n]*")
_LINE = re.compile(r"(?m)^[ \t]*(?:-[ \t]+)?(?P<label>[^\s:：]{1,40})[ \t]{0,8}[:：](?P<value>[^\r\n]*)")
_BLOCK = re.compile(r"[>|][+-]?\d?$")
# Chinese cards name the keys of the front matter in Chinese, before a colon of full width.
_LABELS = {
    "模型名称": "model-name",
    "骨干网络": "backbone-name",
    "模块类型": "module-type",
    "可微调": "fine-tunable",
    "输入形状": "input-shape",
    "模型版本": "model-version",
    "训练数据集": "train-dataset",
    "评估": "evaluation",
    "准确率": "accuracy",
    "精度": "accuracy",
    "作者": "author",
    "更新时间": "update-time",
    "代码仓链接": "repo-link",
    "用户ID": "user-id",
    "训练后端": "train-backend",
    "推理后端": "infer-backend",
    "MindSpore版本": "mindspore-version",
    "文件格式": "file-format",
    "资源链接": "asset-link",
    "资源SHA256校验码": "asset-sha256",
    "许可证": "license",
    "摘要": "summary",
}


class Claim(NamedTuple):
    """What one line of a front matter says, without quotes, angle brackets and comment, and where it says it."""

    value: str
    span: Span


Claims = dict[str, list[Claim]]


def claims_in(text: str) -> Claims:
    """What the lines of a front matter say, under the English names of their keys; keys of assets come repeatedly.

    It reads lines and no YAML, so that it is fast, and reads Chinese cards too; values of several lines are left out.
    """
    marks = [match.span() for _, match in zip(range(2), _MARK.finditer(text), strict=False)]
    found: Claims = {}
    for match in _LINE.finditer(text, marks[0][1], marks[1][0]) if len(marks) == 2 else ():
        value = match["value"].partition(" #")[0].strip().strip("<>\"'").strip()
        if value and not _BLOCK.match(value):
            label = match["label"]
            at = match.start("value") + match["value"].index(value)
            found.setdefault(_LABELS.get(label, label), []).append(Claim(value, Span(at, at + len(value))))
    return found


class _Parts(NamedTuple):
    path: str
    place: Place
    data: bytes


class Sibling(_Parts):
    """Another card; it is read no further than a rule asks. `path` names it for people."""

    @cached_property
    def text(self) -> Text:
        return Text.from_bytes(self.data)

    @cached_property
    def claims(self) -> Claims:
        """What its front matter says, line by line."""
        return claims_in(self.text.readable)

    @cached_property
    def document(self) -> Document:
        """The card, parsed."""
        return parse(self.text, self.path)

    def value(self, key: str) -> str:
        """The first value of a key, or an empty text."""
        return self.claims[key][0].value if key in self.claims else ""

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each asset by its link, where there are as many links as digests."""
        links, digests = self.claims.get("asset-link", []), self.claims.get("asset-sha256", [])
        pairs = zip(links, digests, strict=True) if len(links) == len(digests) else ()
        return {link.value: digest.value for link, digest in pairs}


class SiblingEvidence(NamedTuple):
    """The cards that say something of one card.

    `twin` is the same card in the other language, `versions` are those of the same model in other versions, newest
    first, `by_digest` and `by_link` all others that list the digest or the link of one of its assets.
    """

    twin: Sibling | None = None
    versions: tuple[Sibling, ...] = ()
    by_digest: Mapping[str, tuple[Sibling, ...]] = {}
    by_link: Mapping[str, tuple[Sibling, ...]] = {}


@lru_cache(maxsize=65536)
def model_key(name: str) -> str:
    """What a card's file name says of model and dataset, without language, version, letter case and punctuation."""
    return normalise(_VERSION.sub("", name.removesuffix(_CHINESE)).replace("+", "plus"))


def is_chinese(name: str) -> bool:
    """Whether a card's file name is that of a Chinese twin."""
    return name.endswith(_CHINESE)


@lru_cache(maxsize=1024)
def version_numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10 comes after 1.9; nothing for what is no version."""
    parts = version.strip().lstrip("v").split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts) else ()


def digest_of(asset: Asset) -> str:
    """An asset's sha256, or an empty text where it is not well formed."""
    scalar = asset.scalar("asset-sha256")
    value = scalar.value.strip() if scalar else ""
    return value if DIGEST.fullmatch(value) else ""


def version_of(document: Document) -> tuple[int, ...]:
    """The version that a card is for, by its folder or else by its own word."""
    return version_numbers(document.place.version or document.value("mindspore-version"))


def related(document: Document, place: Place) -> bool:
    """Whether a card of the same file name is of the same publisher, as far as both paths tell."""
    return not document.place.publisher or not place.publisher or document.place.publisher == place.publisher


def place_in_tree(relative: str) -> Place:
    """What a path says that is relative to a tree of assets, or to a folder that holds one."""
    return place_of(relative if "assets" in relative.split("/")[:-1] else f"assets/{relative}")


def shortened(value: str) -> str:
    """A value in one line, and not all of a long one."""
    line = " ".join(value.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
