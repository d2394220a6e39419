"""Each path of a site is one file on any file system."""

from __future__ import annotations

import pytest

from kzit_graph.publish.site.edition.paths import SitePaths


def claimed(*paths: str, taken: tuple[str, ...] = ("ontology.ttl", "questions/about.rq", "SHA256SUMS")) -> list[str]:
    found = SitePaths(taken)
    return [found.claim(path) for path in paths]


def test_free_paths_can_be_taken_once() -> None:
    paths = ("id/milan.ttl", "id/milan.html", "id/milan/square.ttl", "index.html", ".well-known/void", "id/тест.ttl")
    assert claimed(*paths) == [""] * len(paths)
    assert claimed("id/a.ttl", "id/a.ttl") == ["", "id/a.ttl is another file of the build"]


@pytest.mark.parametrize(("path", "other"), [("id/Milan.ttl", "id/milan.ttl"), ("id/ſ.ttl", "id/S.ttl"), ("id/é.ttl", "id/e\u0301.ttl")])
def test_paths_that_some_systems_do_not_tell_apart_are_taken_once(path: str, other: str) -> None:
    assert claimed(path, other) == ["", f"{other} and {path} are the same on some systems"]


def test_folders_that_some_systems_do_not_tell_apart_are_one() -> None:
    assert claimed("id/a.ttl", "ID/b.ttl", "id/c.ttl") == ["", "the folders ID and id are the same on some systems", ""]


@pytest.mark.parametrize("path", ["ontology.ttl", "Ontology.ttl", "sha256sums", "questions/About.rq"])
def test_files_of_the_build_are_not_replaced(path: str) -> None:
    assert claimed(path)[0] != ""


def test_a_path_is_not_both_a_file_and_a_folder() -> None:
    assert claimed("id/a", "id/a/b.ttl") == ["", "id/a would be a folder, but id/a is a file"]
    assert claimed("id/a/b.ttl", "id/a") == ["", "id/a is another file of the build"]
    assert claimed("questions") == ["questions is another file of the build"]


@pytest.mark.parametrize(
    "path",
    ["", "/id", "id/", "id//a", "../a", "id/../a", "id/./a", "id/a\nb", "id\\a", "id/a?", "id/.a", "id/a.", "con.ttl", "id/NUL", "a" * 256],
)
def test_paths_that_not_every_system_allows_are_refused(path: str) -> None:
    assert claimed(path)[0] != ""
