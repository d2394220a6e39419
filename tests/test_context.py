"""The JSON-LD context gives short, readable keys without losing data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.export import export

pytestmark = pytest.mark.slow

DOCUMENTS: Final = ("kzit.jsonld", "dataset.jsonld", "ontology.jsonld")
"""The JSON-LD files of a build. Those of a release have more keys, so they are also checked."""


@pytest.fixture(scope="session")
def context(project: Project) -> dict[str, Any]:
    found = json.loads(project.context.read_text("utf-8"))["@context"]
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def things(dist: Path) -> dict[str, Any]:
    """Return every object of the data by its id."""
    found: dict[str, Any] = {}

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "id" in node:
                found[node["id"]] = node
            for key, value in node.items():
                if key != "@context":
                    walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(json.loads((dist / "kzit.jsonld").read_text("utf-8")))
    return found


def keys(node: object) -> set[str]:
    if isinstance(node, dict):
        return {key for key in node if key != "@context"} | {
            key for name, value in node.items() if name != "@context" for key in keys(value)
        }
    return {key for item in node for key in keys(item)} if isinstance(node, list) else set()


FOR_CATALOGUES: Final = {
    *("dcat:accessURL", "dcterms:format", "http://xmlns.com/foaf/0.1/name", "rdfs:comment", "schema:keywords", "void:dataDump"),
    *(f"http://www.w3.org/2006/vcard/ns#{name}" for name in ("fn", "hasURL")),
    *(f"http://ldf.fi/void-ext#{name}" for name in ("datatype", "datatypePartition")),
    *(f"http://www.w3.org/ns/shacl#{name}" for name in ("ask", "construct", "declare", "namespace", "prefix", "prefixes", "select")),
}
"""Keys of the description that the context leaves out, since only catalogues and query editors read them."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_key_is_a_prefixed_name_or_an_iri(dist: Path, released: Path, document: str) -> None:
    known = FOR_CATALOGUES if document == "dataset.jsonld" else set()
    for folder in (dist, released):
        assert {key for key in keys(json.loads((folder / document).read_text("utf-8"))) if ":" in key} - known == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_contains_the_published_context(dist: Path, document: str, context: dict[str, Any]) -> None:
    assert json.loads((dist / document).read_text("utf-8"))["@context"] == context
    assert json.loads((dist / "context.jsonld").read_text("utf-8"))["@context"] == context


def test_a_fact_is_plain_json(things: dict[str, Any]) -> None:
    fact = things["https://w3id.org/kzit/id/kazinform-2017-08-21/p5s2-f1"]
    assert set(fact["type"]) == {"Fact", "Measurement"}
    assert fact["unitCode"] == "USD"
    assert fact["value"] == 6_000_000_000
    assert fact["hedge"] == ["about"]
    assert fact["field"] == ["investment"]
    assert fact["actor"] == ["https://w3id.org/kzit/id/italy"]
    assert fact["claimedBy"] == "https://w3id.org/kzit/id/mfa-kazakhstan"
    assert fact["evidence"] == ["https://w3id.org/kzit/id/kazinform-2017-08-21/p5s2"]
    assert fact["label"]["en"].startswith("Italy directly invested")


def test_labels_are_a_language_map(things: dict[str, Any]) -> None:
    assert things["https://w3id.org/kzit/id/italy"]["label"] == {"en": "Italy", "it": "Italia", "kk": "Италия", "ru": "Италия"}


def test_days_and_numbers_are_plain_values(things: dict[str, Any]) -> None:
    assert things["https://w3id.org/kzit/span/2009"]["earliest"] == "2009-01-01"
    assert things["https://w3id.org/kzit/id/kazinform-2017-08-21/p5s2-range"]["start"] == 1068


