"""Ill-formed shapes are refused by both engines, in one line with the shape, its file and line; what is well-formed is accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.validation.both_engines import LINE, refusals, report, same_report, values

pytestmark = pytest.mark.slow

LIST_OF_ITSELF: Final = (
    "_:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> e:S2 ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l"
)
NODE_SHAPES: Final = {
    "sh:property []": "sh:property refers to a shape without sh:path",
    'sh:property "p"': "sh:property must refer to a shape, not to a literal",
    "sh:node 1": "sh:node must refer to a shape, not to a literal",
    "sh:not true": "sh:not must refer to a shape, not to a literal",
    'sh:and ( "x" )': "sh:and must refer to a shape, not to a literal",
    "sh:or ( e:S2 1 )": "sh:or must refer to a shape, not to a literal",
    "sh:xone ( 1 )": "sh:xone must refer to a shape, not to a literal",
    "sh:and e:S2": "sh:and must be a list",
    f"sh:or {LIST_OF_ITSELF}": "sh:or must be a list",
    "sh:node [ sh:path e:p ; sh:minCount 1 ]": "sh:node refers to a property shape; use sh:property",
    "sh:path e:p": "a sh:NodeShape must not have sh:path",
    "a sh:PropertyShape": "a sh:PropertyShape needs sh:path",
    "sh:minCount 1": "sh:minCount needs a property shape",
    "sh:qualifiedValueShape e:S2 ; sh:qualifiedMinCount 1": "sh:qualifiedValueShape needs a property shape",
    "sh:targetNode []": "sh:targetNode must be an IRI or a literal",
    'sh:targetClass "T"': "sh:targetClass must be an IRI",
    "sh:targetSubjectsOf []": "sh:targetSubjectsOf must be an IRI",
    "sh:targetObjectsOf 1": "sh:targetObjectsOf must be an IRI",
    'sh:severity "high"': "sh:severity must be an IRI",
    "sh:message e:m": "sh:message must be a text",
    "sh:message 5": "sh:message must be a text",
    "sh:closed true ; sh:ignoredProperties e:p": "sh:ignoredProperties must be a list; write ( … )",
    'sh:closed true ; sh:ignoredProperties ( "p" )': "sh:ignoredProperties must be a list of IRIs",
    "sh:deactivated true , false": "sh:deactivated has 2 values",
}
VALUES: Final = {
    "sh:minCount 1.0": "sh:minCount must be a whole number",
    'sh:maxLength "5"': "sh:maxLength must be a whole number",
    "sh:minLength -1": "sh:minLength must be a whole number that is not negative",
    'sh:minCount "300"^^xsd:byte': "sh:minCount must be a whole number",
    "sh:in e:a": "sh:in must be a list",
    f"sh:in {LIST_OF_ITSELF} . e:Z a e:Q": "sh:in must be a list",
    "sh:in ( 1 ) , ( 2 )": "sh:in has 2 values",
    "sh:nodeKind sh:Iri": "sh:nodeKind must be one of sh:BlankNode, ",
    "sh:nodeKind e:IRI": "sh:nodeKind must be one of",
    "sh:nodeKind 'IRI'": "sh:nodeKind must be one of",
    'sh:languageIn "en"': "sh:languageIn must be a list; write ( … )",
    "sh:languageIn ( e:en )": 'sh:languageIn must be a list of texts such as ( "en" "it" )',
    "sh:languageIn ( 'en'@en )": "sh:languageIn must be a list of texts",
    "sh:pattern 5": "sh:pattern must be a text without a language",
    "sh:pattern 'a'@en": "sh:pattern must be a text without a language",
    "sh:pattern 'a' ; sh:flags e:i": "sh:flags must be a text without a language",
    "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class e:A ] , [ sh:class e:B ]": "sh:qualifiedValueShape has 2 values",
    "sh:lessThan []": "sh:lessThan must be an IRI",
    "sh:maxInclusive e:y": "sh:maxInclusive must be a literal",
}
PATHS: Final = {
    "'p'": "sh:path must be a property or a property path, not a literal",
    "[]": "sh:path has a blank node that is not a property path",
    "[ sh:inversPath e:p ]": "sh:path has a blank node that is not a property path",
    "()": "sh:path has an empty list",
    "( e:p )": "sh:path has a list of 1; write at least two members",
    "( e:p 'x' )": "sh:path must be a property or a property path, not a literal",
    "[ sh:alternativePath e:p ]": "sh:alternativePath has a list that is malformed",
    "[ sh:alternativePath ( e:p ) ]": "sh:alternativePath has a list of 1",
    "[ sh:inversePath e:p , e:q ]": "sh:inversePath has 2 values",
    "[ sh:inversePath e:p ; sh:zeroOrMorePath e:q ]": "sh:path has a node with sh:inversePath and sh:zeroOrMorePath",
    "_:c . _:c sh:inversePath _:c": "sh:path contains itself",
    "_:c . _:c sh:alternativePath ( e:a [ sh:zeroOrMorePath _:c ] )": "sh:path contains itself",
    LIST_OF_ITSELF: "sh:path has a list that is malformed",
    " . ".join(["_:p0", *(f"_:p{n} sh:inversePath _:p{n + 1}" for n in range(3000)), "_:p3000 sh:inversePath e:p"]): "more than 100 deep",
    " . ".join(["_:p0", *(f"_:p{n} sh:alternativePath ( _:p{n + 1} _:p{n + 1} )" for n in range(40)), "_:p40 sh:inversePath e:p"]): (
        "sh:path has more than 10,000 steps"
    ),
}
QUERIES: Final = {
    "[]": "sh:sparql has no query; write it in sh:select",
    "e:nowhere": "sh:sparql has no query",
    "'SELECT $this { $this a ?t }'": "sh:sparql must be a node with sh:select, not a literal",
    "[ sh:select e:q ]": "sh:select must be a text",
    "[ sh:select 5 ]": "sh:select must be a text",
    "[ sh:select 'SELECT $this { $this a ?t }'@en ]": "sh:select must be a text without a language",
    "[ sh:select 'SELECT $this { $this a ?t }' , 'SELECT $this { $this a e:T }' ]": "sh:select has 2 values",
    "[ sh:ask 'ASK { $this a ?t }' ]": "sh:sparql has no query; write it in sh:select",
    "[ sh:message 1 ; sh:select 'SELECT $this { $this a ?t }' ]": "sh:message must be a text",
    "[ sh:select 'SELECT ?t { $this a ?t }' ]": "its query does not return $this",
    "[ sh:select 'SELECT ?s { ?s a ?t }' ]": "its query does not return $this",
    "[ sh:select 'SELECT $this { $this $PATH ?value }' ]": "its query uses $PATH, but the shape has no sh:path",
    "[ sh:select 'SELECT $this { $this a ?t }' ; sh:prefixes 'e' ]": "sh:prefixes must refer to a node",
    "[ sh:select 'SELECT $this { GRAPH ?g { $this a ?t } }' ]": "its query uses GRAPH, but the data is one graph without a name",
    "[ sh:select 'SELECT $this { $this a ?t . FILTER NOT EXISTS { graph<urn:g> { $this a ?t } } }' ]": "its query uses GRAPH",
    "[ sh:select 'SELECT $this { \\\\u0047RAPH ?g { $this a ?t } }' ]": "its query uses GRAPH",
}
COMPONENTS: Final = {
    "sh:parameter [ sh:path e:par ]": "a constraint component needs sh:validator",
    "sh:validator [ sh:ask 'ASK {}' ]": "a constraint component needs sh:parameter",
    "sh:parameter [] ; sh:validator [ sh:ask 'ASK {}' ]": "sh:parameter must have one sh:path",
    "sh:parameter [ sh:path ( e:par e:q ) ] ; sh:validator [ sh:ask 'ASK {}' ]": "sh:parameter must have one sh:path",
    "sh:parameter [ sh:path e:this ] ; sh:validator [ sh:ask 'ASK {}' ]": "sh:parameter must not have the name this",
    "sh:parameter [ sh:path e:par ] ; sh:validator 'ASK {}'": "sh:validator must be a node with sh:ask, not a literal",
    "sh:parameter [ sh:path e:par ] ; sh:validator [ sh:select 'SELECT $this {}' ]": "sh:validator has no query; write it in sh:ask",
    "sh:parameter [ sh:path e:par ] ; sh:nodeValidator [ sh:select e:q ]": "sh:select must be a text",
    "sh:parameter [ sh:path e:par ] ; sh:nodeValidator [ sh:select 'SELECT $this { $this $PATH $par }' ]": "sh:nodeValidator uses $PATH",
    "sh:parameter [ sh:path e:par ] ; sh:nodeValidator [ sh:select 'SELECT $this { GRAPH ?g { $this ?p $par } }' ]": "uses GRAPH",
}
DECLARATIONS: Final = {
    "sh:declare [ sh:prefix 'a' ]": "sh:declare must have one sh:namespace",
    "sh:declare [ sh:namespace 'http://a/' ]": "sh:declare must have one sh:prefix",
    "sh:declare 'a'": "sh:declare must have one sh:prefix",
    "sh:declare [ sh:prefix 'a' ; sh:namespace 'http://a/' ] , [ sh:prefix 'a' ; sh:namespace 'http://b/' ]": "the prefix a: is declared",
}


def refused_as(folder: Path, shapes: str, problem: str) -> None:
    for error in refusals(folder, shapes).values():
        assert problem in str(error)
        assert "\n" not in str(error)
        assert error.position is not None
        assert error.position.line == LINE


@pytest.mark.parametrize(("part", "problem"), NODE_SHAPES.items())
def test_an_ill_formed_node_shape_is_refused_with_its_line(part: str, problem: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {part} . e:S2 a sh:NodeShape .", problem)


@pytest.mark.parametrize(("part", "problem"), VALUES.items())
def test_a_parameter_of_the_wrong_kind_is_refused_with_its_line(part: str, problem: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property e:P . e:P sh:path e:p ; {part} .", problem)


@pytest.mark.parametrize(("path", "problem"), PATHS.items(), ids=[path[:40] for path in PATHS])
def test_an_ill_formed_path_is_refused_with_its_line(path: str, problem: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property e:P . e:P sh:minCount 1 ; sh:path {path} .", problem)


@pytest.mark.parametrize(("constraint", "problem"), QUERIES.items())
def test_an_ill_formed_sparql_constraint_is_refused(constraint: str, problem: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql {constraint} .", problem)


@pytest.mark.parametrize(("part", "problem"), COMPONENTS.items())
def test_an_ill_formed_constraint_component_is_refused(part: str, problem: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:C a sh:ConstraintComponent ; {part} . e:S a sh:NodeShape ; sh:targetNode e:x ; e:par 1 .", problem)


@pytest.mark.parametrize(("part", "problem"), DECLARATIONS.items())
def test_an_ill_formed_declaration_of_a_prefix_is_refused(part: str, problem: str, tmp_path: Path) -> None:
    constraint = "sh:sparql [ sh:select 'SELECT $this { $this a a:T }' ; sh:prefixes e:O ]"
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {constraint} . e:O {part} .", problem)


@pytest.mark.parametrize("part", ["sh:node [ sh:node e:S ]", "sh:node _:r . _:r sh:node _:r", "sh:not [ sh:or ( e:T ) ] . e:T sh:node e:S"])
def test_a_recursive_shape_is_refused_with_its_line(part: str, tmp_path: Path) -> None:
    refused_as(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {part} .", "the shape <http://e/S> is recursive")


@pytest.mark.parametrize(
    "datatype", ["long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedLong", "unsignedByte"]
)
@pytest.mark.parametrize("name", ["minCount", "minLength"])
def test_a_count_can_have_any_datatype_of_integers(name: str, datatype: str, tmp_path: Path) -> None:
    shapes = f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:{name} "2"^^xsd:{datatype} ] .'
    (result,) = same_report(tmp_path, shapes, 'e:x e:p "a" .').results
    assert result.message.removeprefix('The value "a" of e:p').strip(" .").endswith(("at least 2 values", "at least 2 characters"))


@pytest.mark.parametrize("count", ["4294967296", "9223372036854775808", "18446744073709551616", "9" * 5000, "+0" + "9" * 30])
def test_a_count_of_any_size_is_checked(count: str, tmp_path: Path) -> None:
    part = f"sh:minCount {count} ; sh:maxCount {count} ; sh:minLength {count} ; sh:maxLength {count}"
    found = same_report(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; {part} ] .", 'e:x e:p "a" .')
    assert sorted(result.component.rpartition("#")[2] for result in found.results) == [
        "MinCountConstraintComponent",
        "MinLengthConstraintComponent",
    ]


@pytest.mark.parametrize(("part", "results"), [("sh:and ()", []), ("sh:or ()", ["Or"]), ("sh:xone ()", ["Xone"]), ("sh:node []", [])])
def test_an_empty_list_or_shape_has_the_meaning_of_shacl(part: str, results: list[str], tmp_path: Path) -> None:
    found = same_report(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {part} .", "e:x a e:T .")
    assert [result.component.rpartition("#")[2].removesuffix("ConstraintComponent") for result in found.results] == results


def test_a_path_can_have_other_statements_and_be_used_twice(tmp_path: Path) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path _:p ; sh:minCount 2 ] , [ sh:path _:p ; sh:minCount 3 ] .
        _:p sh:inversePath e:p ; rdfs:label "inverse" ."""
    assert values(same_report(tmp_path, shapes, "e:y e:p e:x ."), "MinCount") == ["", ""]


