"""The local copies of JSON-LD contexts that the settings of a project name."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.notes import project_notes
from kzit_graph.project.project import open_project
from kzit_graph.rdf.jsonld.context_file import ContextFile, context_of_prefixes
from tests.loading import loaded_folder
from tests.small_project import BASE, small_project

IRI = "https://c.example/v1/context.json"
DATA = f'{{"@context": "{IRI}", "@id": "{BASE}id/x", "label": "X", "odd": 1}}'
COPY = '{"@context": {"label": "http://www.w3.org/2004/02/skos/core#prefLabel"}}'


def project(folder: Path, copy: str = "ontology/copy.jsonld", **changes: str | None) -> Path:
    settings = f'[contexts]\n"{IRI}" = "{copy}"\n'
    files = {"data/x.jsonld": DATA, "ontology/copy.jsonld": COPY, "kzit-graph.toml": settings, **changes}
    return small_project(folder, files)


def test_data_ontology_and_shapes_use_the_copies(tmp_path: Path) -> None:
    shape = f"""{{"@context": "{IRI}", "@id": "{BASE}s", "@type": "http://www.w3.org/ns/shacl#NodeShape", "label": "a shape",
      "http://www.w3.org/ns/shacl#targetNode": {{"@id": "{BASE}id/x"}}}}"""
    term = f'{{"@context": "{IRI}", "@id": "{BASE}ontology#t", "label": "a term"}}'
    loaded = loaded_folder(project(tmp_path, **{"shapes/t.jsonld": shape, "ontology/t.jsonld": term}))
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    found = {str(quad.object) for file in (*loaded.ontology, *loaded.shape_files) for quad in file.quads if quad.predicate.value == label}
    assert found == {'"a term"', '"a shape"'}
    rows = kzit_graph.open_folder(tmp_path).select(f"SELECT ?name {{ <{BASE}id/x> <{label}> ?name }}")
    assert [str(row["name"]) for row in rows] == ['"X"']


def test_a_copy_is_not_a_file_of_the_ontology(tmp_path: Path) -> None:
    assert [path.name for path in open_project(project(tmp_path)).ontology] == ["x.ttl"]


def test_a_folder_of_copies_beside_the_data_is_not_said_to_be_skipped(tmp_path: Path) -> None:
    (tmp_path / "contexts").mkdir()
    (tmp_path / "contexts" / "c.json").write_text(COPY, "utf-8")
    (tmp_path / "x.jsonld").write_text(DATA, "utf-8")
    (tmp_path / "kzit-graph.toml").write_text(f'[contexts]\n"{IRI}" = "contexts/c.json"\n', "utf-8")
    assert open_project(tmp_path).skipped == ()
    (tmp_path / "contexts" / "other.ttl").write_text("", "utf-8")
    assert len(open_project(tmp_path).skipped) == 1


def test_a_context_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r'"context\.json" is not an IRI'):
        open_project(project(tmp_path, **{"kzit-graph.toml": '[contexts]\n"context.json" = "ontology/copy.jsonld"\n'}))


def test_keys_without_an_iri_are_noted_as_in_other_files(tmp_path: Path) -> None:
    (note,) = project_notes(open_project(project(tmp_path)))
    assert note.startswith(f'{tmp_path / "data" / "x.jsonld"}: no IRI for the key "odd"')


def test_files_of_the_option_data_use_the_copies(tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    dump = tmp_path / "y.jsonld"
    dump.write_text(DATA)
    kg = kzit_graph.KnowledgeGraph(open_project(folder), [dump])
    assert len(kg.store) == 1


@pytest.mark.parametrize(
    ("copy", "problem"),
    [
        ("ontology/absent.jsonld", f"the copy of the context {IRI} does not exist: "),
        ("../copy.jsonld", f"the copy of the context {IRI} is outside of the project folder; copy it into the folder"),
    ],
)
def test_a_copy_that_is_not_in_the_project_is_refused(tmp_path: Path, copy: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        open_project(project(tmp_path, copy))
    assert caught.value.position == Position(tmp_path / "kzit-graph.toml", 2)
    assert caught.value.problem.startswith(problem)


def test_without_a_context_jsonld_has_the_prefixes_of_the_files(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path, {"ontology/context.jsonld": None}))
    assert loaded.context.value["x"] == {"@id": f"{BASE}ontology#", "@prefix": True}
    assert loaded.names.context is None


def test_prefixes_that_are_schemes_of_iris_are_not_in_a_context() -> None:
    content = context_of_prefixes({"urn": "http://e/", "HTTP": "http://e/", "x": "http://e/X_"})
    assert ContextFile(Path("context.jsonld"), content).value == {"x": {"@id": "http://e/X_", "@prefix": True}}
