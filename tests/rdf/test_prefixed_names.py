"""IRIs are shortened to prefixed names that parsers read as the same IRIs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kzit_graph.rdf.prefixed_names import is_local_name, prefixed_name


def objects(local: str) -> list[object]:
    """Return the objects of a statement in Turtle whose object is e: with a local name; none if it is malformed."""
    try:
        return [quad.object for quad in parse(f"@prefix e: <http://e/> . <urn:s> <urn:p> e:{local} .", format=RdfFormat.TURTLE)]
    except SyntaxError:
        return []


@given(st.text(st.sampled_from("aZ_09é界𠀀·.-:%7E~/#'()\u0301\u203f\u00d7\u00b2\u2009\u200c"), min_size=1, max_size=6))
def test_a_local_name_is_what_turtle_reads_as_it_is(local: str) -> None:
    assert is_local_name(local) == ([str(each) for each in objects(local)] == [f"<http://e/{local}>"])


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://e/a", "e:a"),
        ("http://e/a/b", "a:b"),
        ("http://e/a-b", "e:a-b"),
        ("http://e/a/", None),
        ("http://e/a/b/c", None),
        ("http://other/a", None),
    ],
)
def test_the_longest_namespace_that_leaves_a_local_name_is_taken(iri: str, name: str | None) -> None:
    assert prefixed_name(iri, {"e": "http://e/", "a": "http://e/a/", "no": "http://e/a"}) == name
