"""The descriptions of a dataset and its columns are read from the project, and those of the table of facts are consistent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzit_graph.artefacts import Digest
from kzit_graph.errors import InvalidInput
from kzit_graph.project.dataset import Agent, DatasetDescription, read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.tables.croissant import croissant
from kzit_graph.publish.tables.data_package import data_package
from kzit_graph.publish.tables.described_columns import DescribedColumn
from tests.loading import loaded_folder
from tests.publish.tables.facts import columns, described_facts
from tests.small_project import FILES, small_project

DATASET = """\
@prefix : <https://example.org/tiny/id/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://example.org/tiny/dataset> a dcat:Dataset ;
    void:uriSpace "https://example.org/tiny/" ;
    dcterms:title "Piccolo"@it ;
    dcterms:description "Small, and \\"quoted\\"." ;
    dcterms:issued "2026"^^xsd:gYear ;
    dcterms:creator :ada , :club ;
    dcterms:publisher :club ;
    dcterms:license <https://example.org/licence> ;
    dcterms:language <http://id.loc.gov/vocabulary/iso639-1/it> , <http://publications.europa.eu/resource/authority/language/ITA> ;
    dcat:keyword "teatro"@it , "theatre"@en .

:ada a schema:Person ; skos:prefLabel "Ada"@en .
:club skos:prefLabel "Club"@it .
"""


@pytest.fixture
def card(tmp_path: Path) -> DatasetDescription:
    return read_dataset(loaded_folder(small_project(tmp_path, {"data/dataset.ttl": DATASET})))


def described(folder: Path, **context: Any) -> dict[str, DescribedColumn]:
    document = json.loads(FILES["ontology/context.jsonld"])
    document["@context"] |= context
    project = open_project(small_project(folder, {"ontology/context.jsonld": json.dumps(document)}))
    return {column.column.name: column for column in described_facts(LoadedProject(project)).columns}


def test_the_description_of_a_dataset_is_read(card: DatasetDescription) -> None:
    assert (card.title, card.description) == ("Piccolo", 'Small, and "quoted".')
    assert (card.issued, card.modified, card.version, card.landing_page, card.citation) == ("2026", "", "", "", "")
    assert card.creators == (
        Agent("Ada", "https://example.org/tiny/id/ada", is_person=True),
        Agent("Club", "https://example.org/tiny/id/club"),
    )
    assert card.publishers == card.creators[1:]
    assert card.languages == ("it",)
    assert card.keywords == {"en": ("theatre",), "it": ("teatro",)}


def test_each_person_and_organisation_is_listed_once_with_all_roles(card: DatasetDescription) -> None:
    files = {"tiny.csv": Digest(1, "0" * 64)}
    makers = json.loads(croissant("https://example.org/tiny/", card, [], files))["creator"]
    assert [(maker["@type"], maker["name"]) for maker in makers] == [("sc:Person", "Ada"), ("sc:Organization", "Club")]
    contributors = json.loads(data_package("Tiny", card, [], files))["contributors"]
    assert [(maker["title"], maker["roles"]) for maker in contributors] == [("Ada", ["creator"]), ("Club", ["creator", "distributor"])]


def test_a_column_without_a_vocabulary_term_has_a_title(tmp_path: Path) -> None:
    columns_of = described(tmp_path)
    assert columns_of["claimed_by"].titles == {"en": "claimed_by"}
    assert columns_of["claimed_by_label"].titles == {"en": "claimed_by: name"}
    assert columns_of["note"].titles["it"] == "nota"


def test_the_namespace_of_codes_comes_from_the_context(tmp_path: Path) -> None:
    term = {"@id": "https://w3id.org/kzit/ontology#status", "@type": "@vocab", "@context": {"@vocab": "https://example.org/tiny/status/"}}
    columns_of = described(tmp_path, status=term)
    assert columns_of["status"].namespace == "https://example.org/tiny/status/"
    assert columns_of["indicator"].namespace is None


def test_a_context_for_a_full_processor_gives_codes_no_namespace(tmp_path: Path) -> None:
    assert described(tmp_path, also={"@reverse": "http://www.w3.org/2004/02/skos/core#broader"})["status"].namespace is None


def test_a_malformed_shape_is_named_with_its_place(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path, {"shapes/bad.ttl": "<s> <p>"}))
    with pytest.raises(InvalidInput, match=r"bad\.ttl:1"):
        described_facts(LoadedProject(project))


def test_every_column_except_the_fact_and_names_has_a_path() -> None:
    assert {column.name for column in columns() if not column.paths} == {"fact", *(column.name for column in columns() if column.names)}
