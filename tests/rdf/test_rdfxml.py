"""RDF/XML that every XML parser reads, and clear refusals of statements that it cannot hold."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import RDF, RDF_TYPE
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.rdfxml import XML_END, UnwritableXml, xml_body, xml_start
from tests.rdf_examples import canonical
from tests.readers.readers import READERS

S, THING = NamedNode("http://e/s"), NamedNode("http://e/o")
PREFIXES: Final = {"e": "http://e/ns#", "": "http://e/default#", "a": "http://e/a?b=1&c='"}

LEGAL: Final = (
    *("http://e/ns#पानी", "http://e/ns#perche\u0301", "http://e/ns#été", "http://e/ns#Қала", "http://e/ns#名", "http://e/ns#a-b.c_d"),
    *("http://e/ns#_", "http://e/ns#1a", "http://e/ns#-a", "http://e/ns#m²a", "http://e/ns#a·b", "urn:example:y", "http://e/default#p"),
    *(
        "http://e/a?b=1&c='p",
        "http://e/unknown/p",
        "http://e/a?b=1&c=d",
        "http://e/it's",
        "http://www.w3.org/2000/xmlns/pq",
        "tag:e,2020:p",
    ),
    *(f"{RDF}_1", f"{RDF}value", f"{RDF}nil", "http://www.w3.org/XML/1998/namespacelang", "http://e/ns#a%20b"),
)
"""IRIs of properties that end in an XML name."""

ILLEGAL: Final = (
    *("http://e/ns#m²", "http://e/ns#µ", "http://e/ns#½", "http://e/ns#", "http://e/", "http://vocab.example/aat/300404670"),
    *(
        "http://e/ns#a)",
        "http://e/ns#\u0301",
        "http://e/ns#a×",
        "http://e/ns#a%20",
        "http://e/ns#-",
        "urn:example:1",
        "http://e/a?b=",
        "http://e/ªº",
    ),
)
"""IRIs of properties that do not."""


def document(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    return xml_start(prefixes) + xml_body(quads, prefixes) + XML_END


def check(quads: Iterable[Quad], content: bytes, folder: Path, readers: Iterable[str] = ("pyoxigraph", "rdflib")) -> None:
    expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    path = folder / "document.rdf"
    path.write_bytes(content)
    for reader in readers:
        assert canonical(READERS[reader](path)) == canonical(quads), reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rdfxml")


@pytest.mark.parametrize("iri", LEGAL)
def test_a_property_that_ends_in_an_xml_name_is_written(iri: str, folder: Path) -> None:
    quads = [Quad(S, NamedNode(iri), value) for value in (THING, Literal("x"), BlankNode("b"))]
    check(quads, document(quads), folder)


@pytest.mark.parametrize("iri", [*ILLEGAL, f"{RDF}li", f"{RDF}Description", f"{RDF}about", f"{RDF}bagID"])
def test_a_property_that_is_not_an_xml_name_is_refused(iri: str) -> None:
    with pytest.raises(UnwritableXml, match=re.escape(f"RDF/XML cannot hold <{iri}> of <http://e/s>: ")) as caught:
        document([Quad(S, RDF_TYPE, THING), Quad(S, NamedNode(iri), THING)])
    assert isinstance(caught.value, InvalidInput)
    assert pickle.loads(pickle.dumps(caught.value.what)) == caught.value.what


@pytest.mark.parametrize("iri", [*LEGAL, *ILLEGAL, f"{RDF}li", f"{RDF}Description", f"{RDF}RDF"])
def test_every_class_is_written(iri: str, folder: Path) -> None:
    quads = [Quad(subject, RDF_TYPE, NamedNode(iri)) for subject in (S, BlankNode("b"))]
    quads += [Quad(S, NamedNode("http://e/default#p"), Literal("x"))]
    quads = sort_quads(quads)
    check(quads, document(quads), folder)


def test_a_class_that_is_no_xml_name_is_an_attribute() -> None:
    content = document([Quad(S, RDF_TYPE, NamedNode("http://vocab.example/aat/300404670"))])
    assert b'<rdf:Description rdf:about="http://e/s">\n\t\t<rdf:type rdf:resource="http://vocab.example/aat/300404670"/>' in content


@pytest.mark.parametrize("name", ["🎭", "\u0940", "\u037f", "a\u200c"])
def test_a_class_that_older_parsers_cannot_read_is_an_attribute(name: str, folder: Path) -> None:
    quads = [Quad(S, RDF_TYPE, NamedNode(f"http://e/ns#{name}"))]
    check(quads, document(quads), folder)


@pytest.mark.slow
def test_all_readers_agree_on_unusual_names_and_text(tmp_path: Path) -> None:
    values: list[Literal | NamedNode] = [
        *(Literal("<a> & \"b\" 'c' ]]> \r\n\t é"), Literal("x", language="kk-cyrl"), Literal("", datatype=NamedNode("http://e/&'")), THING)
    ]
    quads = [Quad(S, NamedNode(iri), value) for iri in LEGAL for value in values]
    quads += [Quad(NamedNode("http://e/?a=1&b='2'"), RDF_TYPE, NamedNode(iri)) for iri in (*LEGAL, *ILLEGAL)]
    content = document(sort_quads(quads))
    check(quads, content, tmp_path, ("pyoxigraph", "rdflib", "rapper", "riot"))


@pytest.mark.parametrize("character", ["\0", "\x07", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_does_not_allow_is_named_with_its_place(character: str) -> None:
    with pytest.raises(UnwritableXml) as caught:
        document([Quad(S, NamedNode("http://e/ns#p"), Literal(f"è{character}&"))])
    cause = f"the character U+{ord(character):04X} is not allowed in XML; remove it"
    assert str(caught.value) == f"RDF/XML cannot hold <http://e/ns#p> of <http://e/s>: {cause}"


def test_a_triple_term_is_refused() -> None:
    with pytest.raises(UnwritableXml, match="triple terms are not supported; remove it"):
        document([Quad(S, NamedNode("http://e/ns#p"), Triple(S, RDF_TYPE, THING))])


@pytest.mark.parametrize(
    "prefixes",
    [
        {"rdf": "http://e/ns#", "its": "http://e/o#", "xml": "http://e/x#", "xmlns": "http://e/y#"},
        {"x": "http://www.w3.org/XML/1998/namespace", "y": "http://www.w3.org/2000/xmlns/", "z": ""},
        {"1": "http://e/ns#", "a:b": "http://e/o#", "ok": "http://e/\ufffe"},
        {"a": "http://e/ns#", "b": "http://e/ns#", "ns": "http://e/o#", "": "http://e/p#", "rdf2": RDF},
        {},
    ],
    ids=str,
)
def test_prefixes_that_xml_does_not_allow_are_not_declared(prefixes: Mapping[str, str], folder: Path) -> None:
    quads = [Quad(S, NamedNode(f"http://e/{name}#p"), THING) for name in ("ns", "o", "x", "y", "p", "q")]
    quads += [Quad(THING, RDF_TYPE, NamedNode("http://e/q#C")), Quad(THING, NamedNode("http://e/p#p"), Literal("x"))]
    check(quads, document(quads, prefixes), folder)


names = st.text(st.sampled_from("aé1-._·\u0301²½µ/?:&'प名"), max_size=4)
terms = names.map(lambda name: NamedNode(f"http://e/{name}"))
texts = st.text(st.characters(codec="utf-8"), max_size=5)
values = terms | st.builds(Literal, texts) | st.builds(Literal, texts, datatype=terms) | st.sampled_from([BlankNode("b"), BlankNode("c")])
statements = st.lists(st.builds(Quad, terms | st.just(BlankNode("b")), terms | st.just(RDF_TYPE), values), max_size=6)


def writable(quads: Iterable[Quad]) -> bool:
    try:
        document(quads)
    except UnwritableXml:
        return False
    return True


@given(quads=statements)
def test_a_document_has_the_statements_that_are_not_refused(quads: list[Quad]) -> None:
    quads = [quad for quad in quads if writable([quad])]
    content = document(sort_quads(set(quads)))
    expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    assert canonical(parse(content, format=RdfFormat.RDF_XML)) == canonical(quads)
