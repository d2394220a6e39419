"""JSON-LD documents are compact, sorted, readable offline, and complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.project import bundled_folder
from kzit_graph.rdf.ordering import sort_quads
from tests.rdf.jsonld.contexts import read_context, to_jsonld

CONTEXT = bundled_folder() / "ontology" / "context.jsonld"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
KZIT = "https://w3id.org/kzit/ontology#"


def properties_of_the_context() -> list[NamedNode]:
    context = read_context(CONTEXT)
    names = [definition if isinstance(definition, str) else definition["@id"] for definition in context.values() if definition != 1.1]
    expanded = (
        context.get(name.split(":")[0], "") + name.partition(":")[2] for name in names if not name.startswith("@") and "//" not in name
    )
    return [NamedNode(iri) for iri in expanded if iri.startswith("http")]


PROPERTIES = properties_of_the_context()

characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
nodes = st.sampled_from(
    [
        "http://e/a",
        "http://e/b",
        "https://w3id.org/kzit/concept/field/culture",
        "https://w3id.org/kzit/id/italy",
        "urn:x",
        "id:x",
        KZIT + "Fact",
    ]
).map(NamedNode)
numbers = st.sampled_from(
    ["0", "1", "-1", "007", "+1", "9007199254740991", "9007199254740993", "1.0", "1e3", "NaN", "true", "false", "1992-10-21", "x", "٣"]
)
# No xsd:double: PyLD rewrites its lexical form when it reads.
datatypes = st.sampled_from(["string", "integer", "boolean", "decimal", "date", "gYear", "anyURI", "hexBinary", "nonNegativeInteger"])
literals = st.one_of(
    characters.map(Literal),
    st.builds(Literal, characters, language=st.sampled_from(["en", "it", "kk", "ru", "zh-hant"])),
    st.builds(Literal, numbers | characters, datatype=datatypes.map(lambda name: NamedNode(XSD + name))),
)
predicates = st.sampled_from([*PROPERTIES, NamedNode("http://e/other")])
graphs = st.sampled_from([DefaultGraph(), NamedNode("http://e/g1"), NamedNode("http://e/g2")])
statements = st.builds(Quad, nodes, predicates, nodes | literals, graphs)
types = st.builds(Quad, nodes, st.just(NamedNode(RDF + "type")), nodes, graphs)
quads = st.lists(statements | types, max_size=14, unique=True)


def document(quads: list[Quad], context: Path = CONTEXT) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(to_jsonld(quads, context))
    return loaded


def by_pyld(content: bytes) -> set[Quad]:
    nquads = jsonld.to_rdf(json.loads(content), {"format": "application/n-quads"})
    return set(parse(nquads, format=RdfFormat.N_QUADS))


def context_file(folder: Path, context: object) -> Path:
    path = folder / "context.jsonld"
    path.write_text(json.dumps({"@context": context}), encoding="utf-8")
    return path


@pytest.mark.slow
@given(quads=quads)
def test_pyld_reads_all_quads_back(quads: list[Quad]) -> None:
    content = to_jsonld(sort_quads(quads), CONTEXT)
    assert by_pyld(content) == set(quads)


@pytest.mark.slow
@given(quads=quads)
def test_pyoxigraph_reads_all_quads_back(quads: list[Quad]) -> None:
    content = to_jsonld(sort_quads(quads), CONTEXT)
    assert set(parse(content, format=RdfFormat.JSON_LD)) == set(quads)


def test_blank_nodes_and_lists_keep_their_links() -> None:
    text = '_:a <http://e/p> _:b . _:b <http://e/p> _:a . <http://e/s> <http://e/list> ( "x" _:a ) .'
    graph = [Quad(*triple.triple) for triple in parse(text, format=RdfFormat.TURTLE)]
    read = Dataset(Quad(*quad.triple) for quad in parse(to_jsonld(graph, CONTEXT), format=RdfFormat.JSON_LD))
    written = Dataset(graph)
    for dataset in (read, written):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert read == written


def test_a_node_with_a_single_reference_is_embedded() -> None:
    passage, selector = NamedNode("http://e/p1"), NamedNode("http://e/p1-range")
    quads = [
        Quad(passage, NamedNode("http://www.w3.org/ns/oa#hasSelector"), selector, DefaultGraph()),
        Quad(selector, NamedNode("http://www.w3.org/ns/oa#start"), Literal(3), DefaultGraph()),
    ]
    assert document(quads)["@graph"] == [{"id": "http://e/p1", "selector": {"id": "http://e/p1-range", "start": 3}}]


def test_a_node_with_two_references_is_not_embedded() -> None:
    near, thing = NamedNode("http://www.w3.org/ns/oa#hasSelector"), NamedNode("http://e/c")
    quads = [Quad(NamedNode(f"http://e/{name}"), near, thing, DefaultGraph()) for name in "ab"]
    quads.append(Quad(thing, NamedNode("http://www.w3.org/ns/oa#start"), Literal(3), DefaultGraph()))
    assert [node["id"] for node in document(quads)["@graph"]] == ["http://e/a", "http://e/b", "http://e/c"]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_nodes_in_a_cycle_are_all_written(length: int) -> None:
    near = NamedNode("http://www.w3.org/ns/oa#hasSelector")
    circle = {Quad(NamedNode(f"http://e/{n}"), near, NamedNode(f"http://e/{(n + 1) % length}"), DefaultGraph()) for n in range(length)}
    assert by_pyld(to_jsonld(sort_quads(circle), CONTEXT)) == circle


@pytest.mark.parametrize(
    ("number", "written"),
    [("9007199254740991", 9007199254740991), ("9007199254740992", {"@type": "xsd:integer", "@value": "9007199254740992"}), ("-7", -7)],
)
def test_an_integer_is_a_json_number_if_every_reader_keeps_its_digits(number: str, written: object) -> None:
    quad = Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(number, datatype=NamedNode(XSD + "integer")), DefaultGraph())
    assert document([quad])["@graph"] == [{"id": "http://e/s", "http://e/p": written}]


def test_named_graphs_contain_their_own_nodes() -> None:
    p = NamedNode("http://e/p")
    quads = [Quad(NamedNode("http://e/s"), p, Literal(name), NamedNode(f"http://e/{name}")) for name in ("g1", "g2")]
    assert [(graph["id"], [node["http://e/p"] for node in graph["@graph"]]) for graph in document(quads)["@graph"]] == [
        ("http://e/g1", ["g1"]),
        ("http://e/g2", ["g2"]),
    ]


def test_keys_follow_the_order_of_the_context() -> None:
    label, note = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), NamedNode("http://www.w3.org/2004/02/skos/core#note")
    subject = NamedNode("http://e/s")
    quads = [
        Quad(subject, NamedNode("http://e/a"), Literal("x"), DefaultGraph()),
        Quad(subject, note, Literal("n", language="en"), DefaultGraph()),
        Quad(subject, label, Literal("l", language="en"), DefaultGraph()),
        Quad(subject, NamedNode(RDF + "type"), NamedNode(KZIT + "Fact"), DefaultGraph()),
    ]
    (node,) = document(quads)["@graph"]
    assert list(node) == ["id", "type", "label", "note", "http://e/a"]
    assert node["label"] == {"en": "l"}


def test_a_document_contains_its_context() -> None:
    assert document([])["@context"] == read_context(CONTEXT)
    assert document([])["@graph"] == []


def test_text_is_written_in_utf8_with_a_final_line_end() -> None:
    quad = Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("Қазақстан"), DefaultGraph())
    content = to_jsonld([quad], CONTEXT)
    assert "Қазақстан".encode() in content
    assert content.endswith(b"}\n")


def test_a_single_blank_node_is_written() -> None:
    quad = Quad(BlankNode("b"), NamedNode("http://e/p"), Literal("x"), DefaultGraph())
    assert document([quad])["@graph"] == [{"id": "_:b", "http://e/p": "x"}]


def test_a_missing_context_is_reported_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=re.escape(f"{tmp_path / 'c.jsonld'}: cannot be read")):
        read_context(tmp_path / "c.jsonld")


def test_broken_json_is_reported_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonld"
    path.write_text('{\n  "@context": {,}\n}')
    with pytest.raises(InvalidInput) as caught:
        read_context(path)
    assert caught.value.position == Position(path, 2, 16)


@pytest.mark.parametrize("content", [b"{}", b"[]", b"3", b"null", b'"x"'])
def test_another_json_value_is_not_a_context(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.jsonld"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match='not a JSON-LD context; write a JSON object with "@context", in UTF-8') as caught:
        read_context(path)
    assert caught.value.position == Position(path)


@pytest.mark.parametrize("context", ["https://example.org/context.jsonld", [{"e": "http://e/"}], None])
def test_a_context_that_is_not_one_object_is_refused(tmp_path: Path, context: object) -> None:
    with pytest.raises(InvalidInput, match="the context must be a single object; remote contexts are not loaded"):
        to_jsonld([], context_file(tmp_path, context))


def test_a_context_that_imports_a_remote_one_is_refused(tmp_path: Path) -> None:
    path = context_file(tmp_path, {"@version": 1.1, "@import": "http://127.0.0.1:9/context.jsonld"})
    with pytest.raises(InvalidInput, match='the key "@import" of the context: this key is not supported'):
        to_jsonld([], path)


def test_an_iri_that_the_context_would_change_is_refused() -> None:
    quad = Quad(NamedNode("kzit:x"), NamedNode("http://e/p"), Literal("x"), DefaultGraph())
    with pytest.raises(InvalidInput, match="the IRI kzit:x begins with kzit: and is confused with this prefix"):
        to_jsonld([quad], CONTEXT)


@pytest.mark.parametrize("number", [Literal(0), Literal(True), Literal("x", datatype=NamedNode(XSD + "date"))])
def test_other_literals_keep_their_type_under_a_language_map(number: Literal) -> None:
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    quads = {Quad(NamedNode("http://e/s"), label, value, DefaultGraph()) for value in (number, Literal("x", language="en"))}
    assert by_pyld(to_jsonld(sort_quads(quads), CONTEXT)) == quads


def test_a_class_that_is_a_literal_stays_a_literal() -> None:
    quad = Quad(NamedNode("http://e/s"), NamedNode(RDF + "type"), Literal("Theatre"), DefaultGraph())
    assert by_pyld(to_jsonld([quad], CONTEXT)) == {quad}