def test_no_code_that_stands_alone_is_equal_to_a_key(store: Store, context: dict[str, Any]) -> None:
    notation = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    concepts = [quad.subject.value for quad in store.quads_for_pattern(None, notation, None) if isinstance(quad.subject, NamedNode)]
    vocabularies = {value["@context"]["@vocab"] for value in context.values() if isinstance(value, dict) and "@context" in value}
    codes = {iri.removeprefix(base) for iri in concepts for base in vocabularies if iri.startswith(base)}
    assert len(codes) > 50
    # The group "effect" of relation types is no relation type of a fact.
    assert codes & set(context) == {"effect"}


def test_no_two_keys_have_the_same_iri(context: dict[str, Any]) -> None:
    meanings = [value["@id"] if isinstance(value, dict) else value for key, value in context.items() if key != "@version"]
    assert len(meanings) == len(set(meanings))


def test_every_key_is_used_in_a_document(released: Path, corpus: LoadedProject, context: dict[str, Any]) -> None:
    """The data are those of all sources, the rest is that of a release."""
    documents = [(released / document).read_text("utf-8") for document in DOCUMENTS[1:]]
    text = "".join(document.split('"@graph"', 1)[1] for document in (export(corpus, "jsonld").decode(), *documents))
    terms = [key for key, value in context.items() if not (isinstance(value, str) and value.endswith(("#", "/"))) and key != "@version"]
    assert [term for term in terms if f'"{term}"' not in text] == []


def test_each_thing_is_described_in_one_graph_only(dist: Path) -> None:
    graphs = json.loads((dist / "kzit.jsonld").read_text("utf-8"))["@graph"]
    ids = [thing["id"] for graph in graphs for thing in graph["@graph"]]
    assert len(ids) == len(set(ids)) > 100


def test_a_key_holds_an_array_always_or_never(dist: Path) -> None:
    schema = json.loads((dist / "kzit.schema.json").read_text("utf-8"))
    entries = [entry for definition in schema["$defs"].values() for entry in definition.get("properties", {}).items()]
    either = {key for key, entry in entries for option in entry.get("anyOf", ()) if option.get("type") == "array" and ":" not in key}
    # The shapes have no constraints on other datasets, and limit a figure to one value only in measurements.
    assert either == {"uriSpace", "base", "value", "unitCode", "minValue", "maxValue"}
    assert len(entries) > 200


def test_the_keys_are_those_that_one_expects(context: dict[str, Any]) -> None:
    terms = {key: value["@id"] if isinstance(value, dict) else value for key, value in context.items() if key != "@version"}
    expected = {
        "selector": "oa:hasSelector",
        "label": "skos:prefLabel",
        "altLabel": "skos:altLabel",
        "rdfsLabel": "rdfs:label",
        "range": "rdfs:range",
        "domain": "rdfs:domain",
        "publisher": "schema:publisher",
        "dctermsPublisher": "dcterms:publisher",
    }
    assert {key: terms.get(key) for key in expected} == expected
    assert not {"name", "issuedBy", "valueType"} & set(terms)


def test_handwritten_json_with_the_context_is_a_fact(project: Project, tmp_path: Path) -> None:
    context = json.loads(project.context.read_text("utf-8"))
    document = context | {
        "id": "https://example.org/f",
        "type": "Goal",
        "trend": "strengthening",
        "actor": "https://w3id.org/kzit/id/italy",
        "label": {"en": "A goal."},
    }
    path = tmp_path / "fact.jsonld"
    path.write_text(json.dumps(document), "utf-8")
    triples = {str(quad.triple) for quad in parse(path=str(path), format=RdfFormat.JSON_LD)}
    kzit = "https://w3id.org/kzit/ontology#"
    assert triples == {
        f"<https://example.org/f> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kzit}Goal>",
        f"<https://example.org/f> <{kzit}trend> <https://w3id.org/kzit/concept/trend/strengthening>",
        f"<https://example.org/f> <{kzit}actor> <https://w3id.org/kzit/id/italy>",
        '<https://example.org/f> <http://www.w3.org/2004/02/skos/core#prefLabel> "A goal."@en',
    }
