"""RDF as pyoxigraph writes it, made fit for people and for XML parsers, and in parts that can follow each other.

Below `export`, `pieces` and `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, serialize

from kzit_graph.errors import InvalidInput

_PREFIX_LINES: Final = re.compile(rb"(?:@prefix .*\n)*")
_BEFORE_PREFIX: Final = rb"(?:^|[\s(\[{^])"
_RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ENDS_IN_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_ROOT: Final = re.compile(rb"<rdf:RDF[^>]*>")
_XML_END: Final = b"\n</rdf:RDF>"


@dataclass(frozen=True)
class TurtleBody:
    """Turtle or TriG without its prefix lines. used: names of the prefixes that it uses."""

    content: bytes
    used: frozenset[bytes]


def canonically_labelled(quads: Iterable[Quad]) -> Dataset:
    """The quads with the labels of RDF Dataset Canonicalization (RDFC-1.0) on their blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def serialized(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Statements in a syntax, in the order in which they come. prefixes: name to namespace."""
    output = serialize(statements, format=syntax, prefixes=dict(prefixes))
    assert output is not None
    return output


def turtle_body(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat, prefixes: Mapping[str, str]) -> TurtleBody:
    """Statements in Turtle or TriG, with an empty line before each thing and each graph."""
    turtle = serialized(statements, syntax, prefixes)
    lines = _PREFIX_LINES.match(turtle)
    body = turtle[lines.end() :] if lines else turtle
    # A line break within a literal is written as an escape, so these stand between statements alone.
    spaced = (
        body.replace(b".\n\t", b".\n\n\t").replace(b"{\n\t", b"{\n\n\t")
        if syntax.supports_datasets
        else body.removesuffix(b"\n").replace(b".\n", b".\n\n") + b"\n"
    )
    return TurtleBody(b"\n" + spaced, frozenset(name for name in map(str.encode, prefixes) if _uses(body, name)))


def _uses(turtle: bytes, prefix: bytes) -> bool:
    """Whether a prefix is used: looked for as mere text first, which is much faster."""
    return prefix + b":" in turtle and re.search(_BEFORE_PREFIX + re.escape(prefix) + b":", turtle, re.MULTILINE) is not None


def turtle_header(prefixes: Mapping[str, str], used: Iterable[bytes]) -> bytes:
    """The prefix lines of those prefixes that are used, sorted."""
    names = set(used)
    lines = (f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items() if name.encode() in names)
    return "".join(sorted(lines)).encode()


def xml_frame(prefixes: Mapping[str, str]) -> tuple[bytes, bytes]:
    """What stands before and behind the bodies of RDF/XML documents."""
    empty = serialized([], RdfFormat.RDF_XML, prefixes)
    root = _XML_ROOT.search(empty)
    assert root is not None
    return empty[: root.end()], _XML_END


def xml_body(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples in RDF/XML without the frame, as any XML parser reads them as they were meant.

    Raises `InvalidInput` for what XML 1.0 cannot hold.
    """
    triples = list(triples)
    for name in {name for triple in triples for name in _element_names(triple)}:
        if not _ENDS_IN_NAME.search(name.value):
            raise InvalidInput(f"RDF/XML cannot write the property or class {name}: its IRI must end in a name; rename it")
    document = safe_xml(serialized(triples, RdfFormat.RDF_XML, prefixes), "RDF/XML", "take it out")
    root = _XML_ROOT.search(document)
    assert root is not None
    return document[root.end() :].removesuffix(b"</rdf:RDF>").removesuffix(b"\n")


def safe_xml(document: bytes, syntax: str, repair: str) -> bytes:
    """A document as any XML 1.0 parser reads it: with carriage returns escaped, which it would turn into line feeds.

    Raises `InvalidInput`, which names the syntax and the repair, where the document has a character that XML cannot hold.
    """
    text = document.decode()
    if found := _NOT_XML.search(text):
        raise InvalidInput(f"{syntax} cannot hold the character U+{ord(found[0]):04X}, which a literal has; {repair}")
    return text.replace("\r", "&#xD;").encode()


def _element_names(triple: Triple) -> Iterable[NamedNode]:
    yield triple.predicate
    if triple.predicate == _RDF_TYPE and isinstance(triple.object, NamedNode):
        yield triple.object
