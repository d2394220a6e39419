"""The description of the dataset has what catalogues expect: classes of values, names of agents and addresses of distributions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.artefacts import Digest
from kzit_graph.publish.dcat import distributions, values_for_catalogues
from tests.loading import loaded_folder
from tests.publish.description.descriptions import description_of
from tests.small_project import BASE, small_project

DESCRIPTION: Final = f"""\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<{BASE}dataset> a dcat:Dataset ;
    dcterms:title "Tiny"@en ;
    dcterms:creator <{BASE}id/ann> , "The Tiny Institute" ;
    dcterms:language <http://e/it> ;
    dcterms:license <http://e/licence> ;
    dcat:landingPage <http://e/> ;
    void:uriSpace "{BASE}" .
"""
AGENT: Final = f'<{BASE}id/ann> <http://www.w3.org/2004/02/skos/core#prefLabel> "Ann"@en , "Anna"@it .\n'
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SPDX: Final = "http://spdx.org/rdf/terms#"
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture
def described(tmp_path: Path) -> Store:
    loaded = loaded_folder(small_project(tmp_path, {"data/dataset.ttl": DESCRIPTION, "data/agents.ttl": AGENT}))
    quads = description_of(loaded) | distributions(loaded.project, {"tiny.ttl": Digest(1, "00")})
    store = Store()
    store.extend(quads | values_for_catalogues(loaded, quads))
    return store


def test_values_have_the_classes_that_catalogues_expect(described: Store) -> None:
    expected = {
        f"{BASE}id/ann": f"{FOAF}Agent",
        "http://e/it": f"{DCTERMS}LinguisticSystem",
        "http://e/licence": f"{DCTERMS}LicenseDocument",
        "http://e/": f"{FOAF}Document",
        f"{SPDX}checksumAlgorithm_sha256": f"{SPDX}ChecksumAlgorithm",
        "https://www.iana.org/assignments/media-types/text/turtle": f"{DCTERMS}MediaType",
    }
    found = {iri: [quad.object for quad in described.quads_for_pattern(NamedNode(iri), TYPE, None)] for iri in expected}
    assert found == {iri: [NamedNode(kind)] for iri, kind in expected.items()}


def test_agents_have_their_names_in_all_languages(described: Store) -> None:
    names = {quad.object for quad in described.quads_for_pattern(NamedNode(f"{BASE}id/ann"), NamedNode(f"{FOAF}name"), None)}
    assert names == {Literal("Ann", language="en"), Literal("Anna", language="it")}


def test_a_distribution_has_its_address(described: Store) -> None:
    (quad,) = described.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/dcat#accessURL"), None)
    assert quad.object == NamedNode(f"{BASE}tiny.ttl")
