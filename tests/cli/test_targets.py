"""Output that cannot be written: a full disk, a protected target, a closed pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.built_folders import files_of
from tests.cli.commands import kzit_graph, refusal
from tests.publish.builds_of_files import is_whole
from tests.small_project import small_project

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits on file sizes are POSIX")


def limit_files_to_20_kb() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@POSIX
def test_a_disk_full_during_a_build_leaves_the_previous_build(one_source: Path, tmp_path: Path) -> None:
    assert kzit_graph("--project", one_source, "build", cwd=tmp_path).returncode == 0
    before = files_of(tmp_path / "dist")
    line = refusal(kzit_graph("--project", one_source, "build", cwd=tmp_path, before=limit_files_to_20_kb))
    assert "dist: cannot be written: " in line
    assert "what was there before is untouched" in line
    assert files_of(tmp_path / "dist") == before
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("export", "ntriples"), ("validate",), ("query", "SELECT * { ?s ?p ?o }")])
def test_a_full_disk_is_reported_in_one_line(one_source: Path, arguments: tuple[str, ...]) -> None:
    assert "/dev/full: cannot be written: No space left" in refusal(kzit_graph("--project", one_source, *arguments, "-o", "/dev/full"))
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written: No space left" in done.stderr


def test_a_target_with_other_contents_is_refused(one_source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "cannot be written" in refusal(kzit_graph("--project", one_source, "build", "--out", tmp_path / "file" / "dist"))
    assert "is a file; name a folder" in refusal(kzit_graph("--project", one_source, "build", "--out", tmp_path / "file"))
    assert "holds other files" in refusal(kzit_graph("--project", one_source, "build", "--out", tmp_path))
    assert "cannot be written" in refusal(
        kzit_graph("--project", one_source, "export", "turtle", "-o", tmp_path / "no" / "such" / "folder.ttl")
    )
    assert (tmp_path / "file").read_text() == "mine"


def test_a_pipe_closed_early_is_not_an_error(one_source: Path) -> None:
    command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "export", "ntriples"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"<https://w3id.org/kzit/")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_build_names_the_files_that_it_would_delete(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    assert kzit_graph("build", cwd=project).returncode == 0
    (project / "dist" / "thesis.tex").write_text("precious")
    (project / "dist" / ".git").mkdir()
    before = {path.name for path in (project / "dist").iterdir()}
    line = refusal(kzit_graph("build", cwd=project))
    assert line == "kzit-graph: dist: holds other files than those of a build: .git, thesis.tex; move them, or name another folder"
    assert {path.name for path in (project / "dist").iterdir()} == before


@pytest.mark.slow
@pytest.mark.parametrize("out", ["/", ".", "..", "data", "shapes/dist", "../project"])
def test_a_build_into_the_project_or_above_it_is_refused(tmp_path: Path, out: str) -> None:
    project = small_project(tmp_path / "project")
    line = refusal(kzit_graph("build", "--out", out, cwd=project))
    assert line.endswith("; name another folder, such as dist")


@pytest.mark.slow
def test_two_builds_at_once_leave_one_whole_build(one_source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "build", "--out", str(tmp_path / "dist")]
    for _ in range(2):
        running = [subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(3)]
        assert [(process.communicate()[1].count("\n") > 1, process.returncode) for process in running] == [(True, 0)] * 3
        assert is_whole(tmp_path / "dist")
        assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_protected_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    assert kzit_graph("build", cwd=project).returncode == 0
    (project / "data" / "broken.ttl").write_text("not reached")
    for folder, out in ((project / "dist", "dist"), (project, "new")):
        folder.chmod(0o555)
        try:
            assert f"{out}: cannot be written: Permission denied" in refusal(kzit_graph("build", "--out", out, cwd=project))
        finally:
            folder.chmod(0o755)
