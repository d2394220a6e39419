"""The names of graphs, by the settings of a project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.checked_files import with_context
from kzit_graph.project.project import Project, open_project
from tests.small_project import BASE, small_project

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"
MORE = {"data/documents/2024/two.ttl": TRIPLE}


def with_settings(folder: Path, settings: str) -> Project:
    return open_project(small_project(folder, {**MORE, "kzit-graph.toml": settings}))


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ("", ["graph/dataset", "graph/documents/2024/two", "graph/source/one"]),
        ('[graphs]\nname = "{base}g/{path}"', ["g/dataset", "g/documents/2024/two", "g/source/one"]),
        (
            '[graphs]\nfolders = { documents = "d", "2024" = "this-year" }',
            ["graph/d/this-year/two", "graph/dataset", "graph/source/one"],
        ),
    ],
)
def test_graphs_are_named_by_the_settings(tmp_path: Path, settings: str, names: list[str]) -> None:
    assert [file.graph.value.removeprefix(BASE) for file in with_settings(tmp_path, settings).graphs] == names


def test_graph_names_need_not_be_under_the_base(tmp_path: Path) -> None:
    project = with_settings(tmp_path, '[graphs]\nname = "urn:graph:{path}"')
    assert {file.graph.value for file in project.graphs} == {
        "urn:graph:dataset",
        "urn:graph:documents/2024/two",
        "urn:graph:source/one",
    }
    assert (project.derived_graph.value, project.description_graph.value) == ("urn:graph:derived", "urn:graph:dataset")


def test_the_folder_of_sources_is_set_with_its_subfolders(tmp_path: Path) -> None:
    project = with_settings(tmp_path, '[graphs]\nsources = "documents"')
    assert [file.name for file in project.graphs if file.is_source] == ["two"]
    new = tmp_path / "new.ttl"
    new.write_text(TRIPLE)
    checked = with_context(project, [new])
    assert checked is not None
    assert {graph.value for graph in checked.graphs} == {f"{BASE}graph/documents/new"}


def test_a_pattern_that_gives_no_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r'kzit-graph.toml:2: graphs.name "no iri [{]path[}]" does not make an IRI'):
        with_settings(tmp_path, '[graphs]\nname = "no iri {path}"')


def test_two_folders_with_one_name_are_refused_if_files_clash(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="has the same graph name as"):
        open_project(
            small_project(tmp_path, {"data/a/x.ttl": TRIPLE, "data/b/x.ttl": TRIPLE, "kzit-graph.toml": '[graphs]\nfolders = { a = "b" }'})
        )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_text_is_refused_for_that(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    Path(os.fsdecode(bytes(project / "data") + b"/caf\xe9.ttl")).write_text(TRIPLE, "utf-8")
    with pytest.raises(InvalidInput, match="does not form an IRI because it is not text in UTF-8, the encoding of the system; rename"):
        open_project(project)
