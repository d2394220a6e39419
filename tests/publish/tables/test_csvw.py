"""The CSVW metadata of any project is valid for two implementations and gives triples of the graph."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.tables.csvw import csvw_metadata
from tests.loading import load_project
from tests.publish.tables.facts import column_names, described_facts, write_facts_table
from tests.publish.tables.hard_facts import hard_project
from tests.publish.tables.validators import output_of, run, served
from tests.small_project import small_project

KZIT: Final = "https://w3id.org/kzit/ontology#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
FACT: Final = NamedNode(f"{KZIT}Fact")
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
EXPRESSIBLE: Final = frozenset(
    NamedNode(iri)
    for iri in (
        *(f"{KZIT}{name}" for name in ("claimedBy", "statedIn", "status", "event", "place", "relationType", "indicator")),
        *("https://schema.org/unitCode", "http://data.europa.eu/m8g/frequency"),
        *(f"{SKOS}{name}" for name in ("prefLabel", "note")),
        TYPE.value,
    )
)
"""Properties that a row can express fully: those with one value per fact, or one language."""

CSV2RDF: Final = """if True:
    import sys, warnings
    import csvw_functions
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        group = csvw_functions.create_annotated_table_group(sys.argv[1], validate=True)
    faults = csvw_functions.get_errors(group)
    print(csvw_functions.create_rdf(group, mode="minimal") if not faults else faults)
"""
"""Another implementation of CSVW: prints its errors, or the table as N-Triples."""


def table(project: Project, folder: Path) -> Path:
    """Write the table of a project and its metadata to a folder, as a build does, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    store = load_project(project)
    write_facts_table(store, folder / "facts.csv")
    metadata = csvw_metadata(read_dataset(LoadedProject(project)), replace(described_facts(LoadedProject(project)), file="facts.csv"))
    (folder / "facts.csv-metadata.json").write_bytes(metadata)
    return folder


