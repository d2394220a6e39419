"""Both engines give the results of SHACL, for terms as they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.validation.results import Severity
from tests.validation.both_engines import LINE, refusals, report, same_report, values

XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def shape(constraints: str) -> str:
    """Return a shape whose property e:p has constraints."""
    return f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; {constraints} ] ."


def data(*texts: str, datatype: str = "string") -> str:
    """Return a node whose property e:p has literals."""
    values = " , ".join(f'"{text}"^^xsd:{datatype}' for text in texts)
    return f"e:x e:p {values} ."


@pytest.mark.parametrize("datatype", ["nonNegativeInteger", "positiveInteger", "long", "unsignedByte", "dateTimeStamp"])
def test_derived_datatypes_are_checked_as_written(datatype: str, tmp_path: Path) -> None:
    text = "2020-01-01T00:00:00Z" if datatype == "dateTimeStamp" else "12"
    found = same_report(tmp_path, shape(f"sh:datatype xsd:{datatype}"), f'e:x e:p "{text}"^^xsd:{datatype} , 12 .')
    assert [result.value for result in found.results] == [f'"12"^^<{XSD}integer>']


def test_shapes_reach_the_engine_as_written(tmp_path: Path) -> None:
    found = same_report(tmp_path, shape('sh:in ( 4.0 007 "1"^^xsd:boolean )'), 'e:x e:p 4.0 , 4 , 007 , 7 , true , "1"^^xsd:boolean .')
    assert values(found, "In") == ["4", "7", "true"]


def test_a_bound_with_a_decimal_point_is_compared_by_value(tmp_path: Path) -> None:
    found = same_report(tmp_path, shape("sh:minInclusive 4.0"), "e:x e:p 4 , 3.99 , 4.00 .")
    assert values(found, "MinInclusive") == ["3.99"]


def test_other_forms_of_true_do_not_switch_a_constraint_on(tmp_path: Path) -> None:
    found = same_report(tmp_path, shape('sh:uniqueLang "1"^^xsd:boolean'), 'e:x e:p "a"@en , "b"@en .')
    assert found.results == ()
    assert "write true or false" in found.warnings[0]


@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class"])
@pytest.mark.parametrize(
    "constraint",
    ["sh:property [ sh:path e:p ; sh:minCount 1 ]", 'sh:sparql [ sh:select "SELECT $this { $this a ?c MINUS_OF_P }" ]'],
    ids=["core", "sparql"],
)
def test_a_shape_that_is_a_class_applies_to_its_instances(kind: str, constraint: str, tmp_path: Path) -> None:
    shapes = f"e:K a {kind} , sh:NodeShape ; {constraint} ."
    shapes = shapes.replace("MINUS_OF_P", "FILTER NOT EXISTS { $this <http://e/p> ?value }")
    found = same_report(tmp_path, shapes, "e:x a e:K . e:y a e:L . e:ok a e:L ; e:p 1 . e:L rdfs:subClassOf e:K .")
    assert [result.focus for result in found.results] == ["<http://e/x>", "<http://e/y>"]


def test_a_custom_severity_is_kept_and_fails(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:severity e:Note ; sh:nodeKind sh:Literal ; "
    shapes += 'sh:sparql [ sh:select "SELECT $this { $this a ?class }" ] .'
    found = same_report(tmp_path, shapes, "e:x a e:T .")
    assert [result.severity_iri for result in found.results] == ["http://e/Note"] * 2
    assert {result.severity for result in found.results} == {Severity.VIOLATION}
    assert not found.passed
    assert not found.conforms


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", ["007", "99999999999999999999999"], ["1_000", "1.0", "1e1"]),
        ("long", ["9223372036854775807"], ["9223372036854775808", "-9223372036854775809"]),
        ("unsignedLong", ["18446744073709551615"], ["18446744073709551616", "-1"]),
        ("decimal", ["0.1234567890123456789", "123456789012345678901234567890"], ["1e5", "inf", "1_000", "INF"]),
        ("double", ["INF", "NaN", "1E400"], ["inf", "nan", "infinity", "1_0"]),
        ("float", ["1e5", "-INF"], ["inf", "1_0"]),
        ("boolean", ["1", "false"], ["True", "yes"]),
        ("date", ["-0012-11-29", "12026-01-01", "2020-01-01+14:00"], ["2021-02-29", "2020-01-01+00", "2020-01-01+14:01", "20200101"]),
        ("date", ["9223372036854775808-01-01"], ["9223372036854775808-13-01"]),
        ("dateTime", ["2020-01-01T24:00:00", "12026-01-01T00:00:00Z"], ["2020-01-01T24:00:01", "2020-01-01T00:00:00+00", "2020-01-01"]),
        ("dateTimeStamp", ["2020-01-01T00:00:00Z"], ["2020-01-01T00:00:00"]),
        ("time", ["24:00:00", "12:00:00+14:00"], ["24:00:01", "12:00", "12:00:00+00"]),
        ("gYear", ["-0001", "12026"], ["20", "02020"]),
        ("gMonthDay", ["--02-29"], ["--02-30"]),
        ("duration", ["P1Y14M", "-P1D"], ["P1YT", "PT", "P1W"]),
        ("dayTimeDuration", ["P1D"], ["P1Y"]),
        ("hexBinary", ["0f"], ["F"]),
        ("base64Binary", ["AA=="], ["AAA"]),
        ("language", ["de-DE"], ["en_US"]),
        ("NCName", ["a"], ["a:b", "1a"]),
    ],
)
def test_ill_typed_literals_are_violations_and_no_others(datatype: str, right: list[str], wrong: list[str], tmp_path: Path) -> None:
    found = same_report(tmp_path, shape(f"sh:datatype xsd:{datatype}"), data(*right, *wrong, datatype=datatype))
    assert values(found, "Datatype") == sorted(wrong)


def test_ill_typed_literals_are_found_in_nested_shapes(tmp_path: Path) -> None:
    constraints = "sh:or ( [ sh:datatype xsd:decimal ] [ sh:datatype xsd:date ] ) ; sh:not [ sh:datatype xsd:integer ]"
    mixed = 'e:x e:p "-0012-11-29"^^xsd:date , 0.1234567890123456789 , "1e5"^^xsd:decimal , "1_000"^^xsd:integer .'
    found = same_report(tmp_path, shape(constraints), mixed)
    assert values(found, "Or") == ["1_000", "1e5"]
    assert values(found, "Not") == []


def test_literals_that_are_targets_are_checked(tmp_path: Path) -> None:
    shapes = 'e:S a sh:NodeShape ; sh:targetNode "1e5"^^xsd:decimal , 0.1234567890123456789 ; sh:datatype xsd:decimal .'
    assert values(same_report(tmp_path, shapes, "e:x a e:T ."), "Datatype") == ["1e5"]


@pytest.mark.parametrize("path", ["[ sh:alternativePath ( e:p e:q ) ]", "( e:r e:p )", "[ sh:inversePath e:i ]"])
def test_values_of_property_paths_are_checked(path: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path {path} ; sh:or ( [ sh:datatype xsd:time ] e:Node ) ] . "
    shapes += "e:Node a sh:NodeShape ; sh:property [ sh:path e:t ; sh:datatype xsd:time ] ; sh:nodeKind sh:IRI ."
    bad = data("24:00:01", "24:00:00", datatype="time")
    found = same_report(tmp_path, shapes, f"{bad} e:x e:r e:x . e:y e:i e:x ; e:t '24:00:01'^^xsd:time .")
    assert values(found, "Or") in (["24:00:01"], ["<http://e/y>"])


def test_several_constraints_of_a_shape_are_corrected_together(tmp_path: Path) -> None:
    constraints = 'sh:datatype xsd:date ; sh:minInclusive "-0100-01-01"^^xsd:date ; sh:maxInclusive "12000-01-01"^^xsd:date'
    dates = ("-0012-11-29", "-0101-01-01", "12026-01-01", "9223372036854775808-01-01", "2020-01-01", "x")
    found = same_report(tmp_path, shape(constraints), data(*dates, datatype="date"))
    assert values(found, "Datatype") == ["x"]
    assert values(found, "MinInclusive") == ["-0101-01-01", "x"]
    assert values(found, "MaxInclusive") == ["12026-01-01", "9223372036854775808-01-01", "x"]


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("0.1234567890123456789", "0.1234567890123456788", "0.1234567890123456789"),
        ("9223372036854775809", "9223372036854775808", "9223372036854775809"),
        ('"-0013-01-01"^^xsd:date', '"-0014-01-01"^^xsd:date', '"-0012-01-01"^^xsd:date'),
        ('"12026-01-01T00:00:00Z"^^xsd:dateTime', '"12025-12-31T23:59:59Z"^^xsd:dateTime', '"12026-01-01T00:00:00Z"^^xsd:dateTime'),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-03T00:00:00"^^xsd:dateTime'),
        ('"P1Y"^^xsd:yearMonthDuration', '"P11M"^^xsd:yearMonthDuration', '"P12M"^^xsd:yearMonthDuration'),
        ("0.5e0", '"NaN"^^xsd:double', "0.5"),
        ('"2020-01-01"^^xsd:date', '"2020-01-02T00:00:00"^^xsd:dateTime', '"2020-01-02"^^xsd:date'),
    ],
)
def test_bounds_are_compared_by_exact_values(bound: str, low: str, high: str, tmp_path: Path) -> None:
    found = same_report(tmp_path, shape(f"sh:minInclusive {bound}"), f"e:x e:p {low} , {high} .")
    assert values(found, "MinInclusive") == [low.partition("^^")[0].strip('"')]


def test_literals_of_a_subproperty_are_checked_for_its_superproperty(tmp_path: Path) -> None:
    ontology = "e:p a owl:DatatypeProperty . e:q a owl:DatatypeProperty ; rdfs:subPropertyOf e:p ."
    found = same_report(tmp_path, shape("sh:datatype xsd:decimal"), 'e:x e:q "1e5"^^xsd:decimal , 0.1234567890123456789 .', ontology)
    assert values(found, "Datatype") == ["1e5"]


def test_language_ranges_match_longer_tags(tmp_path: Path) -> None:
    tagged = 'e:x e:p "a"@de-DE-1996 , "b"@de , "c"@en-GB , "d"@de-DEX , "e" .'
    found = same_report(tmp_path, shape('sh:languageIn ( "de-DE" "EN" )'), tagged)
    assert [value.lower() for value in values(found, "LanguageIn")] == ['b"@de', 'd"@de-dex', "e"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "flags", "matching", "others"),
    [
        ("^[a-z-[aeiou]]+$", "", ["xyz"], ["abc"]),
        (r"^\\p{Lu}", "", ["Ab", "Éa"], ["ab"]),
        (r"^\\i\\c*$", "", ["a:b-1"], ["1a"]),
        ("a.b", "q", ["a.b"], ["axb"]),
        ("^a.b$", "", ["axb"], ["a\\nb"]),
        ("^a.b$", "s", ["a\\nb"], ["ab"]),
        ("^ a b $", "x", ["ab"], ["a b"]),
        ("^abc$", "i", ["ABC"], ["abcd"]),
        ("^abc$", "", ["abc"], ["abc\\n"]),
        (r"^\\w+$", "", ["жук"], ["a_b"]),
    ],
)
def test_a_pattern_has_the_meaning_of_xpath(pattern: str, flags: str, matching: list[str], others: list[str], tmp_path: Path) -> None:
    constraints = f'sh:pattern "{pattern}"' + (f' ; sh:flags "{flags}"' if flags else "")
    found = same_report(tmp_path, shape(constraints), data(*matching, *others))
    assert values(found, "Pattern") == sorted(others)


def test_a_back_reference_has_the_meaning_of_xpath(tmp_path: Path) -> None:
    constraints = r'sh:pattern "^(.)\\1$" ; sh:flags "i"'
    found = same_report(tmp_path, shape(constraints), "e:x e:p 'aa' , 'ab' , 'Aa' , 11 , 12 , e:y , [] .".replace(" , []", ""))
    assert values(found, "Pattern") == ["12", "<http://e/y>", "ab"]


def test_a_regular_expression_that_is_too_large_for_an_engine_is_evaluated(tmp_path: Path) -> None:
    found = same_report(tmp_path, shape(r'sh:pattern "^(\\p{L}{90}){90}$"'), data("a" * 8100, "a"))
    assert values(found, "Pattern") == ["a"]


def test_a_back_reference_in_a_nested_shape_is_evaluated(tmp_path: Path) -> None:
    shapes = r'e:S a sh:NodeShape ; sh:targetClass e:T ; sh:not [ sh:pattern "/(.)\\1$" ] .'
    found = same_report(tmp_path, shapes, "e:xx a e:T . e:xy a e:T .")
    assert values(found, "Not") == ["<http://e/xx>"]


@pytest.mark.parametrize("pattern", ["^(?=a)", r"\\bx", "(a", "a++", "[a-z", r"\\p{Nope}"])
def test_other_regular_expressions_are_refused_with_their_shape(pattern: str, tmp_path: Path) -> None:
    for error in refusals(tmp_path, shape(f'sh:pattern "{pattern}"')).values():
        assert error.position is not None
        assert error.position.line == LINE
        assert "a part of the shape <http://e/S>: the regular expression" in error.problem


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("SELECT $this { $this zz:p ?value }", "its query uses the prefix zz:, which is not declared"),
        ("SELECT $this { { $this zz:p ?value } UNION { $this a ?class } }", "its query uses the prefix zz:, which is not declared"),
        ("SELECT $this { $this a }", "its query is not SPARQL (line 1, column"),
        ("SELECT $this { $this a ?class MINUS { $this <urn:p> 1 } }", "its query uses MINUS"),
        ("SELECT $this { BIND (1 AS $this) }", "its query assigns $this"),
        ("SELECT $this { $this a ?class { SELECT ?other { ?other a ?class } } }", "a subquery does not return $this"),
    ],
)
def test_a_wrong_query_is_refused_with_its_shape_and_line(query: str, problem: str, tmp_path: Path) -> None:
    for error in refusals(tmp_path, f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select "{query}" ] .').values():
        assert error.position is not None
        assert error.position.line == LINE
        assert error.problem.startswith(f"the shapes cannot be used: the shape <http://e/S>: {problem}")


def test_the_shapes_graph_variable_needs_the_default_engine(tmp_path: Path) -> None:
    query = "SELECT $this ?value { $this a ?class . GRAPH $shapesGraph { $currentShape <http://e/q> ?value } }"
    shapes = f'e:S a sh:NodeShape ; sh:targetNode e:x ; e:q 1 ; sh:sparql [ sh:select "{query}" ] .'
    assert len(report(tmp_path / "a", "shacl", shapes, "e:x a e:T .").results) == 1
    with pytest.raises(
        InvalidInput, match=r"s\.ttl:6: .*<http://e/S>: its query uses \$shapesGraph, which the engine \"pyshacl\" does not"
    ):
        report(tmp_path / "b", "pyshacl", shapes, "e:x a e:T .")


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ('sh:minCount "a"', "sh:minCount must be a whole number"),
        ("sh:maxLength -1", "sh:maxLength must be a whole number"),
        ("sh:in e:y", "sh:in must be a list"),
        ('sh:datatype "x"', "sh:datatype must be an IRI"),
        ("sh:datatype xsd:date , xsd:string", "sh:datatype has 2 values"),
        ("sh:pattern e:y", "sh:pattern must be a text without a language"),
    ],
)
def test_an_ill_formed_shape_is_refused_with_its_line(part: str, problem: str, tmp_path: Path) -> None:
    for error in refusals(tmp_path, shape(part)).values():
        assert error.position is not None
        assert error.position.line == LINE
        assert problem in error.problem


@pytest.mark.parametrize(
    ("shapes", "problem"),
    [
        ("sh:property [ sh:minCount 1 ]", "sh:property refers to a shape without sh:path"),
        ('sh:property [ sh:path "p" ; sh:minCount 1 ]', "sh:path must be a property"),
        ("sh:lessThan e:p", "sh:lessThan needs a property shape"),
    ],
)
def test_a_shape_of_the_wrong_kind_is_refused(shapes: str, problem: str, tmp_path: Path) -> None:
    for error in refusals(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {shapes} .").values():
        assert problem in error.problem
