"""Crawlers find the dataset and the APIs of a server at well-known addresses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import RDF, VOID, Graph, URIRef

from kzit_graph.publish.build import build
from kzit_graph.publish.description.well_known import API_CATALOG_TYPE, Api, Link, api_catalog, void_document
from tests.loading import loaded_folder
from tests.small_project import BASE, small_project

PUBLIC: Final = "https://data.example.org/kz/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("well-known")
    build(loaded_folder(small_project(folder / "project")), folder / "dist")
    return folder / "dist"


def test_a14_the_void_document_has_the_dataset_and_its_endpoint(built: Path) -> None:
    graph = Graph().parse(data=void_document(built, NamedNode(f"{BASE}dataset"), PUBLIC), format="turtle")
    assert URIRef(f"{BASE}dataset") in set(graph.subjects(RDF.type, VOID.Dataset))
    assert list(graph.objects(URIRef(f"{BASE}dataset"), VOID.sparqlEndpoint)) == [URIRef(f"{PUBLIC}sparql")]


def test_the_void_document_keeps_all_statements_and_prefixes_of_the_build(built: Path) -> None:
    document = void_document(built, NamedNode(f"{BASE}dataset"), PUBLIC)
    assert set(parse(document, format=RdfFormat.TURTLE)) > set(parse(path=built / "dataset.ttl"))
    assert b"@prefix void: <http://rdfs.org/ns/void#> ." in document


def test_without_an_address_the_void_document_is_that_of_the_build(built: Path) -> None:
    assert void_document(built, NamedNode(f"{BASE}dataset")) == (built / "dataset.ttl").read_bytes()


def test_a14_the_catalogue_of_apis_is_a_set_of_links() -> None:
    links = json.loads(api_catalog(PUBLIC))["linkset"]
    assert links[0] == {"anchor": f"{PUBLIC}.well-known/api-catalog", "item": [{"href": f"{PUBLIC}sparql"}, {"href": f"{PUBLIC}reconcile"}]}
    assert {entry["anchor"] for entry in links[1:]} == {f"{PUBLIC}sparql", f"{PUBLIC}reconcile"}
    for entry in links[1:]:
        for relation in entry.keys() - {"anchor"}:
            assert relation in {"service-desc", "service-doc", "service-meta", "status"}
            assert all(link["href"].startswith(PUBLIC) and "/" in link["type"] for link in entry[relation])
    assert API_CATALOG_TYPE == 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


def test_a_server_names_the_apis_that_it_has() -> None:
    links = json.loads(api_catalog(PUBLIC, [Api("search", (Link("search.json", "application/json"),))]))["linkset"]
    assert links[1:] == [{"anchor": f"{PUBLIC}search", "service-desc": [{"href": f"{PUBLIC}search.json", "type": "application/json"}]}]
