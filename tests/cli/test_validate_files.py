"""validate FILE takes the project as context, --data does not, and --stubs writes what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli.commands import kzit_graph, refusal

pytestmark = pytest.mark.slow

SOURCE: Final = Path("data", "sources", "kazinform-2017-08-21.ttl")


def with_unknown_code(project: Path) -> None:
    path = project / SOURCE
    path.write_text(path.read_text("utf-8").replace("field:political", "field:maritime", 1), "utf-8")


def test_a_good_source_passes_with_its_project_and_not_alone(a_project: Path) -> None:
    done = kzit_graph("validate", SOURCE, cwd=a_project)
    assert (done.returncode, done.stdout) == (0, "passed: 0 violations, 0 warnings, 0 infos (shacl)\n")
    assert done.stderr.startswith("note: context: ")
    alone = kzit_graph("validate", "--data", SOURCE, cwd=a_project)
    assert alone.returncode == 1
    assert "context" not in alone.stderr


def test_a_source_passes_before_it_is_in_the_project(a_project: Path, tmp_path: Path) -> None:
    path = (a_project / SOURCE).rename(tmp_path / "kazinform-2017-08-21.ttl")
    assert kzit_graph("--project", a_project, "validate", path).returncode == 0


def test_stubs_are_turtle_with_the_exit_status_of_the_report(a_project: Path) -> None:
    assert kzit_graph("validate", "--stubs", cwd=a_project).stdout == ""
    with_unknown_code(a_project)
    done = kzit_graph("validate", "--stubs", cwd=a_project)
    assert done.returncode == 1
    assert "\nfield:maritime a skos:Concept ;\n    skos:inScheme scheme:field ;\n" in done.stdout
    assert "failed: 1 violation" in done.stderr


def test_stubs_replace_a_file_only_with_force(a_project: Path) -> None:
    with_unknown_code(a_project)
    assert kzit_graph("validate", "--stubs", "-o", "missing.ttl", cwd=a_project).returncode == 1
    assert "field:maritime" in (a_project / "missing.ttl").read_text("utf-8")
    assert "add --force to replace it" in refusal(kzit_graph("validate", "--stubs", "-o", "missing.ttl", cwd=a_project))
    assert kzit_graph("validate", "--stubs", "--force", "-o", "missing.ttl", cwd=a_project).returncode == 1


def test_the_report_says_where_stubs_are(a_project: Path) -> None:
    with_unknown_code(a_project)
    assert "stubs to paste for what is unknown: kzit-graph validate --stubs\n" in kzit_graph("validate", cwd=a_project).stdout


@pytest.mark.parametrize("options", [("--stubs", "--format", "json"), ("--stubs", "--limit", "3"), ("--data", "a.ttl", "b.ttl")])
def test_options_that_exclude_each_other_are_refused(options: tuple[str, ...], a_project: Path) -> None:
    assert kzit_graph("validate", *options, cwd=a_project).returncode == 2


def test_a_malformed_source_is_one_line_with_its_position(a_project: Path) -> None:
    (a_project / SOURCE).write_text("@prefix a: <http://e/> .\na:b a:c .\n", "utf-8")
    assert f"{SOURCE}:2:" in refusal(kzit_graph("validate", SOURCE, cwd=a_project))
