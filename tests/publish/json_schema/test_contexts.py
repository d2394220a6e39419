"""Data written with any context is valid against the schema generated from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pyoxigraph import BaseDirection, Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.build import build
from kzit_graph.publish.json_schema.schema import json_schema
from tests.loading import statements_in
from tests.rdf.jsonld.compaction_cases import (
    CONTEXTS,
    NUMBERS,
    PREDICATES,
    RDF_TYPE,
    XSD,
    context_file,
    directed_literals,
    nodes,
    plain_literals,
    texts,
)
from tests.rdf.jsonld.contexts import jsonld_writer
from tests.small_project import small_project

Values = st.SearchStrategy[Any]

GRAPH: Final = NamedNode("http://g/graph")
PROPERTIES: Final = tuple(predicate for predicate in PREDICATES if predicate != RDF_TYPE)


def without_data(project: Project) -> LoadedProject:
    loaded = LoadedProject(project)
    return loaded.with_parts(Store(), statements_in([]), loaded.ontology, loaded.shape_files)


def of_datatype(name: str, texts: tuple[str, ...]) -> Values:
    return st.sampled_from(texts).map(lambda text: Literal(text, datatype=NamedNode(XSD + name)))


KINDS: Final[Mapping[str, Values]] = {
    "": nodes | plain_literals,
    "sh:nodeKind sh:BlankNodeOrIRI": nodes,
    "sh:datatype xsd:string": texts.map(Literal),
    "sh:datatype rdf:langString": st.builds(Literal, texts, language=st.sampled_from(["en", "it", "id", "zh-hant"])),
    "sh:datatype xsd:integer": of_datatype("integer", tuple(text for text in NUMBERS if re.fullmatch("[+-]?[0-9]+", text))),
    "sh:datatype xsd:boolean": of_datatype("boolean", ("true", "false", "1", "0")),
    "sh:datatype xsd:decimal": of_datatype("decimal", ("1", "-0", "1.", ".5", "+12345678901234567890.5")),
    "sh:datatype xsd:date": of_datatype("date", ("2020-02-29", "-0044-03-15", "12020-01-01Z", "2020-01-01+14:00")),
    "sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:gYear ] [ sh:datatype xsd:duration ] [ sh:nodeKind sh:IRI ] )": st.one_of(
        of_datatype("integer", ("7", "007")),
        of_datatype("gYear", ("2020", "-0044", "12020Z")),
        of_datatype("duration", ("P1Y", "-P1DT2H", "PT0.5S", "P1Y2M3DT4H5M6S")),
        st.just(NamedNode("http://e/a")),
    ),
}
"""Constraints of a property shape, with values that satisfy them."""

SHAPES: Final = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<urn:shape> a sh:NodeShape ;
    sh:targetSubjectsOf {targets} ;
    sh:closed true ;
    sh:ignoredProperties ( rdf:type ) ;
    sh:property {properties} .
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A project folder for each context."""
    found = {}
    for name, context in CONTEXTS.items():
        folder = tmp_path_factory.mktemp("project")
        (folder / "ontology").mkdir()
        context_file(folder / "ontology", context)
        found[name] = folder
    return found


def project_with(folder: Path, shapes: str) -> Project:
    path = folder / "shapes.ttl"
    path.write_text(shapes, "utf-8")
    return Project(folder, "http://g/", NamedNode("http://g/dataset"), graphs=(), ontology=(), shapes=(path,))


def check(project: Project, quads: list[Quad]) -> None:
    try:
        document = json.loads(jsonld_writer(project.context).whole(quads))
    except InvalidInput:
        assume(False)
    schema = json_schema(without_data(project))
    assert schema is not None
    errors = list(Draft202012Validator(json.loads(schema)).iter_errors(document))
    assert errors == [], document


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTEXTS)
@settings(max_examples=20)
@given(data=st.data())
def test_data_written_with_a_context_is_valid_against_its_schema(folders: dict[str, Path], name: str, data: st.DataObject) -> None:
    kinds = {predicate: data.draw(st.sampled_from(sorted(KINDS))) for predicate in PROPERTIES}
    shapes = SHAPES.format(
        targets=" , ".join(map(str, PROPERTIES)),
        properties=" , ".join(f"[ sh:path {predicate} ; {kind} ]" for predicate, kind in kinds.items()),
    )
    statements = st.one_of(
        *(st.tuples(nodes, st.just(predicate), KINDS[kind]) for predicate, kind in kinds.items()),
        st.tuples(nodes, st.just(RDF_TYPE), nodes),
    )
    drawn = data.draw(st.lists(statements, min_size=1, max_size=8, unique=True))
    quads = [Quad(subject, predicate, value, GRAPH) for subject, predicate, value in drawn]
    check(project_with(folders[name], shapes), quads)


