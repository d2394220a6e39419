"""Shapes without sh:message give results with a reason in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.validation.validate import ENGINES
from tests.validation.both_engines import report, same_report


@pytest.mark.parametrize(
    ("constraint", "data", "message"),
    [
        ("sh:minCount 2", "1", "The property e:p must have at least 2 values"),
        ("sh:maxCount 1", "1 , 2", "The property e:p must have at most 1 value"),
        ("sh:datatype xsd:date", "5", "The value 5 of e:p must be a literal of the datatype xsd:date with a form that it allows"),
        ("sh:class e:K", "e:y", "The value e:y of e:p must be an instance of e:K"),
        ("sh:nodeKind sh:IRI", '"a"@en', 'The value "a"@en of e:p must be an IRI'),
        ("sh:minInclusive 2.5", "1", "The value 1 of e:p must be at least 2.5"),
        ("sh:maxExclusive 1", "1", "The value 1 of e:p must be less than 1"),
        ("sh:minLength 3", '"a"', 'The value "a" of e:p must have at least 3 characters'),
        (r'sh:pattern "^\\p{Lu}"', '"a"', r'The value "a" of e:p must match the regular expression "^\\p{Lu}"'),
        ('sh:languageIn ( "en" "it" )', '"a"@de', 'The value "a"@de of e:p must be text in one of the languages "en", "it"'),
        ("sh:uniqueLang true", '"a"@en , "b"@en', "The property e:p must have at most one text in each language"),
        ("sh:in ( 1 2 )", "3", "The value 3 of e:p must be one of 1, 2"),
        ("sh:hasValue e:y", "3", "The property e:p must include e:y"),
        ("sh:equals e:q", "3", "The value 3 of e:p must be equal to the values of e:q"),
        ("sh:lessThan e:r", "3", "The value 3 of e:p must be less than e:r"),
        ("sh:node e:T", "3", "The value 3 of e:p must conform to the shape e:T"),
        ("sh:not [ sh:datatype xsd:integer ]", "3", "The value 3 of e:p must not conform to the shape of sh:datatype"),
        ("sh:or ( e:T )", "3", "The value 3 of e:p must conform to one of the shapes of sh:or"),
        (
            "sh:qualifiedValueShape e:T ; sh:qualifiedMinCount 1",
            "3",
            "The property e:p must have at least 1 value conforming to the shape e:T",
        ),
        ('sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value }" ]', "3", "The value 3 of e:p violates a SPARQL constraint"),
    ],
)
def test_the_message_names_constraint_path_and_value(constraint: str, data: str, message: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; {constraint} ] . e:T sh:nodeKind sh:BlankNode ."
    found = same_report(tmp_path, shapes, f"e:x e:p {data} ; e:r 1 . e:y a e:Other .")
    assert {result.message for result in found.results} == {message}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<http://e/~>", "<http://e/~>"),
        ("<http://e/a/b>", "<http://e/a/b>"),
        ("<http://e/a.>", "<http://e/a.>"),
        ("<http://e/-a>", "<http://e/-a>"),
        ("<http://e/>", "<http://e/>"),
        ("<http://e/%7E>", "e:%7E"),
        ("<http://e/a:b.c>", "e:a:b.c"),
        ("<http://other/a>", "<http://other/a>"),
        ('"<http://e/a> http://e/b"', '"<http://e/a> http://e/b"'),
        ('"100"^^<http://e/number>', '"100"^^e:number'),
    ],
)
def test_an_iri_is_a_valid_prefixed_name_or_in_full(value: str, shown: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:maxLength 2 ; sh:not [ sh:in ( {value} ) ] ] ."
    found = same_report(tmp_path, shapes, f"e:x e:p {value} .")
    assert f"The value {shown} of e:p must have at most 2 characters" in {result.message for result in found.results}
    assert f"(found {shown})" in found.text()
    assert all(f" The value {shown} of" in line for line in found.text().splitlines()[:-1])


def test_a_listed_iri_is_a_valid_prefixed_name_or_in_full(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:in ( <http://e/~> e:b ) ] ."
    found = same_report(tmp_path, shapes, "e:x e:p <http://e/a/b> .")
    assert (
        "<http://e/a/b> is unknown: nothing describes it. The value <http://e/a/b> of e:p must be one of <http://e/~>, e:b" in found.text()
    )


def test_a_closed_shape_names_the_property(tmp_path: Path) -> None:
    found = same_report(tmp_path, "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:closed true .", "e:x e:p 1 .")
    assert [result.message for result in found.results] == ["e:p is not allowed here: the shape is closed"]


def test_a_custom_component_is_named(tmp_path: Path) -> None:
    shapes = """
        e:Below a sh:ConstraintComponent ; sh:parameter [ sh:path e:below ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value < $below) }" ] .
        e:S a sh:NodeShape ; sh:targetNode 1 , 2 ; e:below 2 ."""
    found = same_report(tmp_path, shapes, "e:x a e:T .")
    assert [result.message for result in found.results] == ["The node 2 violates the constraint e:Below"]


@pytest.mark.parametrize("format_name", ["to_turtle", "text", "to_json", "to_github"])
def test_no_report_has_an_empty_message(format_name: str, tmp_path: Path) -> None:
    found = same_report(tmp_path, "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:class e:K .", "e:x a e:T .")
    written = getattr(found, format_name)()
    assert "must be an instance of e:K" in written
    assert '""' not in written


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_message_is_replaced_by_words(engine: str, tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message '' ] ."
    (result,) = report(tmp_path, engine, shapes, "e:x a e:T .").results
    assert "at least 1 value" in result.message


def test_a_custom_component_of_a_property_is_named(tmp_path: Path) -> None:
    shapes = """
        e:None a sh:ConstraintComponent ; sh:parameter [ sh:path e:none ] ;
            sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:select "SELECT $this ?value { $this $PATH ?value }" ] .
        e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; e:none true ] ."""
    found = same_report(tmp_path, shapes, "e:x e:p e:y .")
    assert [result.message for result in found.results] == ["The value e:y of e:p violates the constraint e:None"]
