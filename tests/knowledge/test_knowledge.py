"""The knowledge base is consistent: names clash with nothing, papers resolve, identifiers are well formed."""

import pytest

from xreg.registry.knowledge.consistency import contradictions
from xreg.registry.knowledge.load import PARTS, load
from xreg.registry.knowledge.sources import DATA, KINDS, KnowledgeError, digest, files, read
from xreg.schema.knowledge import Knowledge

KNOWN = load()


def test_the_knowledge_base_is_consistent():
    assert list(contradictions(read(), KNOWN)) == []


def _one(kind: str, **changes: object) -> Knowledge:
    """The knowledge base with its first entry of a kind changed."""
    items = getattr(KNOWN, kind)
    first = next(iter(items))
    return KNOWN._replace(**{kind: {**items, first: items[first]._replace(**changes)}})


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("architectures", {"paper": "none-such"}, "its paper none-such is not known"),
        ("architectures", {"family": "none-such"}, "its family none-such is not known"),
        ("architectures", {"related": ("none-such",)}, "related to is not known: none-such"),
        ("architectures", {"module_types": ("cooking",)}, "no module types of the hub: cooking"),
        ("architectures", {"input": (0, 224, 3)}, "cannot be"),
        ("architectures", {"source": ""}, "it has no source"),
        ("architectures", {"aliases": ("BERT", "VGG")}, "the name vgg means"),
        ("datasets", {"paper": "none-such"}, "its paper none-such is not known"),
        ("datasets", {"classes": 1}, "tells nothing apart"),
        ("metrics", {"source": ""}, "it has no source"),
        ("metrics", {"aliases": ("mAP",)}, "the metric map means acc and mAP"),
        ("metrics", {"trend": "sideways"}, "its trend sideways is neither up nor down"),
        (
            "metrics",
            {"tasks": ("cooking", "object detection on x", "object detection")},
            "for cooking, object detection on",
        ),
        ("metrics", {"least": 2.0, "most": 1.0}, "no figure is between 2.0 and 1.0"),
        ("papers", {"title": "Two  blanks"}, "blanks too many"),
        ("papers", {"authors": ()}, "it has no authors"),
        ("papers", {"authors": ("He",)}, "without a first or a last name: He"),
        ("papers", {"year": 1066}, "the year 1066 cannot be"),
        ("papers", {"arxiv": "1512.3"}, "1512.3 is no arXiv identifier"),
        ("papers", {"doi": "11.1/x"}, "11.1/x is no DOI"),
        ("papers", {"arxiv": "1512.03385"}, "two papers have the arXiv identifier 1512.03385"),
    ],
)
def test_a_contradiction_is_said(kind, changes, said):
    assert any(said in line for line in contradictions(read(), _one(kind, **changes)))


def test_an_id_that_is_there_twice_is_said():
    entries = read()
    again = {**entries, "papers": [*entries["papers"], entries["papers"][0]]}
    assert list(contradictions(again, KNOWN)) == [f"papers: the id {entries['papers'][0].id} is there twice"]


def test_the_vocabulary_is_checked():
    words = KNOWN.vocabulary
    domains = {**words.domains, "other": words.domains["cv"]}
    types = {**words.module_types, "cv": words.module_types["cv"]._replace(standard="cooking")}
    broken = words._replace(domains=domains, module_types=types, misspellings={"a": "b", "b": "c", "resnet": "d"})
    said = list(contradictions(read(), KNOWN._replace(vocabulary=broken)))
    assert "b is a misspelling and a correction" in said
    assert "resnet is a misspelling and stands in a known name" in said
    assert "module type cv: its standard cooking is not known" in said
    assert any("two domains claim" in line for line in said)


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
    assert compiled.stem.partition("-")[0] == first.digest == digest(files(DATA))
    lists = '"architectures": [[1]], "datasets": [], "papers": [], "metrics": []'
    parts = ", ".join([lists, *(f'"{part}": {{}}' for part in sorted(PARTS - {*KINDS}))])
    for broken in ("{", "[]", f"{{{parts}}}"):
        compiled.write_text(broken)
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
