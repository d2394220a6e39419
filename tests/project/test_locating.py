"""The project that a command works on: the one here or above, else the bundled one, with a note if that may surprise."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.locating import FoundProject, locate_project
from kzit_graph.project.project import PARTS, bundled_folder
from tests.small_project import small_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project below a home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return small_project(tmp_path / "work" / "tiny")


def almost(folder: Path, *parts: str) -> Path:
    for part in parts:
        (folder / part).mkdir(parents=True, exist_ok=True)
    return folder


def test_a_project_in_the_current_folder_needs_no_note(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert locate_project(project) == FoundProject(project)
    monkeypatch.chdir(project)
    assert locate_project(Path()) == FoundProject(Path())


@pytest.mark.parametrize(("below", "up"), [("data", ".."), ("data/sources", "../.."), ("notes/2026/may", "../../..")])
def test_a_subfolder_finds_the_project_above_it(project: Path, monkeypatch: pytest.MonkeyPatch, below: str, up: str) -> None:
    (project / below).mkdir(parents=True, exist_ok=True)
    assert locate_project(project / below) == FoundProject(project, f"the project is {project}")
    monkeypatch.chdir(project / below)
    assert locate_project(Path()) == FoundProject(Path(up), f"the project is {project}")


def test_the_nearest_project_wins(project: Path) -> None:
    inner = small_project(project / "drafts" / "inner")
    assert locate_project(inner / "data").folder == inner


def test_a_settings_file_alone_marks_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = almost(tmp_path / "work", "data/deep", "shaps")
    (folder / SETTINGS_FILE).write_text("")
    assert locate_project(folder) == FoundProject(folder)
    assert locate_project(folder / "data" / "deep").folder == folder


@pytest.mark.parametrize("missing", PARTS)
def test_a_folder_without_a_part_gets_the_bundled_graph_and_a_note(project: Path, missing: str) -> None:
    (project / missing).rename(project / "elsewhere")
    note = f"the bundled graph is used, because {project} has no {missing}/; add it, or set --project"
    assert locate_project(project) == FoundProject(bundled_folder(), note)
    assert locate_project(almost(project, "notes") / "notes") == FoundProject(bundled_folder(), note)


@pytest.mark.parametrize(
    ("part", "name"), [("shapes", "shape"), ("shapes", "Shapes"), ("shapes", "sahpes"), ("ontology", "ontologies"), ("data", "dta")]
)
def test_a_misspelt_part_is_named_in_the_note(project: Path, part: str, name: str) -> None:
    (project / part).rename(project / "x")
    (project / "x").rename(project / name)
    note = f"the bundled graph is used, because {project} has no {part}/ (it has {name}/); add it, or set --project"
    assert locate_project(project).note == note


def test_a_folder_with_one_part_gets_a_note_but_not_its_subfolders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = almost(tmp_path / "work", "data/deep", "database", "notes")
    assert locate_project(folder).note == (
        f"the bundled graph is used, because {folder} has no ontology/ and no shapes/; add it, or set --project"
    )
    assert locate_project(folder / "data" / "deep") == locate_project(folder / "notes") == FoundProject(bundled_folder())


@pytest.mark.parametrize("names", [(), ("database", "docs", "src", "dates"), ("DATASETS",)])
def test_other_folders_get_the_bundled_graph_without_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert locate_project(almost(tmp_path / "work", *names, ".")) == FoundProject(bundled_folder())


def test_the_search_ends_at_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_project(tmp_path)
    home = almost(tmp_path / "home", "notes")
    monkeypatch.setenv("HOME", str(home))
    assert locate_project(home / "notes") == locate_project(home) == FoundProject(bundled_folder())
    small_project(home)
    assert locate_project(home / "notes").folder == home


def test_a_deleted_current_folder_gets_the_bundled_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert locate_project(Path()) == FoundProject(bundled_folder())


def test_the_bundled_project_is_complete() -> None:
    assert (bundled_folder() / "ontology" / "context.jsonld").is_file()
