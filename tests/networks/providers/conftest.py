"""A folder of a model's code from a dictionary, a clone that holds one, and cards that link to it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.knowledge.load import load
from xreg.registry.networks.providers.protocol import CardNetwork
from xreg.registry.networks.providers.scripts import Folder
from xreg.registry.networks.providers.settings import Settings
from xreg.registry.networks.providers.source import Source
from xreg.registry.repositories.evidence import repository_evidence
from xreg.registry.repositories.given import clones
from xreg.registry.repositories.views import Clones
from xreg.schema.document import parse
from xreg.schema.shape import card_shape
from xreg.schema.subject import subject_of
from xreg.schema.text import Text

REPOSITORY = "gitee.com/mindspore/models"
HUB = """
from src.net import tiny
def create_network(name, *args, **kwargs):
    if name == "tiny":
        return tiny(*args, **kwargs)
    raise NotImplementedError(f"{name} is not implemented in the repo")
"""
NET = """
from mindspore import nn
class Tiny(nn.Cell):
    def __init__(self, num_classes, width=4):
        super().__init__()
        self.flatten = nn.Flatten()
        self.dense = nn.Dense(3 * width * width, num_classes)
    def construct(self, x):
        return self.dense(self.flatten(x))
def tiny(*args, **kwargs):
    return Tiny(*args, **kwargs)
"""
EXPORT = """
import numpy as np
from mindspore import Tensor, export
from src.net import Tiny
from src.config import config
net = Tiny(config.classes)
export(net, Tensor(np.zeros([config.batch_size, 3, 4, 4], np.float32)), file_name="tiny")
"""
CONFIG = "config = dict(classes=7, batch_size=32)\n"
FILES = {
    "official/cv/tiny/mindspore_hub_conf.py": HUB,
    "official/cv/tiny/src/__init__.py": "",
    "official/cv/tiny/src/net.py": NET,
    "official/cv/tiny/src/config.py": CONFIG,
    "official/cv/tiny/export.py": EXPORT,
    "official/cv/tiny/README.md": "tiny",
    "official/cv/empty/README.md": "empty",
    "README.md": "all",
}


def make_folder(files: dict[str, str], *names: str) -> Folder:
    """A folder with these files."""

    def below(folder: str) -> tuple[str, ...]:
        return tuple(path.rpartition("/")[2] for path in files if path.rpartition("/")[0] == folder)

    source = Source(lambda path: files[path].encode() if path in files else None, below)
    return Folder(source, Settings(source, names))


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a tiny network on its branch r1.9."""
    folder = tmp_path_factory.mktemp("models")
    git(folder, "init", "-q", "-b", "r1.9")
    put(folder, FILES, "tiny")
    return folder


@pytest.fixture
def given(models: Path) -> Clones:
    repository_evidence.cache_clear()
    return clones([(REPOSITORY, models)])


@pytest.fixture
def card(given: Clones) -> Callable[..., CardNetwork]:
    """A card that links to a folder of the clone."""

    def make(name: str = "tiny", folder: str = "official/cv/tiny", usage: str = "", shape: str = "") -> CardNetwork:
        front = [f"model-name: {name}", f"repo-link: <https://gitee.com/mindspore/models/tree/r1.9/{folder}>"]
        front += [f"input-shape: {shape}"] if shape else []
        code = f"```python\nimport mindspore_hub as mshub\n{usage}\n```\n" if usage else ""
        text = f"# {name}\n\n---\n\n" + "\n".join(front) + f"\n\n---\n\n## {name}\n\n## Usage\n\n{code}"
        document = parse(Text(text), "mindspore/ascend/1.9/tiny_v1.9.md")
        linked = repository_evidence(document.value("repo-link"), "", given)
        return CardNetwork(document, subject_of(document, load()), card_shape(document), linked, given)

    return make
