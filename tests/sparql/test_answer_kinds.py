"""Rows, yes or no, and graphs share their methods; a query of the wrong form is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.query import query, query_for

E = "http://e/"
NAMES = Names({"e": E}, lambda thing: {"it": "<Milano>"} if thing.value == f"{E}milan" else {})
SELECT = "SELECT ?city ?size { VALUES (?city ?size) { (e:milan 7) (e:none UNDEF) } }"
GRAPH = "CONSTRUCT { e:milan e:size 7 } {}"


def answer(sparql: str) -> Answer:
    return query(Store(), sparql, NAMES)


@pytest.fixture(scope="module")
def kg(one_source: Path) -> KnowledgeGraph:
    return open_folder(one_source)


@pytest.mark.parametrize(
    ("sparql", "shown"),
    [
        (SELECT, "<Solutions: 2 rows of city, size>"),
        ("SELECT ?a { VALUES ?a { 1 } }", "<Solutions: 1 row of a>"),
        ("SELECT * {}", "<Solutions: 1 row of no variables>"),
        ("ASK {}", "<Truth: yes>"),
        ("ASK { ?s ?p ?o }", "<Truth: no>"),
        (GRAPH, "<Triples: 1>"),
    ],
)
def test_the_repr_of_an_answer_is_one_line(sparql: str, shown: str) -> None:
    assert repr(answer(sparql)) == shown


def test_a_graph_is_a_table_of_three_columns() -> None:
    graph = answer(GRAPH)
    assert [line.split() for line in graph.table("it").splitlines()[::2]] == [
        ["subject", "predicate", "object"],
        ["<Milano>", "e:size", "7"],
    ]
    assert graph.markdown(iris=True).splitlines()[2] == "| e:milan | e:size    |      7 |"
    assert graph.to_python() == [{"subject": f"{E}milan", "predicate": f"{E}size", "object": 7}]
    assert graph.to_python(labels="it")[0]["subject_label"] == "<Milano>"
    assert graph.to_pandas().shape == graph.to_polars().shape == (1, 3)


def test_a_notebook_shows_every_kind_of_answer() -> None:
    graph = ET.fromstring(answer(GRAPH)._repr_html_())
    assert [cell.text for cell in graph.iter("td")] == ["<Milano>", "e:size", "7"]
    assert ET.fromstring(answer("ASK {}")._repr_html_()).text == "yes"


@pytest.mark.parametrize(("count", "last"), [(100, "99"), (101, "… and 1 more row"), (1_200, "… and 1,100 more rows")])
def test_a_notebook_shows_100_rows_and_the_number_of_others(count: int, last: str) -> None:
    values = " ".join(map(str, range(count)))
    html = ET.fromstring(answer(f"SELECT ?n {{ VALUES ?n {{ {values} }} }}")._repr_html_())
    cells = [cell.text for cell in html.iter("td")]
    assert cells[:100] == [str(number) for number in range(100)]
    assert cells[-1] == last
    assert len(cells) == min(count, 101)


def test_yes_or_no_converts_to_a_bool_but_not_to_a_data_frame() -> None:
    truth = answer("ASK {}")
    assert truth.to_python() is True
    for convert in (truth.to_pandas, truth.to_polars):
        with pytest.raises(InvalidInput, match="yes or no and has no rows"):
            convert()


@pytest.mark.parametrize("sparql", [SELECT, "ASK {}", GRAPH])
def test_every_kind_of_answer_refuses_a_misspelt_option(sparql: str) -> None:
    table: Callable[..., Any] = answer(sparql).table
    with pytest.raises(TypeError, match="label"):
        table(label=True)


def test_each_form_has_a_method_that_returns_its_type(kg: KnowledgeGraph) -> None:
    rows = kg.select("SELECT ?goal { ?goal a kzit:Goal }")
    assert (type(rows), len(rows)) == (Solutions, 2)
    assert kg.ask("ASK { $goal a kzit:Goal }", goal=rows[0]["goal"]) is True
    assert kg.ask("ASK { ?goal a kzit:Gaol }") is False
    graph = kg.construct("DESCRIBE ?goal { ?goal a kzit:Goal }")
    assert (type(graph), len(graph) > 2) == (Triples, True)


@pytest.mark.parametrize(
    ("kind", "sparql", "words"),
    [
        (Solutions, "ASK {}", r"ASK gives yes or no; use ask\(\)"),
        (Solutions, "DESCRIBE <http://e/>", r"DESCRIBE gives a graph; use construct\(\)"),
        (Truth, "SELECT * {}", r"SELECT gives rows; use select\(\)"),
        (Triples, "ASK {}", "yes or no"),
        (Solutions, "DELETE { ?s ?p ?o } WHERE { SELECT * {} }", "an update"),
        (Truth, "what?", "not SPARQL"),
    ],
)
def test_a_query_of_the_wrong_form_is_refused(kind: Any, sparql: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        query_for(kind, Store(), sparql)


def test_a_row_has_terms() -> None:
    (row, _) = query_for(Solutions, Store(), SELECT, NAMES)
    assert row.as_dict() == {"city": NamedNode(f"{E}milan"), "size": Literal(7)}
