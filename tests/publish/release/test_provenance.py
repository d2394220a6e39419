"""The description of a release has its provenance: inputs, commit, programs and warnings."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import pytest
from rdflib import DCTERMS, PROV, RDF, XSD, Graph, Literal, URIRef

from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.rdf.reading import read_quads
from tests.git_repository import MOMENT, git
from tests.publish.release.releases import DATASET, DCAT, DQV, RELEASE, SPDX, planned
from tests.small_project import citable


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
    data = [path for pattern in ("*.ttl", "tables/*.toml", "questions/*.rq") for path in (project / "data").rglob(pattern)]
    expected = [*(project / "ontology").rglob("*.*"), *(project / "shapes").iterdir(), project / SETTINGS_FILE, *data]
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
