"""A release checks its input, is stamped, describes its provenance, and is reproducible."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, XSD, Dataset, Graph, Literal, Namespace, URIRef

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.publish.build_mark import MARK
from kzit_graph.publish.release.plan import Release, plan_release
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.report import InvalidData
from kzit_graph.validation.validate import ENGINES, validate
from tests.conftest import copy_of_the_project
from tests.git_repository import DAY, MOMENT, committed, git
from tests.publish.test_build import CONTRACT, contents
from tests.small_project import BASE, citable, release_entry

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
DATASET: Final = URIRef("https://w3id.org/kzit/dataset")
RELEASE: Final = URIRef("https://w3id.org/kzit/dataset/1.0.0")
PREVIOUS: Final = URIRef("https://w3id.org/kzit/dataset/0.9.0")
ENVIRONMENT: Final = {"PATH": os.environ["PATH"]}
EPOCH: Final = {"SOURCE_DATE_EPOCH": "1796164200"}
"""The time of commits in tests."""


@pytest.fixture(scope="module")
def description(released: Path) -> Graph:
    return Graph().parse(released / "dataset.ttl")


def planned(folder: Path, number: str = "1.0.0", environment: Mapping[str, str] = EPOCH) -> Release:
    return plan_release(open_project(folder), number, {**ENVIRONMENT, **environment})


def refused(folder: Path, number: str = "1.0.0", environment: Mapping[str, str] = EPOCH) -> str:
    with pytest.raises(InvalidInput) as caught:
        planned(folder, number, environment)
    return str(caught.value).replace("\\", "/")


## Refused input


@pytest.mark.parametrize(
    "number",
    ["", "1", "v1.0.0", "1.0", "01.0.0", "1.0.0/../../x", "1.0.0\n", "١.٠.٠", "1.0.0-ä", f"1.0.0-{'a' * 200}", "9" * 5_000 + ".0.0"],
)
def test_a_number_that_is_not_a_semantic_version_is_refused(tmp_path: Path, number: str) -> None:
    assert refused(citable(tmp_path), number) == f'"{number}" is not a semantic version, such as 1.2.0 or 1.2.0-rc.1 (https://semver.org)'


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("1.2.0", "1.2.0 is already released; choose a version above 1.10.0"),
        ("1.2.0+rebuilt", "1.2.0+rebuilt is already released"),
        ("1.9.9", "1.9.9 is not above 1.10.0, the latest release"),
        ("1.10.0-rc.1", "1.10.0-rc.1 is not above 1.10.0"),
    ],
)
def test_a_version_not_above_the_latest_release_is_refused(tmp_path: Path, number: str, what: str) -> None:
    stated = "".join(release_entry(f"{BASE}dataset", each, DAY) for each in ("1.10.0", "1.2.0"))
    line = refused(citable(tmp_path, dataset=stated), number)
    assert what in line
    assert "data/dataset.ttl:" in line


def test_the_previous_release_is_the_highest_stated_one(tmp_path: Path) -> None:
    stated = "".join(release_entry(f"{BASE}dataset", each, DAY) for each in ("0.10.0", "0.9.0", "0.10.0-rc.1"))
    release = planned(citable(tmp_path, dataset=stated), "0.10.1")
    assert release.previous is not None
    assert (release.previous.iri.value, str(release.previous.version)) == (f"{BASE}dataset/0.10.0", "0.10.0")
    assert planned(citable(tmp_path / "first")).previous is None


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        (f"<{BASE}dataset> dcat:hasVersion <{BASE}dataset/0.9.0> .", "must have one dcat:version"),
        (f'<{BASE}dataset> dcat:hasVersion <{BASE}a> . <{BASE}a> dcat:version "0.9.0" , "0.9.1" .', "must have one dcat:version"),
        (f'<{BASE}dataset> dcat:hasVersion <{BASE}a> . <{BASE}a> dcat:version "9" .', '"9" is not a semantic version'),
        (f'<{BASE}dataset> dcat:hasVersion [ dcat:version "0.9.0" ] .', "must be an IRI; give the release one"),
        (f'<{BASE}dataset> dcat:hasVersion "0.9.0" .', "must be an IRI; give the release one"),
        (release_entry(f"{BASE}dataset", "0.9.0", "2026-12-02"), f"dcterms:issued 2026-12-02 is after {DAY}, the date of this release"),
        (f'<{BASE}dataset> dcterms:issued "2027-01-01"^^xsd:date .', f"dcterms:issued 2027-01-01 is after {DAY}"),
    ],
)
def test_a_malformed_release_is_reported_with_file_and_line(tmp_path: Path, stated: str, what: str) -> None:
    line = refused(citable(tmp_path, dataset=stated))
    assert what in line
    assert "data/dataset.ttl:" in line


def test_outside_git_the_time_must_be_set(tmp_path: Path) -> None:
    assert "not in a git repository, so the time of the release is unknown; set SOURCE_DATE_EPOCH" in refused(
        citable(tmp_path), environment={}
    )
    assert planned(citable(tmp_path)).commit is None


@pytest.mark.parametrize("given", ["", "yesterday", "-1", "1.5", "2026-12-01", " 1", "1\n", "٣", "1e9", "9" * 12, "9" * 5_000])
def test_a_time_that_is_not_a_number_of_seconds_is_refused(tmp_path: Path, given: str) -> None:
    assert "SOURCE_DATE_EPOCH" in refused(citable(tmp_path), environment={"SOURCE_DATE_EPOCH": given})


def test_source_date_epoch_overrides_the_time_of_the_commit(tmp_path: Path) -> None:
    folder = committed(citable(tmp_path))
    assert planned(folder, environment={}).moment.strftime("%Y-%m-%dT%H:%M:%SZ") == MOMENT
    assert planned(folder, environment={"SOURCE_DATE_EPOCH": "86400"}).day == "1970-01-02"


def test_uncommitted_files_are_refused_even_if_the_time_is_set(tmp_path: Path) -> None:
    folder = committed(citable(tmp_path))
    (folder / "data" / "new.ttl").write_text("")
    assert "data/new.ttl: differs from commit" in refused(folder)


@pytest.mark.parametrize("missing", ["title", "creator"])
def test_a_dataset_that_cannot_be_cited_is_refused_and_nothing_is_written(tmp_path: Path, missing: str) -> None:
    folder = citable(tmp_path / "project")
    path = folder / "data" / "dataset.ttl"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if f"dcterms:{missing} " not in line))
    with pytest.raises(InvalidInput, match=rf"dataset.ttl:6: the dataset cannot be cited without a dcterms:{missing}"):
        build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    assert not (tmp_path / "dist").exists()


def test_violations_stop_a_release_and_keep_the_previous_build(tmp_path: Path) -> None:
    folder = citable(tmp_path / "project")
    build(LoadedProject(open_project(folder)), tmp_path / "dist")
    before = contents(tmp_path / "dist")
    path = folder / "data" / "sources" / "one.ttl"
    path.write_text(path.read_text().replace('    skos:prefLabel "La Scala"@it ;\n', ""))
    with pytest.raises(InvalidData):
        build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    assert contents(tmp_path / "dist") == before


def test_a_file_that_changes_during_the_build_stops_the_release(tmp_path: Path) -> None:
    folder = citable(tmp_path / "project")
    path = folder / "data" / "sources" / "one.ttl"

    def meddle(step: str) -> None:
        if step == "writing the rest":
            path.write_text(path.read_text() + "# later\n")

    with pytest.raises(InvalidInput, match=r"one.ttl: changed during the build of the release"):
        build(LoadedProject(open_project(folder)), tmp_path / "dist", progress=meddle, release=planned(folder))
    assert not (tmp_path / "dist").exists()


## Stamps


def test_a_release_has_two_more_files_than_a_build(released: Path) -> None:
    assert set(contents(released)) == CONTRACT | {"CITATION.cff", "zenodo.json", MARK}
    listed = {line.split("  ")[1] for line in (released / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(contents(released)) - {"SHA256SUMS", MARK}


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
    end = written.index(
        "## Facts and their six kinds ##########################################################################################"
    )
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


@pytest.mark.slow
def test_stamped_files_conform_to_the_shapes(released: Path) -> None:
    project = replace(open_project(released.parent), ontology=(released / "ontology.ttl",))
    data = released / "kzit.ttl"
    for engine in ENGINES:
        report = validate(LoadedProject(project, [data]), engine)
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
    assert contents(tmp_path / "dist") == contents(dist)


## Provenance


def test_the_provenance_lists_each_input_file_with_its_digest(description: Graph, released: Path) -> None:
    (activity,) = description.objects(RELEASE, PROV.wasGeneratedBy)
    assert (activity, RDF.type, PROV.Activity) in description
    (inputs,) = description.subjects(RDF.type, PROV.Collection)
    files = set(description.objects(inputs, PROV.hadMember))
    assert files | {inputs} == set(description.objects(activity, PROV.used))
    found = {}
    for file in files:
        (path,), (checksum,) = description.objects(file, DCTERMS.identifier), description.objects(file, SPDX.checksum)
        (digest,) = description.objects(checksum, SPDX.checksumValue)
        found[str(path)] = str(digest).lower()
    project = released.parent
    expected = [*(project / "ontology").iterdir(), *(project / "shapes").iterdir(), *(project / "data").rglob("*.ttl")]
    assert found == {path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in expected}


def test_the_provenance_has_the_commit_and_its_time(description: Graph, released: Path) -> None:
    (inputs,) = description.subjects(RDF.type, PROV.Collection)
    commit = git(released.parent, "rev-parse", "HEAD")
    assert list(description.objects(inputs, DCAT.version)) == [Literal(commit)]
    assert list(description.objects(inputs, DCTERMS.identifier)) == [Literal(f"swh:1:rev:{commit}")]
    assert list(description.objects(RELEASE, PROV.generatedAtTime)) == [Literal(MOMENT, datatype=XSD.dateTime)]


def programs(graph: Graph) -> dict[str, str]:
    agents = set(graph.objects(None, PROV.wasAssociatedWith))
    assert all((agent, RDF.type, PROV.SoftwareAgent) in graph for agent in agents)
    return {str(graph.value(agent, DCTERMS.title)): str(graph.value(agent, DCAT.version)) for agent in agents}


def test_the_provenance_lists_programs_with_their_versions(description: Graph) -> None:
    assert programs(description) == {name: version(name) for name in ("kzit-graph", "pyoxigraph", "shacl")} | {
        platform.python_implementation(): platform.python_version()
    }


def test_the_provenance_lists_other_programs_if_they_were_used(tmp_path: Path) -> None:
    folder = citable(tmp_path / "project")
    build(LoadedProject(open_project(folder)), tmp_path / "dist", "pyshacl", release=planned(folder))
    assert {"pyshacl", "rdflib"} < programs(Graph().parse(tmp_path / "dist" / "dataset.ttl")).keys()


def test_warnings_do_not_stop_a_release_and_are_counted(description: Graph, released: Path) -> None:
    counts = json.loads((released / "report.json").read_text("utf-8"))["counts"]
    assert counts["warning"] > 0
    measured = {
        str(description.value(measurement, DQV.isMeasurementOf)): int(str(description.value(measurement, DQV.value)))
        for measurement in description.objects(RELEASE, DQV.hasQualityMeasurement)
    }
    assert measured == {f"{DATASET}#warnings": counts["warning"], f"{DATASET}#infos": counts["info"]}
    assert all(description.value(URIRef(metric), RDF.type) == DQV.Metric for metric in measured)


@pytest.mark.parametrize("name", ["dataset", "ontology"])
def test_json_ld_holds_the_same_quads_as_turtle(released: Path, name: str) -> None:
    turtle, jsonld = (set(read_quads(released / f"{name}.{extension}")) for extension in ("ttl", "jsonld"))
    assert jsonld == turtle


## Reproducibility


@pytest.mark.slow
@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("America/Los_Angeles", "4242")])
def test_releases_of_one_commit_are_identical_on_any_machine(released: Path, tmp_path: Path, zone: str, seed: str) -> None:
    git(tmp_path, "clone", "--quiet", str(released.parent), "a folder of another name")
    command = [sys.executable, "-m", "kzit_graph", "build", "--release", "1.0.0", "--out", str(tmp_path / "dist"), "--jobs", "2"]
    elsewhere = {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "USER": "another",
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    subprocess.run(command, cwd=tmp_path / "a folder of another name", env=os.environ | elsewhere, check=True, capture_output=True)
    assert contents(tmp_path / "dist") == contents(released)


def test_a_release_outside_git_differs_only_in_the_commit(released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for part in ("ontology", "data", "shapes"):
        shutil.copytree(released.parent / part, folder / part)
    build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    different = {name for name, content in contents(tmp_path / "dist").items() if contents(released)[name] != content}
    assert different == {"dataset.ttl", "dataset.jsonld", "SHA256SUMS", MARK}
    missing = Graph().parse(released / "dataset.ttl") - Graph().parse(tmp_path / "dist" / "dataset.ttl")
    assert {predicate for _, predicate, _ in missing} == {DCAT.version, DCTERMS.identifier}


## The next release


def test_a_stated_release_is_the_predecessor_of_the_next(root: Path, tmp_path: Path) -> None:
    folder = committed(copy_of_the_project(root, tmp_path / "project"))
    first = build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder, "1.0.0", {}))
    with (folder / "data" / "dataset.ttl").open("a", encoding="utf-8") as file:
        file.write(first.entry)
    committed(folder)
    second = build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder, "1.1.0", {}))
    graph = Graph().parse(tmp_path / "dist" / "dataset.ttl")
    assert list(graph.objects(DATASET + "/1.1.0", DCAT.previousVersion)) == [RELEASE]
    assert second.report.passed
    assert "is already released" in refused(folder)
