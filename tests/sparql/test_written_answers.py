"""Answers have the literals of the data as they were written, as far as a store lets them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.answers import Solutions
from tests.small_project import small_project

WRITTEN: Final = {
    **{
        name: ("-0012" if name in ("negativeInteger", "nonPositiveInteger") else "0012")
        for name in [
            "integer",
            "nonNegativeInteger",
            "positiveInteger",
            "nonPositiveInteger",
            "negativeInteger",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
        ]
    },
    "decimal": "1.50",
    "double": "1e0",
    "float": "1e0",
    "boolean": "1",
    "duration": "P1Y14M",
    "yearMonthDuration": "P14M",
    "dayTimeDuration": "PT36H",
    "time": "24:00:00",
    "dateTime": "2020-01-01T24:00:00",
    "dateTimeStamp": "2020-01-01T00:00:00Z",
    "date": "2020-01-01+00:00",
    "gYear": "2020+00:00",
}
"""A literal of each datatype that a store changes."""


def literal(name: str) -> Literal:
    return Literal(WRITTEN[name], datatype=NamedNode(f"{XSD}{name}"))


def graph(folder: Path, *values: str) -> KnowledgeGraph:
    data = "".join(f"<http://e/s{number}> <http://e/p> {value} .\n" for number, value in enumerate(values))
    return open_folder(small_project(folder, {"data/sources/one.ttl": data}))


@pytest.mark.parametrize("name", WRITTEN)
def test_a_literal_is_answered_as_it_was_written(tmp_path: Path, name: str) -> None:
    kg = graph(tmp_path, str(literal(name)))
    rows = kg.select("SELECT ?o { <http://e/s0> <http://e/p> ?o }")
    assert [row["o"] for row in rows] == [literal(name)]
    assert f'"value":"{WRITTEN[name]}"' in rows.serialize("json").decode().replace(": ", ":")
    assert str(literal(name)) in rows.serialize("tsv").decode() or WRITTEN[name] in rows.serialize("tsv").decode()
    answer = kg.query("SELECT ?o { <http://e/s0> <http://e/p> ?o }")
    assert isinstance(answer, Solutions)
    assert answer.rows == rows.rows
    triple = Triple(NamedNode("http://e/s0"), NamedNode("http://e/p"), literal(name))
    assert list(kg.construct("CONSTRUCT WHERE { <http://e/s0> <http://e/p> ?o }")) == [triple]
    assert list(kg.construct("DESCRIBE <http://e/s0>")) == [triple]


def test_a_computed_value_keeps_its_form(tmp_path: Path) -> None:
    kg = graph(tmp_path, '"02"^^<http://www.w3.org/2001/XMLSchema#byte>', "<http://e/x>")
    (row,) = kg.select("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }")
    assert row["n"] == Literal(2)


def test_a_triple_with_two_forms_of_a_value_is_constructed_with_both(tmp_path: Path) -> None:
    kg = graph(tmp_path, "1.5 , 1.50", "1.5")
    objects = [
        triple.object.value for triple in kg.construct("CONSTRUCT WHERE { ?s <http://e/p> ?o }") if isinstance(triple.object, Literal)
    ]
    assert sorted(objects) == ["1.5", "1.5", "1.50"]


def test_deviation_a_value_with_two_forms_is_answered_in_canonical_form(tmp_path: Path) -> None:
    rows = graph(tmp_path, "1.5", "1.50").select("SELECT ?o { ?s <http://e/p> ?o }")
    assert [str(row["o"]) for row in rows] == [f'"1.5"^^<{XSD}decimal>'] * 2


def test_deviation_functions_see_the_canonical_form(tmp_path: Path) -> None:
    kg = graph(tmp_path, '"02"^^<http://www.w3.org/2001/XMLSchema#byte>')
    (row,) = kg.select("SELECT (DATATYPE(?o) AS ?t) (STR(?o) AS ?text) { ?s <http://e/p> ?o }")
    assert (row["t"], row["text"]) == (NamedNode(f"{XSD}integer"), Literal("2"))


def test_deviation_a_pattern_matches_every_form_of_a_value(tmp_path: Path) -> None:
    assert graph(tmp_path, "1.50").ask("ASK { ?s <http://e/p> 1.5 }")


def test_a_triple_in_two_graphs_counts_once(tmp_path: Path) -> None:
    data = "<http://e/s> <http://e/p> 1 .\n"
    kg = open_folder(small_project(tmp_path, {"data/sources/one.ttl": data, "data/sources/two.ttl": data}))
    (row,) = kg.select("SELECT (COUNT(*) AS ?n) { <http://e/s> ?p ?o }")
    assert row["n"] == Literal(1)
    (row,) = kg.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { <http://e/s> ?p ?o } }")
    assert row["n"] == Literal(2)
    assert len(kg.select("SELECT * { <http://e/s> ?p ?o }")) == 1
