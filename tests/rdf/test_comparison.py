"""Graphs that are the same, the same but for the forms of values, or different."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kzit_graph.rdf.comparison import GraphDifference, canonical_digest, compare_graphs, has_blank_nodes

S, P = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
XSD = "http://www.w3.org/2001/XMLSchema#"

PARTS_OF_DATES = {"gYear": "-0044", "gYearMonth": "2024-05", "gMonth": "--05", "gDay": "---01", "gMonthDay": "--02-29"}


def triples(*objects: str) -> list[Triple]:
    """A triple for each object, in Turtle."""
    text = f"@prefix xsd: <{XSD}> . {S} {P} {' , '.join(objects)} ." if objects else ""
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def typed(text: str, datatype: str) -> str:
    return f'"{text}"^^xsd:{datatype}'


@pytest.mark.parametrize(
    ("expected", "found", "form"),
    [
        (typed("007", "integer"), "7", "number"),
        (typed("+7", "nonNegativeInteger"), "7", "number"),
        (typed("1.50", "decimal"), "1.5", "number"),
        (typed("2", "integer"), typed("2.0", "decimal"), "number"),
        ("1e3", typed("1000", "double"), "number"),
        (typed("0.1", "float"), typed("0.100000001490116", "float"), "number"),
        (typed("2020-01-01T12:00:00.1234560Z", "dateTime"), typed("2020-01-01T12:00:00.123456Z", "dateTime"), "time"),
        (typed("24:00:00", "time"), typed("00:00:00", "time"), "time"),
        (typed("12:00:00.50-00:00", "time"), typed("12:00:00.5Z", "time"), "time"),
        (typed("2024-01-01+00:00", "date"), typed("2024-01-01Z", "date"), "time"),
        (typed("9999-12-31T24:00:00", "dateTime"), typed("10000-01-01T00:00:00", "dateTime"), "time"),
        (typed("-0044-03-15T12:00:00.50", "dateTime"), typed("-0044-03-15T12:00:00.5", "dateTime"), "time"),
        (typed("12024-01-01T00:00:00.0Z", "dateTimeStamp"), typed("12024-01-01T00:00:00Z", "dateTime"), "time"),
        *((typed(f"{text}+00:00", datatype), typed(f"{text}Z", datatype), "time") for datatype, text in PARTS_OF_DATES.items()),
        ("true", typed("1", "boolean"), "boolean"),
        (typed("2020-01-01T12:00:00Z", "dateTime"), typed("2020-01-01T13:00:00+01:00", "dateTime"), "time"),
        (typed("P12M", "duration"), typed("P1Y", "duration"), "duration"),
        (typed("-P1DT60M", "duration"), typed("-PT25H", "duration"), "duration"),
        (typed("P25Y", "duration"), typed("300", "duration"), "duration"),
        (typed("PT1.5S", "dayTimeDuration"), typed("1.50", "dayTimeDuration"), "duration"),
        ('"\\u0435\\u0308"', '"\\u0451"', "text"),
    ],
)
def test_another_form_of_the_same_value_is_a_normalisation(expected: str, found: str, form: str) -> None:
    assert compare_graphs(triples(expected), triples(found)) == GraphDifference(normalised={form: 1})


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("7", "8"),
        ("1.5", "1.5e0"),
        ("7", '"7"'),
        ('"x"@en', '"x"'),
        ('"x"@en', '"x"@en-gb'),
        (typed("2009", "gYear"), typed("2009-01-01", "date")),
        (typed("2020-01-01", "date"), typed("2020-01-01Z", "date")),
        (typed("12:00:00", "time"), typed("12:00:00Z", "time")),
        (typed("24:00:01", "time"), typed("00:00:01", "time")),
        (typed("2024", "gYear"), typed("2024Z", "gYear")),
        (typed("2024+05:00", "gYear"), typed("2024Z", "gYear")),
        (typed("1e39", "float"), typed("INF", "float")),
        (typed("2020-01-01T12:00:00", "dateTime"), typed("2020-01-01T12:00:00Z", "dateTime")),
        ('"x"@en--ltr', '"x"@en'),
        (typed("2020-01-01T12:00:00.1234561Z", "dateTime"), typed("2020-01-01T12:00:00.1234569Z", "dateTime")),
        (typed("1e400", "double"), typed("INF", "double")),
        (typed("P1M", "duration"), typed("P30D", "duration")),
        (typed("P25Y", "duration"), typed("25", "duration")),
        (typed("P1Y", "duration"), typed("-P1Y", "duration")),
        (typed("P", "duration"), typed("PT", "duration")),
        ("<https://example.org/%20>", "<https://example.org/%2020>"),
        ('"x"', '"X"'),
    ],
)
def test_another_value_is_a_loss(expected: str, found: str) -> None:
    (missing,), (surplus,) = triples(expected), triples(found)
    assert compare_graphs([missing], [surplus]) == GraphDifference(missing=(missing,), surplus=(surplus,))
    assert compare_graphs([missing], [surplus]).is_loss


def test_two_forms_that_became_one_are_no_loss() -> None:
    assert compare_graphs(triples("7", typed("007", "integer")), triples("7")) == GraphDifference(normalised={"number": 1})


def test_what_is_missing_and_what_is_surplus_stand_apart() -> None:
    assert compare_graphs(triples("1", "2"), triples("2", "3")) == GraphDifference(tuple(triples("1")), tuple(triples("3")))
    assert compare_graphs(triples("1"), ()) == GraphDifference(missing=tuple(triples("1")))
    assert compare_graphs((), triples("1")) == GraphDifference(surplus=tuple(triples("1")))


def test_labels_of_blank_nodes_do_not_count() -> None:
    chain = [Triple(S, P, BlankNode("a")), Triple(BlankNode("a"), P, BlankNode("b"))]
    other = [Triple(S, P, BlankNode("y")), Triple(BlankNode("y"), P, BlankNode("x"))]
    assert compare_graphs(chain, other) == GraphDifference()
    assert canonical_digest(chain) == canonical_digest(other)


def test_another_form_of_a_literal_beside_a_blank_node_is_no_loss() -> None:
    (one,), (other,), (more,) = (triples(text) for text in (typed("007", "integer"), "7", "8"))

    def sized(value: Triple, *labels: str) -> list[Triple]:
        nodes = [BlankNode(label) for label in labels]
        return [triple for node in nodes for triple in (Triple(S, P, node), Triple(node, P, value.object), Triple(node, S, nodes[-1]))]

    assert compare_graphs(sized(one, "a", "b"), sized(other, "x", "y")) == GraphDifference(normalised={"number": 2})
    assert compare_graphs(sized(one, "a", "b"), sized(more, "x", "y")).is_loss
    assert compare_graphs(sized(one, "a", "b"), sized(other, "x")).is_loss


def test_a_blank_node_within_a_triple_term_is_one_too() -> None:
    one, other = (Triple(S, P, Triple(S, P, BlankNode(label))) for label in ("a", "b"))
    assert has_blank_nodes([one])
    assert compare_graphs([one], [other]) == GraphDifference()


def test_unexpected_blank_nodes_are_surplus() -> None:
    nodes = [BlankNode(f"n{number}") for number in range(12)]
    clique = [Triple(one, P, other) for one in nodes for other in nodes if one != other]
    found = compare_graphs(triples("1"), clique)
    assert (len(found.missing), len(found.surplus)) == (1, len(clique))


def test_blank_nodes_that_all_know_each_other_have_a_digest() -> None:
    one, other = ([BlankNode(f"{prefix}{number}") for number in range(14)] for prefix in "no")
    digests = {canonical_digest(Triple(a, P, b) for a in nodes for b in nodes if a != b) for nodes in (one, other[::-1], one[:13])}
    assert len(digests) == 2


def test_the_canonical_digest_is_that_of_the_sorted_canonical_lines() -> None:
    lines = f'{S} {P} "a\\tb" .\n{S} {P} "z" .\n'
    assert canonical_digest(triples('"z"', '"a\\tb"')) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_literal_with_a_line_separator_of_unicode_is_one_line() -> None:
    """Python's own idea of lines has more ends than N-Quads has."""
    assert canonical_digest(triples('"a\\u2028b"')) == hashlib.sha256(f'{S} {P} "a\u2028b" .\n'.encode()).hexdigest()


@given(st.lists(st.sampled_from(["1", "01", '"x"', '"x"@en', '"x"@EN', "true", "1.0", "<x:y>"]), unique=True))
def test_a_graph_does_not_differ_from_itself(objects: list[str]) -> None:
    graph = triples(*objects)
    assert compare_graphs(graph, reversed(graph)) == GraphDifference()


def test_the_digest_of_a_dump_does_not_depend_on_its_syntax(dist: Path) -> None:
    digests = {canonical_digest(quad.triple for quad in parse(path=dist / f"kzit.{name}")) for name in ("nt", "ttl", "rdf")}
    assert len(digests) == 1


def test_literals_differ_from_iris_of_the_same_text() -> None:
    assert compare_graphs([Triple(S, P, Literal(S.value))], [Triple(S, P, S)]).is_loss
