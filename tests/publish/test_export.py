"""Dumps in every syntax have the same bytes for the same data, and are read back without loss."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.artefacts import DUMP_FORMATS
from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.publish.export import export
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.writing import as_one_turtle_file, write_quads
from tests.loading import load_project, loaded_folder, read_files
from tests.small_project import BASE, FILES, small_project

THEATRES = {
    "data/tables/theatres.toml": """
class = "https://example.org/tiny/ontology#Theatre"
[columns.label_it]
path = "skos:prefLabel"
language = "it"
"""
}
"""A table file."""

CONTEXT = ContextFile(bundled_folder() / "ontology" / "context.jsonld")
PREFIXES = {"e": "http://e/", "xsd": "http://www.w3.org/2001/XMLSchema#", "unused": "http://unused/"}
P = NamedNode("http://e/p")
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

iris = st.sampled_from(["http://e/a", "http://e/a.b", "http://e/1", "http://e/xè#,(;", "http://f/x%20y", "urn:x", "mailto:a@b"]).map(
    NamedNode
)
# RDF/XML requires properties and classes to end in an XML name.
names = st.sampled_from(["http://e/p", "http://e/p-2", "http://f#q"]).map(NamedNode)
LURES = [".\n", "{\n", "\n@prefix e: <http://x/> .\n", "e:x", "]]>", "&lt;", '"""', "\\", "\n\tx", "<!--"]
# All Unicode characters except surrogates. RDF allows control characters in literals.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.lists(st.sampled_from(LURES), max_size=4).map("".join)
lexical = st.sampled_from(["007", "+1", "1.", ".5", "1e0", "NaN", "true", "TRUE", "x", "", "2020-13-45", "9" * 30])
datatypes = st.sampled_from(
    ["http://www.w3.org/2001/XMLSchema#integer", "http://www.w3.org/2001/XMLSchema#decimal", "http://e/dt", "urn:dt"]
).map(NamedNode)
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "kk", "en-gb"])),
    st.builds(Literal, lexical | texts, datatype=datatypes),
)
graphs = iris | st.just(DefaultGraph())
statements = st.builds(Quad, iris, names, literals | iris, graphs) | st.builds(Quad, iris, st.just(RDF_TYPE), names, graphs)
quads = st.lists(statements, max_size=8)


def xml_can_hold(quad: Quad) -> bool:
    """Return whether XML 1.0 allows the characters of a quad (section 2.2) and keeps them: parsers change carriage returns."""
    text = quad.object.value if isinstance(quad.object, Literal) else ""
    return not any((ord(character) < 32 and character not in "\t\n") or character in "\ufffe\uffff" for character in text)


def read(content: bytes, syntax: RdfFormat) -> set[Quad]:
    return set(parse(content, format=syntax))


