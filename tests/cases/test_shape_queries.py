"""Queries in shapes: what both engines do, and the deviations of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.examples import ENGINES, FIRST_LINE, refusal, report, wrong_values

VALUES = "SELECT $this ?value {{ $this <http://e/p> ?value {} }}"


def found(query: str, data: str, engine: str, folder: Path) -> list[str]:
    """Return the values that a query of a shape reports."""
    shapes = f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select """{query}""" ] .'
    return wrong_values(report(folder, shapes, f"e:x {data} .", engine))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("condition", "data", "expected"),
    [
        ("FILTER(?value > 5)", "e:p 4 , 5.5 , 6e0", ["5.5", "6"]),
        ("FILTER(LANG(?value) = 'en')", "e:p 'a'@en , 'b'@it", ['a"@en']),
        ("FILTER(REGEX(?value, '^a.*z$', 'i'))", "e:p 'abz' , 'AZ' , 'b'", ["AZ", "abz"]),
        ("FILTER NOT EXISTS { $this <http://e/q>* <http://e/y> }", "e:p 1 ; e:q e:y", []),
        ("FILTER NOT EXISTS { $this <http://e/q>+ <http://e/z> }", "e:p 1 ; e:q e:y", ["1"]),
    ],
)
def test_a_query_has_the_results_of_sparql(condition: str, data: str, expected: list[str], engine: str, tmp_path: Path) -> None:
    values = found(VALUES.format(condition), data, engine, tmp_path)
    assert [value.replace("6e0", "6") for value in values] == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (
            "SELECT $this ?value FROM <http://e/g> { $this <http://e/p> ?value }",
            "FROM is refused in shapes, whose queries read the union of the data; remove it",
        ),
        ("SELECT $this { SERVICE <http://e/sparql> { $this ?p ?o } }", "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", ""),
    ],
)
def test_a_query_that_leaves_the_data_is_refused(query: str, problem: str, engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select '{query}' ] ."
    message = refusal(tmp_path, shapes, "e:x e:p 1 .", engine)
    assert f"s.ttl:{FIRST_LINE}: " in message
    assert problem in message


@pytest.mark.parametrize(
    ("query", "data", "shacl", "pyshacl"),
    [
        (VALUES.format(""), "e:p 1.50 , 007", ["1.5", "7"], ["007", "1.50"]),
        (VALUES.format("FILTER(STR(?value) = '007')"), "e:p 007", [], ["007"]),
        (VALUES.format("FILTER(STRLEN(STR(?value)) > 2)"), "e:p 007", [], ["007"]),
        (VALUES.format("FILTER(DATATYPE(?value) != <http://www.w3.org/2001/XMLSchema#long>)"), 'e:p "7"^^xsd:long', ["7"], []),
        ("SELECT $this { $this <http://e/p> 7 }", "e:p 007", ["<http://e/x>"], []),
    ],
)
def test_deviation_the_default_engine_has_one_form_of_a_value_in_queries(
    query: str, data: str, shacl: list[str], pyshacl: list[str], tmp_path: Path
) -> None:
    """RDF 1.1 Concepts, 3.3."""
    assert [found(query, data, engine, tmp_path) for engine in ENGINES] == [shacl, pyshacl]


@pytest.mark.parametrize(
    ("condition", "value"),
    [("FILTER(?value > 10)", "99999999999999999999"), ("FILTER(?value > 0.1)", "0.1234567890123456789")],
)
def test_deviation_the_default_engine_skips_large_numbers_in_queries(condition: str, value: str, tmp_path: Path) -> None:
    """SPARQL 1.1, 17.3."""
    assert [found(VALUES.format(condition), f"e:p {value}", engine, tmp_path) for engine in ENGINES] == [[], [value]]


def test_deviation_the_default_engine_skips_unknown_terms_of_paths(tmp_path: Path) -> None:
    """SPARQL 1.1, 18.4."""
    query = "SELECT $this ?value { $this <http://e/p> 1 . <http://e/new> <http://e/q>* ?value }"
    assert [found(query, "e:p 1", engine, tmp_path) for engine in ENGINES] == [[], ["<http://e/new>"]]


def test_deviation_regex_of_a_query_has_the_syntax_of_the_engine(tmp_path: Path) -> None:
    """SPARQL 1.1, 17.4.3.14: only xyz matches."""
    query = VALUES.format("FILTER(REGEX(?value, '^[a-z-[aeiou]]+$'))")
    assert [found(query, "e:p 'abc' , 'xyz'", engine, tmp_path) for engine in ENGINES] == [["abc", "xyz"], []]


@pytest.mark.parametrize("engine", ENGINES)
def test_deviation_graph_in_a_query_is_refused(engine: str, tmp_path: Path) -> None:
    """SHACL, 5.3: the data graph is one graph. The files of data are named graphs only outside of shapes."""
    query = "SELECT $this ?value { GRAPH ?g { $this <http://e/p> ?value } }"
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select '{query}' ] ."
    assert "uses GRAPH, but the data is one graph without a name" in refusal(tmp_path, shapes, "e:x e:p 1 .", engine)
