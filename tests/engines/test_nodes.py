"""What a process of a node does, without a cluster: it checks what it has, then works."""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.cards import OFFLINE
from support.cluster import NEEDS
from support.git import git, put
from support.network_evidence import shown

from xreg.publisher.engines import needs as needs_module
from xreg.publisher.engines import node
from xreg.publisher.engines.arriving import arrive
from xreg.publisher.engines.errors import EngineError
from xreg.publisher.engines.needs import PACKAGES, check, code_digest, installed, needs_of
from xreg.publisher.engines.node import Job
from xreg.registry.asset_files import AssetSource
from xreg.registry.collect import Sources
from xreg.registry.networks import targets
from xreg.registry.repositories.given import clones
from xreg.registry.siblings import evidence
from xreg.registry.siblings.evidence import Trees
from xreg.registry.siblings.tree import Tree


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process of a node changes its folder, its trees and runs; this one keeps them."""
    monkeypatch.chdir(Path.cwd())
    monkeypatch.setattr(node, "_jobs", {})
    yield
    evidence.take_trees(Trees({}, {}))
    targets.forget()


def _counting(chunk: list[int], given: int) -> list[int]:
    return [each + given for each in chunk]


def _sent(job: Job, fetched: list[str]) -> Any:
    def fetch() -> bytes:
        fetched.append("once")
        return pickle.dumps(job)

    return fetch


def test_a_process_takes_in_a_job_once_and_the_next_job_replaces_it(tmp_path: Path) -> None:
    tree = Tree(str(tmp_path), {}, None)
    needs = NEEDS._replace(folder=str(tmp_path))
    job = Job(needs, _counting, 10, Trees({str(tmp_path): tree}, {"a.md": (tree, "a.md")}), {"net": shown({})})
    fetched: list[str] = []
    assert node.run("here", "1", _sent(job, fetched), pickle.dumps([1, 2])) == [11, 12]
    assert node.run("here", "1", _sent(job, fetched), pickle.dumps([3])) == [13]
    assert fetched == ["once"]
    assert Path.cwd() == tmp_path
    assert evidence.sibling_state("a.md") == tree.state("a.md")
    assert set(evidence.trees_to_send().trees) == {str(tmp_path)}
    assert targets.runs_to_send() == {"net": shown({})}
    other = job._replace(given=20, needs=needs._replace(folder="/nowhere"), trees=Trees({}, {}), runs={})
    assert node.run("here", "2", _sent(other, fetched), pickle.dumps([1])) == [21]
    assert Path.cwd() == tmp_path
    assert (evidence.trees_to_send(), targets.runs_to_send()) == (Trees({}, {}), {})


def test_a_tree_that_is_sent_holds_every_card_in_the_order_of_this_machine(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text("---\nasset-link: https://x.org/one\n---\n", encoding="utf-8")
    run = {"c.md": (tmp_path / "c.md").read_bytes(), "gone.md": b""}
    here = Tree(str(tmp_path), run, None)
    sent = pickle.loads(pickle.dumps(here.whole()))
    for name in "abc":
        (tmp_path / f"{name}.md").unlink()
    assert (
        sent.listing_asset("https://x.org/one") == here.listing_asset("https://x.org/one") == ["c.md", "a.md", "b.md"]
    )
    assert [sent.sibling(f"{name}.md").data for name in "abc"] == [run["c.md"]] * 3


def test_a_node_says_when_it_has_no_xreg_or_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    monkeypatch.setattr(ray, "get", lambda job: pickle.dumps(job))
    job = [Job(NEEDS, _counting, 10, Trees({}, {}), {})]
    given = ("0.1.0", code_digest(), "key", job, pickle.dumps([1]))
    assert arrive(*given) == [11]
    assert "has another xreg than this machine, which has 0.1.0: install" in arrive("0.1.0", "other", *given[2:])
    monkeypatch.setitem(sys.modules, "xreg.publisher.engines.node", None)
    assert "has no xreg 0.1.0 (" in arrive(*given)
    assert "pip install 'xreg[cluster]==0.1.0'" in arrive(*given)


def test_a_node_needs_the_same_packages_where_networks_or_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs_module, "installed", lambda name: "2.10.0" if name == "mindspore" else "")
    assert needs_of(OFFLINE).packages == ()
    assert needs_of(OFFLINE._replace(sources=Sources(network="off", assets=AssetSource(folder=tmp_path)))).packages
    needs = needs_of(OFFLINE._replace(sources=Sources(network="auto")))
    assert [name for name, _ in needs.packages] == list(PACKAGES)
    check(needs, "here")
    monkeypatch.setattr(needs_module, "installed", lambda _: "")
    with pytest.raises(EngineError, match=r"^the node here has no version of mindspore, and this machine has 2\.10\.0"):
        check(needs, "here")
    assert (installed("pytest"), installed("no-such-package")) == (pytest.__version__, "")


def test_files_that_a_run_was_given_must_be_on_the_node(tmp_path: Path) -> None:
    file = tmp_path / "x.ckpt"
    file.touch()
    needs = needs_of(OFFLINE._replace(sources=Sources(network="off", assets=AssetSource((file,), tmp_path))))._replace(
        packages=()
    )
    assert needs.paths == (str(file), str(tmp_path))
    check(needs, "here")
    file.unlink()
    with pytest.raises(
        EngineError, match=r"x\.ckpt: the node here has no such file or folder: put it on a file system"
    ):
        check(needs, "here")


def test_a_clone_must_be_the_same_on_the_node(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "master")
    put(tmp_path, {"a": "1"}, "one")
    given = clones([("gitee.com/mindspore/models", tmp_path)])
    needs = needs_of(OFFLINE._replace(sources=Sources(network="off", repositories=given)))
    check(needs, "here")
    put(tmp_path, {"a": "2"}, "two")
    with pytest.raises(EngineError, match="the node here has another clone or an older one there"):
        check(needs, "here")


def test_the_digest_of_the_code_changes_with_any_file_of_it(tmp_path: Path) -> None:
    data = tmp_path / "registry" / "data.yaml"
    data.parent.mkdir()
    seen = set()
    for content in ("a", "b"):
        data.write_text(content, encoding="utf-8")
        code_digest.cache_clear()
        seen.add(code_digest(tmp_path))
    (tmp_path / "registry" / "notes.txt").touch()
    code_digest.cache_clear()
    seen.add(code_digest(tmp_path))
    code_digest.cache_clear()
    assert len(seen) == 2
