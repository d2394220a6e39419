"""Store → one dump: the same bytes for the same data, whatever the machine or the order of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.facts_table import facts_table
from kzit_graph.formats import FACTS_TABLE, RDF_FORMATS
from kzit_graph.jsonld import to_jsonld
from kzit_graph.ordering import sort_quads
from kzit_graph.project import Project
from kzit_graph.syntax import rdf_format, read_bytes, read_prefixes, read_quads

_PREFIX_LINE: Final = re.compile(rb"^@prefix .*\n", re.MULTILINE)
_USED_PREFIX: Final = re.compile(rb"(?:^|[\s(\[{^])([^\s:<>\"()\[\]{}^]*):", re.MULTILINE)
_RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ENDS_IN_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_SUBJECT: Final = re.compile(rb"(?<=[.{]\n)(?=\t?[^\t\n@}])")


def export(project: Project, store: Store, name: str) -> bytes:
    """The data of a project in one syntax, as the bytes of a file in UTF-8.

    name: one of `kzit_graph.formats.DUMP_FORMATS`; `KeyError` for any other. TriG, N-Quads and JSON-LD keep the named
    graphs; Turtle, N-Triples and RDF/XML hold their union; "csv" is the table of facts.
    """
    if name == FACTS_TABLE:
        return facts_table(store).encode()
    return write_quads(store, RDF_FORMATS[name], project.prefixes(), project.context)


def write_quads(quads: Iterable[Quad], syntax: RdfFormat, prefixes: Mapping[str, str], context: Path | None) -> bytes:
    """Quads in one syntax, sorted; in a syntax without graphs, their union. JSON-LD is compacted against the context, if any."""
    if not syntax.supports_datasets:
        quads = {Quad(*quad.triple) for quad in quads}
    ordered = sort_quads(_with_stable_blank_nodes(quads))
    if syntax == RdfFormat.JSON_LD and context is not None:
        return to_jsonld(ordered, context)
    if syntax == RdfFormat.RDF_XML:
        return _as_xml(ordered, prefixes)
    output = _serialized(ordered, syntax, prefixes)
    return _for_people(output) if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG) else output


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
    return _for_people(_serialized(sort_quads(_with_stable_blank_nodes(quads)), RdfFormat.TURTLE, prefixes))


def _serialized(ordered: list[Quad], syntax: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    written: Iterable[Quad] | Iterable[Triple] = ordered if syntax.supports_datasets else (quad.triple for quad in ordered)
    output = serialize(written, format=syntax, prefixes=dict(prefixes))
    assert output is not None
    return output


def _as_xml(ordered: list[Quad], prefixes: Mapping[str, str]) -> bytes:
    """RDF/XML that any XML parser reads as it was meant; what XML 1.0 cannot hold is refused."""
    for quad in ordered:
        for name in (quad.predicate, quad.object if quad.predicate == _RDF_TYPE else quad.predicate):
            if isinstance(name, NamedNode) and not _ENDS_IN_NAME.search(name.value):
                raise InvalidInput(f"RDF/XML cannot write the property or class {name}: its IRI must end in a name; rename it")
    return safe_xml(_serialized(ordered, RdfFormat.RDF_XML, prefixes), "RDF/XML", "take it out")


def safe_xml(document: bytes, syntax: str, repair: str) -> bytes:
    """A document as any XML 1.0 parser reads it: with carriage returns escaped, which it would turn into line feeds.

    Raises `InvalidInput`, which names the syntax and the repair, where the document has a character that XML cannot hold.
    """
    text = document.decode()
    if found := _NOT_XML.search(text):
        raise InvalidInput(f"{syntax} cannot hold the character U+{ord(found[0]):04X}, which a literal has; {repair}")
    return text.replace("\r", "&#xD;").encode()


def _with_stable_blank_nodes(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The same quads; blank nodes, where there are any, bear the labels of RDF Dataset Canonicalization (RDFC-1.0)."""
    quads = list(quads)
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)):
        return quads
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _for_people(turtle: bytes) -> bytes:
    """Turtle or TriG with its prefixes sorted, the unused ones left out, and an empty line before each thing."""
    prefixes = sorted(_PREFIX_LINE.findall(turtle))
    body = _PREFIX_LINE.sub(b"", turtle)
    used = set(_USED_PREFIX.findall(body))
    header = b"".join(line for line in prefixes if line.split(b" ", 2)[1].removesuffix(b":") in used)
    return header + b"\n" + _NEW_SUBJECT.sub(b"\n", body)
