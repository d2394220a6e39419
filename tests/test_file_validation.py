"""kzit_graph.validate checks any RDF against any shapes, without a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, UnknownName

SHAPES = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:severity sh:Warning ] .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "a.ttl").write_text("<x> a <http://e/T> .\n", encoding="utf-8")
    (tmp_path / "b.nt").write_text("<http://e/y> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/U> .\n", encoding="utf-8")
    (tmp_path / "o.ttl").write_text("<http://e/U> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/T> .\n", encoding="utf-8")
    return tmp_path


def test_a_file_is_validated(folder: Path) -> None:
    report = kzit_graph.validate(folder / "a.ttl", str(folder / "shapes.ttl"), base="http://base/")
    assert [result.focus for result in report.results] == ["<http://base/x>"]
    assert report.passed


def test_several_files_and_an_ontology_are_validated(folder: Path) -> None:
    files = [folder / "a.ttl", folder / "b.nt"]
    assert len(kzit_graph.validate(files, folder / "shapes.ttl").results) == 1
    assert len(kzit_graph.validate(files, folder / "shapes.ttl", ontology=folder / "o.ttl", engine="pyshacl").results) == 2


def test_a_report_can_fail_on_warnings_and_leave_out_known_results(folder: Path) -> None:
    report = kzit_graph.validate(folder / "a.ttl", folder / "shapes.ttl")
    assert not report.failing_on("warning")
    assert not report.failing_on(kzit_graph.Severity.INFO)
    assert report.failing_on("violation")
    assert report.failing_on(None)
    with pytest.raises(UnknownName, match="nearest: warning"):
        report.failing_on("warnings")
    (folder / "known.json").write_text(report.to_json(), encoding="utf-8")
    assert report.failing_on("warning").without_known(folder / "known.json")
    assert json.loads(report.to_sarif())["version"] == "2.1.0"
    assert report.to_junit().startswith("<?xml")


def test_standard_input_and_empty_lists_are_refused(folder: Path) -> None:
    with pytest.raises(InvalidInput, match="no data to validate"):
        kzit_graph.validate([], folder / "shapes.ttl")
    with pytest.raises(InvalidInput, match="no shapes to validate with"):
        kzit_graph.validate(folder / "a.ttl", [])
    with pytest.raises(InvalidInput, match="standard input is closed"):
        kzit_graph.validate("-", folder / "shapes.ttl")
