"""What is said of a link into a repository, recorded or read, and of those of which nothing can be said."""

from pathlib import Path

import pytest
from support.cards import document, front
from support.git import git, put

from xreg.registry.repositories.evidence import card_links, repository_evidence
from xreg.registry.repositories.given import clones
from xreg.schema.repository import RepositoryLink, readme_for, repository_link

GITEE = "https://gitee.com/mindspore/models/tree"
MODELS = "gitee.com/mindspore/models"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"<{GITEE}/r1.1/official/cv/alpha>", (MODELS, "r1.1", "official/cv/alpha", "")),
        (f"{GITEE}/r1.1/official//cv/alpha/", (MODELS, "r1.1", "official/cv/alpha", "")),
        (
            "https://github.com/mindspore-ai/models/blob/master/a/b/README.md#top",
            ("github.com/mindspore-ai/models", "master", "a/b", "README.md"),
        ),
        ("https://gitee.com/MindSpore/models.git/tree/r1.1/a", (MODELS, "r1.1", "a", "")),
        (f"{GITEE}/r1.1", (MODELS, "r1.1", "", "")),
        (f"{GITEE}/r1.1/a/yolov3.5", (MODELS, "r1.1", "a/yolov3.5", "")),
        ("https://gitee.com/mindspore/models", None),
        ("", None),
    ],
)
def test_links(text, link):
    assert repository_link(text) == (RepositoryLink(*link) if link else None)


@pytest.mark.parametrize(
    ("file", "readmes", "right"),
    [
        ("readme.md", ("README.md", "README_CN.md"), "README.md"),
        ("readme_CN.md", ("README.md", "README_CN.md"), "README_CN.md"),
        ("README.md", ("README_CN.md",), "README_CN.md"),
        ("README.md", ("README-CN.md", "README_CN.md"), ""),
        ("README.md", (), ""),
    ],
)
def test_the_readme_that_is_meant(file, readmes, right):
    assert readme_for(file, readmes) == right


@pytest.fixture(params=["recorded", "read"])
def how(request, clone):
    """The clones to ask: none, where the record answers."""
    request.getfixturevalue("recorded")
    return () if request.param == "recorded" else clones([(MODELS, clone)])


def test_a_folder_that_exists(how):
    found = repository_evidence(f"{GITEE}/r1.1/official/cv/alpha", "1.1", how)
    assert found is not None
    assert found.exists
    assert found.folder
    assert found.folder.readmes == ("README.md",)
    assert found.accepts("alpha")
    assert not found.accepts("Alpha")
    assert found.nearest == ()
    assert found.code
    assert str(found.code.folder.signature("alpha")) == "width=1, *, classes, **ignored"
    expected = "read" if how else "recorded"
    assert found.source == f"gitee.com/mindspore/models r1.1 at {found.commit[:8]}, {expected} {found.date}"


@pytest.mark.parametrize(
    ("path", "nearest", "same"),
    [
        # A part of another model that has the name is not meant.
        ("r1.2/official/cv/alpha", ("official/cv/Alpha",), "official/cv/Alpha"),
        ("r1.1/official/nlp/beta", ("research/nlp/Be-ta",), "research/nlp/Be-ta"),
        ("r1.2/research/cv/gamma50", ("research/cv/gamma",), ""),
        ("r1.2/research/cv/delta", (), ""),
        ("r1.2/research/cv/xy", (), ""),
    ],
)
def test_a_folder_that_does_not_exist(how, path, nearest, same):
    found = repository_evidence(f"{GITEE}/{path}", "", how)
    assert found is not None
    assert (found.exists, found.folder, found.nearest, found.same) == (False, None, nearest, same)
    assert found.elsewhere is None


def test_a_folder_that_the_branch_for_the_version_has(how):
    found = repository_evidence(f"{GITEE}/r1.2/official/cv/alpha", "1.1.0", how)
    assert found is not None
    assert found.elsewhere
    assert (found.elsewhere.branch, found.elsewhere.readmes) == ("r1.1", ("README.md",))
    assert found.code
    assert found.code.folder.path == "official/cv/alpha"


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com/someone/models/tree/r1.1/official/cv/alpha",
        f"{GITEE}/r9.9/official/cv/alpha",
        f"{GITEE}/r1.1/tools/alpha",
        f"{GITEE}/r1.1",
        "nonsense",
    ],
)
def test_nothing_is_said_of_other_places(how, link):
    assert repository_evidence(link, "1.1", how) is None


@pytest.mark.usefixtures("recorded")
def test_of_folders_deeper_than_recorded_nothing_is_claimed():
    found = repository_evidence(f"{GITEE}/r1.1/official/cv/alpha/src/any/where")
    assert found is not None
    assert found.exists


