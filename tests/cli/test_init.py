"""kzit-graph init: options, questions on a terminal, and updates."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kzit_graph
from kzit_graph.cli import cli
from kzit_graph.errors import InvalidInput, UnwritableTarget


def init(*arguments: object, answers: str = "") -> Result:
    return CliRunner().invoke(cli, ["init", *map(str, arguments)], input=answers)


def test_a_project_is_written_from_options(tmp_path: Path) -> None:
    done = init(tmp_path / "p", "--template", "bare", "--base", "https://example.org/p/", "--lang", "fr", "--license", "CC-BY-4.0")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert f"{tmp_path / 'p'}: 8 files of the template bare\n" in done.stderr
    assert f"next: cd {tmp_path / 'p'}; kzit-graph inspect" in done.stderr
    assert kzit_graph.open_folder(tmp_path / "p").show("premier objet").labels == {"fr": "premier objet"}


def test_the_next_commands_can_be_pasted_and_a_changed_base_is_told(tmp_path: Path) -> None:
    done = init(tmp_path / "two words", "--template", "bare", "--base", "https://example.org/plants")
    assert done.exit_code == 0
    assert f"next: cd '{tmp_path / 'two words'}'; kzit-graph inspect" in done.stderr
    assert "note: the base is https://example.org/plants/, so that names can be added to it\n" in done.stderr
    assert "note:" not in init(tmp_path / "p", "--template", "bare", "--base", "https://example.org/obo/X_").stderr


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
@pytest.mark.parametrize("name", ["a\nb", "it's\x1b", "-p"], ids=ascii)
def test_the_next_commands_find_a_folder_of_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = init("--template", "bare", "--", name)
    assert done.exit_code == 0
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("next: ")]
    change = line.removeprefix("next: ").partition(";")[0]
    subprocess.run(["/bin/bash", "-c", f"{change} && test -f kzit-graph.toml"], check=True)
    assert f"kzit-graph init --update {change.removeprefix('cd ')} updates it" in str(init("--", name).exception)


def test_a_link_to_nothing_is_refused_as_such(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "absent")
    done = init(tmp_path / "link")
    assert isinstance(done.exception, UnwritableTarget)
    assert str(done.exception) == f"{tmp_path / 'link'}: is a link to {tmp_path / 'absent'}, which does not exist; remove it"
    assert not (tmp_path / "absent").exists()


def test_on_a_terminal_it_asks_for_what_is_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolated = type("Terminal", (), {"isatty": lambda _self: True})
    monkeypatch.setattr("kzit_graph.cli.init.sys", type("sys", (), {"stdin": isolated()}))
    answers = "nothing\nbare\nAlpine plants\ngerman\nde, fr\nCC\n\nThe garden\nexample\nhttps://example.org/alps/\n"
    done = init(tmp_path / "p", answers=answers)
    assert done.exit_code == 0, done.stderr
    assert 'unknown template "nothing"; known: cited-facts, bare, example' in done.stderr
    assert '"german" is not the code of a language; write it like fr or de' in done.stderr
    assert 'unknown licence "CC"' in done.stderr
    assert '"example" is not a base IRI; write it like' in done.stderr
    assert "Base IRI [https://example.org/p/]" in done.stderr
    found = {item.name: item.value for item in kzit_graph.open_folder(tmp_path / "p").inspect().stated}
    assert (found["title"], found["base"]) == ("Alpine plants", "https://example.org/alps/")
    assert set(found["languages"].split(", ")) == {"de", "fr"}


def test_without_an_answer_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolated = type("Terminal", (), {"isatty": lambda _self: True})
    monkeypatch.setattr("kzit_graph.cli.init.sys", type("sys", (), {"stdin": isolated()}))
    done = init(tmp_path / "p", answers="bare\n")
    assert isinstance(done.exception, InvalidInput)
    assert str(done.exception) == "a question was not answered, so nothing was written; answer it, or give the options"
    assert not (tmp_path / "p").exists()


def test_a_folder_that_is_not_empty_is_refused_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("")
    done = init(tmp_path)
    assert isinstance(done.exception, UnwritableTarget)
    assert "is not empty, it has mine.txt; name a new folder" in str(done.exception)


def test_options_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    for arguments, message in (
        (("--update", "--lang", "fr"), "--update keeps the choices of the project; leave out --lang"),
        (("--template", "example", "--title", "A"), "the template example has its own; leave out --title"),
        (("--dry-run",), "--dry-run needs --update; add it, or leave out --dry-run"),
    ):
        done = init(tmp_path / "p", *arguments)
        assert isinstance(done.exception, InvalidInput)
        assert str(done.exception) == message
    assert not (tmp_path / "p").exists()


def test_an_update_lists_what_it_changes_and_what_it_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path / "p", "--template", "bare")
    assert init("--update", tmp_path / "p").stdout == "nothing to update\n"
    (tmp_path / "p" / "data" / "items.ttl").write_text("# mine\n")
    newer = {"data/items.ttl": b"# newer\n", "shapes/items.ttl": b"# newer\n", "shapes/more.ttl": b"# more\n"}
    monkeypatch.setattr("kzit_graph.project.start.init.template_files", lambda *_: newer)
    planned = init("--update", "--dry-run", tmp_path / "p").stdout
    assert "to update: shapes/items.ttl\nto add: shapes/more.ttl\nedited, left as it is: data/items.ttl\n" in planned
    assert "updated: shapes/items.ttl\nadded: shapes/more.ttl\n" in init("--update", tmp_path / "p").stdout
    assert (tmp_path / "p" / "data" / "items.ttl").read_text() == "# mine\n"


def test_without_a_terminal_the_defaults_are_taken(tmp_path: Path) -> None:
    assert not sys.stdin.isatty()
    assert init(tmp_path / "my-facts").exit_code == 0
    assert kzit_graph.open_folder(tmp_path / "my-facts").project.base == "https://example.org/my-facts/"


@pytest.mark.parametrize("arguments", [("new", "--title", "citt\udce0"), ("new", "--creator", "citt\udce0")])
def test_a_text_that_is_not_utf_8_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = init(tmp_path / arguments[0], *arguments[1:])
    assert isinstance(done.exception, InvalidInput)
    assert "the title or the creator is not valid UTF-8" in str(done.exception)
    assert not any(tmp_path.iterdir())
