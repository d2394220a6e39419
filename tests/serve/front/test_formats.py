"""The format of an answer is chosen before the query runs."""

from __future__ import annotations

import pytest

from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.sparql.formats import chosen_formats, kind_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * {}", "rows"),
        ("ask{}", "boolean"),
        ("# SELECT\nCONSTRUCT WHERE {}", "graph"),
        ("PREFIX select: <urn:ASK> DESCRIBE select:x", "graph"),
        ("BASE <urn:x> PREFIX : <urn:y>\n\tSELECT(1 AS ?x){}", "rows"),
        ('VERSION "1.2" ASK {}', "boolean"),
        ("", None),
        ("PREFIX a: <unclosed ASK {}", None),
        ("DELETE WHERE {}", None),
    ],
)
def test_the_kind_of_answer_is_seen_in_the_first_words(query: str, kind: str | None) -> None:
    assert kind_of(query) == kind


def test_a_prologue_of_a_million_characters_is_read_in_one_pass() -> None:
    assert kind_of("PREFIX a: <urn:a>\n" * 50_000 + "ASK {}") == "boolean"
    assert kind_of("PREFIX a: <urn:a>\n" * 50_000) is None


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        (None, "json", "turtle"),
        ("*/*", "json", "turtle"),
        (BROWSER, "xml", "rdfxml"),
        ("application/sparql-results+xml, text/turtle;q=0.5, application/n-triples", "xml", "ntriples"),
        ("text/csv;q=0.9, application/sparql-results+json;q=0.8, application/ld+json", "csv", "jsonld"),
        ("application/json", "json", "jsonld"),
    ],
)
def test_the_header_accept_chooses_the_format(accept: str | None, rows: str, graph: str) -> None:
    assert chosen_formats("SELECT * {}", accept, "")["rows"].name == rows
    assert chosen_formats("CONSTRUCT WHERE {}", accept, "")["graph"].name == graph


@pytest.mark.parametrize(
    ("name", "rows", "graph"),
    [("json", "json", "jsonld"), ("xml", "xml", "rdfxml"), ("application/sparql-results+xml", "xml", None), ("ttl", None, "turtle")],
)
def test_the_parameter_format_wins_over_accept(name: str, rows: str | None, graph: str | None) -> None:
    if rows:
        assert chosen_formats("SELECT * {}", "text/csv", name)["rows"].name == rows
    if graph:
        assert chosen_formats("CONSTRUCT WHERE {}", "text/csv", name)["graph"].name == graph


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(HttpProblem, match='unknown format "pdf"; use one of json, xml, csv, tsv, turtle') as caught:
        chosen_formats("SELECT * {}", None, "pdf")
    assert caught.value.status == 400


def test_a_type_that_is_not_offered_is_refused_with_alternatives() -> None:
    with pytest.raises(HttpProblem) as caught:
        chosen_formats("SELECT * {}", "text/turtle", "")
    assert caught.value.status == 406
    assert caught.value.members["alternatives"][:2] == ["application/sparql-results+json", "application/sparql-results+xml"]


def test_a_query_whose_kind_is_unknown_is_not_refused_early() -> None:
    assert set(chosen_formats("PREFIX a: ASK {}", "text/turtle", "")) == {"graph"}
