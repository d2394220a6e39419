"""The W3C test suite of SPARQL 1.2 Query: data with triple terms are refused by name, and queries are answered or refused."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

import pytest
from pyoxigraph import Store

from kzit_graph.sparql.query import query
from tests.suites.manifests import Entry, entries
from tests.suites.sparql_cases import SPARQL_12, check_answer, data_of, query_of
from tests.suites.suites import Misses, cases, is_refused, refusal, unknown

pytestmark = pytest.mark.slow

TESTS: Final = {"QueryEvaluationTest": 63, "PositiveSyntaxTest": 102, "NegativeSyntaxTest": 81, "Update": 23}

WRONG: Misses = {
    "forms of a value, such as 1 and 01, are one term": "1.2/grouping/group01",
    "an aggregate of an aggregate is answered": "1.2/syntax/nested-aggregate-functions",
    "a triple term as the subject of a triple term is answered": """
        1.2/syntax-triple-terms-negative/tripleterm-subject-03 1.2/syntax-triple-terms-negative/tripleterm-subject-06""",
}
REFUSED: Misses = {
    "in a query with an aggregate, a selected expression cannot use another one": "1.2/grouping/select-variable-reuse",
}

ALL: Final = entries(SPARQL_12, "manifest.ttl")


def kind_of(case: Entry) -> str:
    return "Update" if "Update" in case.kind else case.kind


def of_kind(kind: str) -> list[Entry]:
    return [case for case in ALL if kind_of(case) == kind]


def test_no_test_of_sparql_1_2_is_left_out() -> None:
    assert Counter(map(kind_of, ALL)) == TESTS
    assert not unknown([WRONG, REFUSED], ALL)


@pytest.mark.parametrize("case", cases(of_kind("QueryEvaluationTest"), WRONG, REFUSED))
def test_a_query_has_its_answer_or_its_data_are_refused_by_name(case: Entry) -> None:
    problem = refusal(partial(data_of, case))
    if problem is None:
        check_answer(case)
    else:
        assert "triple terms (RDF 1.2)" in problem or "base directions (RDF 1.2)" in problem or "VERSION" in problem


@pytest.mark.parametrize("case", cases(of_kind("PositiveSyntaxTest"), WRONG, REFUSED))
def test_a_well_formed_query_is_answered(case: Entry) -> None:
    query(Store(), query_of(case))


@pytest.mark.parametrize("case", cases(of_kind("NegativeSyntaxTest"), WRONG))
def test_a_malformed_query_is_refused(case: Entry) -> None:
    assert is_refused(lambda: query(Store(), query_of(case)))


@pytest.mark.parametrize("case", cases(of_kind("Update")))
def test_an_update_is_refused(case: Entry) -> None:
    assert is_refused(lambda: query(Store(), query_of(case)))
