"""The knowledge base is consistent: names clash with nothing, papers resolve, identifiers are well formed."""

import re
from collections import Counter

import pytest

from xreg.registry.knowledge.load import load
from xreg.registry.knowledge.sources import DATA, KnowledgeError, digest, files, read
from xreg.schema.names import normalise

KNOWN = load()
ARXIV = re.compile(r"\d{4}\.\d{4,5}")
DOI = re.compile(r"10\.\d{4,9}/\S+")


@pytest.mark.parametrize("kind", ["architectures", "datasets", "papers"])
def test_ids_are_unique(kind):
    ids = Counter(item.id for item in read()[kind])
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("kind", ["architectures", "datasets"])
def test_no_name_means_two_things(kind):
    meanings: dict[str, set[str]] = {}
    for item in getattr(KNOWN, kind).values():
        for name in (item.id, item.name, *item.aliases, *getattr(item, "ambiguous", ())):
            meanings.setdefault(normalise(name), set()).add(item.id)
    assert {name: ids for name, ids in meanings.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("item", KNOWN.architectures.values(), ids=lambda item: item.id)
def test_what_an_architecture_refers_to_is_known(item):
    assert not item.paper or item.paper in KNOWN.papers
    assert not item.family or item.family in KNOWN.architectures
    assert set(item.related) <= KNOWN.architectures.keys()
    assert set(item.module_types) <= KNOWN.vocabulary.module_types.keys()
    assert item.source
    assert not item.input or all(0 < size <= 2048 for size in item.input)


@pytest.mark.parametrize("item", KNOWN.datasets.values(), ids=lambda item: item.id)
def test_what_a_dataset_refers_to_is_known(item):
    assert not item.paper or item.paper in KNOWN.papers
    assert item.source
    assert item.classes is None or item.classes > 1


@pytest.mark.parametrize("item", KNOWN.papers.values(), ids=lambda item: item.id)
def test_papers_are_whole(item):
    assert item.title == " ".join(item.title.split())
    assert item.authors
    assert all(len(name.split()) > 1 or name.isupper() for name in item.authors), item.authors
    assert 1950 <= item.year <= 2026
    assert not item.arxiv or ARXIV.fullmatch(item.arxiv)
    assert not item.doi or DOI.fullmatch(item.doi)
    assert item.source


def test_titles_and_identifiers_are_unique():
    papers = KNOWN.papers.values()
    for values in ((normalise(p.title) for p in papers), (p.arxiv for p in papers), (p.doi for p in papers)):
        assert [value for value, count in Counter(values).items() if value and count > 1] == []


def test_the_vocabulary_is_consistent():
    words = KNOWN.vocabulary
    assert {kind.domain for kind in words.module_types.values()} <= words.domains.keys()
    assert not words.misspellings.keys() & set(words.misspellings.values())
    claims = Counter(word for domain in words.domains.values() for word in domain.words)
    assert [word for word, count in claims.items() if count > 1] == []


def test_there_are_about_sixty_architectures_or_more():
    assert len(KNOWN.architectures) >= 60


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- id: x", "entry x"),
        ("- {id: x, nme: y}", "nme"),
        ("a: [", "not YAML"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, content, said):
    (tmp_path / "architectures").mkdir()
    (tmp_path / "architectures" / "some.yaml").write_text(content)
    with pytest.raises(KnowledgeError, match=said):
        read(tmp_path)


def test_knowledge_is_compiled_once_and_again_when_it_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("XREG_CACHE_DIR", str(tmp_path))
    load.cache_clear()
    first = load()
    (compiled,) = (tmp_path / "knowledge").iterdir()
    assert compiled.stem == first.digest == digest(files(DATA))
    compiled.write_text("{")
    load.cache_clear()
    assert load() == first
    load.cache_clear()
    assert load() == first
    load.cache_clear()


def test_where_nothing_can_be_kept_knowledge_is_compiled_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XREG_CACHE_DIR", str(tmp_path / "file"))
    load.cache_clear()
    assert load() == KNOWN
    load.cache_clear()
