"""A build replaces only files that a build wrote."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kzit_graph import work_folder
from kzit_graph.atomic_file import keep_mode
from kzit_graph.errors import UnwritableTarget
from kzit_graph.publish import atomic_folder, folder_exchange
from kzit_graph.publish.atomic_folder import replacing
from kzit_graph.publish.build_mark import MARK
from tests.publish.builds_of_files import build, contents, names, version_0_1, write_build

SUMS = "SHA256SUMS"


def refusal(target: Path) -> str:
    """Return the files that the next build names, and assert that it leaves everything as it is."""
    before = {path: path.read_bytes() for path in target.parent.rglob("*") if path.is_file()}
    with pytest.raises(UnwritableTarget) as caught:
        build(target, "new")
    assert {path: path.read_bytes() for path in target.parent.rglob("*") if path.is_file()} == before
    start, end = f"{target}: holds other files than those of a build: ", "; move them, or name another folder"
    message = str(caught.value)
    assert message.startswith(start)
    assert message.endswith(end)
    return message.removeprefix(start).removesuffix(end)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    build(tmp_path / "dist", "old", "more")
    return tmp_path / "dist"


def test_an_added_file_is_kept_and_named(dist: Path) -> None:
    (dist / "thesis.tex").write_text("precious")
    assert refusal(dist) == "thesis.tex"


@pytest.mark.parametrize("name", [".git", "empty", SUMS.lower()])
def test_an_added_folder_is_kept_and_named(dist: Path, name: str) -> None:
    (dist / name).mkdir()
    if name == ".git":
        (dist / name / "HEAD").write_text("precious")
    assert refusal(dist) == name


def test_an_edited_file_is_kept_and_named(dist: Path) -> None:
    (dist / "data").write_text("edited")
    assert refusal(dist) == "data (edited)"


def test_a_file_edited_with_its_digest_is_kept(dist: Path) -> None:
    write_build(dist, {"data": "edited", "more": "old"})
    assert refusal(dist) == f"{SUMS} (edited)"


def test_a_file_added_with_its_digest_is_kept(dist: Path) -> None:
    (dist / "thesis").write_text("precious")
    digest = hashlib.sha256(b"precious").hexdigest()
    with (dist / SUMS).open("a") as file:
        file.write(f"{digest}  thesis\n")
    assert refusal(dist) == f"{SUMS} (edited)"


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_a_link_in_place_of_a_file_is_kept(dist: Path) -> None:
    (dist / "data").rename(dist.parent / "data")
    (dist / "data").symlink_to("../data")
    assert refusal(dist) == "data"


def test_many_other_files_are_counted(dist: Path) -> None:
    for number in range(1, 8):
        (dist / f"photo {number}").write_text("x")
    assert refusal(dist) == "photo 1, photo 2, photo 3, photo 4, photo 5 and 2 more"


def test_a_build_of_which_files_were_deleted_is_replaced(dist: Path) -> None:
    (dist / "more").unlink()
    build(dist, "new")
    assert contents(dist) == {"data": "new"}


def test_a_copy_of_a_build_is_replaced(dist: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in dist.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    build(copy, "new")
    assert contents(copy) == {"data": "new"}


def test_a_folder_without_checksums_is_kept(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday").write_text("x")
    assert refusal(tmp_path / "photos") == "holiday"


def test_checksums_of_someone_else_do_not_make_a_build(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    write_build(tmp_path / "thesis", {"thesis.tex": "precious"})
    assert refusal(tmp_path / "thesis") == f"{SUMS}, thesis.tex"


@pytest.mark.parametrize("name", [SUMS, MARK])
def test_a_folder_does_not_count_as_the_mark(tmp_path: Path, name: str) -> None:
    (tmp_path / "photos" / name).mkdir(parents=True)
    assert name in refusal(tmp_path / "photos")


def test_a_build_of_version_0_1_is_replaced(tmp_path: Path) -> None:
    build(version_0_1(tmp_path / "dist"), "new")
    assert contents(tmp_path / "dist") == {"data": "new"}


def test_a_build_of_version_0_1_with_other_files_is_kept(tmp_path: Path) -> None:
    dist = version_0_1(tmp_path / "dist")
    (dist / "thesis.tex").write_text("precious")
    (dist / "report.ttl").write_text("edited")
    assert refusal(dist) == "report.ttl (edited), thesis.tex"


@pytest.mark.parametrize("exchange", [True, False])
def test_a_file_added_while_a_build_runs_is_kept(dist: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchange:
        monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)

    def add_a_file_meanwhile() -> None:
        with replacing(dist) as new:
            write_build(new, {"data": "new"})
            (dist / "thesis.tex").write_text("precious")

    with pytest.raises(UnwritableTarget, match=r"a build: thesis\.tex;"):
        add_a_file_meanwhile()
    assert contents(dist) == {"data": "old", "more": "old", "thesis.tex": "precious"}
    assert names(dist.parent) == ["dist"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_file_added_at_the_last_moment_is_kept(dist: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_a_file(path: Path, old: os.stat_result) -> None:
        keep_mode(path, old)
        (dist / "thesis.tex").write_text("precious")

    monkeypatch.setattr(atomic_folder, "keep_mode", add_a_file)
    monkeypatch.setattr(atomic_folder, "exchange", lambda first, second: exchange and folder_exchange.exchange(first, second))
    with pytest.raises(UnwritableTarget, match=r"a build: thesis\.tex;"):
        build(dist, "new")
    assert contents(dist) == {"data": "old", "more": "old", "thesis.tex": "precious"}
    assert names(dist.parent) == ["dist"]


@pytest.mark.parametrize("target_exists", [True, False])
@pytest.mark.parametrize("name", [".dist.old", ".dist.mine.new", ".dist.0123456789abcdef.new", ".dist.abcd_123.new"])
def test_hidden_folders_of_the_user_beside_a_build_are_kept(tmp_path: Path, name: str, target_exists: bool) -> None:
    if target_exists:
        build(tmp_path / "dist", "old")
    version_0_1(tmp_path / name, thesis="precious")
    before = names(tmp_path / name)
    build(tmp_path / "dist", "new")
    assert contents(tmp_path / "dist") == {"data": "new"}
    assert names(tmp_path) == [name, "dist"]
    assert names(tmp_path / name) == before


def test_the_lock_of_another_program_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / ".dist.0123456789abcdef.new"
    folder.mkdir()
    (folder / work_folder._LOCK).write_text("of another program")
    build(tmp_path / "dist", "new")
    assert (folder / work_folder._LOCK).read_text() == "of another program"


def test_leftovers_of_a_build_with_another_name_are_kept(tmp_path: Path) -> None:
    with replacing(tmp_path / "dist.2") as new:
        build(tmp_path / "dist", "new")
        write_build(new, {"data": "2"})
    assert contents(tmp_path / "dist.2") == {"data": "2"}
