"""Shell completion of questions, parameters and things."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def completions(*words: str, cwd: Path) -> list[str]:
    """Return what zsh suggests for the last word."""
    environment = os.environ | {
        "_KZIT_GRAPH_COMPLETE": "zsh_complete",
        "COMP_WORDS": " ".join(("kzit-graph", *words)),
        "COMP_CWORD": str(len(words)),
    }
    program = "import sys; sys.argv[0] = 'kzit-graph'; from kzit_graph.cli import cli; cli(prog_name='kzit-graph')"
    done = subprocess.run([sys.executable, "-c", program], cwd=cwd, env=environment, capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    return done.stdout.splitlines()[1::3]


def test_names_of_questions_are_completed(one_source: Path) -> None:
    assert completions("query", "theatre", cwd=one_source) == ["theatre-partners"]


def test_parameters_and_their_values_are_completed(one_source: Path) -> None:
    assert completions("query", "theatre-partners", "-p", "th", cwd=one_source) == ["theatre="]
    assert completions("query", "theatre-partners", "-p", "theatre=", cwd=one_source) == [
        *("theatre=astana-opera", "theatre=carlo-felice", "theatre=la-scala", "theatre=san-carlo")
    ]


def test_things_are_completed_by_their_slug(one_source: Path) -> None:
    assert completions("show", "mila", cwd=one_source) == completions("show", "Mila", cwd=one_source) == ["milan"]


def test_questions_of_the_chosen_project_are_completed(one_source: Path, a_project: Path) -> None:
    (a_project / "data" / "questions" / "mine.rq").write_text(
        '#+ group = "g"\n#+ title.en = "Mine?"\n#+ description = "d"\n\nASK {}\n', "utf-8"
    )
    assert completions("--project", str(a_project), "query", "min", cwd=one_source) == ["mine"]


def test_a_broken_question_or_project_gives_no_error(a_project: Path) -> None:
    (a_project / "data" / "questions" / "x.rq").write_text("#+ not toml\n", "utf-8")
    assert completions("query", "theatre", cwd=a_project) == ["theatre-partners"]
    (a_project / "data" / "dataset.ttl").write_text("broken", "utf-8")
    assert completions("show", "mila", cwd=a_project) == completions("query", "theatre", cwd=a_project) == []


def test_completion_in_a_subfolder_prints_no_note(a_project: Path) -> None:
    assert completions("query", "theatre", cwd=a_project / "data") == ["theatre-partners"]
