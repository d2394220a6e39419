"""The rows of docs/deviations.md about the engines are right. If a test fails, remove its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.validation.validate import ENGINES
from tests.validation.both_engines import report, same_report, values


def less_than(folder: Path, left: str, right: str) -> list[int]:
    """Return the number of results of each engine for sh:lessThan between two literals."""
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:lessThan e:q ] ."
    return [len(report(folder / engine, engine, shapes, f"e:x e:p {left} ; e:q {right} .").results) for engine in ENGINES]


@pytest.mark.parametrize(
    ("left", "right"),
    [("0.1234567890123456788", "0.1234567890123456789"), ('"P1Y"^^xsd:yearMonthDuration', '"P2Y"^^xsd:yearMonthDuration')],
)
def test_the_default_engine_does_not_order_long_decimals_and_durations(left: str, right: str, tmp_path: Path) -> None:
    assert less_than(tmp_path, left, right) == [1, 0]


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ('"-0012-01-01"^^xsd:date', '"-0011-01-01"^^xsd:date', [0, 1]),
        ('"12026-01-01"^^xsd:date', '"2020-01-01"^^xsd:date', [1, 0]),
        ('"NaN"^^xsd:double', "1", [1, 0]),
        ("e:a", "e:b", [1, 0]),
        ('"a"^^e:d', '"b"^^e:d', [1, 0]),
        ('"2024"^^xsd:gYear', '"2025"^^xsd:gYear', [1, 0]),
    ],
)
def test_pyshacl_does_not_order_what_python_cannot(left: str, right: str, found: list[int], tmp_path: Path) -> None:
    assert less_than(tmp_path, left, right) == found


@pytest.mark.parametrize(("left", "right"), [('"a"@en', '"b"@en'), ('"a"', '"b"@en'), ('"a"^^xsd:anyURI', '"b"^^xsd:anyURI')])
def test_both_engines_order_texts_of_any_language(left: str, right: str, tmp_path: Path) -> None:
    assert less_than(tmp_path, left, right) == [0, 0]


def test_pyshacl_refuses_to_order_blank_nodes(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:lessThan e:q ] ."
    assert len(report(tmp_path / "shacl", "shacl", shapes, "e:x e:p [] ; e:q [] .").results) == 1
    with pytest.raises(InvalidInput, match="Cannot use sh:lessThan to compare a BlankNode"):
        report(tmp_path / "pyshacl", "pyshacl", shapes, "e:x e:p [] ; e:q [] .")


@pytest.mark.parametrize(("datatype", "found"), [("XMLLiteral", [0, 1]), ("JSON", [0, 0])])
def test_only_pyshacl_reads_markup_and_json(datatype: str, found: list[int], tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:datatype <{rdf}{datatype}> ] ."
    data = f'e:x e:p "<a"^^<{rdf}{datatype}> .'
    assert [len(report(tmp_path / engine, engine, shapes, data).results) for engine in ENGINES] == found


def test_both_engines_order_everything_else_alike(tmp_path: Path) -> None:
    assert less_than(tmp_path / "a", '"2020-01-01"^^xsd:date', '"2020-01-02"^^xsd:date') == [0, 0]
    assert less_than(tmp_path / "b", "2", "1.5") == [1, 1]


def test_pyshacl_collapses_white_space(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:maxCount 1 ] ."
    data = 'e:x e:p "a b"^^xsd:token , "a  b"^^xsd:token .'
    assert [len(report(tmp_path / engine, engine, shapes, data).results) for engine in ENGINES] == [1, 0]


def test_the_flag_m_matches_after_a_last_line_break(tmp_path: Path) -> None:
    shapes = 'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:pattern "^$" ; sh:flags "m" ] .'
    assert values(same_report(tmp_path, shapes, 'e:x e:p "a\\n" , "a" .'), "Pattern") == ["a"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_block_of_a_rare_script_is_refused(engine: str, tmp_path: Path) -> None:
    shapes = r'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:pattern "\\p{IsOgham}" ] .'
    with pytest.raises(InvalidInput, match=r"the shape <http://e/S>: .*\{IsOgham\} names no known category or block"):
        report(tmp_path, engine, shapes, "e:x a e:T .")


def test_pyshacl_reports_equal_solutions_once(tmp_path: Path) -> None:
    shapes = 'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ] .'
    assert [len(report(tmp_path / engine, engine, shapes, "e:x e:p 1 , 2 .").results) for engine in ENGINES] == [2, 1]
