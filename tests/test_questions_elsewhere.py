"""rdflib and an Oxigraph server give the same answers to all questions, over the exported dumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

import kzit_graph
from kzit_graph import KnowledgeGraph, Solutions, Triples, Truth
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.answers import Answer
from tests.questions.expected import MORE, Expected, add_documents, read_expected
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.stores import holding

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
CASES: Final = read_expected()
OVER_THREE_DOCUMENTS: Final = tuple(case.question for case in read_expected(MORE))
"""Questions with other answers if there are more documents."""

Cell = tuple[str, ...] | None
"""A term as its kind, text, and the datatype and language of a literal; None if unbound."""

Found = Counter[tuple[Cell, ...]] | bool
"""Rows or triples in any order, or a truth value."""


def locally(kg: KnowledgeGraph, name: str, given: Mapping[str, str]) -> Found:
    """Return the answer of the library."""
    answer = kg.query(name, **given)
    if isinstance(answer, Truth):
        return answer.value
    if isinstance(answer, Solutions):
        return Counter(tuple(None if term is None else of_pyoxigraph(term) for term in row) for row in answer)
    assert isinstance(answer, Triples)
    return Counter(tuple(of_pyoxigraph(term) for term in triple) for triple in answer)


def in_rdflib(dataset: rdflib.Dataset, sparql: str) -> Found:
    """Return the answer of rdflib."""
    result = dataset.query(sparql)
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.graph is not None:
        return Counter(tuple(of_rdflib(term) for term in triple) for triple in result.graph)
    return Counter(tuple(of_rdflib(row.get(variable)) for variable in result.vars or ()) for row in result.bindings)


def on_server(url: str, sparql: str) -> Found:
    """Return the answer of a SPARQL endpoint, queried with SPARQLWrapper."""
    endpoint = SPARQLWrapper(url)
    endpoint.setMethod(POST)
    endpoint.setQuery(sparql)
    endpoint.setReturnFormat(TURTLE if endpoint.queryType == "CONSTRUCT" else JSON)
    answer: Any = endpoint.queryAndConvert()
    if isinstance(answer, bytes):
        return Counter(tuple(of_pyoxigraph(term) for term in quad.triple) for quad in parse(answer, format=RdfFormat.TURTLE))
    if "boolean" in answer:
        return bool(answer["boolean"])
    variables = answer["head"]["vars"]
    return Counter(tuple(of_json(row[name]) if name in row else None for name in variables) for row in answer["results"]["bindings"])


def of_pyoxigraph(term: Term) -> Cell:
    assert not isinstance(term, (BlankNode, Triple)), "the graph has no blank nodes"
    if isinstance(term, NamedNode):
        return ("IRI", term.value)
    return ("literal", term.value, "" if term.language else term.datatype.value, term.language or "")


def of_rdflib(term: object) -> Cell:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ("IRI", str(term))
    assert isinstance(term, rdflib.Literal)
    return ("literal", str(term), "" if term.language else str(term.datatype or XSD_STRING), term.language or "")


def of_json(term: Mapping[str, Any]) -> Cell:
    if term["type"] == "uri":
        return ("IRI", term["value"])
    language = term.get("xml:lang", "")
    return ("literal", term["value"], "" if language else term.get("datatype", XSD_STRING), language)


@pytest.fixture(scope="module")
def kg(one_source: Path) -> KnowledgeGraph:
    return kzit_graph.open_folder(one_source)


@pytest.fixture(scope="module")
def lexical_forms() -> Iterator[None]:
    """Make rdflib keep the lexical forms of literals. By default, it normalizes some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def as_dataset(kg: KnowledgeGraph) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=kg.export("trig"), format="trig")
    return dataset


@pytest.fixture(scope="module")
def dataset(kg: KnowledgeGraph, lexical_forms: None) -> rdflib.Dataset:  # noqa: ARG001
    return as_dataset(kg)


@pytest.fixture(scope="module")
def endpoint(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with holding(OXIGRAPH, kg, tmp_path_factory.mktemp("oxigraph")) as server:
        yield server.query


@pytest.fixture
def more(a_project: Path) -> KnowledgeGraph:
    return kzit_graph.open_folder(add_documents(a_project))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rdflib_gives_the_same_answer_over_the_trig_dump(kg: KnowledgeGraph, dataset: rdflib.Dataset, case: Expected) -> None:
    assert in_rdflib(dataset, kg.sparql(case.question, **case.parameters)) == locally(kg, case.question, case.parameters)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_oxigraph_server_gives_the_same_answer_over_the_nquads_dump(kg: KnowledgeGraph, endpoint: str, case: Expected) -> None:
    assert on_server(endpoint, kg.sparql(case.question, **case.parameters)) == locally(kg, case.question, case.parameters)


@pytest.mark.slow
def test_over_three_documents_all_three_agree(more: KnowledgeGraph, lexical_forms: None, tmp_path: Path) -> None:  # noqa: ARG001
    dataset = as_dataset(more)
    with holding(OXIGRAPH, more, tmp_path / "oxigraph") as server:
        for name in OVER_THREE_DOCUMENTS:
            here, sparql = locally(more, name, {}), more.sparql(name)
            assert here, name
            assert in_rdflib(dataset, sparql) == here, name
            assert on_server(server.query, sparql) == here, name


@pytest.mark.parametrize("case", [case for case in CASES if not case.parameters], ids=lambda case: case.name)
def test_the_endpoint_client_gives_the_same_answer(kg: KnowledgeGraph, endpoint: str, case: Expected) -> None:
    answer = kzit_graph.Endpoint(endpoint).query(kg.sparql(case.question), kg.names)
    assert comparable(answer) == comparable(kg.query(case.question))


def comparable(answer: Answer) -> object:
    """Return rows in order, a truth value, or triples in any order."""
    if isinstance(answer, Solutions):
        return answer.rows
    if isinstance(answer, Truth):
        return answer.value
    assert isinstance(answer, Triples)
    return frozenset(answer.triples)
