"""Files are checked with the other files of their project as context, also before they are in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.checked_files import CheckedFiles, can_have_context, with_context
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import validate
from tests.small_project import FILES, small_project
from tests.walks import FILES as WALKS
from tests.walks import walks

NEW: Final = """\
@prefix x: <https://example.org/tiny/ontology#> .
@prefix one: <https://example.org/tiny/id/one/> .
<https://example.org/tiny/id/new/opera> a x:Theatre ;
    x:beside $ .
"""
SHAPES: Final = (
    FILES["shapes/s.ttl"]
    + "x:Beside a sh:NodeShape ; sh:targetSubjectsOf x:beside ; sh:property [ sh:path x:beside ; sh:class x:Theatre ] .\n"
)


def checked(folder: Path, *paths: Path) -> CheckedFiles:
    found = with_context(open_project(folder), paths)
    assert found is not None
    return found


def report(found: CheckedFiles) -> Report:
    return validate(LoadedProject(found.project), only=found.graphs)


def new_file(folder: Path, beside: str = "one:scala", name: str = "new.ttl") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(NEW.replace("$", beside), "utf-8")
    return path


def test_a_new_file_is_checked_with_the_project_as_context(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"shapes/s.ttl": SHAPES})
    found = report(checked(project, new_file(tmp_path)))
    assert [result.focus for result in found.results] == ["<https://example.org/tiny/id/new/opera>"]
    assert found.results[0].message == "Give the theatre a skos:prefLabel."


def test_a_file_of_the_project_has_only_its_own_results(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"shapes/s.ttl": SHAPES, "data/sources/new.ttl": NEW.replace("$", "one:scala")})
    own, other = (report(checked(project, project / "data" / "sources" / f"{name}.ttl")) for name in ("new", "one"))
    assert [result.message for result in own.results] == ["Give the theatre a skos:prefLabel."]
    assert [result.value for result in other.results] == ["<https://example.org/tiny/id/one/square>"]


def test_a_file_with_the_name_of_one_of_the_project_stands_in_for_it(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny")
    found = checked(project, new_file(tmp_path, name="one.ttl"))
    assert found.notes[0] == f"{tmp_path / 'one.ttl'} stands in for {project / 'data' / 'sources' / 'one.ttl'}"
    assert len(found.project.graphs) == 2


def test_the_note_says_what_is_taken_as_context(tmp_path: Path) -> None:
    (note,) = checked(small_project(tmp_path / "tiny"), new_file(tmp_path)).notes
    assert note == "context: 2 other data files and the ontology of the project; --data FILE checks a file alone"


def test_two_new_files_with_one_name_are_refused(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny")
    with pytest.raises(InvalidInput, match=r"has the same name as .*; rename or leave out one"):
        checked(project, new_file(tmp_path), new_file(tmp_path / "other"))


def test_a_whole_dataset_has_no_context(tmp_path: Path) -> None:
    dump = tmp_path / "dump.ttl"
    dump.write_text(FILES["data/dataset.ttl"], "utf-8")
    assert with_context(open_project(small_project(tmp_path / "tiny")), [dump]) is None


def test_folders_and_data_with_graph_names_have_no_context(tmp_path: Path) -> None:
    quads = tmp_path / "a.nq"
    quads.write_text("", "utf-8")
    assert not any(can_have_context([path]) for path in (quads, tmp_path, tmp_path / "nowhere.ttl"))
    assert can_have_context([new_file(tmp_path)])


def test_rules_expand_a_new_file(tmp_path: Path) -> None:
    folder = tmp_path / "walks"
    walks(folder)
    path = tmp_path / "more.ttl"
    path.write_text(WALKS["data/walks.ttl"].partition("\n\n")[0] + '\nid:bog w:takes "short" .\n', "utf-8")
    found = report(checked(folder, path))
    assert [(result.focus.rpartition("/")[2], result.position and result.position.path) for result in found.results] == [("bog>", path)]


def test_a_broken_file_of_the_project_is_named_with_its_line(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"data/sources/broken.ttl": "@prefix x: <http://e/> .\nx:a x:b .\n"})
    with pytest.raises(InvalidInput, match=r"broken\.ttl:2"):
        report(checked(project, new_file(tmp_path)))