@pytest.mark.parametrize(
    ("part", "warning"),
    [
        ("sh:flags 'i'", "sh:flags has no effect without sh:pattern"),
        ("sh:ignoredProperties ( e:p )", "sh:ignoredProperties has no effect without sh:closed"),
        ("sh:qualifiedMinCount 3", "sh:qualifiedMinCount has no effect without sh:qualifiedValueShape"),
        ("sh:qualifiedMaxCount 0", "sh:qualifiedMaxCount has no effect without sh:qualifiedValueShape"),
        ("sh:qualifiedValueShape e:T", "sh:qualifiedValueShape has no effect without sh:qualifiedMinCount or sh:qualifiedMaxCount"),
        ("sh:qualifiedValueShapesDisjoint true", "sh:qualifiedValueShapesDisjoint has no effect without sh:qualifiedValueShape"),
        ("sh:uniqueLang 'yes'", 'sh:uniqueLang "yes" is ignored; write true or false'),
        ("sh:deactivated []", "sh:deactivated of a blank node is ignored; write true or false"),
        ("sh:closed 1", "sh:closed"),
        ("sh:entailment <http://www.w3.org/ns/entailment/OWL-Direct>", "sh:entailment <http://www.w3.org/ns/entailment/OWL-Direct> is"),
    ],
)
def test_a_parameter_without_effect_is_a_warning(part: str, warning: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 3 ; {part} ] . e:T a sh:NodeShape ."
    found = same_report(tmp_path, shapes, "e:x e:p 1 .")
    assert len(found.warnings) == 1
    assert f"s.ttl:{LINE}: a part of the shape <http://e/S>: {warning}" in found.warnings[0]
    assert values(found, "MinCount") == [""]


def test_a_namespace_can_be_a_plain_text(tmp_path: Path) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select "SELECT $this { $this a en:T }" ; sh:prefixes e:O ] .
        e:O sh:declare [ sh:prefix "en" ; sh:namespace "http://e/" ] ."""
    assert len(same_report(tmp_path, shapes, "e:x a e:T .").results) == 1


def test_the_shapes_graph_can_be_asked_for(tmp_path: Path) -> None:
    query = "SELECT $this { $this a ?t . GRAPH $shapesGraph { $currentShape a ?shape } }"
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select '{query}' ] ."
    assert len(report(tmp_path, "shacl", shapes, "e:x a e:T .").results) == 1
