"""What the knowledge base holds: papers, datasets, architectures.

Plain frozen values, so that rules can use them without importing pydantic; the knowledge base validates its YAML
against these very classes with pydantic before it builds one.
"""

from typing import NamedTuple


class Paper(NamedTuple):
    """A publication. `arxiv` is an arXiv identifier (`1610.02357`), `doi` a DOI without its resolver's address."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    source: str
    venue: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""

    @property
    def link(self) -> str:
        """The address under which the paper can be read, or an empty text where only its title is known."""
        if self.arxiv:
            return f"https://arxiv.org/abs/{self.arxiv}"
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def pdf(self) -> str:
        """The address of the text itself, as most of the hub's cards link to it; else that of the paper."""
        return f"https://arxiv.org/pdf/{self.arxiv}.pdf" if self.arxiv else self.link


class Dataset(NamedTuple):
    """A dataset under the name that the hub uses (`id`).

    `ambiguous` lists names that may mean this dataset or another one (`imagenet`); `classes` is the number of classes
    that a classifier trained on it tells apart, `None` where that says nothing. `word` tells that the name is also an
    ordinary word: in prose only its own spelling (`Cora`) counts.
    """

    id: str
    name: str
    holds: str
    source: str
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    classes: int | None = None
    paper: str = ""
    word: bool = False


class Architecture(NamedTuple):
    """A network architecture.

    `input` is the canonical input as (height, width, channels) in pixels, as on a card; `None` where none is canonical.
    `family` names the architecture whose variant this one is (`resnet` for `resnet-d`); naming a relative is no error.
    `word` tells that the name is also an ordinary word: in prose only its own spelling (`PiT`) counts.
    `module_types` are the hub's values of `module-type` under which it is rightly filed.
    """

    id: str
    name: str
    task: str
    module_types: tuple[str, ...]
    paper: str
    source: str
    aliases: tuple[str, ...] = ()
    family: str = ""
    input: tuple[int, int, int] | None = None
    related: tuple[str, ...] = ()
    word: bool = False


class Metric(NamedTuple):
    """A metric, under all names that cards give it; `#` in a name stands for a number (`ap#`).

    `aliases` mean the metric itself, `kinds` are figures of their own (`allacc`). `least` and `most` bound it on the
    scale of `unit`. It is right for its `tasks`, or for any if it names none. As its last number grows, the figure goes
    up or down, which is its `trend`. `higher` tells that a higher figure is better.
    """

    id: str
    name: str
    unit: str
    source: str
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    trend: str = ""
    higher: bool = True


class Domain(NamedTuple):
    """A broad field of tasks (`cv`): the words that claim it before "network" or "model", and a phrase for it."""

    words: tuple[str, ...]
    phrase: str


class ModuleType(NamedTuple):
    """A value of `module-type`: its domain, and the words in which a sentence names such a task.

    `standard` is the value that the hub itself later wrote in its place, if it did.
    """

    domain: str
    phrase: str
    standard: str = ""


class Vocabulary(NamedTuple):
    """The hub's words: domains and module types by name, authors and users, and how words are misspelt.

    `authors` and `users` say how each name that means somebody is written (`Noah CVLab` is `Noah's Ark Lab`).
    `misspellings` lead from a word to the one that was meant; `phrases` from two, of which one alone may be a word.
    """

    domains: dict[str, Domain]
    module_types: dict[str, ModuleType]
    authors: dict[str, str]
    users: dict[str, str]
    misspellings: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    phrases: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it


class Misspelt(NamedTuple):
    """Slips by the word that was meant, and two words that go wrong together, with what was meant."""

    words: dict[str, tuple[str, ...]]
    phrases: dict[str, str]
