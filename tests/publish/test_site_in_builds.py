"""A build has the files of a site, unless that is not wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad

import kzit_graph
from kzit_graph.artefacts import Digest, dumps_of, read_checksums
from kzit_graph.cli import cli, deadline
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.build_files import write_files
from kzit_graph.publish.site import write as site_module
from kzit_graph.publish.site.edition.paths import SitePaths
from kzit_graph.publish.site.write import WrittenSite
from kzit_graph.validation.report.report import Report
from tests.built_folders import files_of
from tests.publish.builds_of_files import is_whole
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

WANTED = {
    "index.html": b"<p>",
    "id/one/scala.ttl": b"# ttl\n",
    "ontology.ttl": b"in the way",
    "scala.nt": b"",
    "scala.ttl": b"",
    "scala.trig": b"",
}


def write_site(
    loaded: LoadedProject,
    new: Path,
    paths: SitePaths,
    described: Collection[Quad],
    *,
    progress: Callable[[str], None],
    jobs: int,
    files: Mapping[str, Digest],
    report: Report,
) -> WrittenSite:
    """Write some files in the place of the real site."""
    assert "dataset.ttl" in files
    assert report.passed
    assert any(quad.subject == NamedNode(f"{BASE}dataset") for quad in described)
    assert loaded.project.base == BASE
    assert jobs >= 1
    progress("writing the site")
    problems = {path: paths.claim(path) for path in WANTED}
    written = write_files(new, {path: content for path, content in WANTED.items() if not problems[path]})
    return WrittenSite(written, tuple(filter(None, problems.values())))


@pytest.fixture(autouse=True)
def _small_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "supervise", lambda *_arguments: None)
    monkeypatch.setattr(site_module, "write_site", write_site)


def test_the_files_of_the_site_are_files_of_the_build(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(small_project(tmp_path / "project"))
    steps: list[str] = []
    summary = kg.build(tmp_path / "dist", progress=steps.append)
    files = files_of(tmp_path / "dist")
    assert files["id/one/scala.ttl"] == b"# ttl\n"
    assert files["ontology.ttl"] != b"in the way"
    assert {"index.html", "id/one/scala.ttl"} < set(summary.files) == files.keys() - {".kzit-graph-build"}
    assert summary.warnings == ("ontology.ttl is another file of the build",)
    assert "writing the site" in steps
    assert is_whole(tmp_path / "dist")
    assert kg.build(tmp_path / "dist").files == summary.files


@pytest.mark.parametrize(
    ("settings", "arguments", "has_site"), [("", ["--no-site"], False), ("write = false", [], False), ("write = false", ["--site"], True)]
)
def test_a_build_without_a_site_is_possible(tmp_path: Path, settings: str, arguments: list[str], has_site: bool) -> None:
    project = small_project(tmp_path / "project", {"kzit-graph.toml": f"[site]\n{settings}\n"})
    done = CliRunner().invoke(cli, ["--project", str(project), "build", "--out", str(tmp_path / "dist"), *arguments])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "dist/index.html").exists() is has_site
    count = len(files_of(tmp_path / "dist")) - 1
    assert f"dist: {count} files in " in done.stderr


@pytest.mark.parametrize(("formats", "dump"), [(["turtle"], "tiny.ttl"), (["ntriples", "turtle"], "tiny.nt"), (["trig"], "tiny.trig")])
def test_documents_of_things_are_not_taken_for_dumps(tmp_path: Path, formats: list[str], dump: str) -> None:
    kzit_graph.open_folder(small_project(tmp_path / "project", {"kzit-graph.toml": f"formats = {formats}\n"})).build(tmp_path / "dist")
    assert [path.name for path in dumps_of(tmp_path / "dist", read_checksums(tmp_path / "dist"))] == [dump]
    assert kzit_graph.open_dump(tmp_path / "dist").loaded.dumps == (tmp_path / "dist" / dump,)
    assert not kzit_graph.diff(tmp_path / "dist", tmp_path / "dist").differs()
    assert len(kzit_graph.open_build(tmp_path / "dist").store) > 0
