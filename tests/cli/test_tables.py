"""`export --table` and `build` with the tables of a project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.cli.commands import kzit_graph, refusal
from tests.small_project import small_project

THEATRES: Final = 'class = "https://example.org/tiny/ontology#Theatre"\n[columns.label]\npath = "skos:prefLabel"\nholds = "wording"\n'
CASTLES: Final = THEATRES.replace("Theatre", "Castle")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two tables, and one without rows."""
    tables = {"data/tables/a.toml": THEATRES, "data/tables/b.toml": THEATRES, "data/tables/castles.toml": CASTLES}
    return small_project(tmp_path_factory.mktemp("tables") / "project", tables)


def test_a_table_is_exported_by_its_name_with_what_is_left_out(project: Path) -> None:
    done = kzit_graph("--project", project, "export", "csv", "--table", "b")
    assert (done.returncode, done.stdout) == (0, "id,label\nhttps://example.org/tiny/id/one/scala,La Scala\n")
    assert re.fullmatch(r"kzit-graph: warning: \S+castles\.toml: <\S+#Castle> has no instances, so .*\n", done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("csv",), "the project has 2 tables; choose one of them with --table: a, b"),
        (("csv", "--table", "castels"), 'unknown table "castels"; known: a, b'),
        (("csv", "--table", "castles"), "the table castles has no rows, because its class has no instances"),
        (("turtle", "--table", "a"), "turtle has no tables; name a table only for csv, parquet, xlsx"),
    ],
)
def test_a_table_that_cannot_be_chosen_has_one_clear_line(project: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in refusal(kzit_graph("--project", project, "export", *arguments))


@pytest.mark.slow
def test_a_mistake_in_a_table_file_has_its_file_and_line(tmp_path: Path) -> None:
    small_project(tmp_path, {"data/tables/a.toml": THEATRES.replace("path", "pth")})
    assert "data/tables/a.toml:3: unknown key of columns.label" in refusal(kzit_graph("--project", tmp_path, "export", "csv"))


@pytest.mark.slow
def test_without_a_table_the_reason_is_given(tmp_path: Path) -> None:
    line = refusal(kzit_graph("--project", small_project(tmp_path), "export", "csv"))
    assert line == (
        "kzit-graph: the project has no table: no class has 10 instances with an IRI; describe a table in data/tables/NAME.toml"
    )


@pytest.mark.slow
def test_a_build_lists_its_tables_and_no_facts(project: Path, tmp_path: Path) -> None:
    done = kzit_graph("--project", project, "build", "--out", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert lines[1] == "2 things, 1 source, 7 triples (7 quads)"
    assert lines[2] == "tables: a (1 row), b (1 row)"
    assert "fact" not in done.stderr


@pytest.mark.slow
def test_a_workbook_is_written_by_its_extension(project: Path, tmp_path: Path) -> None:
    done = kzit_graph("--project", project, "export", "xlsx", "-o", tmp_path / "t.xlsx")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"
