"""A project folder: required parts, graph names, base IRI and prefixes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from tests.loading import loaded_folder
from tests.small_project import BASE, FILES, small_project

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"
DATASET = '@prefix void: <http://rdfs.org/ns/void#> .\n<https://example.org/tiny/dataset> void:uriSpace "{}" .\n'


def refusal(folder: Path) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        open_project(folder)
    return caught.value


def test_base_name_and_dataset_come_from_the_dataset_description(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path))
    assert project.base == BASE
    assert project.name == "tiny"
    assert project.dataset == NamedNode("https://example.org/tiny/dataset")
    assert project.root == tmp_path


def test_each_data_file_is_a_graph_named_after_its_path_and_sorted(tmp_path: Path) -> None:
    project = open_project(
        small_project(tmp_path, {"data/z.nt": TRIPLE, "data/a.rdf": "", "data/wide/deep/b.ttl": TRIPLE, "data/sourcea.ttl": TRIPLE})
    )
    assert {file.path.relative_to(tmp_path).as_posix(): file.graph.value for file in project.graphs} == {
        "data/a.rdf": f"{BASE}graph/a",
        "data/dataset.ttl": f"{BASE}graph/dataset",
        "data/sources/one.ttl": f"{BASE}graph/source/one",
        "data/sourcea.ttl": f"{BASE}graph/sourcea",
        "data/wide/deep/b.ttl": f"{BASE}graph/wide/deep/b",
        "data/z.nt": f"{BASE}graph/z",
    }
    names = [file.graph.value for file in project.graphs]
    assert names == sorted(names)


@pytest.mark.parametrize("name", ["ontology", "data", "shapes", "data/sources"])
def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = small_project(tmp_path) / name
    usual = os.scandir

    def scandir(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:  # root may read every folder, so permissions are of no use here
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert str(refusal(tmp_path)) == f"{folder}: the folder cannot be read: Permission denied"


def test_files_that_are_not_rdf_are_ignored(tmp_path: Path) -> None:
    extra = {
        "data/README.md": "# hello",
        "data/sources/one.ttl.bak": "x",
        "data/table.csv": "a,b",
        "shapes/notes.html": "<p>",
        "data/notes.txt": "hi",
        "data/.#one.ttl": "x",
    }
    project = open_project(small_project(tmp_path, dict(extra)))
    assert len(project.graphs) == 2
    assert project.shapes == (tmp_path / "shapes" / "s.ttl",)


def test_the_jsonld_context_is_not_part_of_the_ontology(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path))
    assert project.ontology == (tmp_path / "ontology" / "x.ttl",)
    assert project.context == tmp_path / "ontology" / "context.jsonld"


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    assert str(refusal(tmp_path / "absent")) == f"{tmp_path / 'absent'}: no such folder"


def test_a_file_instead_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file").problem == "is a file; name a folder"


def test_an_empty_folder_is_reported_with_the_required_parts(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert error.position == Position(tmp_path)
    assert error.problem == "not a project folder: it has no data/, and no RDF file; it needs data/, and may have ontology/ and shapes/"


def test_a_data_folder_without_rdf_files_is_reported(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    error = refusal(tmp_path)
    assert error.position == Position(tmp_path / "data")
    assert error.problem == "the folder has no RDF file; add the data"


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_project_may_have_only_data(tmp_path: Path, is_empty: bool) -> None:
    small_project(tmp_path, {name: None for name in FILES if not name.startswith("data/")})
    for part in ("ontology", "shapes") if is_empty else ():
        (tmp_path / part).mkdir()
    project = open_project(tmp_path)
    assert (project.ontology, project.shapes, project.rules, project.notes) == ((), (), (), ())
    assert len(project.graphs) == 2
    assert project.has_context is False


def test_without_a_data_folder_the_files_of_the_folder_are_the_data(tmp_path: Path) -> None:
    (tmp_path / "b.ttl").write_text(TRIPLE)
    (tmp_path / "a.nt").write_text(TRIPLE)
    (tmp_path / "notes.txt").write_text("x")
    for folder in ("more", "dist", "shapes"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ttl").write_text(TRIPLE)
    (tmp_path / "dist" / "SHA256SUMS").write_text("")
    project = open_project(tmp_path)
    assert [file.path.name for file in project.graphs] == ["a.nt", "b.ttl"]
    assert project.shapes == (tmp_path / "shapes" / "x.ttl",)
    assert project.skipped == (f"{tmp_path / 'more'}: skipped, because only files in the folder itself are data; move them to data/",)
    assert project.notes[0] == f"{tmp_path} has no data/, so the RDF files in the folder itself are the data"


def test_a_base_may_end_in_a_hash(tmp_path: Path) -> None:
    dataset = DATASET.replace("tiny/dataset", "tiny#dataset").format("https://example.org/tiny#")
    project = open_project(small_project(tmp_path, {"data/dataset.ttl": dataset}))
    assert (project.base, project.name) == ("https://example.org/tiny#", "tiny")


def test_the_uri_space_of_a_linked_dataset_is_not_the_base(tmp_path: Path) -> None:
    other = '<https://example.org/tiny/dataset#wikidata> void:uriSpace "http://www.wikidata.org/entity/" .\n'
    text = FILES["data/dataset.ttl"].replace("<https", other + "<https", 1)
    assert open_project(small_project(tmp_path, {"data/dataset.ttl": text})).base == BASE


def test_a_malformed_dataset_description_is_reported_with_its_line(tmp_path: Path) -> None:
    error = refusal(small_project(tmp_path, {"data/dataset.ttl": "\n<http://e/s> <http://e/p> .\n"}))
    assert error.position == Position(tmp_path / "data" / "dataset.ttl", 2, 27)


def test_two_files_with_the_same_graph_name_are_refused(tmp_path: Path) -> None:
    error = refusal(small_project(tmp_path, {"data/sources/one.nt": TRIPLE}))
    assert error.position == Position(tmp_path / "data" / "sources" / "one.ttl")
    assert error.problem == f"has the same graph name as one.nt: {BASE}graph/source/one; rename or merge one"


def test_two_folders_with_the_same_graph_name_are_refused(tmp_path: Path) -> None:
    error = refusal(small_project(tmp_path, {"data/source/one.ttl": TRIPLE}))
    assert "has the same graph name as" in error.problem


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("two words.ttl", "two%20words"),
        ("50%.ttl", "50%25"),
        ("a<b.ttl", "a%3Cb"),
        ("a#b?c.ttl", "a%23b%3Fc"),
        ("café.ttl", "café"),
        ("cafe\u0301.ttl", "café"),
        ("(v1), x+y@z.ttl", "(v1),%20x+y@z"),
    ],
)
def test_what_an_iri_cannot_have_is_encoded_in_graph_names(tmp_path: Path, name: str, graph: str) -> None:
    project = open_project(small_project(tmp_path, {f"data/{name}": TRIPLE}))
    assert f"{BASE}graph/{graph}" in [file.graph.value for file in project.graphs]


def test_prefixes_come_from_ontology_data_and_source_file_names(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path))
    assert list(LoadedProject(project).prefixes.items()) == [
        ("one", f"{BASE}id/one/"),
        ("owl", "http://www.w3.org/2002/07/owl#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("void", "http://rdfs.org/ns/void#"),
        ("x", f"{BASE}ontology#"),
    ]


def test_the_ontology_wins_if_files_disagree_on_a_prefix(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path, {"data/a.ttl": "@prefix x: <http://e/> .\n" + TRIPLE}))
    assert LoadedProject(project).prefixes["x"] == f"{BASE}ontology#"


def test_the_empty_prefix_of_other_data_files_is_ignored(tmp_path: Path) -> None:
    prefixes = loaded_folder(small_project(tmp_path, {"data/a.ttl": "@prefix : <http://e/> .\n:s :p :o .\n"})).prefixes
    assert "http://e/" not in prefixes.values()
    assert "" not in prefixes


def test_a_source_does_not_add_a_second_prefix_for_a_namespace(tmp_path: Path) -> None:
    known = "@prefix known: <https://example.org/tiny/id/one/> .\n" + FILES["ontology/x.ttl"]
    prefixes = loaded_folder(small_project(tmp_path, {"ontology/x.ttl": known})).prefixes
    assert "known" in prefixes
    assert "one" not in prefixes
