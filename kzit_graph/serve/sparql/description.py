"""Describe the endpoint to programs (SPARQL 1.1 Service Description, W3C Recommendation)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.namespaces import RDF_TYPE, VOID, XSD
from kzit_graph.serve.described import ServedDataset
from kzit_graph.serve.sparql.formats import OFFERS

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""The names of formats in the list of unique URIs for file formats (W3C)."""

_PREFIXES: Final = {"sd": _SD, "void": VOID, "formats": _FORMATS, "xsd": XSD}


def describe(endpoint: str, dataset: ServedDataset, format_name: str) -> bytes:
    """Return the service description. endpoint: the URL of the endpoint, as the client knows it. format_name: one of `RDF_FORMATS`."""
    syntax = RDF_FORMATS[format_name]
    by_subject: dict[object, list[Triple]] = {}
    for triple in _triples(endpoint, dataset):
        by_subject.setdefault(triple.subject, []).append(triple)  # the engine writes triples in the order that they come
    content = serialize(chain.from_iterable(by_subject.values()), format=syntax, prefixes=_PREFIXES)
    assert content is not None
    return content


def _triples(endpoint: str, dataset: ServedDataset) -> Iterator[Triple]:
    service, url = NamedNode(f"{endpoint}#service"), NamedNode(endpoint)
    yield Triple(service, RDF_TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), url)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple"))
    if dataset.is_merged:
        yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in dict.fromkeys(offer.name for offers in OFFERS.values() for offer in offers):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + _RESULT_FORMATS[name]))
    default = NamedNode(dataset.iri) if dataset.iri else BlankNode("dataset")
    yield Triple(service, _sd("defaultDataset"), default)
    yield from _dataset(default, dataset)
    if dataset.available:
        yield from _available(service, dataset.available)


def _dataset(node: NamedNode | BlankNode, dataset: ServedDataset) -> Iterator[Triple]:
    graph = BlankNode("default")
    yield Triple(node, RDF_TYPE, _sd("Dataset"))
    yield Triple(node, _sd("defaultGraph"), graph)
    yield Triple(graph, RDF_TYPE, _sd("Graph"))
    yield from _size(graph, dataset.triples)
    for number, (name, size) in enumerate(sorted(dataset.graphs.items())):
        named, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield Triple(node, _sd("namedGraph"), named)
        yield Triple(named, RDF_TYPE, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), NamedNode(name))
        yield Triple(named, _sd("graph"), content)
        yield Triple(content, RDF_TYPE, _sd("Graph"))
        yield from _size(content, size)


def _available(service: NamedNode, names: tuple[str, ...]) -> Iterator[Triple]:
    collection = BlankNode("available")
    yield Triple(service, _sd("availableGraphs"), collection)
    yield Triple(collection, RDF_TYPE, _sd("GraphCollection"))
    for number, name in enumerate(names):
        named = BlankNode(f"available{number}")
        yield Triple(collection, _sd("namedGraph"), named)
        yield Triple(named, RDF_TYPE, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), NamedNode(name))


def _size(graph: BlankNode, triples: int | None) -> Iterator[Triple]:
    if triples is not None:
        yield Triple(graph, NamedNode(f"{VOID}triples"), Literal(triples))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