@pytest.mark.parametrize(
    ("path", "there"),
    [("old/official/cv/Alpha", "official/cv/Alpha"), ("old/x/y/ALPHA", "official/cv/Alpha"), ("old/x/y/none", "")],
)
@pytest.mark.usefixtures("recorded")
def test_a_folder_that_moved(path, there):
    found = repository_evidence(f"https://gitee.com/a/older/tree/master/{path}", "0.1")
    assert found is not None
    assert not found.exists
    assert (found.elsewhere.path if found.elsewhere else "") == there


@pytest.mark.usefixtures("recorded")
def test_a_folder_that_never_lay_where_models_moved_from():
    found = repository_evidence("https://gitee.com/a/older/tree/master/old", "0.1")
    assert found is not None
    assert found.elsewhere is None


def test_a_hub_file_of_a_later_branch():
    link = "https://gitee.com/mindspore/mindspore/tree/r1.0/model_zoo/official/cv/lenet"
    found = repository_evidence(link, "1.0")
    assert found is not None
    assert found.code
    assert found.code.revision == "v1.1.1"
    assert found.code.source.startswith("gitee.com/mindspore/mindspore r1.1 (v1.1.1) at b33d6b18, recorded 2021")


def test_links_to_tags_and_commits_are_read_from_a_clone(clone):
    given = clones([("github.com/MindSpore-ai/models", clone)])
    commit = git(clone, "rev-parse", "r1.2")
    for revision in ("v1.1.0", "topic", commit, commit[:10]):
        found = repository_evidence(f"{GITEE}/{revision}/research/nlp/Be-ta", "", given)
        assert found is not None
        assert (found.exists, found.how) == (True, "read")
    assert repository_evidence(f"{GITEE}/abcdef1234/research/nlp/Be-ta", "", given) is None


@pytest.mark.usefixtures("recorded")
def test_a_branch_that_the_clone_lacks_is_taken_from_the_record(tmp_path):
    git(tmp_path, "init", "-q", "-b", "r9.9")
    put(tmp_path, {"official/cv/alpha/README.md": "x"}, "first")
    found = repository_evidence(f"{GITEE}/r1.1/official/cv/alpha", "", clones([(MODELS, tmp_path)]))
    assert found is not None
    assert found.how == "recorded"


def test_a_hub_file_that_the_folder_of_a_clone_lacks_is_taken_from_the_record(tmp_path):
    git(tmp_path, "init", "-q", "-b", "r1.3")
    put(tmp_path, {"official/cv/resnet/README.md": "x"}, "first")
    found = repository_evidence(f"{GITEE}/r1.3/official/cv/resnet", "", clones([(MODELS, tmp_path)]))
    assert found is not None
    assert found.how == "read"
    assert found.code
    assert "recorded" in found.code.source


def test_a_repository_of_which_nothing_is_recorded(clone):
    given = clones([("example.org/some/models", clone)])
    found = repository_evidence("https://example.org/some/models/tree/r1.1/tools", "1.1", given)
    assert found is not None
    assert (found.exists, found.code) == (True, None)
    assert repository_evidence("https://example.org/some/models/tree/r9.9/tools", "1.1", given) is None


def test_a_clone_whose_branch_moved_gives_another_answer(clone, tmp_path):
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", "-b", "r1.1", str(clone), str(other))
    before = clones([(MODELS, other)])
    assert clones([(MODELS, other)]) == before
    put(other, {"official/cv/new/README.md": "x"}, "more")
    after = clones([(MODELS, other)])
    assert before != after
    found = [repository_evidence(f"{GITEE}/r1.1/official/cv/new", "", given) for given in (after, before)]
    assert [each.exists for each in found if each] == [True, True]


@pytest.mark.usefixtures("recorded")
def test_the_links_of_the_introduction_and_of_other_keys():
    body = (
        f"\n## Introduction\n\n[a]({GITEE}/r1.1/official/cv/alpha) [b]({GITEE}/r1.2/official/y) [c](https://x.org/)\n"
    )
    lines = f"repo-link: <{GITEE}/r1.2/official/cv/Alpha>\nvit-repo-link: {GITEE}/r1.1/official/cv/vit\nx-repo-link: y"
    found = card_links(front(lines, body))
    assert found.own is not None
    assert [(each.branch, each.path, each.exists) for each in found.own.linked] == [
        ("r1.1", "official/cv/alpha", True),
        ("r1.2", "official/y", False),
    ]
    assert [(key, each.exists) for key, each in found.others] == [("vit-repo-link", False)]
    assert card_links(document("# x\n")).own is None


def test_paths_are_found_from_any_folder(clone, monkeypatch):
    monkeypatch.chdir(clone.parent)
    given = clones([(MODELS, Path(clone.name))])
    monkeypatch.chdir("/")
    assert repository_evidence(f"{GITEE}/r1.1/official/cv/alpha", "", given)