@pytest.mark.slow
@settings(max_examples=20)
@given(
    quads=st.lists(
        st.builds(Quad, nodes, st.sampled_from(PROPERTIES), directed_literals | plain_literals, st.just(GRAPH)), min_size=1, unique=True
    )
)
def test_text_with_a_direction_is_valid_for_unconstrained_keys(folders: dict[str, Path], quads: list[Quad]) -> None:
    properties = " , ".join(f"[ sh:path {predicate} ]" for predicate in PROPERTIES)
    check(project_with(folders["none"], SHAPES.format(targets=PROPERTIES[0], properties=properties)), quads)


def test_a_node_may_be_embedded_under_an_unconstrained_key_of_references(folders: dict[str, Path]) -> None:
    p = PROPERTIES[0]
    a, b = NamedNode("http://e/a"), NamedNode("http://e/b")
    shapes = SHAPES.format(targets=p, properties=f"[ sh:path {p} ]")
    quads = [Quad(a, p, a, GRAPH), Quad(a, p, b, GRAPH), Quad(b, p, a, GRAPH)]
    check(project_with(folders["terms for one property that differ in their types"], shapes), quads)


X: Final = Literal("x")
A, B = NamedNode("http://e/a"), NamedNode("http://e/b")

CONSTRAINTS: Final[Mapping[str, tuple[list[Any], list[Any]]]] = {
    "sh:datatype xsd:date ; sh:minInclusive '2020-01-01'^^xsd:date": ([Literal("2020-01-02", datatype=NamedNode(f"{XSD}date"))], [X]),
    "sh:hasValue 'y'": ([X, A], []),
    "sh:nodeKind sh:IRI ; sh:hasValue <http://e/a>": ([A], [X]),
    "sh:in ( 'x' 7 <http://e/a> )": ([X, A, Literal(7)], [Literal("z"), Literal(True)]),
    "sh:datatype xsd:string ; sh:pattern '^[a-z]+$'": ([X], [Literal("X"), Literal("")]),
    "sh:datatype xsd:string ; sh:pattern '^[a-z]+$' ; sh:flags 'i'": ([X, Literal("X")], [A]),
    "sh:datatype xsd:string ; sh:pattern '^\\\\p{L}+$'": ([X, Literal("я")], [A]),
    "sh:deactivated true ; sh:datatype xsd:date": ([X, A], []),
    "sh:datatype rdf:dirLangString": ([Literal("x", language="ar", direction=BaseDirection.RTL)], []),
    "sh:maxCount 0": ([], [X, A]),
    "sh:or ( [ sh:datatype xsd:string ] [ sh:class <http://e/C> ] )": ([X, A], [Literal(7)]),
    "sh:not [ sh:in ( <http://e/a> ) ]": ([A, B, X], []),
}
"""Property shapes, with values that the schema must accept and some that it rejects."""


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_schema_is_never_stricter_than_its_shape(tmp_path: Path, constraint: str) -> None:
    (tmp_path / "ontology").mkdir()
    context_file(tmp_path / "ontology", {"p": "http://e/p", "q": "http://e/q"})
    shapes = SHAPES.format(targets="<http://e/q>", properties=f"[ sh:path <http://e/q> ] , [ sh:path <http://e/p> ; {constraint} ]")
    project = project_with(tmp_path, shapes)
    schema = json_schema(without_data(project))
    assert schema is not None
    for values, is_taken in zip(CONSTRAINTS[constraint], (True, False), strict=True):
        for value in values:
            quads = [Quad(B, NamedNode("http://e/q"), X, GRAPH), Quad(B, NamedNode("http://e/p"), value, GRAPH)]
            document = json.loads(jsonld_writer(project.context).whole(quads))
            assert Draft202012Validator(json.loads(schema)).is_valid(document) is is_taken, document


def test_a_class_may_have_the_name_of_a_schema_definition(tmp_path: Path) -> None:
    shapes = "<urn:shape> a sh:NodeShape ; sh:targetClass <http://e/thing> ; sh:property [ sh:path <http://e/p> ; sh:minCount 1 ] ."
    (tmp_path / "ontology").mkdir()
    context_file(tmp_path / "ontology", {"p": {"@id": "http://e/p", "@type": "@id"}, "thing": "http://e/thing"})
    project = project_with(
        tmp_path, "@prefix sh: <http://www.w3.org/ns/shacl#> .\n" + shapes.replace("minCount 1", "nodeKind sh:IRI ; sh:minCount 1")
    )
    schema = json_schema(without_data(project))
    assert schema is not None
    with_value, without = (
        json.loads(jsonld_writer(project.context).whole([Quad(A, RDF_TYPE, NamedNode("http://e/thing"), GRAPH), *more]))
        for more in ([Quad(A, NamedNode("http://e/p"), B, GRAPH)], [])
    )
    assert Draft202012Validator(json.loads(schema)).is_valid(with_value)
    assert not Draft202012Validator(json.loads(schema)).is_valid(without)


@pytest.mark.slow
def test_each_project_has_its_own_schema(tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path / "tiny"))
    build(LoadedProject(project), tmp_path / "dist")
    schema = json.loads((tmp_path / "dist" / "tiny.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://example.org/tiny/tiny.schema.json"
    assert "kzit" not in json.dumps(schema)
    document = json.loads((tmp_path / "dist" / "tiny.jsonld").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
