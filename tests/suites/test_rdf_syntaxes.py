"""The W3C test suites of the RDF 1.1 syntaxes, through the functions that read the files of a project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Quad

from kzit_graph.rdf.reading import RdfFile, read_file, read_quads
from tests.suites.datasets import isomorphic
from tests.suites.manifests import Entry, Suite, entries
from tests.suites.round_trips import check_round_trips
from tests.suites.suites import FOLDER, Misses, cases, is_refused, refusal, unknown

SUITE: Final = Suite(FOLDER / "rdf-tests/rdf/rdf11", "https://w3c.github.io/rdf-tests/rdf/rdf11/")
TESTS: Final = {
    "rdf-n-triples": 70,
    "rdf-n-quads": 87,
    "rdf-turtle": 313,
    "rdf-trig": 356,
    "rdf-xml": 166,
}
"""The number of tests of each folder. The folder rdf-mt has tests of entailment, which no command computes."""

WRONG: Misses = {}
"""Files that are read wrongly, or accepted though they are malformed."""

REFUSED: Misses = {}
"""Well-formed files that are refused."""


def is_negative(case: Entry) -> bool:
    return case.kind.endswith("NegativeSyntax")


ALL: Final = [entry for folder in TESTS for entry in entries(SUITE, f"{folder}/manifest.ttl")]


def test_no_test_of_the_syntaxes_is_left_out() -> None:
    assert Counter(entry.id.split("/")[0] for entry in ALL) == TESTS
    assert not unknown([WRONG, REFUSED], ALL)


@pytest.mark.parametrize("case", cases((case for case in ALL if not is_negative(case)), WRONG, REFUSED))
def test_a_well_formed_file_is_read(case: Entry) -> None:
    found = quads(case)
    if case.kind.endswith("Eval"):
        assert isomorphic(found, file(case.result).quads)
    else:
        assert case.kind.endswith("PositiveSyntax")


@pytest.mark.parametrize("case", cases((case for case in ALL if is_negative(case)), WRONG))
def test_a_malformed_file_is_refused(case: Entry) -> None:
    assert is_refused(lambda: quads(case))


@pytest.mark.parametrize("case", cases(ALL))
def test_a_file_is_read_from_disk_as_from_memory(case: Entry) -> None:
    """Relative IRIs are refused, because files on disk have no base."""
    problem = refusal(lambda: list(read_quads(case.action)))
    if problem is None:
        assert isomorphic(read_quads(case.action), quads(case))
    else:
        assert "the IRI is relative" in problem or problem == refusal(lambda: quads(case))


@pytest.mark.slow
@pytest.mark.parametrize("case", cases((case for case in ALL if not is_negative(case)), refused=REFUSED))
def test_a_file_is_written_and_read_back(case: Entry) -> None:
    check_round_trips(quads(case))


def quads(case: Entry) -> tuple[Quad, ...]:
    return file(case.action).quads


def file(path: Path) -> RdfFile:
    return read_file(path, SUITE.iri(path))
