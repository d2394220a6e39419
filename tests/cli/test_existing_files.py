"""No command replaces a file without --force."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kzit_graph as library
from tests.cli.commands import kzit_graph, refusal
from tests.small_project import small_project

POSIX = pytest.mark.skipif(os.name != "posix", reason="links are POSIX")

COMMANDS = [
    pytest.param(("query", "ASK {}"), id="query"),
    pytest.param(("query", "--list"), id="query --list"),
    pytest.param(("query", "classes", "--explain"), id="query --explain"),
    pytest.param(("show", "La Scala"), id="show"),
    pytest.param(("validate",), id="validate"),
    pytest.param(("export", "turtle"), id="export"),
    pytest.param(("diff", ".", "."), id="diff"),
    pytest.param(("load", "http://localhost:1", "--dry-run"), id="load"),
    pytest.param(("evidence", "segment", "text.txt"), id="evidence segment"),
    pytest.param(("evidence", "rebase", "text.txt", "--source", "drafted"), id="evidence rebase"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_project(tmp_path)
    (tmp_path / "text.txt").write_text("One sentence.\n", "utf-8")
    draft = library.open_folder(tmp_path).evidence.segment(tmp_path / "text.txt", source="drafted")
    (tmp_path / "data" / "sources" / "drafted.ttl").write_text(str(draft), "utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_an_existing_file_is_kept(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "mine").write_text("precious")
    before = names(folder)
    line = refusal(kzit_graph(*command, "-o", "mine", cwd=folder))
    assert line == "kzit-graph: mine: exists already; name another file, or add --force to replace it"
    assert (folder / "mine").read_text() == "precious"
    assert names(folder) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command in COMMANDS if command.id != "load"])
def test_force_replaces_an_existing_file(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "mine").write_text("old")
    before = names(folder)
    done = kzit_graph(*command, "-o", "mine", "--force", cwd=folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (folder / "mine").read_text("utf-8") not in ("old", "")
    assert names(folder) == before


def test_evidence_segment_keeps_an_edited_source(folder: Path) -> None:
    source = folder / "data" / "sources" / "text.ttl"
    segment = ("evidence", "segment", "text.txt", "-o", source)
    assert kzit_graph(*segment, cwd=folder).returncode == 0
    edited = source.read_text("utf-8") + "\n# edited by a curator\n"
    source.write_text(edited, "utf-8")
    assert "exists already" in refusal(kzit_graph(*segment, cwd=folder))
    assert source.read_text("utf-8") == edited


def test_segment_writes_no_file_if_one_of_two_exists(folder: Path) -> None:
    (folder / "mine").write_text("precious")
    line = refusal(kzit_graph("evidence", "segment", "text.txt", "--passages", "new", "-o", "mine", cwd=folder))
    assert line.startswith("kzit-graph: mine: exists already")
    line = refusal(kzit_graph("evidence", "segment", "text.txt", "--passages", "mine", "-o", "new", cwd=folder))
    assert line.startswith("kzit-graph: mine: exists already")
    assert not (folder / "new").exists()
    assert (folder / "mine").read_text() == "precious"


def test_an_existing_file_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "mine.nq").write_text("")
    line = refusal(kzit_graph("--project", tmp_path / "no such project", "export", "nquads", "-o", tmp_path / "mine.nq"))
    assert "mine.nq: exists already" in line


def test_a_failed_command_keeps_the_file_that_it_may_replace(folder: Path) -> None:
    (folder / "mine.nq").write_text("precious")
    (folder / "data" / "broken.ttl").write_text("@prefix broken")
    assert "broken.ttl:1" in refusal(kzit_graph("export", "nquads", "-o", "mine.nq", "--force", cwd=folder))
    assert (folder / "mine.nq").read_text() == "precious"


@POSIX
def test_a_device_needs_no_force(folder: Path) -> None:
    assert kzit_graph("query", "ASK {}", "-o", os.devnull, cwd=folder).returncode == 0
    log = folder / "log"
    log.write_text("old\n")
    with log.open("ab") as stream:
        command = [sys.executable, "-m", "kzit_graph", "query", "ASK {}", "-o", "/dev/stdout"]
        subprocess.run(command, cwd=folder, stdout=stream, check=True)
    assert log.read_text() == "old\nyes\n"


def test_python_replaces_an_exported_file_as_data_frames_do(folder: Path) -> None:
    kg = library.open_folder(folder)
    (folder / "all.nq").write_text("old")
    assert kg.export("nquads", folder / "all.nq") == (folder / "all.nq").read_bytes()
    with pytest.raises(library.UnwritableTarget, match="cannot be written: "):
        kg.export("nquads", folder / "none" / "all.nq")
