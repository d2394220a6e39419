"""A folder that has only RDF files is a project for every command, and its output has nothing of the bundled graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kzit_graph.cli import cli
from kzit_graph.errors import InvalidInput

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "plain"
    found.mkdir()
    (found / "a.nt").write_text('<http://x.example/a> <http://x.example/p> "1" .\n')
    return found


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_build_of_data_without_classes_counts_the_triples_only(folder: Path) -> None:
    done = run("--project", folder, "build", "--out", folder.parent / "dist")
    assert done.exit_code == 0, done.stderr
    assert "\n1 triple (1 quad)\n" in done.stderr


def test_a_folder_of_rdf_files_is_compared_as_a_project(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.nt").write_text('<http://x.example/a> <http://x.example/p> "2" .\n')
    done = run("diff", folder, other)
    assert done.exit_code == 1, done.stderr
    assert "statements  1 new, 1 gone" in done.stdout


def test_an_inspected_file_has_no_folder_and_no_graph_of_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    done = run("inspect", "--data", folder / "a.nt")
    assert "  1  no named graph\n" in done.stdout
    assert "kzit-graph:" not in done.stdout
    assert json.loads(run("inspect", "--data", folder / "a.nt", "-f", "json").stdout)["folder"] is None


def test_the_prefixes_of_owl_rdf_rdfs_and_xsd_are_known_unless_declared(folder: Path) -> None:
    turtle = """@prefix owl: <http://mine.example/> .
@prefix s: <http://www.w3.org/2000/01/rdf-schema#> .
<http://x.example/b> a owl:B ; s:comment "c" .
"""
    (folder / "b.ttl").write_text(turtle)
    done = run("--project", folder, "query", "SELECT ?p { ?b rdf:type owl:B ; ?p ?o } ORDER BY ?p")
    assert done.exit_code == 0, done.stderr
    assert [line.strip() for line in done.stdout.splitlines()][2:] == ["rdf:type", "s:comment"]
    assert run("--project", folder, "query", "ASK { ?b rdfs:comment 'c' }").stdout == "yes\n"


def test_a_thing_without_a_label_is_found_with_its_iri_once(folder: Path) -> None:
    assert run("--project", folder, "search", "a").stdout == "http://x.example/a\n  a\n"


def test_a_missing_file_is_called_missing_with_any_extension(folder: Path) -> None:
    shapes = folder / "s.ttl"
    shapes.write_text("[] a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <http://x.example/C> .\n")
    for name in ("nowhere", "nowhere.csv", "nowhere.ttl"):
        done = run("validate", folder / name, "--shapes", shapes)
        assert isinstance(done.exception, InvalidInput)
        assert f"{name}: cannot be read: No such file or directory" in str(done.exception)
