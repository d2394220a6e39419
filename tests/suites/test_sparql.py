"""The W3C test suites of SPARQL 1.0 and 1.1 Query, through the function that answers the queries of users."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from pyoxigraph import Store

from kzit_graph.sparql.query import query
from tests.suites.manifests import Entry, entries
from tests.suites.sparql_cases import SPARQL_10, SPARQL_11, answer_of, check_answer, query_of
from tests.suites.suites import Misses, by_name, cases, is_refused, unknown

TESTS: Final = {"QueryEvaluationTest": 522, "CSVResultFormatTest": 3, "PositiveSyntaxTest": 215, "NegativeSyntaxTest": 90}
"""The number of tests of each kind. The suites of updates, entailment, protocols and service descriptions do not apply."""

pytestmark = pytest.mark.slow

WRONG: Misses = {
    "the default graph is the merge of the named graphs": "1.0/graph/dawg-graph-02",
    "forms of a value, such as 1 and 01, are one term": """
        1.0/open-world/open-eq-01 1.0/open-world/date-3 1.0/expr-builtin/dawg-str-1 1.0/expr-builtin/dawg-str-2
        1.0/expr-builtin/sameTerm-simple 1.0/expr-builtin/sameTerm-eq 1.0/expr-builtin/sameTerm-not-eq
        1.0/expr-equals/eq-graph-1 1.0/expr-equals/eq-graph-2 1.0/distinct/distinct-1 1.0/distinct/distinct-9""",
    "GRAPH ?g binds ?g before its group is evaluated, not after it (18.6)": """
        1.0/graph/graph-variable-scope 1.0/graph/graph-optional 1.1/aggregates/agg-empty-group-count-graph 1.1/bindings/graph
        1.1/negation/graph-minus""",
    "a date with a time zone and one without are different, not incomparable (17.4.1.7)": "1.0/open-world/date-2",
    "BNODE with an argument gives one node for all solutions (17.4.2.9)": "1.1/functions/bnode01",
    "?x<?a&&?b>?y is read as two comparisons": "1.0/syntax-sparql3/syn-bad-26",
}
"""Queries with a wrong answer, and malformed queries that are answered."""

FORMS: Misses = {
    "if the data has several forms of a value, all are answered in the same": """
        1.0/open-world/open-eq-03 1.0/open-world/open-eq-04 1.0/expr-builtin/dawg-datatype-1 1.0/expr-equals/eq-2-1
        1.0/expr-equals/eq-2-2 1.0/distinct/no-distinct-1 1.0/distinct/no-distinct-9 1.1/cast/cast-bool 1.1/cast/cast-int
        1.1/cast/cast-string""",
    "computed values have the engine's canonical form, for example 2 instead of 2.0": """
        1.1/aggregates/agg-sum-02 1.1/aggregates/agg-avg-02 1.1/aggregates/agg-err-02 1.1/aggregates/agg-min-01
        1.1/aggregates/agg-min-02 1.1/aggregates/agg-max-01 1.1/aggregates/agg-max-02 1.1/aggregates/agg-max-distinct
        1.1/aggregates/agg-min-distinct 1.1/cast/cast-float 1.1/cast/cast-double 1.1/cast/cast-decimal
        1.1/functions/coalesce01 1.1/functions/plus-1-corrected""",
    "the suite expects 1.0e6 where its data has 1.0E6": "1.1/csv-tsv-res/tsv03",
}
"""Queries with answers that are right except for the lexical forms of numbers and booleans."""

REFUSED: Misses = {
    "SERVICE is refused": """
        1.1/service/service1 1.1/service/service2 1.1/service/service3 1.1/service/service4a 1.1/service/service5
        1.1/service/service6 1.1/service/service7 1.1/syntax-fed/test_1 1.1/syntax-fed/test_2 1.1/syntax-fed/test_3""",
    "functions that the engine does not know are refused": """
        1.0/syntax-sparql1/syntax-expr-05 1.0/syntax-sparql1/syntax-order-05 1.0/syntax-sparql1/syntax-order-06
        1.0/syntax-sparql2/syntax-function-01 1.0/syntax-sparql2/syntax-function-02 1.0/syntax-sparql2/syntax-function-03
        1.0/syntax-sparql2/syntax-function-04 1.1/syntax-query/test_4""",
    "TRUE and FALSE must be in lower case": "1.0/expr-builtin/case-insensitive-booleans",
}
"""Well-formed queries that are refused."""

QUERIES: Final = [
    *entries(SPARQL_10, "manifest.ttl"),
    *entries(SPARQL_11, "manifest-sparql11-query.ttl"),
    *entries(SPARQL_11, "manifest-sparql11-results.ttl"),
    *entries(SPARQL_11, "manifest-sparql11-fed.ttl"),
]
UPDATES: Final = entries(SPARQL_11, "manifest-sparql11-update.ttl")


def of_kind(*kinds: str) -> Iterator[Entry]:
    return (case for case in QUERIES if case.kind.removesuffix("11") in kinds)


def test_no_test_of_sparql_is_left_out() -> None:
    assert Counter(case.kind.removesuffix("11") for case in QUERIES) == TESTS
    assert not unknown([WRONG, FORMS, REFUSED], QUERIES)


@pytest.mark.parametrize("case", cases(of_kind("QueryEvaluationTest"), {**WRONG, **FORMS}, REFUSED))
def test_a_query_has_its_answer(case: Entry) -> None:
    check_answer(case)


@pytest.mark.parametrize("case", cases(case for case in QUERIES if case.id in by_name(FORMS)))
def test_only_the_lexical_form_of_a_value_differs(case: Entry) -> None:
    check_answer(case, by_value=True)


@pytest.mark.parametrize("case", cases(of_kind("CSVResultFormatTest"), WRONG))
def test_an_answer_in_csv_has_its_cells(case: Entry) -> None:
    assert rows(answer_of(case).serialize("csv")) == rows(case.result.read_bytes())


@pytest.mark.parametrize("case", cases(of_kind("PositiveSyntaxTest"), WRONG, REFUSED))
def test_a_well_formed_query_is_answered(case: Entry) -> None:
    query(Store(), query_of(case))


@pytest.mark.parametrize("case", cases(of_kind("NegativeSyntaxTest"), WRONG))
def test_a_malformed_query_is_refused(case: Entry) -> None:
    assert is_refused(lambda: query(Store(), query_of(case)))


@pytest.mark.parametrize("case", cases(UPDATES))
def test_an_update_is_refused(case: Entry) -> None:
    assert is_refused(lambda: query(Store(), query_of(case)))


def rows(content: bytes) -> list[list[tuple[str, str]]]:
    """Return the rows of a CSV file in any order, with cells by column, because SELECT * has no order, and without labels of nodes."""
    found = csv.DictReader(io.StringIO(content.decode()))
    return sorted(sorted((name, re.sub(r"^_:.*", "_:", cell)) for name, cell in row.items()) for row in found)