def canonical(quads: set[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def blank_graph(labels: str) -> list[Quad]:
    first, second = (BlankNode(label) for label in labels)
    return [
        Quad(NamedNode("http://e/s"), P, first, DefaultGraph()),
        Quad(first, P, second, DefaultGraph()),
        Quad(second, P, Literal("end"), DefaultGraph()),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
@given(quads=quads)
def test_a_dump_is_read_back_as_the_same_quads(name: str, quads: list[Quad]) -> None:
    assume(name != "rdfxml" or all(xml_can_hold(quad) for quad in quads))
    syntax = RDF_FORMATS[name]
    expected = set(quads) if syntax.supports_datasets else {Quad(*quad.triple) for quad in quads}
    assert read(write_quads(quads, syntax, PREFIXES, CONTEXT), syntax) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
@given(quads=quads, data=st.data())
def test_the_bytes_do_not_depend_on_the_order_or_number_of_equal_quads(name: str, quads: list[Quad], data: st.DataObject) -> None:
    assume(name != "rdfxml" or all(xml_can_hold(quad) for quad in quads))
    shuffled = data.draw(st.permutations(quads))
    written = write_quads(set(quads), RDF_FORMATS[name], PREFIXES, CONTEXT)
    assert write_quads(dict.fromkeys(shuffled), RDF_FORMATS[name], PREFIXES, CONTEXT) == written


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_the_bytes_do_not_depend_on_the_labels_of_blank_nodes(name: str) -> None:
    first, second = (write_quads(blank_graph(labels), RDF_FORMATS[name], {}, CONTEXT) for labels in ("ab", "yx"))
    assert first == second
    assert canonical(read(first, RDF_FORMATS[name])) == canonical(set(blank_graph("ab")))


@pytest.mark.slow
@given(quads=quads)
def test_another_xml_parser_finds_every_literal_unchanged(quads: list[Quad]) -> None:
    assume(all(xml_can_hold(quad) for quad in quads))
    root = ET.fromstring(write_quads(quads, RdfFormat.RDF_XML, PREFIXES, CONTEXT))
    found = sorted(child.text or "" for node in root for child in node if not any("resource" in name for name in child.attrib))
    literals = {(quad.subject, quad.predicate, quad.object) for quad in quads if isinstance(quad.object, Literal)}
    assert found == sorted(literal.value for _, _, literal in literals)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_an_empty_graph_is_a_file_without_quads(name: str) -> None:
    assert read(write_quads([], RDF_FORMATS[name], PREFIXES, CONTEXT), RDF_FORMATS[name]) == set()


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "trig", "nquads"])
def test_rdflib_reads_a_dump_of_the_project_as_the_same_triples(tmp_path: Path, name: str) -> None:
    project = open_project(small_project(tmp_path))
    store = load_project(project)
    syntax = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}.get(name, name)
    union = rdflib.Dataset().parse(data=export(LoadedProject(project), name), format=syntax).quads()
    stated = rdflib.Dataset().parse(data=export(LoadedProject(project), "nquads"), format="nquads").quads()
    found = {quad[:3] for quad in union}
    assert found == {quad[:3] for quad in stated}
    assert len(found) == len(store)


def test_turtle_has_sorted_used_prefixes_and_separate_subjects() -> None:
    quads = [
        Quad(NamedNode("http://e/s2"), P, Literal("007", datatype=NamedNode(PREFIXES["xsd"] + "int")), DefaultGraph()),
        Quad(NamedNode("http://e/s10"), P, Literal("x"), DefaultGraph()),
    ]
    assert write_quads(quads, RdfFormat.TURTLE, dict(reversed(PREFIXES.items())), CONTEXT).decode() == (
        '@prefix e: <http://e/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\ne:s2 e:p "007"^^xsd:int .\n\ne:s10 e:p "x" .\n'
    )


def test_syntaxes_without_named_graphs_hold_their_union(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path))
    graphs = {NamedNode(f"{BASE}graph/dataset"), NamedNode(f"{BASE}graph/source/one")}
    for name, syntax in RDF_FORMATS.items():
        found = {quad.graph_name for quad in read(export(LoadedProject(project), name), syntax)}
        assert found == (graphs if syntax.supports_datasets else {DefaultGraph()})


def test_a_triple_in_two_graphs_occurs_once_in_the_union(tmp_path: Path) -> None:
    again = FILES["data/sources/one.ttl"]
    project = open_project(small_project(tmp_path, {"data/sources/two.ttl": again}))
    lines = export(LoadedProject(project), "ntriples").splitlines()
    assert len(lines) == len(set(lines)) == 7


@pytest.mark.parametrize("name", DUMP_FORMATS)
def test_two_loads_of_one_project_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    blank = '<http://e/s> <http://e/p> [ <http://e/q> "x" ] , [ <http://e/q> "y" ] .\n'
    project = open_project(small_project(tmp_path, {"data/blank.ttl": blank, **THEATRES}))
    assert export(LoadedProject(project), name) == export(LoadedProject(project), name)


def test_the_only_table_is_exported_as_csv(tmp_path: Path) -> None:
    header, row = csv.reader(io.StringIO(export(loaded_folder(small_project(tmp_path, THEATRES)), "csv").decode()))
    assert dict(zip(header, row, strict=True)) == {"id": f"{BASE}id/one/scala", "label_it": "La Scala"}


def test_an_unknown_format_is_reported_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r'unknown format "turtel"; nearest: turtle; known: '):
        export(loaded_folder(small_project(tmp_path)), "turtel")


