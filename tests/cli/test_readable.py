"""Output for people: colours and groups on a terminal, short infos, and lines for programs elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, on_a_terminal
from tests.small_project import small_project

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
LONG = "The sources disagree: " + "one gives a day and another one gives a year, " * 10


def disagreeing(folder: Path) -> Path:
    """Return a project with two violations and a long info."""
    return small_project(
        folder,
        {
            "data/more.ttl": """@prefix x: <https://example.org/tiny/ontology#> .
<https://example.org/tiny/id/a> a x:Theatre .
<https://example.org/tiny/id/b> a x:Theatre .
""",
            "shapes/info.ttl": f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix x: <https://example.org/tiny/ontology#> .
x:Near a sh:NodeShape ; sh:targetSubjectsOf x:beside ; sh:property x:Near-far .
x:Near-far a sh:PropertyShape ; sh:path x:far ; sh:minCount 1 ; sh:severity sh:Info ; sh:message "{LONG}"@en .
""",
        },
    )


@pytest.mark.slow
def test_in_a_pipe_validate_writes_lines_without_colours(tmp_path: Path) -> None:
    done = kzit_graph("validate", cwd=disagreeing(tmp_path / "tiny"))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "data/more.ttl:2: violation: Give the theatre a skos:prefLabel. [https://example.org/tiny/id/a skos:prefLabel]"
    assert lines[2].startswith("data/sources/one.ttl:5: info: The sources disagree: one gives")
    assert len(lines[2]) < 200
    assert lines[3] == "some infos are shortened; kzit-graph validate --verbose shows them in full"
    assert "\x1b" not in done.stdout
    whole = kzit_graph("validate", "--verbose", cwd=tmp_path / "tiny").stdout
    assert " ".join(LONG.split()) in whole


@pytest.mark.slow
def test_build_shortens_infos_unless_verbose(tmp_path: Path) -> None:
    project = disagreeing(tmp_path / "tiny")
    (project / "data" / "more.ttl").unlink()
    done = kzit_graph("build", cwd=project)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "  some infos are shortened; --verbose shows them in full"
    assert all(len(line) < 200 for line in done.stderr.splitlines())
    assert " ".join(LONG.split()) in kzit_graph("build", "--verbose", cwd=project).stderr


@POSIX
@pytest.mark.slow
def test_on_a_terminal_validate_groups_wraps_and_colours(tmp_path: Path) -> None:
    project = disagreeing(tmp_path / "tiny")
    shown = on_a_terminal("validate", cwd=project)
    assert "\x1b[1;31mviolation\x1b[0m: Give the theatre a skos:prefLabel. (2 results in 1 file)\n" in shown
    plain = on_a_terminal("validate", "--no-color", cwd=project)
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert "violation: Give the theatre a skos:prefLabel. (2 results in 1 file)\n  data/more.ttl:2: [" in plain
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert on_a_terminal("validate", cwd=project, environment=environment) == plain


@POSIX
@pytest.mark.slow
def test_no_color_is_heeded_by_each_page(one_source: Path, dist: Path, tmp_path: Path) -> None:
    other = small_project(tmp_path / "tiny")
    for command in (("show", "Milan"), ("diff", str(dist), str(other), "--stat")):
        assert "\x1b[" in on_a_terminal("--project", one_source, *command)
        assert "\x1b[" not in on_a_terminal("--project", one_source, *command, "--no-color")


@POSIX
@pytest.mark.slow
def test_on_a_terminal_a_table_keeps_words_and_rows_apart(one_source: Path) -> None:
    shown = on_a_terminal("--project", one_source, "query", "goals")
    assert max(map(len, shown.splitlines())) <= 80
    assert "strengthening" in shown
    assert "\n\nKazakhstan" in shown
