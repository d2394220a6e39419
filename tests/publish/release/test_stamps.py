"""The files of a release have its version and date."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, XSD, Dataset, Graph, Literal, URIRef

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.publish.build_mark import MARK
from kzit_graph.validation.validate import validate
from tests.built_folders import files_of, without_site
from tests.git_repository import DAY, committed, git
from tests.publish.release.releases import DATASET, DCAT, PREVIOUS, RELEASE, planned
from tests.publish.test_build import CONTRACT
from tests.small_project import citable


def test_a_release_has_two_more_files_than_a_build(released: Path) -> None:
    written = set(files_of(released))
    assert {path for path in without_site(written) if "/" not in path} == CONTRACT | {"CITATION.cff", "zenodo.json", MARK}
    listed = {line.split("  ")[1] for line in (released / "SHA256SUMS").read_text().splitlines()}
    assert listed == written - {"SHA256SUMS", MARK}


def test_the_dataset_has_the_version_and_date_in_every_file(released: Path, description: Graph) -> None:
    day = Literal(DAY, datatype=XSD.date)
    for graph in (description, Graph().parse(released / "kzit.ttl"), Dataset(default_union=True).parse(released / "kzit.trig")):
        assert list(graph.objects(DATASET, DCAT.version)) == [Literal("1.0.0")]
        assert list(graph.objects(DATASET, DCTERMS.modified)) == [day]
        assert list(graph.objects(DATASET, DCTERMS.issued)) == [Literal("2026-11-23", datatype=XSD.date)]
        assert list(graph.objects(DATASET, DCTERMS.bibliographicCitation)) == [
            Literal(f"kzit-graph (2026). Kazakhstan–Italy relations: a knowledge graph of cited facts. Version 1.0.0. {RELEASE}", lang="en")
        ]
        assert list(graph.objects(DATASET, OWL.versionInfo)) == []


def test_a_release_is_a_version_of_the_dataset_after_the_previous(description: Graph) -> None:
    assert set(description.objects(DATASET, DCAT.hasVersion)) == {RELEASE, PREVIOUS}
    assert list(description.objects(DATASET, DCAT.hasCurrentVersion)) == [RELEASE]
    assert list(description.objects(RELEASE, DCAT.isVersionOf)) == [DATASET]
    assert list(description.objects(RELEASE, DCAT.version)) == [Literal("1.0.0")]
    assert list(description.objects(RELEASE, DCTERMS.issued)) == [Literal(DAY, datatype=XSD.date)]
    assert list(description.objects(RELEASE, DCAT.previousVersion)) == [PREVIOUS]
    assert list(description.objects(RELEASE, PROV.specializationOf)) == [DATASET]


@pytest.mark.parametrize(("name", "iri"), [("ontology.ttl", "ontology"), ("shapes.ttl", "shapes")])
def test_only_the_headers_of_vocabulary_and_shapes_change(released: Path, dist: Path, name: str, iri: str) -> None:
    header = URIRef(f"https://w3id.org/kzit/{iri}")
    before, after = (Graph().parse(folder / name) for folder in (dist, released))
    assert list(after.objects(header, OWL.versionIRI)) == [header + "/1.0.0"]
    assert list(after.objects(header, OWL.versionInfo)) == [Literal("1.0.0")]
    assert list(after.objects(header, OWL.priorVersion)) == [header + "/0.9.0"]
    for graph in (before, after):
        for stamped in (OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, DCTERMS.bibliographicCitation):
            graph.remove((header, stamped, None))
    assert after.isomorphic(before)


def test_the_vocabulary_keeps_its_comments(released: Path, root: Path) -> None:
    written, stamped = (path.read_text("utf-8").splitlines() for path in (root / "ontology" / "kzit.ttl", released / "ontology.ttl"))
    assert [line for line in stamped if line.startswith("#")] == [line for line in written if line.startswith("#")]
    end = next(place for place, line in enumerate(written) if line.startswith("## Classes: Facts and their six kinds"))
    assert stamped[-len(written[end:]) :] == written[end:]
    nodes = json.loads((released / "ontology.jsonld").read_text("utf-8"))["@graph"]
    assert [node["versionInfo"] for node in nodes if "versionInfo" in node] == ["1.0.0"]


HEADERS: Final = {
    "in two statements": "x: a owl:Ontology .\nx:Building a owl:Class .\nx: owl:versionInfo '0.1.0' .\n",
    "after another on one line": "x:Building a owl:Class . x: a owl:Ontology ; owl:versionInfo '0.1.0' .\n",
    "with dots in it": "x: a owl:Ontology ; rdfs:comment '''One.\nTwo.\n''' ;\n owl:versionInfo '0.1.0' .\nx:Building a owl:Class .\n",
    "two of them": "x: a owl:Ontology ; owl:versionInfo '0.1.0' .\n<urn:y> a owl:Ontology .\nx:Building a owl:Class .\n",
    "with blank nodes": "x: a owl:Ontology ; rdfs:seeAlso [ rdfs:label 'A' ] ; owl:versionInfo '0.1.0' .\nx:Building a owl:Class .\n",
    "none": "x:Building a owl:Class .\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_in_any_style_is_stamped(tmp_path: Path, name: str) -> None:
    prefixes = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix x: <https://example.org/tiny/ontology#> .\n"
    )
    folder = citable(tmp_path / "project", {"ontology/x.ttl": prefixes + HEADERS[name]})
    build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    stamped, written = Graph().parse(tmp_path / "dist" / "ontology.ttl"), Graph().parse(folder / "ontology" / "x.ttl")
    headers = list(written.subjects(RDF.type, OWL.Ontology))
    for header in headers:
        assert list(stamped.objects(header, OWL.versionInfo)) == [Literal("1.0.0")]
        assert list(stamped.objects(header, OWL.versionIRI)) == [URIRef(f"{header}/1.0.0")]
    for graph in (stamped, written):
        graph.remove((None, OWL.versionInfo, None))
        graph.remove((None, OWL.versionIRI, None))
    assert stamped.isomorphic(written)


def test_the_files_of_the_project_do_not_change(released: Path) -> None:
    assert git(released.parent, "status", "--porcelain") == "?? dist/"


def test_stamped_files_conform_to_the_shapes(released: Path) -> None:
    project = replace(open_project(released.parent), ontology=(released / "ontology.ttl",))
    data = released / "kzit.ttl"
    report = validate(LoadedProject(project, [data]))
    assert report.passed
    assert not any(result.focus.startswith(f"<{DATASET}") for result in report.results)


def test_a_pre_release_is_stamped_like_any_other(a_project: Path, tmp_path: Path) -> None:
    build(LoadedProject(open_project(a_project)), tmp_path / "dist", release=planned(a_project, "1.0.0-rc.1+build.7"))
    graph = Graph().parse(tmp_path / "dist" / "kzit.ttl")
    assert list(graph.objects(DATASET, DCAT.version)) == [Literal("1.0.0-rc.1+build.7")]
    project = open_project(a_project)
    assert validate(LoadedProject(project, [tmp_path / "dist" / "kzit.ttl"])).passed


def test_an_ordinary_build_ignores_releases(a_project: Path, dist: Path, tmp_path: Path) -> None:
    build(LoadedProject(open_project(committed(a_project))), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == files_of(dist)
