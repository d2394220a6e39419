"""Numbers that the default engine cannot compare in the SPARQL of a shape are a warning, not a silent pass."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.validation.both_engines import LINE, report

LARGE: Final = "99999999999999999999"
PRECISE: Final = "0.1234567890123456789"
BEYOND: Final = "is beyond the 64 bits or 18 decimal places of the query engine: such numbers were not compared or added"
CAST: Final = "<http://www.w3.org/2001/XMLSchema#integer>(?n)"


def shapes(query: str) -> str:
    return f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select "SELECT $this {{ {query} }}" ] .'


@pytest.mark.parametrize(
    ("query", "data", "number"),
    [
        ("$this <http://e/p> ?n FILTER(?n > 5)", LARGE, LARGE),
        ("$this <http://e/p> ?n FILTER(?n > 5)", f"-{LARGE}", f"-{LARGE}"),
        ("$this <http://e/p> ?n FILTER(?n > 0)", PRECISE, PRECISE),
        ("$this ?p ?n FILTER(?n > 5)", LARGE, LARGE),
        (f"$this <http://e/p> ?n FILTER(?n < {LARGE})", "1", LARGE),
        ("{ $this <http://e/p> ?n } UNION { $this <http://e/q> ?n } FILTER(?n > 5)", LARGE, LARGE),
        (f"$this <http://e/p> ?n FILTER({CAST} > 5)", f"'{LARGE}'", LARGE),
        ("$this <http://e/p> ?n FILTER(?n > 5)", f'"{LARGE}"^^xsd:unsignedLong', LARGE),
    ],
)
def test_a_number_that_is_not_compared_is_a_warning(query: str, data: str, number: str, tmp_path: Path) -> None:
    (warning,) = report(tmp_path, "shacl", shapes(query), f"e:x e:p {data} .").warnings
    assert warning == (
        f"shapes/s.ttl:{LINE}: a part of the shape <http://e/S>: {number} {BEYOND}; results can be missing, use --engine pyshacl"
    )


def test_a_result_that_is_not_computed_is_a_warning(tmp_path: Path) -> None:
    found = report(tmp_path, "shacl", shapes("$this <http://e/p> ?n FILTER(?n * ?n > 5)"), "e:x e:p 9000000000000000000 .")
    assert [warning.partition(": ")[2] for warning in found.warnings] == [
        "a part of the shape <http://e/S>: a result of its arithmetic is beyond the 64 bits or 18 decimal places of the query engine; "
        "results can be missing, use --engine pyshacl"
    ]


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("$this <http://e/p> ?n FILTER(?n > 5)", "9223372036854775807"),
        ("$this <http://e/q> ?n FILTER(?n > 5)", LARGE),
        ("$this <http://e/p> ?n", LARGE),
        ("$this <http://e/p> ?n FILTER(?n > 5)", f"'{LARGE}'"),
        ("$this <http://e/p> ?n FILTER(?n * 2 > 5)", "9000000"),
    ],
)
def test_other_numbers_are_no_warning(query: str, data: str, tmp_path: Path) -> None:
    assert report(tmp_path, "shacl", shapes(query), f"e:x e:p {data} .").warnings == ()


def test_pyshacl_compares_numbers_of_any_size(tmp_path: Path) -> None:
    found = report(tmp_path, "pyshacl", shapes("$this <http://e/p> ?n FILTER(?n > 5)"), f"e:x e:p {LARGE} .")
    assert len(found.results) == 1
    assert found.warnings == ()
