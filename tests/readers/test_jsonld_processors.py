"""Other JSON-LD processors agree with each other, and with our form of the documents of a build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.readers.jsonld_processors import PROCESSORS

DOCUMENTS: Final = ("kzit.jsonld", "dataset.jsonld", "ontology.jsonld")


def as_sets(value: Any) -> Any:
    """Sort all arrays of JSON, so that their order does not matter."""
    if isinstance(value, dict):
        return {key: as_sets(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(as_sets, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("processor", [name for name in PROCESSORS if name != "PyLD"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_processors_expand_a_document_alike(dist: Path, document: str, processor: str) -> None:
    expanded = PROCESSORS[processor].expand(dist / document)
    assert len(expanded) > 1
    assert as_sets(expanded) == as_sets(PROCESSORS["PyLD"].expand(dist / document))


def as_we_write(value: Any, processor: str) -> Any:
    """Return compacted JSON with types of literals under "@type", as in our documents: all readers of typed values support it.

    Titanium 1.7 writes the type as an array, because the context has a set container for the classes of a thing.
    """
    if isinstance(value, list):
        return [as_we_write(item, processor) for item in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value and "type" in value:
        (datatype,) = value["type"] if processor == "Titanium" else [value["type"]]
        return {"@type": datatype, "@value": value["@value"]}
    return {key: as_we_write(item, processor) for key, item in value.items()}


@pytest.mark.parametrize("processor", PROCESSORS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_compaction_with_the_shipped_context_gives_the_document(dist: Path, document: str, processor: str) -> None:
    compacted = PROCESSORS[processor].compact(dist / document, dist / "context.jsonld")
    assert as_sets(as_we_write(compacted, processor)) == as_sets(read(dist / document))


@pytest.fixture(scope="session")
def frame(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frame for the facts of one field, with the names of their participants embedded."""
    participant = {"@embed": "@always", "@explicit": True, "skos:prefLabel": {}}
    fact = {"skos:prefLabel": {}, "field": ["cultural"], "participant": [participant], "evidence": [{"@embed": "@never"}]}
    context = read(dist / "context.jsonld")["@context"]
    path = tmp_path_factory.mktemp("frame") / "frame.jsonld"
    path.write_text(json.dumps({"@context": context, "@explicit": True, "@requireAll": True, "type": ["Fact"], **fact}), "utf-8")
    return path


@pytest.mark.parametrize("processor", PROCESSORS)
def test_framed_facts_hold_the_names_of_their_participants(dist: Path, frame: Path, processor: str) -> None:
    things = {thing["id"]: thing for graph in read(dist / "kzit.jsonld")["@graph"] for thing in graph["@graph"]}
    expected = {
        fact["id"]: (fact["label"], fact["evidence"], {iri: things[iri]["label"] for iri in fact["participant"]})
        for fact in things.values()
        if "cultural" in fact.get("field", ()) and "participant" in fact
    }
    framed = PROCESSORS[processor].frame(dist / "kzit.jsonld", frame)["@graph"]
    found = {
        fact["id"]: (fact["label"], fact["evidence"], {party["id"]: party["label"] for party in fact["participant"]}) for fact in framed
    }
    assert len(expected) > 1
    assert found == expected


@pytest.mark.parametrize("processor", [name for name in PROCESSORS if name != "PyLD"])
def test_processors_frame_the_graph_alike(dist: Path, frame: Path, processor: str) -> None:
    framed = PROCESSORS[processor].frame(dist / "kzit.jsonld", frame)
    assert as_sets(framed["@graph"]) == as_sets(PROCESSORS["PyLD"].frame(dist / "kzit.jsonld", frame)["@graph"])
