"""A broken question names the user's file and line, and only that question fails."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzit_graph as package
from tests.cli.commands import kzit_graph, refusal
from tests.small_project import small_project

HEADER = """\
#+ group = "mine"
#+ title.en = "Is it?"
#+ description = "Whether it is."
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(
        tmp_path / "tiny",
        {
            "data/questions/good.rq": HEADER + "ASK {}",
            "data/questions/bad-header.rq": HEADER + "#+ groop = 1\nASK {}",
            "data/questions/bad-query.rq": HEADER + "\nSELECT * WHERE {\n  ?s ?p\n}",
        },
    )


def test_the_list_has_the_other_questions_and_a_warning(project: Path) -> None:
    done = kzit_graph("query", "--list", cwd=project)
    assert done.returncode == 0
    assert "  good " in done.stdout
    assert "  classes " in done.stdout
    path = Path("data", "questions", "bad-header.rq")
    assert done.stderr == f"warning: {path}:4: the header has the unknown key groop; use one of description, group, parameters, title\n"


def test_another_question_is_answered_without_a_warning(project: Path) -> None:
    done = kzit_graph("query", "good", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "yes\n", "")


def test_a_broken_header_is_reported_with_its_line(project: Path) -> None:
    path = Path("data", "questions", "bad-header.rq")
    for name in ("bad-header", str(path)):
        assert f"kzit-graph: {path}:4: the header has the unknown key groop" in refusal(kzit_graph("query", name, cwd=project))
    text = (project / path).read_text("utf-8")
    assert "kzit-graph: standard input:4: the header has" in refusal(kzit_graph("query", "-", cwd=project, text=text))


def test_broken_sparql_is_reported_with_its_line(project: Path) -> None:
    path = Path("data", "questions", "bad-query.rq")
    for name in ("bad-query", str(path)):
        line = refusal(kzit_graph("query", name, cwd=project))
        assert line.startswith(f"kzit-graph: {path}:7:")
        assert ": not SPARQL: " in line
    assert "kzit-graph: standard input:1:13: not SPARQL" in refusal(kzit_graph("query", "-", cwd=project, text="ASK { ?s ?p } "))
    assert "kzit-graph: the query, line 1, column " in refusal(kzit_graph("query", "ASK { ?s ?p }", cwd=project))


def test_in_python_broken_sparql_names_its_file(project: Path) -> None:
    kg = package.open_folder(project)
    for method in (kg.query, kg.select):
        with pytest.raises(package.InvalidInput, match="not SPARQL") as caught:
            method("bad-query")
        assert caught.value.position is not None
        assert (caught.value.position.path.name, caught.value.position.line) == ("bad-query.rq", 7)
    assert [fault.position.line for fault in kg.questions().broken if fault.position] == [4]
