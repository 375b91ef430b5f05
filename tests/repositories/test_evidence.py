"""What is said of a link into the repository, and of those of which nothing can be said."""

import pytest
from support.cards import document, front

from xreg.registry.repositories.evidence import card_repository, repository_evidence
from xreg.schema.repository import RepositoryLink, repository_link

GITEE = "https://gitee.com/mindspore/models/tree"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"<{GITEE}/r1.1/official/cv/alpha>", ("gitee.com/mindspore/models", "r1.1", "official/cv/alpha", "")),
        (f"{GITEE}/r1.1/official//cv/alpha/", ("gitee.com/mindspore/models", "r1.1", "official/cv/alpha", "")),
        (
            "https://github.com/mindspore-ai/models/blob/master/a/b/README.md#top",
            ("github.com/mindspore-ai/models", "master", "a/b", "README.md"),
        ),
        ("https://gitee.com/MindSpore/models.git/tree/r1.1/a", ("gitee.com/mindspore/models", "r1.1", "a", "")),
        (f"{GITEE}/r1.1", ("gitee.com/mindspore/models", "r1.1", "", "")),
        (f"{GITEE}/r1.1/a/yolov3.5", ("gitee.com/mindspore/models", "r1.1", "a/yolov3.5", "")),
        ("https://gitee.com/mindspore/models", None),
        ("", None),
    ],
)
def test_links(text, link):
    assert repository_link(text) == (RepositoryLink(*link) if link else None)


def test_a_folder_that_exists(record):
    found = repository_evidence(f"{GITEE}/r1.1/official/cv/alpha", record)
    assert found is not None
    assert found.exists
    assert found.folder
    assert found.accepts("alpha")
    assert not found.accepts("Alpha")
    assert found.nearest == ()
    assert found.source == f"gitee.com/mindspore/models r1.1 at {found.commit[:8]}, recorded {found.date}"


@pytest.mark.parametrize(
    ("path", "nearest", "same"),
    [
        # A part of another model that has the name is not meant.
        ("r1.2/official/cv/alpha", ("official/cv/Alpha",), "official/cv/Alpha"),
        ("r1.1/official/nlp/beta", ("research/nlp/Be-ta",), "research/nlp/Be-ta"),
        ("r1.2/research/cv/gamma50", ("research/cv/gamma",), ""),
        ("r1.2/research/cv/delta", (), ""),
    ],
)
def test_a_folder_that_does_not_exist(record, path, nearest, same):
    found = repository_evidence(f"{GITEE}/{path}", record)
    assert found is not None
    assert (found.exists, found.folder, found.nearest, found.same) == (False, None, nearest, same)


@pytest.mark.parametrize(
    "link",
    [
        "https://gitee.com/mindspore/mindspore/tree/r1.1/model_zoo/official/cv/alpha",
        "https://github.com/someone/models/tree/r1.1/official/cv/alpha",
        f"{GITEE}/r9.9/official/cv/alpha",
        f"{GITEE}/topic/official/cv/alpha",
        f"{GITEE}/r1.1",
        "nonsense",
    ],
)
def test_nothing_is_said_of_other_places(record, link):
    assert repository_evidence(link, record) is None


def test_nothing_is_said_without_a_record(tmp_path):
    assert repository_evidence(f"{GITEE}/r1.1/official/cv/alpha", tmp_path / "none.json") is None


def test_of_folders_deeper_than_recorded_nothing_is_claimed(record):
    found = repository_evidence(f"{GITEE}/r1.1/official/cv/alpha/src/any/where", record)
    assert found is not None
    assert found.exists


def test_the_links_of_the_introduction(record):
    body = f"\n## Introduction\n\n[a]({GITEE}/r1.1/official/cv/alpha) [b]({GITEE}/r1.2/x/y/z) [c](https://x.org/)\n"
    card = front(f"repo-link: <{GITEE}/r1.2/official/cv/Alpha>", body)
    found = card_repository(card, record)
    assert found is not None
    assert [(each.branch, each.path, each.exists) for each in found.linked] == [
        ("r1.1", "official/cv/alpha", True),
        ("r1.2", "x/y/z", False),
    ]
    assert card_repository(document("# x\n"), record) is None
