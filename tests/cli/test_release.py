"""`build --release` prints the release, and reports an error in one line with the right exit status."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from tests.built_folders import files_of
from tests.cli.commands import kzit_graph, refusal
from tests.git_repository import committed, git
from tests.small_project import BASE, citable, release_entry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A committed project with one release."""
    return committed(citable(tmp_path / "project", dataset=release_entry(f"{BASE}dataset", "0.9.0", "2026-11-24")))


def test_a_release_prints_its_description_and_what_was_stamped(folder: Path) -> None:
    done = kzit_graph("build", "--release", "1.0.0", cwd=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    commit = git(folder, "rev-parse", "--short=12", "HEAD")
    assert re.match(r"dist: \d+ files in ", lines[0])
    assert lines[-3:] == [
        f"release 1.0.0 of 2026-12-01, after 0.9.0, from commit {commit}",
        f"with this version: the dataset ({BASE}dataset/1.0.0), the vocabulary and the shapes",
        f"once it is published, append the printed lines to data/dataset.ttl, and copy {Path('dist', 'CITATION.cff')} "
        "to the top of the repository",
    ]
    assert f"<{BASE}dataset> dcat:hasVersion <{BASE}dataset/1.0.0> ." in done.stdout
    assert 'dcat:version "1.0.0"' in done.stdout


@pytest.mark.slow
def test_the_output_can_be_appended_to_the_description(folder: Path) -> None:
    with (folder / "data" / "dataset.ttl").open("ab") as description:
        command = [sys.executable, "-m", "kzit_graph", "build", "--release", "1.0.0"]
        subprocess.run(command, cwd=folder, stdout=description, stderr=subprocess.DEVNULL, check=True)
    assert "commit or restore it" in refusal(kzit_graph("build", "--release", "1.0.1", cwd=folder))
    committed(folder)
    assert "1.0.0 is already released" in refusal(kzit_graph("build", "--release", "1.0.0", cwd=folder))
    assert "after 1.0.0, from commit" in kzit_graph("build", "--release", "1.0.1", cwd=folder).stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("1.0", '"1.0" is not a semantic version'),
        ("", "--release is empty; write --release "),
        ("1.0.0\n", "is not a semantic version"),
        ("\x1b[31m1.0.0", "is not a semantic version"),
        ("0.9.0", "data/dataset.ttl:15: 0.9.0 is already released; choose a version above 0.9.0"),
        ("0.8.0", "data/dataset.ttl:15: 0.8.0 is not above 0.9.0, the latest release; choose a higher version"),
    ],
)
def test_a_wrong_version_is_refused_before_anything_is_built(folder: Path, number: str, what: str) -> None:
    line = refusal(kzit_graph("build", "--release", number, cwd=folder)).replace("\\", "/")
    assert what in line
    assert line.isprintable()
    assert not (folder / "dist").exists()


def test_uncommitted_files_are_refused_and_the_old_release_stays(folder: Path) -> None:
    assert kzit_graph("build", "--release", "1.0.0", cwd=folder).returncode == 0
    before = files_of(folder / "dist")
    (folder / "shapes" / "new.ttl").write_text("")
    line = refusal(kzit_graph("build", "--release", "1.0.1", cwd=folder)).replace("\\", "/")
    assert line.startswith("kzit-graph: shapes/new.ttl: differs from commit ")
    assert files_of(folder / "dist") == before


def test_a_release_outside_git_needs_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = citable(tmp_path / "project")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "set SOURCE_DATE_EPOCH" in refusal(kzit_graph("build", "--release", "1.0.0", cwd=folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "now")
    assert 'SOURCE_DATE_EPOCH is "now"' in refusal(kzit_graph("build", "--release", "1.0.0", cwd=folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796164200")
    done = kzit_graph("build", "--release", "1.0.0", cwd=folder)
    assert done.returncode == 0
    assert "release 1.0.0 of 2026-12-01, the first, from files outside of git\n" in done.stderr


def test_a_checkout_is_refused_if_git_is_not_installed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "cannot be run to compare it with its commit; install git" in refusal(kzit_graph("build", "--release", "1.0.0", cwd=folder))


def test_another_repository_in_the_environment_is_ignored(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = committed(citable(tmp_path / "other"))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    done = kzit_graph("build", "--release", "1.0.0", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert git(folder, "rev-parse", "--short=12", "HEAD") in done.stderr


def test_violations_stop_a_release_with_a_report_and_exit_status_1(folder: Path) -> None:
    path = folder / "data" / "sources" / "one.ttl"
    path.write_text(path.read_text().replace('    skos:prefLabel "La Scala"@it ;\n', ""))
    committed(folder)
    done = kzit_graph("build", "--release", "1.0.0", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Give the theatre a skos:prefLabel." in done.stderr
    assert not (folder / "dist").exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110
def test_unwritable_output_is_reported(folder: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        command = [sys.executable, "-m", "kzit_graph", "build", "--release", "1.0.0"]
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert done.returncode == 2
    assert "cannot be written: No space left" in done.stderr.splitlines()[-1]


def test_the_lines_belong_into_the_description_whatever_its_syntax(folder: Path) -> None:
    path = folder / "data" / "dataset.ttl"
    quads = list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
    path.unlink()
    serialize([quad.triple for quad in quads], folder / "data" / "dataset.nt", format=RdfFormat.N_TRIPLES)
    committed(folder)
    done = kzit_graph("build", "--no-site", "--release", "1.0.0", cwd=folder)
    assert "add the printed statements, which are Turtle, to data/dataset.nt, and copy " in done.stderr
