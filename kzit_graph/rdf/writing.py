"""RDF as pyoxigraph writes it, made fit for people and for XML parsers, and in parts that can follow each other.

Below `export`, `pieces` and `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.blank_nodes import canonically_labelled
from kzit_graph.rdf.jsonld.document import to_jsonld
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import RdfFile

_PREFIX_LINES: Final = re.compile(rb"(?:@prefix .*\n)*")
_BEFORE_NAME: Final = (b"\t", b" ", b"^", b"\n", b"(", b"[", b"{")
"""What stands before a prefixed name, be it the first of a text; the most frequent come first."""

_ENDS_IN_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")
_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NONCHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2): in UTF-8, these two kinds of characters."""

_XML_ROOT: Final = re.compile(rb"<rdf:RDF[^>]*>")
_XML_END: Final = b"\n</rdf:RDF>"


def serialized(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Statements in a syntax, in the order in which they come. prefixes: name to namespace."""
    output = serialize(statements, format=syntax, prefixes=dict(prefixes))
    assert output is not None
    return output


def turtle_body(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Statements in Turtle or TriG without the prefix lines, with an empty line before each thing and each graph."""
    turtle = serialized(statements, syntax, prefixes)
    lines = _PREFIX_LINES.match(turtle)
    body = turtle[lines.end() :] if lines else turtle
    # A line break within a literal is written as an escape, so these stand between statements alone.
    spaced = (
        body.replace(b".\n\t", b".\n\n\t").replace(b"{\n\t", b"{\n\n\t")
        if syntax.supports_datasets
        else body.removesuffix(b"\n").replace(b".\n", b".\n\n") + b"\n"
    )
    return b"\n" + spaced


def trig_graph(name: NamedNode | BlankNode, body: bytes) -> bytes:
    """A named graph in TriG. body: its statements, one or more, as `turtle_body` writes them in Turtle. The name is not shortened."""
    indented = body.removesuffix(b"\n").replace(b"\n", b"\n\t").replace(b"\n\t\n", b"\n\n")
    return f"\n{name} {{\n".encode() + indented + b"\n}\n"


def used_prefixes(turtle: bytes, names: Iterable[str]) -> set[str]:
    """Those of some prefixes that Turtle or TriG uses.

    They are looked for as mere text, since a regular expression for each takes longer than all the writing.
    """
    return {name for name in names if _uses(turtle, f"{name}:".encode())}


def _uses(turtle: bytes, name: bytes) -> bool:
    return name in turtle and (turtle.startswith(name) or any(before + name in turtle for before in _BEFORE_NAME))


def turtle_header(prefixes: Mapping[str, str], used: Container[str]) -> bytes:
    """The prefix lines of those prefixes that are used, sorted."""
    return "".join(sorted(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items() if name in used)).encode()


def xml_frame(prefixes: Mapping[str, str]) -> tuple[bytes, bytes]:
    """What stands before and behind the bodies of RDF/XML documents."""
    empty = serialized([], RdfFormat.RDF_XML, prefixes)
    root = _XML_ROOT.search(empty)
    assert root is not None
    return empty[: root.end()], _XML_END


def xml_body(statements: Sequence[Quad] | Sequence[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements in RDF/XML without the frame, as any XML parser reads them as they were meant.

    Raises `InvalidInput` for what XML 1.0 cannot hold.
    """
    for name in _element_names(statements):
        if not _ENDS_IN_NAME.search(name.value):
            raise InvalidInput(f"RDF/XML cannot write the property or class {name}: its IRI must end in a name; rename it")
    document = safe_xml(serialized(statements, RdfFormat.RDF_XML, prefixes), "RDF/XML", "take it out")
    root = _XML_ROOT.search(document)
    assert root is not None
    return document[root.end() :].removesuffix(b"</rdf:RDF>").removesuffix(b"\n")


def safe_xml(document: bytes, syntax: str, repair: str) -> bytes:
    """A document as any XML 1.0 parser reads it: with carriage returns escaped, which it would turn into line feeds.

    Raises `InvalidInput`, which names the syntax and the repair, where the document has a character that XML cannot hold.
    """
    if len(document.translate(None, _CONTROLS)) != len(document) or any(character in document for character in _NONCHARACTERS):
        found = _NOT_XML.search(document.decode())
        assert found is not None
        raise InvalidInput(f"{syntax} cannot hold the character U+{ord(found[0]):04X}, which a literal has; {repair}")
    return document.replace(b"\r", b"&#xD;")


def _element_names(statements: Sequence[Quad] | Sequence[Triple]) -> Iterable[NamedNode]:
    """The properties, and the classes, which become names of elements; each once."""
    names, classes = set[NamedNode](), set[object]()
    for statement in statements:
        predicate = statement.predicate
        names.add(predicate)
        if predicate == RDF_TYPE:
            classes.add(statement.object)
    return names.union(name for name in classes if isinstance(name, NamedNode))


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


def as_one_turtle_file(files: Sequence[RdfFile]) -> bytes:
    """Join files that people wrote into one Turtle file: as they are, with comments, one after the other.

    Files that cannot simply follow each other (another syntax, labelled blank nodes) are parsed and written anew.
    Raises `InvalidInput` where a file is malformed.
    """
    quads = [quad for file in files for quad in file.quads]
    if all(file.syntax == RdfFormat.TURTLE and b"_:" not in file.content for file in files):
        return b"\n\n".join(file.content.rstrip() for file in files) + b"\n"
    prefixes = {prefix: iri for file in files for prefix, iri in file.prefixes.items()}
    return write_quads(quads, RdfFormat.TURTLE, prefixes, None)


def _with_stable_blank_nodes(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The same quads; blank nodes, where there are any, bear the labels of RDF Dataset Canonicalization (RDFC-1.0)."""
    quads = list(quads)
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)):
        return quads
    return canonically_labelled(quads)
