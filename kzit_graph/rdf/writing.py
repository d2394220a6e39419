"""Write RDF: readable Turtle in parts, and whole documents in any syntax.

`export` and `answers` build their output with it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import SimilarBlankNodes, numbered, stably_labelled
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import RdfFile

if TYPE_CHECKING:
    from kzit_graph.rdf.jsonld.context_file import ContextFile

_PREFIX_LINES: Final = re.compile(rb"(?:@prefix .*\n)*")
_BEFORE_NAME: Final = b"\t ^\n([{"
"""Characters that can precede a prefixed name, the most frequent first."""

_FINAL_DOT: Final = re.compile(
    rb"(?<![^\s(\[{^])(?P<prefix>(?:[^\s:\"<>\\_^(\[{][^\s:\"<>\\^(\[{]*+)?+):(?P<local>(?:[^\s\"<>\\]|\\[^\s\"<>\\])*?\\\.)(?= )"
)
"""A prefixed name that ends in a dot. It is valid (Turtle, 6.5), but rdflib does not read it."""

_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NONCHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_NOT_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Characters that XML 1.0 does not allow (section 2.2). In UTF-8 they are control characters and two noncharacters."""


def serialized(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Return statements in a syntax, in their given order. prefixes: prefix to namespace."""
    output = serialize(statements, format=syntax, prefixes=dict(prefixes))
    assert output is not None
    return output


def turtle_body(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Return statements in Turtle or TriG without prefix lines, with an empty line before each subject and each graph."""
    turtle = serialized(statements, syntax, prefixes)
    lines = _PREFIX_LINES.match(turtle)
    body = turtle[lines.end() :] if lines else turtle
    if b"\\. " in body:
        body = _FINAL_DOT.sub(lambda found: _in_full(found, prefixes), body)
    # pyoxigraph escapes line breaks in literals, so these patterns occur only between statements.
    spaced = (
        body.replace(b".\n\t", b".\n\n\t").replace(b"{\n\t", b"{\n\n\t")
        if syntax.supports_datasets
        else body.removesuffix(b"\n").replace(b".\n", b".\n\n") + b"\n"
    )
    return b"\n" + spaced


def _in_full(found: re.Match[bytes], prefixes: Mapping[str, str]) -> bytes:
    """Return a prefixed name as a whole IRI."""
    return f"<{prefixes[found['prefix'].decode()]}".encode() + re.sub(rb"\\(.)", rb"\1", found["local"]) + b">"


def trig_graph(name: NamedNode | BlankNode, body: bytes) -> bytes:
    """Return a named graph in TriG. body: its statements, at least one, as `turtle_body` writes them. The name is written in full."""
    return f"\n{name} {{\n".encode() + indented(body) + b"\n}\n"


def indented(body: bytes) -> bytes:
    """Return statements as they are inside a graph of TriG, without a line end. body: as `turtle_body` writes them."""
    return body.removesuffix(b"\n").replace(b"\n", b"\n\t").replace(b"\n\t\n", b"\n\n")


def used_prefixes(turtle: bytes, names: Iterable[str]) -> set[str]:
    """Return the prefixes, out of `names`, that a Turtle or TriG text uses.

    It uses plain text search: one regular expression per prefix takes longer than writing the text.
    """
    return {name for name in names if _uses(turtle, f"{name}:".encode())}


def _uses(turtle: bytes, name: bytes) -> bool:
    first = turtle.find(name)
    if first <= 0 or turtle[first - 1] in _BEFORE_NAME:
        return first >= 0
    return any(b"%c%b" % (before, name) in turtle for before in _BEFORE_NAME)


def turtle_header(prefixes: Mapping[str, str], used: Container[str]) -> bytes:
    """Return the sorted prefix lines of the used prefixes."""
    return "".join(sorted(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items() if name in used)).encode()


def safe_xml(document: bytes, syntax: str, repair: str) -> bytes:
    """Return an XML document with carriage returns escaped; XML parsers would turn them into line feeds.

    syntax, repair: text for the error message. Raises `InvalidInput` if a character is not allowed in XML 1.0.
    """
    if len(document.translate(None, _CONTROLS)) != len(document) or any(character in document for character in _NONCHARACTERS):
        found = re.search(_NOT_XML, document.decode())
        assert found is not None
        raise InvalidInput(f"{syntax} cannot hold the character U+{ord(found[0]):04X}, found in a literal; {repair}")
    return document.replace(b"\r", b"&#xD;")


def write_quads(quads: Iterable[Quad], syntax: RdfFormat, prefixes: Mapping[str, str], context: ContextFile | None) -> bytes:
    """Return quads in a syntax, sorted. A syntax without graphs gets their union. JSON-LD is compacted with the context, if any.

    Blank nodes get stable labels. If they are too similar for that, they are numbered in the order of the quads.
    """
    if not syntax.supports_datasets:
        quads = dict.fromkeys(quad if isinstance(quad.graph_name, DefaultGraph) else Quad(*quad.triple) for quad in quads)
    quads = tuple(quads)
    try:
        ordered = sort_quads(stably_labelled(quads))
    except SimilarBlankNodes:
        ordered = sort_quads(numbered(quads))
    if syntax == RdfFormat.JSON_LD and context is not None:
        from kzit_graph.rdf.jsonld.document import to_jsonld

        return to_jsonld(ordered, context)
    if syntax == RdfFormat.RDF_XML:
        from kzit_graph.rdf.rdfxml import XML_END, xml_body, xml_start

        return xml_start(prefixes) + xml_body(ordered, prefixes) + XML_END
    statements: Iterable[Quad] | Iterable[Triple] = ordered if syntax.supports_datasets else (quad.triple for quad in ordered)
    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        body = turtle_body(statements, syntax, prefixes)
        return turtle_header(prefixes, used_prefixes(body, prefixes)) + body
    return serialized(statements, syntax, prefixes)


def as_one_turtle_file(files: Sequence[RdfFile]) -> bytes:
    """Join files into one Turtle file.

    Turtle files are concatenated with their comments. If a file has another syntax or labelled blank nodes, all are parsed and
    serialized instead. Raises `InvalidInput` if a file is malformed.
    """
    quads = [quad for file in files for quad in file.quads]
    if all(file.syntax == RdfFormat.TURTLE and b"_:" not in file.content for file in files):
        return b"\n\n".join(file.content.rstrip() for file in files) + b"\n"
    prefixes = {prefix: iri for file in files for prefix, iri in file.prefixes.items()}
    return write_quads(quads, RdfFormat.TURTLE, prefixes, None)