def test_jsonld_without_a_context_file_has_the_prefixes(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path, {"ontology/context.jsonld": None}))
    document = json.loads(export(LoadedProject(project), "jsonld"))
    assert document["@context"]["x"] == {"@id": f"{BASE}ontology#", "@prefix": True}
    (theatre,) = (thing for graph in document["@graph"] for thing in graph["@graph"] if "x:beside" in thing)
    assert theatre["x:beside"] == {"@id": "one:square"}


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, content in files.items():
        paths.append(folder / name.replace("_", "."))
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def test_concatenated_turtle_files_keep_their_comments(tmp_path: Path) -> None:
    one, two = "# one\n@prefix e: <http://e/> .\ne:a e:p 1 .\n\n\n", "# two\n@prefix e: <http://f/> .\ne:a e:p 2 ."
    content = as_one_turtle_file(read_files(written(tmp_path, a_ttl=one, b_ttl=two)))
    assert content.decode() == "# one\n@prefix e: <http://e/> .\ne:a e:p 1 .\n\n# two\n@prefix e: <http://f/> .\ne:a e:p 2 .\n"
    assert {str(quad.subject) for quad in read(content, RdfFormat.TURTLE)} == {"<http://e/a>", "<http://f/a>"}


def test_a_file_in_another_syntax_is_rewritten_as_turtle(tmp_path: Path) -> None:
    paths = written(tmp_path, a_ttl="@prefix e: <http://e/> .\ne:a e:p e:b .", b_nt="<http://e/a> <http://e/p> <http://e/c> .\n")
    assert as_one_turtle_file(read_files(paths)).decode() == "@prefix e: <http://e/> .\n\ne:a e:p e:b , e:c .\n"


def test_a_malformed_file_is_reported_with_its_position(tmp_path: Path) -> None:
    paths = written(tmp_path, a_ttl="<http://e/a> <http://e/p> 1 .", b_ttl="\n<http://e/a> <http://e/p> .")
    with pytest.raises(InvalidInput) as caught:
        as_one_turtle_file(read_files(paths))
    assert caught.value.position == Position(paths[1], 2, 27)


@pytest.mark.parametrize("prefix", ["e", "a.b", "қ"])
@pytest.mark.parametrize("local", ["", "Қ", ":x", "1", "%20", "-x"])
def test_a_prefix_that_is_used_is_declared(prefix: str, local: str) -> None:
    quads = [Quad(NamedNode(f"http://e/{local}"), NamedNode("http://f/p"), Literal("x"), DefaultGraph())]
    assert read(write_quads(quads, RdfFormat.TURTLE, {prefix: "http://e/"}, CONTEXT), RdfFormat.TURTLE) == set(quads)


def test_equal_blank_node_labels_of_two_files_stay_two_nodes(tmp_path: Path) -> None:
    paths = written(tmp_path, a_ttl="_:b <http://e/p> 1 .", b_ttl="_:b <http://e/p> 2 .")
    assert len({quad.subject for quad in read(as_one_turtle_file(read_files(paths)), RdfFormat.TURTLE)}) == 2


@pytest.mark.parametrize(
    ("predicate", "value"),
    [(P, Literal("a\x01")), (P, Literal("a\ufffe")), (NamedNode("http://e/1"), Literal("a"))],
    ids=["control character", "no character", "property without a name"],
)
def test_terms_that_xml_cannot_represent_are_refused_in_rdf_xml(predicate: NamedNode, value: Literal | NamedNode) -> None:
    with pytest.raises(InvalidInput, match="RDF/XML cannot"):
        write_quads([Quad(NamedNode("http://e/s"), predicate, value, DefaultGraph())], RdfFormat.RDF_XML, {}, CONTEXT)


def test_a_carriage_return_survives_xml_line_end_normalization() -> None:
    quad = Quad(NamedNode("http://e/s"), P, Literal("a\r\nb\rc"), DefaultGraph())
    root = ET.fromstring(write_quads([quad], RdfFormat.RDF_XML, {}, CONTEXT))
    assert root[0][0].text == "a\r\nb\rc"
