"""The W3C test suites of the RDF 1.2 syntaxes: what is new in RDF 1.2 is refused by name, and all else is read."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

import pytest
from pyoxigraph import Quad

from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.rdf.writing import write_quads
from tests.suites.datasets import isomorphic
from tests.suites.manifests import Entry, Suite, entries
from tests.suites.suites import FOLDER, cases, is_refused, refusal

pytestmark = pytest.mark.slow

SUITE: Final = Suite(FOLDER / "rdf-tests/rdf/rdf12", "https://w3c.github.io/rdf-tests/rdf/rdf12/")
TESTS: Final = {
    "rdf-n-triples/syntax": 29,
    "rdf-n-triples/c14n": 41,
    "rdf-n-quads/syntax": 27,
    "rdf-n-quads/c14n": 41,
    "rdf-turtle/syntax": 74,
    "rdf-turtle/eval": 29,
    "rdf-trig/syntax": 35,
    "rdf-trig/eval": 25,
    "rdf-xml/eval": 31,
}
"""The number of tests of each folder, without those of RDF 1.1, which its manifests include."""

REFUSED: Final = {
    "rdf-n-triples/syntax": 7,
    "rdf-n-triples/c14n": 5,
    "rdf-n-quads/syntax": 7,
    "rdf-n-quads/c14n": 5,
    "rdf-turtle/syntax": 41,
    "rdf-turtle/eval": 29,
    "rdf-trig/syntax": 24,
    "rdf-trig/eval": 25,
    "rdf-xml/eval": 26,
}
"""The number of well-formed files of each folder that are refused."""

ALL: Final = [entry for folder in TESTS for entry in entries(SUITE, f"{folder}/manifest.ttl")]
POSITIVE: Final = [case for case in ALL if not case.kind.endswith("NegativeSyntax")]


def test_no_test_of_rdf_1_2_is_left_out() -> None:
    assert Counter(map(folder_of, ALL)) == TESTS


def test_files_with_triple_terms_directions_and_versions_are_refused() -> None:
    assert Counter(folder_of(case) for case in POSITIVE if is_refused(partial(quads, case))) == REFUSED


@pytest.mark.parametrize("case", cases(POSITIVE))
def test_a_well_formed_file_is_read_or_refused_by_name(case: Entry) -> None:
    if problem := refusal(partial(quads, case)):
        assert "RDF 1.2" in problem
        return
    found = quads(case)
    if case.kind.endswith("Eval"):
        assert isomorphic(found, read_file(case.result).quads)
    elif case.kind.endswith("C14N"):
        assert sorted(write_quads(found, file(case).syntax, {}, None).splitlines()) == sorted(case.result.read_bytes().splitlines())
    else:
        assert case.kind.endswith("PositiveSyntax")


@pytest.mark.parametrize("case", cases(case for case in ALL if case not in POSITIVE))
def test_a_malformed_file_is_refused(case: Entry) -> None:
    assert is_refused(partial(quads, case))


def folder_of(case: Entry) -> str:
    return case.id.rpartition("/")[0]


def quads(case: Entry) -> tuple[Quad, ...]:
    return file(case).quads


def file(case: Entry) -> RdfFile:
    return read_file(case.action, SUITE.iri(case.action))
