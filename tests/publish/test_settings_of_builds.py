"""The settings of a project decide what stops a build, which dumps it writes, and how long a command may take."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kzit_graph
from kzit_graph.cli import cli, deadline
from kzit_graph.errors import UnknownName
from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.validation.report.report import InvalidData
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

NAMELESS = {"data/sources/one.ttl": FILES["data/sources/one.ttl"].replace('    skos:prefLabel "La Scala"@it ;\n', "")}
WARNING = {"shapes/s.ttl": FILES["shapes/s.ttl"].replace("sh:minCount 1 ;", "sh:minCount 1 ; sh:severity sh:Warning ;")}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "supervise", lambda *_arguments: None)


def project(folder: Path, settings: str, files: dict[str, str] | None = None) -> Path:
    found = small_project(folder, files or {})
    (found / SETTINGS_FILE).write_text(settings, "utf-8")
    return found


def test_a_build_that_never_fails_has_the_violation_in_its_report(tmp_path: Path) -> None:
    done = kzit_graph.open_folder(project(tmp_path, 'fail_on = "never"\n', NAMELESS)).build(tmp_path / "dist")
    assert not done.report.passed
    assert "Give the theatre a skos:prefLabel." in (tmp_path / "dist" / "report.ttl").read_text("utf-8")


@pytest.mark.parametrize(("fail_on", "stops"), [("violation", False), ("warning", True), ("info", True), ("never", False)])
def test_the_least_severity_that_stops_a_build_is_set(tmp_path: Path, fail_on: str, *, stops: bool) -> None:
    loaded = LoadedProject(open_project(project(tmp_path, f'fail_on = "{fail_on}"\n', {**NAMELESS, **WARNING})))
    if stops:
        with pytest.raises(InvalidData, match=f"a result is of severity {fail_on} or worse, so"):
            build(loaded, tmp_path / "dist")
        assert not (tmp_path / "dist").exists()
    else:
        assert len(build(loaded, tmp_path / "dist").report.results) == 1


def test_the_argument_of_a_build_counts_more_than_the_settings(tmp_path: Path) -> None:
    loaded = LoadedProject(open_project(project(tmp_path, 'fail_on = "never"\n', NAMELESS)))
    with pytest.raises(InvalidData, match="the data violates its shapes"):
        build(loaded, tmp_path / "dist", fail_on="violation")
    with pytest.raises(UnknownName, match='unknown fail_on "warnings"; nearest: warning'):
        build(loaded, tmp_path / "dist", fail_on="warnings")


def test_the_command_says_that_it_built_in_spite_of_violations(tmp_path: Path) -> None:
    folder = project(tmp_path, "", NAMELESS)
    arguments = ["--project", str(folder), "build", "--out", str(tmp_path / "dist")]
    stopped = CliRunner().invoke(cli, arguments)
    assert isinstance(stopped.exception, InvalidData)
    done = CliRunner().invoke(cli, [*arguments, "--fail-on", "never"])
    assert done.exit_code == 0
    assert "validation failed: 1 violation, 0 warnings, 0 infos (shacl); built all the same, because of fail_on\n" in done.stderr


def test_a_build_of_things_counts_no_facts(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--project", str(small_project(tmp_path)), "build", "--out", str(tmp_path / "dist")])
    assert "2 things, 1 source, 7 triples (7 quads)" in done.stderr
    assert "fact" not in done.stderr
    assert "passage" not in done.stderr


def test_only_the_dumps_of_the_settings_are_written_and_described(tmp_path: Path) -> None:
    done = kzit_graph.open_folder(project(tmp_path, 'formats = ["turtle", "trig"]\n')).build(tmp_path / "dist")
    assert {"tiny.ttl", "tiny.trig"} <= set(done.files)
    assert not {"tiny.nq", "tiny.nt", "tiny.rdf", "tiny.jsonld", "tiny.schema.json", "dataset.jsonld"} & set(done.files)
    described = (tmp_path / "dist" / "dataset.ttl").read_text("utf-8")
    assert "tiny.trig" in described
    for name in ("dataset.ttl", "SHA256SUMS", "datapackage.json"):
        assert "tiny.nq" not in (tmp_path / "dist" / name).read_text("utf-8")
    assert done.triples == 7


def test_a_build_without_a_dump_of_the_union_counts_its_triples(tmp_path: Path) -> None:
    done = kzit_graph.open_folder(project(tmp_path, 'formats = ["trig"]\n')).build(tmp_path / "dist")
    assert (done.triples, done.quads) == (7, 7)


def test_a_build_without_n_quads_can_be_compared_and_queried(tmp_path: Path) -> None:
    folder = project(tmp_path, 'formats = ["trig"]\n')
    kzit_graph.open_folder(folder).build(tmp_path / "dist")
    assert not kzit_graph.diff(tmp_path / "dist", tmp_path / "dist").differs()
    assert len(kzit_graph.open_dump(tmp_path / "dist").store) > 0


def test_the_timeout_of_the_settings_is_that_of_the_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds: list[float | None] = []
    monkeypatch.setattr(deadline, "supervise", lambda given, _leftovers: seconds.append(given))
    folder = project(tmp_path, "[limits]\ntimeout = 90\n")
    for more in ([], ["--timeout", "5"]):
        CliRunner().invoke(cli, ["--project", str(folder), "show", "La Scala", *more])
        CliRunner().invoke(cli, ["--project", str(folder), "validate", *more])
    assert seconds == [90, 90, 5, 5]
