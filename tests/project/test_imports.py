"""The owl:imports of a project: satisfied by its own files, else named in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.project.imports import imports_not_followed
from kzit_graph.validation.validate import validate
from tests.loading import loaded_folder
from tests.small_project import small_project

HEADER = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<https://o.example/a> a owl:Ontology ;\n  owl:imports <{}> .\n"
OTHER = "@prefix o: <http://www.w3.org/2002/07/owl#> .\n<https://o.example/b> a o:Ontology ; o:versionIRI <https://o.example/b/1.0> .\n"


def notes(folder: Path, imported: str, place: str = "ontology/a.ttl", **files: str) -> list[str]:
    loaded = loaded_folder(small_project(folder, {place: HEADER.format(imported), **files}))
    return [note.replace(f"{folder}/", "") for note in imports_not_followed(loaded)]


@pytest.mark.parametrize("imported", ["https://o.example/b", "https://o.example/b#", "https://o.example/b/1.0", "https://o.example/a"])
@pytest.mark.parametrize("place", ["ontology/b.ttl", "data/b.ttl", "shapes/b.ttl"])
def test_an_ontology_that_a_file_declares_satisfies_an_import(tmp_path: Path, imported: str, place: str) -> None:
    assert notes(tmp_path, imported, **{place: OTHER}) == []


def test_a_file_of_the_project_satisfies_an_import_of_its_address(tmp_path: Path) -> None:
    assert notes(tmp_path, (tmp_path / "ontology" / "x.ttl").as_uri()) == []
    assert len(notes(tmp_path, (tmp_path / "elsewhere.ttl").as_uri())) == 1


@pytest.mark.parametrize("place", ["ontology/a.ttl", "shapes/a.ttl", "data/a.ttl"])
def test_an_import_that_no_file_satisfies_is_named_with_its_line(tmp_path: Path, place: str) -> None:
    assert notes(tmp_path, "https://o.example/b", place) == [
        f"{place}:3: owl:imports <https://o.example/b> is not followed, because no file of the project declares this ontology;"
        " add its file to ontology/"
    ]


def test_the_report_warns_of_imports_that_are_not_followed(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path, {"ontology/a.ttl": HEADER.format("https://o.example/b")}))
    assert any(warning.startswith("ontology/a.ttl:3: owl:imports") for warning in validate(loaded).warnings)


def test_of_many_imports_only_ten_are_named(tmp_path: Path) -> None:
    many = HEADER.format("> , <".join(f"https://o.example/i{number}" for number in range(15)))
    loaded = loaded_folder(small_project(tmp_path, {"ontology/a.ttl": many}))
    found = imports_not_followed(loaded)
    assert (len(found), found[-1]) == (11, "5 more imports of the project are not followed")


def test_an_import_in_json_ld_is_found(tmp_path: Path) -> None:
    text = '{"@id": "https://o.example/a", "http://www.w3.org/2002/07/owl#imports": {"@id": "https://o.example/b"}}'
    loaded = loaded_folder(small_project(tmp_path, {"data/a.jsonld": text}))
    assert len(imports_not_followed(loaded)) == 1
