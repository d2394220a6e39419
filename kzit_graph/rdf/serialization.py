"""Statements → text in an RDF syntax: the same bytes for the same statements, in whatever order they come.

For answers, descriptions and vocabularies, which are held in memory; the dumps of a whole project are made by `dumps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from kzit_graph.rdf.jsonld.document import to_jsonld
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import rdf_format, read_bytes, read_prefixes, read_quads
from kzit_graph.rdf.writing import canonically_labelled, serialized, turtle_body, turtle_header, used_prefixes, xml_body, xml_frame


def write_quads(quads: Iterable[Quad], syntax: RdfFormat, prefixes: Mapping[str, str], context: Path | None) -> bytes:
    """Quads in one syntax, sorted; in a syntax without graphs, their union. JSON-LD is compacted against the context, if any."""
    if not syntax.supports_datasets:
        quads = {Quad(*quad.triple) for quad in quads}
    ordered = sort_quads(_with_stable_blank_nodes(quads))
    if syntax == RdfFormat.JSON_LD and context is not None:
        return to_jsonld(ordered, context)
    if syntax == RdfFormat.RDF_XML:
        start, end = xml_frame(prefixes)
        return start + xml_body([quad.triple for quad in ordered], prefixes) + end
    statements: Iterable[Quad] | Iterable[Triple] = ordered if syntax.supports_datasets else (quad.triple for quad in ordered)
    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        body = turtle_body(statements, syntax, prefixes)
        return turtle_header(prefixes, used_prefixes(body, prefixes)) + body
    return serialized(statements, syntax, prefixes)


def as_one_turtle_file(paths: Sequence[Path]) -> bytes:
    """Files written by people as one Turtle file: as they stand, comments and all, one after the other.

    Files that cannot simply follow each other (another syntax, labelled blank nodes) are parsed and written anew.
    Raises `InvalidInput` where a file is malformed.
    """
    contents = [read_bytes(path) for path in paths]
    quads = [quad for path in paths for quad in read_quads(path)]
    if all(rdf_format(path) == RdfFormat.TURTLE for path in paths) and not any(b"_:" in content for content in contents):
        return b"\n\n".join(content.rstrip() for content in contents) + b"\n"
    prefixes = {prefix: iri for path in paths for prefix, iri in read_prefixes(path).items()}
    return write_quads(quads, RdfFormat.TURTLE, prefixes, None)


def _with_stable_blank_nodes(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The same quads; blank nodes, where there are any, bear the labels of RDF Dataset Canonicalization (RDFC-1.0)."""
    quads = list(quads)
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)):
        return quads
    return canonically_labelled(quads)
