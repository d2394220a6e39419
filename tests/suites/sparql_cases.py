"""The tests of the SPARQL suites: their queries, their data, their answers, and what is expected."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, Store

from kzit_graph.project.statements.entailment import Entailment
from kzit_graph.project.statements.statements import statements_of_quads
from kzit_graph.project.statements.store import FILES
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.rdf.text_files import read_text
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.query import query
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS
from kzit_graph.sparql.written_answers import as_written
from tests.suites.datasets import isomorphic
from tests.suites.manifests import Entry, Suite
from tests.suites.solutions import Table, read_results, read_syntax, same_reduced_solutions, same_solutions
from tests.suites.suites import FOLDER

SPARQL_10: Final = Suite(FOLDER / "rdf-tests/sparql/sparql10", "https://w3c.github.io/rdf-tests/sparql/sparql10/", "1.0/")
SPARQL_11: Final = Suite(FOLDER / "rdf-tests/sparql/sparql11", "https://w3c.github.io/rdf-tests/sparql/sparql11/", "1.1/")
SPARQL_12: Final = Suite(FOLDER / "rdf-tests/sparql/sparql12", "https://w3c.github.io/rdf-tests/sparql/sparql12/", "1.2/")

_QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
_FROM: Final = r"(?i)\bFROM\s+(?:NAMED\s+)?<([^>]*)>"
_ORDER_BY: Final = r"(?i)\bORDER\s+BY\b"


def query_of(case: Entry) -> str:
    """Return the query or update of a test, with the IRI of its file as base."""
    path = _query_file(case)
    return f"BASE <{case.suite.iri(path)}>\n{read_text(path)}"


def _query_file(case: Entry) -> Path:
    action = case.part("action")
    assert action is not None
    if isinstance(action, NamedNode):
        return case.suite.path(action)
    (query_file,) = (*case.manifest.objects(action, f"{_QT}query"), *case.manifest.objects(action, f"{_UT}request"))
    return case.suite.path(query_file)


def data_of(case: Entry) -> list[Quad]:
    """Return the data of a test: the default graph, and the named graphs of the manifest and of FROM and FROM NAMED."""
    action, graph = case.part("action"), case.manifest
    assert action is not None
    base = case.suite.iri(_query_file(case))
    in_query = [NamedNode(urljoin(base, found)) for found in re.findall(_FROM, query_of(case))]
    quads = [quad for name in graph.objects(action, f"{_QT}data") for quad in _file(case, name).quads]
    for name in dict.fromkeys([*graph.objects(action, f"{_QT}graphData"), *in_query]):
        assert isinstance(name, NamedNode)
        quads += [Quad(quad.subject, quad.predicate, quad.object, name) for quad in _file(case, name).quads]
    return quads


def answer_of(case: Entry) -> Answer:
    """Return the answer to a query, with literals as they are written in the data."""
    data, sparql = data_of(case), query_of(case)
    store = Store()
    store.extend(data)
    forms = WrittenForms.of(statements_of_quads(data, FILES, Entailment.of(Store())))
    return as_written(query(store, sparql), sparql, lambda: forms)


def check_answer(case: Entry, *, by_value: bool = False) -> None:
    """Assert that the answer to a query is the expected one, in the format of the expected file. by_value: as in `same_solutions`."""
    answer, expected = answer_of(case), _expected(case)
    if isinstance(answer, Solutions):
        assert isinstance(expected, Table)
        found = _table(answer, case.result)
        if case.part("resultCardinality"):
            assert same_reduced_solutions(found, expected)
        else:
            assert same_solutions(found, expected, by_value=by_value)
    elif isinstance(answer, Truth):
        assert answer.value is expected
    else:
        assert isinstance(answer, Triples)
        graph = _file(case, NamedNode(case.suite.iri(case.result)))
        assert isomorphic((Quad(*triple) for triple in answer), graph.quads)


def _file(case: Entry, name: Term) -> RdfFile:
    return read_file(case.suite.path(name), str(name)[1:-1])


def _expected(case: Entry) -> Table | bool | None:
    """Return the expected solutions, truth value, or None for a graph. The solutions of ORDER BY are in order."""
    expected = read_results(case.result, case.suite.iri(case.result))
    if isinstance(expected, Table) and re.search(_ORDER_BY, query_of(case)):
        return replace(expected, is_ordered=True)
    return expected


def _table(answer: Solutions, expected: Path) -> Table:
    """Return the solutions of an answer, written in the format of the expected file and read back."""
    syntax = QueryResultsFormat.from_extension(expected.suffix.removeprefix(".")) or QueryResultsFormat.JSON
    name = next(name for name, other in SOLUTION_FORMATS.items() if other == syntax)
    found = read_syntax(answer.serialize(name), syntax)
    assert isinstance(found, Table)
    return found
