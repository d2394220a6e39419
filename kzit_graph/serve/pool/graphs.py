"""Write the triples of an answer: small graphs as `kzit-graph query` does, sorted and compacted, and large ones as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, serialize

from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.rdfxml import XML_END, xml_body, xml_start
from kzit_graph.rdf.writing import write_quads
from kzit_graph.serve.pool.output import Output

MAX_SORTED: Final = 2_000
"""Triples of a graph that is sorted. Larger ones are sent before they are complete."""


def write_triples(
    triples: Iterable[Triple], format_name: str, prefixes: Mapping[str, str], context: ContextFile | None, output: Output
) -> None:
    """Write triples in one of `RDF_FORMATS`. prefixes: prefix to namespace. context: the JSON-LD context for small graphs, if any."""
    iterator = iter(triples)
    first = tuple(islice(iterator, MAX_SORTED + 1))
    syntax, every = RDF_FORMATS[format_name], chain(first, iterator)
    if len(first) <= MAX_SORTED:
        output.write(write_quads((Quad(*triple) for triple in first), syntax, prefixes, context))
        return
    if syntax == RdfFormat.RDF_XML:
        _write_xml(every, prefixes, output)
    else:
        serialize(every, output.file, format=syntax, prefixes=dict(prefixes))


def _write_xml(triples: Iterator[Triple], prefixes: Mapping[str, str], output: Output) -> None:
    output.write(xml_start(prefixes))
    while batch := list(islice(triples, MAX_SORTED)):
        by_subject: dict[object, list[Triple]] = {}
        for triple in map(_with_xml_labels, batch):
            by_subject.setdefault(triple.subject, []).append(triple)
        output.write(xml_body(chain.from_iterable(by_subject.values()), prefixes))
    output.write(XML_END)


def _with_xml_labels(triple: Triple) -> Triple:
    """Return a triple whose blank nodes have labels that begin with a letter, as names of XML must."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"b{subject.value}")
    if isinstance(value, BlankNode):
        value = BlankNode(f"b{value.value}")
    return Triple(subject, triple.predicate, value)
