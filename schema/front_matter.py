"""The front matter's schema in pydantic, and the JSON Schema (draft 2020-12) made from it.

Values are validated as the text that stands on the card: YAML's guesses (`1.10` is 1.1, `no` is false) come too late.
Importing pydantic and building the models takes a tenth of a second, so linting asks `xreg.schema.conforms` first,
which reads the JSON Schema that stands beside this file, and comes here only for a card that does not conform.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _text(pattern: str, *types: str) -> tuple[StringConstraints, WithJsonSchema]:
    """Constraints of a text, which YAML may read as one of `types`."""
    schema: dict[str, Any] = {"type": [*types, "string"] if types else "string", "pattern": pattern}
    return StringConstraints(pattern=pattern), WithJsonSchema(schema)


_LINE, _LINE_SCHEMA = _text(r"\S", "number")
_VERSION, _VERSION_SCHEMA = _text(r"^[0-9]+(\.[0-9]+){0,2}$", "number")
_DATE, _DATE_SCHEMA = _text(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")
_BOOLEAN, _BOOLEAN_SCHEMA = _text(r"^([Tt]rue|[Ff]alse|TRUE|FALSE)$", "boolean")
_LINK, _LINK_SCHEMA = _text(r"^<?https?://[^\s<>]+>?$")
_FORMAT, _FORMAT_SCHEMA = _text(r"^(ckpt|air|mindir|onnx|mslite|ms|safetensors)$")
_BACKEND, _BACKEND_SCHEMA = _text(r"^(ascend|gpu|cpu)([/,|] ?(ascend|gpu|cpu))*$")
_DIGEST, _DIGEST_SCHEMA = _text(r"^[0-9a-f]{64}$")
_SIZE, _SIZE_SCHEMA = _text(r"^[0-9]+$", "integer")

Line = Annotated[str, _LINE, _LINE_SCHEMA]
Version = Annotated[str, _VERSION, _VERSION_SCHEMA]
Date = Annotated[str, _DATE, _DATE_SCHEMA]
Boolean = Annotated[str, _BOOLEAN, _BOOLEAN_SCHEMA]
Link = Annotated[str, _LINK, _LINK_SCHEMA]
Format = Annotated[str, _FORMAT, _FORMAT_SCHEMA]
Backend = Annotated[str, _BACKEND, _BACKEND_SCHEMA]
Digest = Annotated[str, _DIGEST, _DIGEST_SCHEMA]
Size = Annotated[str, _SIZE, _SIZE_SCHEMA]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab, str_strip_whitespace=True)


class AssetEntry(_Model):
    """One file that the card publishes."""

    file_format: Format = Field(description="a file format, such as `ckpt`", examples=["ckpt"])
    asset_link: Link = Field(description="an address between angle brackets, such as `<https://…/model.ckpt>`")
    asset_sha256: Digest = Field(description="the file's sha256 digest: 64 hexadecimal digits, in lower case")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class FrontMatter(_Model):
    """The claims of a model card that machines read."""

    model_name: Line = Field(description="the model's name, such as `resnet50`", examples=["resnet50"])
    backbone_name: Line = Field(description="the architecture that the model builds on, such as `resnet50`")
    module_type: Line = Field(description="a task, such as `cv-classification`", examples=["cv-classification"])
    fine_tunable: Boolean = Field(description="`True` or `False`")
    input_shape: list[Size | list[Size]] | None = Field(
        default=None, description="height, width and channels in pixels, such as `[224, 224, 3]`"
    )
    model_version: Version = Field(description="a version, such as `1.9`", examples=["1.9"])
    train_dataset: Line = Field(description="the dataset, such as `imagenet2012`", examples=["imagenet2012"])
    evaluation: Line | None = Field(default=None, description="metrics, such as `top1acc79 | top5acc94`")
    accuracy: Line | None = Field(default=None, description="the accuracy that was measured, such as `0.79`")
    author: Line = Field(description="the author's name, such as `MindSpore team`")
    update_time: Date = Field(description="a date, such as `2021-04-15`", examples=["2021-04-15"])
    repo_link: Link = Field(description="the repository's address between angle brackets, such as `<https://…>`")
    user_id: Line = Field(description="the publisher's name, such as `MindSpore`")
    used_for: Line = Field(description="a use, such as `inference`")
    train_backend: Backend | None = Field(default=None, description="`ascend`, `gpu` or `cpu`")
    infer_backend: Backend | None = Field(default=None, description="`ascend`, `gpu` or `cpu`")
    mindspore_lite: Boolean | None = Field(default=None, description="`True` or `False`")
    mindspore_version: Version = Field(description="a version, such as `1.9`", examples=["1.9"])
    asset: Annotated[list[AssetEntry], BeforeValidator(_as_list)] = Field(
        description="a list of files, each with `file-format`, `asset-link` and `asset-sha256`"
    )
    license: Line = Field(description="a licence, such as `Apache-2.0`")
    summary: Line = Field(description="one sentence that says what the model is and does")


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """pydantic writes an optional key as "this or null"; on a card it is this or absent."""
    options = [option for option in schema.pop("anyOf", []) if option != {"type": "null"}]
    schema.pop("default", None)
    if len(options) == 1:
        return {**options[0], **schema}
    return {"anyOf": options, **schema} if options else schema


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the front matter, draft 2020-12, as editors understand it."""
    schema = FrontMatter.model_json_schema()
    schema["properties"] = {key: _without_null(value) for key, value in schema["properties"].items()}
    return {"$schema": SCHEMA_ID, **schema, "title": "Front matter of a MindSpore Hub model card"}
