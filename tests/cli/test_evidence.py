"""The commands that show, draft and rebase the passages of a source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, refusal
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

TEXT = "Nachricht\n\nAm 4. November kam er. Alles ist gut.\n"
FACT = """
:p2s1-f1 a kzit:Fact ; kzit:evidence :p2s1 ; skos:prefLabel "He arrived in autumn."@en , "Er traf im Herbst ein."@de .
"""
REFUSED = "kzit-graph: the words of a source are not written to a file; show them in a terminal, or pipe them to a program such as less"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_project(tmp_path)
    (tmp_path / "news.txt").write_text(TEXT, "utf-8")
    (tmp_path / "data" / "passages").mkdir()
    files = ("--passages", "data/passages/news.ttl", "-o", "data/sources/news.ttl")
    done = kzit_graph("evidence", "segment", "news.txt", "--language", "de", *files, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with (tmp_path / "data" / "sources" / "news.ttl").open("a", encoding="utf-8") as file:
        file.write(FACT)
    return tmp_path


def test_segment_writes_passages_and_a_skeleton_of_facts(folder: Path) -> None:
    passages = (folder / "data" / "passages" / "news.ttl").read_text("utf-8")
    source = (folder / "data" / "sources" / "news.ttl").read_text("utf-8")
    assert [line.split()[0] for line in passages.splitlines() if "a kzit:Passage" in line] == [":p1s1", ":p2s1", ":p2s2"]
    assert "kzit:Passage" not in source
    assert [line.split()[1] for line in source.splitlines() if line.startswith("# :")] == [":p1s1-f1", ":p2s1-f1", ":p2s2-f1"]
    assert f"@prefix : <{BASE}id/news/> ." in source
    assert "@prefix x: <https://example.org/tiny/ontology#> ." in source
    assert "November" not in passages + source
    assert kzit_graph("validate", cwd=folder).returncode == 0


def test_segment_without_files_prints_one_file(folder: Path) -> None:
    done = kzit_graph("evidence", "segment", "-", "--source", "other", cwd=folder, text="One is here. Two is there.")
    assert done.returncode == 0
    (folder / "data" / "sources" / "other.ttl").write_text(done.stdout, "utf-8")
    (folder / "copy.html").write_text("<p>Two is <i>there</i>. <p>One is here.", "utf-8")
    checked = kzit_graph("evidence", "check", "copy.html", "--source", "other", cwd=folder)
    assert checked.stdout.splitlines() == [
        "p1s1  holds, moved to 14–26",
        "p1s2  holds, moved to 0–13",
        "2 of 2 passages hold (2 moved) in copy.html",
    ]


def test_segment_prints_the_passages_alone(folder: Path) -> None:
    done = kzit_graph("evidence", "segment", "news.txt", "--language", "de", "--passages", "-", "-o", "source.ttl", cwd=folder)
    assert done.stdout == (folder / "data" / "passages" / "news.ttl").read_text("utf-8")
    assert "kzit:Passage" not in (folder / "source.ttl").read_text("utf-8")


def test_segment_of_standard_input_needs_a_name(folder: Path) -> None:
    assert 'invalid name of a source: ""; use --source' in refusal(kzit_graph("evidence", "segment", "-", cwd=folder, text="One."))


def test_check_names_what_is_missing_and_where_it_is_expected(folder: Path) -> None:
    done = kzit_graph("evidence", "check", "-", "--source", "news", cwd=folder, text="Nachricht\nAlles  ist\ngut.")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "p1s1  holds",
        "p2s1  not found (expected between 9 and 10, from its neighbours)",
        "p2s2  holds after normalisation, at 10–25",
    ]
    assert done.stderr == "2 of 3 passages hold (1 after normalisation) in standard input\n"


def test_show_prints_words_beside_facts(folder: Path) -> None:
    done = kzit_graph("evidence", "show", "news.txt", "--source", "news", "--lang", "de", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "p2s1  holds\n  Am 4. November kam er.\n    p2s1-f1  Er traf im Herbst ein.\n" in done.stdout
    done = kzit_graph("evidence", "show", "-", "--source", "news", cwd=folder, text="Alles ist gut.")
    assert done.returncode == 1
    assert "  Alles ist gut.\n" in done.stdout


def test_show_does_not_write_the_words_to_a_file(folder: Path) -> None:
    show = ("evidence", "show", "news.txt", "--source", "news")
    assert refusal(kzit_graph(*show, "-o", "words", cwd=folder)) == REFUSED
    assert not (folder / "words").exists()
    with (folder / "words").open("w") as file:
        command = [sys.executable, "-m", "kzit_graph", *show]
        done = subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.PIPE, encoding="utf-8")
    assert (done.returncode, done.stderr) == (2, f"{REFUSED}\n")
    assert (folder / "words").read_text() == ""


def test_rebase_prints_or_replaces_the_file_of_passages(folder: Path) -> None:
    file = folder / "data" / "passages" / "news.ttl"
    before = file.read_text("utf-8")
    (folder / "new.txt").write_text(f"Neu\n\n{TEXT}", "utf-8")
    rebase = ("evidence", "rebase", "new.txt", "--source", "news")
    printed = kzit_graph(*rebase, cwd=folder)
    assert printed.returncode == 0
    assert file.read_text("utf-8") == before
    assert "exists already" in refusal(kzit_graph(*rebase, "-o", file, cwd=folder))
    assert kzit_graph(*rebase, "-o", "-", "--force", cwd=folder).stdout == printed.stdout
    assert file.read_text("utf-8") == before
    done = kzit_graph(*rebase, "--force", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("note: the text has changed; give the document the new schema:sha256 ")
    assert file.read_text("utf-8") == printed.stdout != before
    checked = kzit_graph("evidence", "check", "new.txt", "--source", "news", cwd=folder)
    assert checked.stdout == "p1s1  holds\np2s1  holds\np2s2  holds\n3 of 3 passages hold in new.txt\n"


def test_rebase_names_what_no_longer_holds(folder: Path) -> None:
    (folder / "new.txt").write_text(TEXT.replace("kam", "ging"), "utf-8")
    done = kzit_graph("evidence", "rebase", "new.txt", "--source", "news", "--force", cwd=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("p2s1: not found; it keeps its old range; cited by p2s1-f1\n")
    checked = kzit_graph("evidence", "check", "new.txt", "--source", "news", cwd=folder)
    assert (checked.returncode, checked.stderr) == (1, "2 of 3 passages hold in new.txt\n")


def test_rebase_joins_and_splits(folder: Path) -> None:
    rebase = ("evidence", "rebase", "news.txt", "--source", "news")
    done = kzit_graph(*rebase, "--join", "p2s1+p2s2", "--split", "p2s1=kam er", "--force", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    shown = kzit_graph("evidence", "show", "news.txt", "--source", "news", cwd=folder)
    assert [line for line in shown.stdout.splitlines() if line.startswith("  ") and not line.startswith("   ")] == [
        "  Nachricht",
        "  Am 4. November",
        "  kam er. Alles ist gut.",
    ]
    assert "has no words; write --split NAME=WORDS" in refusal(kzit_graph(*rebase, "--split", "p2s1", cwd=folder))
