"""A registry in a folder with a few releases, one of them signed and with its asset; and a tree of cards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.registries import REPORT, trust
from support.releases import asset, draft

from xreg.registry.signing.keys import PrivateKey, new_key
from xreg.registry.signing.signing import sign
from xreg.registry.signing.statement import statement_of
from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry
from xreg.schema.release import Uid
from xreg.schema.verification import State

CARDS = Path(__file__).parents[2] / "data" / "cards"
OTHER = Uid.parse("mindspore/gpu/1.0/alexnet_v1.0")


@pytest.fixture(autouse=True)
def _own_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own registry lies in the test's folder; nothing of the environment is heard."""
    for name in ("XREG_REGISTRY", "XREG_KEY_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / ".data"))
    monkeypatch.setenv("HOME", str(folder / ".home"))


@pytest.fixture
def key() -> PrivateKey:
    """A key that signs."""
    return new_key()


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A registry with three releases of two models; commands take it for the one that is meant."""
    location = str(folder / "registry")
    with open_registry(location) as registry:
        registry.publish(draft())
        registry.publish(draft("second"))
        registry.publish(draft("other", OTHER, claims={"title": "AlexNet", "module-type": "cv"}))
    monkeypatch.setenv("XREG_REGISTRY", location)
    return location


@pytest.fixture
def opened(place: str) -> Registry:
    """That registry, opened beside the command."""
    with open_registry(place) as registry:
        yield registry


@pytest.fixture
def signed(opened: Registry, folder: Path, key: PrivateKey) -> str:
    """The name of a release that is signed, verified and has its asset."""
    attested = draft(
        "signed",
        assets=(asset(folder / "net.ckpt"),),
        state=State.VERIFIED,
        report=REPORT,
        attest=lambda release: sign(statement_of(release, REPORT), key),
    )
    return opened.publish(attested).release.name


@pytest.fixture
def trusting(folder: Path, key: PrivateKey) -> None:
    """A configuration that trusts the key."""
    trust(folder, team=key)


@pytest.fixture
def tree(folder: Path) -> Path:
    """A tree of four cards, laid out like the hub's."""
    assets = folder / "hub" / "mshub_res" / "assets"
    for name, source in (
        ("mindspore/1.9/resnet50_imagenet2012", "clean"),
        ("mindspore/ascend/1.1/xception_v1.1", "../../../cards/xception"),
        ("mindspore/1.9/latin", "seeds/latin-1"),
        ("mindspore/1.9/empty", "seeds/empty"),
    ):
        path = assets / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((CARDS / f"{source}.md").read_bytes())
    return folder / "hub"


@pytest.fixture
def answer(xreg: Callable[..., Any]) -> Callable[..., Any]:
    """A command's answer as JSON."""

    def run(*arguments: str) -> Any:
        ran = xreg(*arguments, "--output-format", "json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return run