def metadata_of(project: Project, folder: Path) -> dict[str, Any]:
    found = json.loads((table(project, folder) / "facts.csv-metadata.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def columns_of(metadata: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {column["name"]: column for column in metadata["tableSchema"]["columns"]}


def triples_of_table(folder: Path, name: str) -> set[Quad]:
    """Return the triples of a table by csv2rdf."""
    with served(folder) as address:
        return set(parse(output_of(CSV2RDF, f"{address}/{name}", folder=folder), format=RdfFormat.N_TRIPLES))


def expressible_triples(store: Store) -> set[Quad]:
    """Return the triples of the graph about facts that a row can express fully."""
    facts = {quad.subject for quad in store.quads_for_pattern(None, TYPE, FACT)}
    return {
        Quad(*quad.triple)
        for quad in store
        if quad.subject in facts
        and quad.predicate in EXPRESSIBLE
        and quad.object != FACT
        and getattr(quad.object, "language", None) in (None, "en")
    }


@pytest.mark.slow
def test_two_implementations_find_the_table_of_a_build_valid(dist: Path) -> None:
    done = run("csvwvalidate", "--verbose", "kzit.csv-metadata.json", folder=dist)
    assert (done.returncode, done.stdout) == (0, "OK\n")
    assert triples_of_table(dist, "kzit.csv-metadata.json")


@pytest.mark.slow
def test_a_validator_given_only_the_table_finds_its_metadata(dist: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(dist, broken)
    path = broken / "kzit.csv-metadata.json"
    path.write_text(path.read_text("utf-8").replace('"datatype": "decimal"', '"datatype": "date"'), "utf-8")
    for folder, verdict in ((dist, "OK"), (broken, "FAIL")):
        with served(folder) as address:
            assert run("csvwvalidate", f"{address}/kzit.csv", folder=folder).stdout.splitlines()[0] == verdict


def test_hard_texts_are_valid_too(tmp_path: Path) -> None:
    folder = table(hard_project(tmp_path / "project"), tmp_path / "table")
    assert run("csvwvalidate", "--verbose", "facts.csv-metadata.json", folder=folder).stdout == "OK\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",1992-08-21,1992-08-21,", ",1992-08-21,soon,"),
        (",6000000000,", ",six billion,"),
        ("/p1s1-f2,", "/p1s1-f1,"),
        ("The news item is datelined Astana.", ""),
        ("fact,label,", "fact,name,"),
    ],
    ids=["no day", "no number", "one fact twice", "a label is missing", "another header"],
)
def test_a_corrupted_table_is_invalid(dist: Path, tmp_path: Path, old: str, new: str) -> None:
    for name in ("kzit.csv", "kzit.csv-metadata.json"):
        shutil.copy(dist / name, tmp_path)
    text = (tmp_path / "kzit.csv").read_text("utf-8")
    assert old in text
    (tmp_path / "kzit.csv").write_text(text.replace(old, new, 1), "utf-8")
    assert run("csvwvalidate", "kzit.csv-metadata.json", folder=tmp_path).stdout.startswith("FAIL")


def test_csv2rdf_turns_the_table_into_triples_of_the_graph(dist: Path, store: Store) -> None:
    triples = triples_of_table(dist, "kzit.csv-metadata.json")
    assert triples == expressible_triples(store)
    assert {quad.predicate for quad in triples} == EXPRESSIBLE


def test_each_column_is_described_in_four_languages_and_by_a_definition(project: Project, tmp_path: Path) -> None:
    columns = columns_of(metadata_of(project, tmp_path))
    assert list(columns) == list(column_names())
    assert all(column["dc:description"] for column in columns.values())
    assert {name for name, column in columns.items() if not column["titles"].keys() >= {"en", "it", "kk", "ru"}} == set()
    assert columns["claimed_by"]["titles"]["it"] == "affermato da"
    assert columns["claimed_by_label"]["titles"]["ru"] == "утверждает: название"


def test_the_table_has_the_description_of_the_dataset(project: Project, tmp_path: Path) -> None:
    metadata = metadata_of(project, tmp_path)
    assert metadata["url"] == "facts.csv"
    assert {title["@language"] for title in metadata["dc:title"]} == {"en", "it", "kk", "ru"}
    assert metadata["dc:license"] == [{"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}]
    assert metadata["dc:publisher"] == [{"@id": "https://w3id.org/kzit/id/kzit-graph"}]
    assert metadata["tableSchema"]["primaryKey"] == "fact"


def test_only_cells_required_by_the_shapes_are_required(project: Project, tmp_path: Path) -> None:
    required = {"fact", "label", "kind", "claimed_by", "claimed_by_label"}
    assert {name for name, column in columns_of(metadata_of(project, tmp_path / "table")).items() if column.get("required")} == required
    other = open_project(small_project(tmp_path / "other"))
    assert {name for name, column in columns_of(metadata_of(other, tmp_path)).items() if column.get("required")} == {"fact"}


def test_an_incomplete_shape_requires_nothing(tmp_path: Path) -> None:
    shapes = f"""
        @prefix kzit: <{KZIT}> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix x: <https://example.org/tiny/ontology#> .
        x:S a sh:NodeShape ; sh:targetClass kzit:Fact ; sh:property x:place , x:status , x:claim .
        x:place sh:path kzit:place ; sh:minCount 1 ; sh:severity sh:Warning .
        x:status sh:path kzit:status ; sh:minCount 0 .
        x:claim sh:path kzit:claimedBy ; sh:minCount 1 ; sh:severity sh:Violation ."""
    project = open_project(small_project(tmp_path / "project", {"shapes/more.ttl": shapes}))
    required = {name for name, column in columns_of(metadata_of(project, tmp_path)).items() if column.get("required")}
    assert required == {"fact", "claimed_by", "claimed_by_label"}


def test_codes_without_a_namespace_are_suppressed_in_the_output(tmp_path: Path) -> None:
    project = hard_project(tmp_path / "project", labels=("plain", "a|b", "Қазақстан"))
    columns = columns_of(metadata_of(project, tmp_path / "table"))
    assert columns["status"]["suppressOutput"] is columns["kind"]["suppressOutput"] is True
    assert "valueUrl" not in columns["status"]
    triples = triples_of_table(tmp_path / "table", "facts.csv-metadata.json")
    assert {quad.predicate.value for quad in triples} == {f"{KZIT}claimedBy", f"{SKOS}prefLabel", f"{SKOS}note"}
    assert triples <= {Quad(*quad.triple) for quad in load_project(project)}


def test_kinds_of_fact_in_another_namespace_get_its_iris(tmp_path: Path) -> None:
    ontology = f"""
        @prefix kzit: <{KZIT}> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix x: <https://example.org/tiny/ontology#> .
        x:Sighting rdfs:subClassOf x:Report . x:Report rdfs:subClassOf kzit:Fact ."""
    data = f"@prefix : <https://example.org/tiny/ontology#> .\n<https://example.org/tiny/id/f> a <{FACT.value}> , :Sighting .\n"
    project = open_project(small_project(tmp_path / "project", {"ontology/more.ttl": ontology, "data/sources/two.ttl": data}))
    columns = columns_of(metadata_of(project, tmp_path / "table"))
    assert columns["kind"]["valueUrl"] == "https://example.org/tiny/ontology#{kind}"


def test_a_dataset_without_metadata_has_a_valid_table(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path / "project"))
    folder = table(project, tmp_path / "table")
    assert run("csvwvalidate", "--verbose", "facts.csv-metadata.json", folder=folder).stdout == "OK\n"
