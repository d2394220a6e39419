"""The mapping of local names to files, both ways."""

from __future__ import annotations

import doctest
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.publish.site.edition import addresses
from kzit_graph.publish.site.edition.addresses import allocated, find_stem, marked, page_stem, stem, url_path

LOCALS = st.lists(
    st.text(st.sampled_from('aAbBzé/.~%-_:?* \\"<>|\u0301ЖҚ中mp0123'), max_size=12) | st.text(max_size=300), max_size=8, unique=True
)


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def test_the_examples_hold() -> None:
    assert doctest.testmod(addresses).failed == 0


@pytest.mark.slow
@given(LOCALS)
def test_no_two_things_share_a_file_where_case_is_ignored(locals_: list[str]) -> None:
    found = allocated(locals_)
    assert found.keys() == set(locals_)
    assert len({folded(name) for name in found.values()}) == len(locals_)


@given(LOCALS)
def test_stems_are_safe_names_of_files_on_every_system(locals_: list[str]) -> None:
    for name in allocated(locals_).values():
        for part in name.split("/"):
            assert part
            assert not set(part) & set('<>:"\\|?*%# ')
            assert not any(unicodedata.category(character)[0] in "CZ" for character in part)
            assert not part.startswith(".")
            assert not part.endswith((".", " "))
            assert unicodedata.is_normalized("NFC", part)
            assert len(part.encode()) <= 180
            assert part.split(".")[0].lower() not in ("con", "nul", "com1")


@given(LOCALS)
def test_the_path_of_an_iri_leads_to_the_file_of_its_thing(locals_: list[str]) -> None:
    found = allocated(locals_)
    known = set(found.values())
    for local, expected in found.items():
        if len([other for other in locals_ if stem(other) == stem(local)]) == 1:  # "é" and "%C3%A9" are the same in a URL
            assert find_stem(quote(local, safe="%/:"), known) == expected


@given(st.text(max_size=20))
def test_the_url_of_a_file_is_decoded_as_its_path(local: str) -> None:
    url = url_path(f"{stem(local)}.html")
    assert unquote(urlsplit(f"http://h/sub/{url}").path) == f"/sub/{stem(local)}.html"
    assert not set(url) & set(' :?#<>"')


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("id/Q42", "id/Q42"),
        ("caf%C3%A9", "café"),
        ("café", "café"),
        ("con", "~63on"),
        ("id/aux.txt", "id/~61ux.txt"),
        ("a//b", "a/~/b"),
        ("a/", "a/~"),
        ("..", "~2E~2E"),
        ("x?y=1", "x~3Fy=1"),
        ("a~page-2", "a~7Epage-2"),
        ("%FF", "~25FF"),
        ("%ff%C3%A9", "~25FFé"),
        ("a%2Fb", "a~2Fb"),
        ("", "~base"),
        ("e\u0301", "e~CC~81"),
    ],
)
def test_odd_names_become_names_of_files(local: str, expected: str) -> None:
    assert stem(local) == expected


def test_pages_and_marks_cannot_be_names_of_things() -> None:
    assert stem(page_stem("italy", 2)) != page_stem("italy", 2)
    assert stem(marked("italy")) != marked("italy")
    assert page_stem("italy", 1) == "italy"


def test_a_thing_is_left_out_if_no_name_of_a_file_is_free() -> None:
    assert allocated(["a", "b"], lambda name: not name.startswith(("a", "~m/a"))) == {"b": "b"}


def test_names_that_differ_in_case_get_files_of_their_own() -> None:
    found = allocated(["Building", "building", "index"], lambda name: name != "index")
    assert found["Building"] == "Building"
    assert found["building"] == marked("building")
    assert found["index"] == marked("index")
    known = set(found.values())
    assert [find_stem(path, known) for path in ("Building", "building", "BUILDING")] == ["Building", marked("building"), None]
