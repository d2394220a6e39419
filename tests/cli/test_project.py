"""Which project a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph
from tests.small_project import small_project


def test_in_a_subfolder_the_project_above_is_checked(tmp_path: Path) -> None:
    project = small_project(
        tmp_path / "tiny", {"data/extra.ttl": "<https://example.org/tiny/id/x> a <https://example.org/tiny/ontology#Theatre> ."}
    )
    done = kzit_graph("validate", cwd=project / "data" / "sources")
    assert done.returncode == 1
    assert done.stdout.startswith("data/extra.ttl:1: violation: Give the theatre a skos:prefLabel.")
    assert done.stderr == f"note: the project is {project}\n"


def test_an_error_in_a_project_above_names_a_path_from_here(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"data/extra.ttl": "<a"})
    done = kzit_graph("validate", cwd=project / "data" / "sources")
    assert done.returncode == 2
    assert f"kzit-graph: {Path('..', '..', 'data', 'extra.ttl')}:1:" in done.stderr


def test_where_shapes_are_misspelt_the_bundled_graph_is_announced(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny")
    (project / "shapes").rename(project / "shape")
    done = kzit_graph("evidence", "coverage", cwd=project / "data")
    assert " passages are cited" in done.stdout
    assert done.stderr == (f"note: the bundled graph is used, because {project} has no shapes/ (it has shape/); add it, or set --project\n")


def test_where_rdf_files_are_no_project_the_bundled_graph_is_announced(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.nt.gz", "c.trig", "d.rdf", "notes.txt", "package.json"):
        (tmp_path / name).write_bytes(b"")
    files = f"a.ttl, b.nt.gz, c.trig and 1 more of {tmp_path}"
    note = f"note: the bundled graph is used, not {files}; --project . makes a project of the folder\n"
    assert kzit_graph("inspect", cwd=tmp_path).stderr == note
    (tmp_path / "a.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .", "utf-8")
    assert kzit_graph("inspect", "--data", "a.ttl", cwd=tmp_path).stderr == ""
    assert kzit_graph("query", "ASK {}", cwd=tmp_path).stderr == ""
    assert "bundled" not in kzit_graph("--project", ".", "inspect", cwd=tmp_path).stderr


def test_a_project_without_shapes_is_said_not_to_be_validated(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"shapes/s.ttl": None, "kzit-graph.toml": ""})
    warning = "warning: nothing was validated, because the project has no shapes; add SHACL shapes to shapes/\n"
    done = kzit_graph("validate", cwd=project)
    assert done.returncode == 0
    assert done.stderr == f"kzit-graph: {warning}"
    assert done.stdout == "nothing was validated, because there are no shapes\n"
    built = kzit_graph("build", cwd=project).stderr
    assert built.endswith(warning)
    assert "passed" not in built


@pytest.mark.parametrize("given", [(), ("--project", "tiny")], ids=["in its folder", "with --project"])
def test_a_project_that_is_plain_needs_no_note(tmp_path: Path, given: tuple[str, ...]) -> None:
    small_project(tmp_path / "tiny")
    done = kzit_graph(*given, "validate", cwd=tmp_path if given else tmp_path / "tiny")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_build_in_a_subfolder_writes_into_the_project(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny")
    assert kzit_graph("build", cwd=project / "data").returncode == 0
    assert (project / "dist" / "tiny.ttl").is_file()
    assert not (project / "data" / "dist").exists()
    inside = kzit_graph("build", "--out", "dist", cwd=project / "shapes")
    assert (inside.returncode, "lies in shapes/ of the project" in inside.stderr) == (2, True)


def test_validate_heeds_fail_on_of_the_settings(tmp_path: Path) -> None:
    untitled = "<https://example.org/tiny/id/x> a <https://example.org/tiny/ontology#Theatre> ."
    project = small_project(tmp_path / "p", {"data/extra.ttl": untitled, "kzit-graph.toml": 'fail_on = "never"\n'})
    done = kzit_graph("validate", cwd=project)
    assert done.returncode == 0
    assert done.stderr == 'note: fail_on is "never" in kzit-graph.toml; --fail-on overrides it\n'
    assert "1 violation" in done.stdout
    assert kzit_graph("validate", "--fail-on", "violation", cwd=project).returncode == 1
