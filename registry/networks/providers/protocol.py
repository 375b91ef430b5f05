"""What a provider is asked, and what it answers: pure values, which nothing of MindSpore is imported for."""

import json
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from xreg.registry.repositories.views import Clones
from xreg.schema.document import Document
from xreg.schema.evidence import AssetFile
from xreg.schema.network import Shape, Supplied
from xreg.schema.repository import RepositoryEvidence
from xreg.schema.subject import Subject

CardShape = tuple[int, int, int]  # height, width, channels, as on a card


class CardNetwork(NamedTuple):
    """What a card says of its network: the card, what it is about, its shape, and what is at hand for it."""

    document: Document
    subject: Subject
    shape: CardShape | None = None
    repository: RepositoryEvidence | None = None
    clones: Clones = ()
    files: tuple[AssetFile, ...] = ()

    @property
    def name(self) -> str:
        """The model's name as it stands on the card: `mindspore_hub.load` hands it on like that, letter case too."""
        return self.document.value("model-name").strip()


class Feed(NamedTuple):
    """A tensor that the network is given; `fill` is empty for zeros, or `ones`."""

    shape: Shape
    dtype: str = "float32"
    fill: str = ""


class Given(NamedTuple):
    """The tensors of one attempt, as many as the network takes, and where they come from, for people."""

    tensors: tuple[Feed, ...]
    source: str

    @property
    def message(self) -> list[dict[str, Any]]:
        """As the child is told."""
        usual = Feed._field_defaults
        return [
            {key: value for key, value in each._asdict().items() if key == "shape" or value != usual[key]}
            for each in self.tensors
        ]


class Stage(NamedTuple):
    """How a folder of a commit gets on disk: the clone, the name of its tree, and which of its entries, if not all."""

    clone: Path
    tree: str
    only: tuple[str, ...] = ()


class Target(NamedTuple):
    """A network that can be built: where its code is, the calls to try, and the inputs.

    `network` is its name for people, `origin` where its code is from; `digest` names all code that decides
    (`git-tree:…`, `sha256:…`, `mindcv 0.3.0`). `builder` is told to the child; where `stage` is given, the folder is
    added once it is on disk. The first of `calls` is the card's own; the next are tried where it is refused; `reached`
    are the functions that their arguments are handed on to. `files` are those that the child may read besides;
    `checkpoint` is loaded into the network. `eager` tells whether it is run without being asked for (`--network auto`).
    `notes` say, for people, what was not done and why.
    """

    provider: str
    network: str
    origin: str
    digest: str
    builder: dict[str, Any]
    stage: Stage | None = None
    calls: tuple[tuple[Supplied, ...], ...] = ((),)
    inputs: tuple[Given, ...] = ()
    files: tuple[Path, ...] = ()
    search: bool = True
    probe: bool = True
    eager: bool = True
    reached: tuple[str, ...] = ()
    checkpoint: AssetFile | None = None
    notes: tuple[str, ...] = ()


class Provider(Protocol):
    """Finds the networks of one kind of place."""

    name: str

    def target(self, card: CardNetwork) -> Target | None:
        """The card's network, or `None` where this provider has none for it."""
        ...


def call_message(call: tuple[Supplied, ...]) -> dict[str, Any]:
    """A call as the child is told; raises ValueError for an argument that cannot be told."""
    places = sorted((int(each.name[1:]), each.value) for each in call if each.name.startswith("#"))
    named = {each.name: _told(each.value) for each in call if not each.name.startswith("#")}
    return {"args": [_told(value) for _, value in places], "kwargs": named}


def _told(value: str) -> Any:
    """A literal's value; any other text is a module's name and what to take from it, `src.config:config`.

    A table that reads like such a name comes as what Python reads there: what a card gives names nothing.
    """
    import ast  # not at the top: most cards have no network that is built

    try:
        found = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return {"$from": value}
    return found if _plain(found) else {"$literal": value}


def _plain(value: object) -> bool:
    """Whether JSON can say a value so that it is read as itself: tuples would come as lists."""
    if isinstance(value, dict) and any(str(key).startswith("$") for key in value):
        return False
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except TypeError:
        return False


def tellable(value: object) -> bool:
    """Whether a literal can be told to the child, as it is and in few words."""
    try:
        return len(json.dumps(value, allow_nan=False)) <= LONGEST
    except (TypeError, ValueError, RecursionError):
        return False


LONGEST = 2000  # characters of an argument
