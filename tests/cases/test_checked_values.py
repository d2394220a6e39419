"""Both engines check literals, patterns and languages exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.rdf.namespaces import SHACL
from tests.cases.examples import ENGINES, FIRST_LINE, literal, of_property, refusal, report, wrong_values

both_engines: Final = pytest.mark.parametrize("engine", ENGINES)


def texts(*values: str, datatype: str = "string") -> str:
    return f"e:x e:p {' , '.join(literal(value, datatype) for value in values)} ."


VALUES: Final = {
    "integer": (["007", "-0", "+1", "99999999999999999999"], ["1_000", "1.0", "", "١", "1e1", "0x1"]),
    "decimal": (["1.", ".5", "-1.50", "0.1234567890123456789", "123456789012345678901234567890.5"], ["1e5", "inf", "1_0.0", ".", "NaN"]),
    "double": (["INF", "-INF", "NaN", "1E400", "1.e1"], ["inf", "nan", "Infinity", "1_0", "1e"]),
    "float": (["1e39", "INF"], ["inf", "+nan", "1f"]),
    "boolean": (["true", "false", "1", "0"], ["True", "TRUE", "yes", "01", ""]),
    "long": (["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", "1_0"]),
    "int": (["2147483647"], ["2147483648"]),
    "short": (["-32768"], ["32768"]),
    "byte": (["-128", "+127"], ["128", "-129"]),
    "unsignedLong": (["18446744073709551615", "-0"], ["18446744073709551616", "-1"]),
    "unsignedByte": (["255"], ["256", "-1"]),
    "nonNegativeInteger": (["0", "-0"], ["-1"]),
    "nonPositiveInteger": (["0", "-5"], ["1"]),
    "positiveInteger": (["1"], ["0"]),
    "negativeInteger": (["-1"], ["0", "-0"]),
    "date": (
        ["-0012-11-29", "12026-01-01", "2020-02-29Z", "2020-01-01-14:00", "0000-01-01"],
        ["2021-02-29", "2020-01-01+00", "20200101", "-2-01-01"],
    ),
    "dateTime": (
        ["-0012-11-29T00:00:00", "12026-01-01T00:00:00Z", "2020-01-01T24:00:00", "2020-01-01T00:00:00.123456789012Z"],
        [
            "2020-01-01T24:00:01",
            "2020-01-01T00:00:00+00",
            "2020-01-01 00:00:00",
            "2020-01-01T00:00",
            "2020-01-01T00:00:60",
            "2020-01-01T00:00:00z",
        ],
    ),
    "dateTimeStamp": (["2020-01-01T00:00:00Z", "12026-01-01T00:00:00+14:00"], ["2020-01-01T00:00:00", "2020-01-01T24:00:01Z"]),
    "time": (["24:00:00", "12:00:00.5+14:00"], ["24:00:01", "12:00", "12:00:00+00", "25:00:00"]),
    "gYear": (["-0044", "12026", "2020+01:00"], ["44", "02020"]),
    "gMonthDay": (["--02-29"], ["--02-30", "02-29"]),
    "duration": (["P1Y14M", "-PT36H", "PT0.5S"], ["P", "PT", "P1S", "1Y", "P-1Y"]),
    "yearMonthDuration": (["P14M"], ["P1D"]),
    "dayTimeDuration": (["PT36H"], ["P1M"]),
    "hexBinary": (["", "fF"], ["f", "0g"]),
    "base64Binary": (["", "AA=="], ["A", "AAA"]),
}


@both_engines
@pytest.mark.parametrize("datatype", VALUES)
def test_ill_typed_literals_are_violations_and_no_others(datatype: str, engine: str, tmp_path: Path) -> None:
    """SHACL 4.1.2 with the lexical forms of XML Schema 1.1."""
    right, wrong = VALUES[datatype]
    found = report(tmp_path, of_property(f"sh:datatype xsd:{datatype}"), texts(*right, *wrong, datatype=datatype), engine)
    assert wrong_values(found) == sorted(wrong)


@both_engines
@pytest.mark.parametrize(
    ("text", "datatype", "wrong"),
    [
        ("9223372036854775808-01-01", "date", 0),
        ("-99999999999999999999-01-01", "date", 0),
        ("9223372036854775808-13-01", "date", 1),
        ("9223372036854775808-01-01T00:00:00Z", "dateTime", 0),
        ("99999999999999999999", "gYear", 0),
        ("P99999999999999999999Y", "duration", 0),
        ("PT1.123456789012345678901234567890S", "duration", 0),
        ("0" * 5000 + "1", "integer", 0),
        ("1e99999999999999999999", "double", 0),
    ],
)
def test_an_extreme_literal_crashes_neither_engine(text: str, datatype: str, wrong: int, engine: str, tmp_path: Path) -> None:
    value = literal(text, datatype)
    assert len(report(tmp_path / "datatype", of_property(f"sh:datatype xsd:{datatype}"), f"e:x e:p {value} .", engine).results) == wrong
    assert report(tmp_path / "in", of_property(f"sh:in ( {value} )"), f"e:x e:p {value} .", engine).results == ()
    bound = report(tmp_path / "bound", of_property(f"sh:minInclusive {value}"), f"e:x e:p {value} .", engine)
    assert len(bound.results) in (0, 1)


@both_engines
@pytest.mark.parametrize(
    ("constraint", "data", "wrong"),
    [
        ("sh:maxExclusive 0.1234567890123456789", "0.1234567890123456788 , 0.1234567890123456789", ["0.1234567890123456789"]),
        ("sh:minInclusive 9223372036854775808", "9223372036854775807 , 9223372036854775808", ["9223372036854775807"]),
        ("sh:maxInclusive 1.5", "1.50 , 1.51 , 15e-1", ["1.51"]),
        ('sh:minInclusive "-0012-01-01"^^xsd:date', '"-0013-01-01"^^xsd:date , "-0011-01-01"^^xsd:date', ["-0013-01-01"]),
        ('sh:maxInclusive "9999-12-31"^^xsd:date', '"12026-01-01"^^xsd:date , "2020-01-01"^^xsd:date', ["12026-01-01"]),
        ("sh:minInclusive 1", '"a" , 2', ["a"]),
        ("sh:minInclusive 1", '"NaN"^^xsd:double , "INF"^^xsd:double , true', ["NaN", "true"]),
        ('sh:minInclusive "a"', '"b" , "c"@en , "A" , "b"^^xsd:token', ["A", "b", 'c"@en']),
        ('sh:minInclusive "a"@en', '"b" , "c"@en , "d"@de', ["b", 'c"@en', 'd"@de']),
        ('sh:minInclusive "2024-01-01"^^xsd:date', '"2024-01-01Z"^^xsd:date , "2024-01-03Z"^^xsd:date', ["2024-01-01Z"]),
        ('sh:minInclusive "P1M"^^xsd:duration', '"P30D"^^xsd:duration , "P32D"^^xsd:duration', ["P30D"]),
        ('sh:maxInclusive "1"^^xsd:boolean', 'true , "0"^^xsd:boolean', []),
        ('sh:minInclusive "23:00:00"^^xsd:time', '"24:00:00"^^xsd:time', ["24:00:00"]),
    ],
)
def test_bounds_are_compared_exactly(constraint: str, data: str, wrong: list[str], engine: str, tmp_path: Path) -> None:
    """SHACL 4.3."""
    assert wrong_values(report(tmp_path, of_property(constraint), f"e:x e:p {data} .", engine)) == wrong


@both_engines
@pytest.mark.parametrize(
    ("constraint", "data", "wrong"),
    [
        ("sh:hasValue 1.0", "1.00", 1),
        ("sh:hasValue 1.00", "1.00", 0),
        ("sh:hasValue true", '"1"^^xsd:boolean', 1),
        ('sh:hasValue "x"@EN', '"x"@en', 0),
        ("sh:in ( 1 2.0 )", "01 , 2.00 , 1.0 , 1", 3),
        ('sh:in ( "1"^^xsd:byte )', '1 , "1"^^xsd:byte', 1),
        ("sh:maxCount 1", "1.0 , 1.00", 1),
        ("sh:maxCount 1", '"x"@EN , "x"@en', 0),
        ("sh:minCount 2", 'true , "1"^^xsd:boolean', 0),
        ("sh:equals e:q", "1.0 ; e:q 1.00", 2),
        ("sh:equals e:q", '"x"@EN ; e:q "x"@en', 0),
        ("sh:disjoint e:q", "1.0 ; e:q 1.00", 0),
        ("sh:disjoint e:q", "1.00 ; e:q 1.00", 1),
        ("sh:lessThan e:q", "1 ; e:q 1.0", 1),
        ("sh:lessThanOrEquals e:q", "1 ; e:q 1.0", 0),
        ("sh:lessThan e:q", '"0"^^xsd:boolean ; e:q "1"^^xsd:boolean', 0),
        ("sh:qualifiedValueShape [ sh:hasValue 1.0 ] ; sh:qualifiedMinCount 1", "1.00", 1),
        ("sh:not [ sh:in ( 1.0 ) ]", "1.00 , 1.0", 1),
    ],
)
def test_equality_is_of_terms_and_order_is_of_values(constraint: str, data: str, wrong: int, engine: str, tmp_path: Path) -> None:
    """SHACL 4.2, 4.5, 4.7 and 4.8: all but sh:lessThan and the bounds compare terms."""
    assert len(report(tmp_path, of_property(constraint), f"e:x e:p {data} .", engine).results) == wrong


PATTERNS: Final = {
    "a category": (r"^\p{Lu}", "", ["Ab", "Éa", "Қ"], ["ab", "1"]),
    "another category": (r"^\P{L}+$", "", ["1 2"], ["a"]),
    "a block": (r"^\p{IsCyrillic}+$", "", ["жук"], ["beetle"]),
    "subtraction": ("^[a-z-[aeiou]]+$", "", ["xyz"], ["abc"]),
    "nested subtraction": ("^[a-z-[a-f-[b]]]+$", "", ["bz"], ["a"]),
    "subtraction of a class": (r"^[\w-[\d]]+$", "", ["ab"], ["a1"]),
    "names": (r"^\i\c*$", "", ["a:b-1", "_"], ["1a", "-"]),
    "other than names": (r"^\I\C$", "", ["1 "], ["ab"]),
    "word characters": (r"^\w+$", "", ["жук1"], ["a-b", "a_b"]),
    "digits": (r"^\d$", "", ["1", "٣"], ["a"]),
    "literal": ("a.b(", "q", ["xa.b(y"], ["axb("]),
    "literal without case": ("A.B", "qi", ["a.b"], ["axb"]),
    "a dot": ("^a.b$", "", ["axb"], ["a\nb"]),
    "a dot for all": ("^a.b$", "s", ["a\nb", "axb"], ["ab"]),
    "lines": ("^b$", "m", ["a\nb"], ["ab"]),
    "the end": ("^a$", "", ["a"], ["a\n"]),
    "white space in the pattern": ("^ a b $", "x", ["ab"], ["a b"]),
    "white space in a class": ("^a[ ]b$", "x", ["a b"], ["ab"]),
    "case": ("^straße$", "i", ["STRAßE"], ["strase"]),
    "a lazy quantifier": ("^a+?$", "", ["aa"], ["b"]),
    "a group without a number": ("^(?:ab)+$", "", ["abab"], ["aba"]),
    "no anchors": ("b", "", ["abc"], ["ac"]),
    "a hyphen at the end": ("^[a-]+$", "", ["a-a"], ["b"]),
    "an astral character": ("^.$", "", ["🎭"], ["🎭🎭"]),
}


@both_engines
@pytest.mark.parametrize(("pattern", "flags", "right", "wrong"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_has_the_meaning_of_xpath(
    pattern: str, flags: str, right: list[str], wrong: list[str], engine: str, tmp_path: Path
) -> None:
    """SHACL 4.4.3, by SPARQL 1.1, 17.4.3.14, and XPath and XQuery Functions, 5.6."""
    constraint = f"sh:pattern {literal(pattern, 'string')} ; sh:flags {literal(flags, 'string')}"
    found = report(tmp_path, of_property(constraint), texts(*right, *wrong), engine)
    assert len(found.results) == len(wrong)
    assert {str(result.value) for result in found.results} == {literal(text, "string") for text in wrong}


@both_engines
@pytest.mark.parametrize("pattern", ["(?=a)", r"\bx", "(a", "a++", "[z-a]", r"\p{Nope}", "(?i)a", r"\x41", "a{2,1}", "*a", "(?P<n>a)"])
def test_a_pattern_that_xpath_does_not_have_is_refused(pattern: str, engine: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, of_property(f"sh:pattern {literal(pattern, 'string')}"), texts("a"), engine)
    assert f"s.ttl:{FIRST_LINE}: " in message
    assert "shape <http://e/S>: " in message


@both_engines
def test_an_unknown_flag_is_refused(engine: str, tmp_path: Path) -> None:
    assert 'unknown flag "u"' in refusal(tmp_path, of_property('sh:pattern "a" ; sh:flags "u"'), texts("a"), engine)


@both_engines
@pytest.mark.parametrize(
    ("pattern", "right", "wrong"), [(r"^(.)\1$", "aa", "ab"), (r"^(a)(b)\2\1$", "abba", "abab"), (r"^(a|b)\1+$", "bbb", "ba")]
)
def test_a_back_reference_matches_what_its_group_matched(pattern: str, right: str, wrong: str, engine: str, tmp_path: Path) -> None:
    """XPath and XQuery Functions, 5.6.1."""
    shapes = of_property(f"sh:pattern {literal(pattern, 'string')}")
    assert wrong_values(report(tmp_path, shapes, texts(right, wrong), engine)) == [wrong]


@both_engines
@pytest.mark.parametrize(
    ("ranges", "right", "wrong"),
    [
        ('"de-DE"', ["de-DE-1996", "de-de", "DE-DE"], ["de", "de-DEX", "en"]),
        ('"en" "it"', ["en-GB", "it-IT-x-a", "EN"], ["eng", "de"]),
        ('"zh-Hant"', ["zh-Hant-TW"], ["zh-Hans", "zh"]),
        ('"*"', ["en", "de-DE"], []),
    ],
)
def test_language_ranges_match_longer_tags(ranges: str, right: list[str], wrong: list[str], engine: str, tmp_path: Path) -> None:
    """SHACL 4.4.4 by langMatches: basic filtering of RFC 4647, 3.3.1."""
    data = " , ".join(f'"{number}"@{tag}' for number, tag in enumerate([*right, *wrong]))
    found = report(tmp_path, of_property(f"sh:languageIn ( {ranges} )"), f"e:x e:p {data} .", engine)
    assert sorted(str(result.value).rpartition("@")[2].lower() for result in found.results) == sorted(tag.lower() for tag in wrong)


@both_engines
def test_tags_that_differ_only_in_case_are_one_language(engine: str, tmp_path: Path) -> None:
    """SHACL 4.4.5; language tags have no case."""
    assert len(report(tmp_path, of_property("sh:uniqueLang true"), 'e:x e:p "a"@en-GB , "b"@en-gb .', engine).results) == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("pattern", "right"),
    [
        ("^(a+)+$", "aa"),
        ("^(a|aa)+$", "aaa"),
        ("((a*)*)*b", "aab"),
        ("^(.*)*x$", "ax"),
        ("^a*a*a*a*a*a*a*a*b$", "ab"),
        ("^(?:a?){60}a{60}$", "a" * 70),
    ],
)
def test_a_pattern_that_can_backtrack_ends(pattern: str, right: str, engine: str, tmp_path: Path) -> None:
    wrong = "a" * 200 + "c"
    data = f'e:x e:p "{right}" , "{wrong}"@en , "{wrong}" , <{wrong}:{wrong}> , [] .'.replace(f"<{wrong}:", f"<urn:{wrong}:")
    found = report(tmp_path, of_property(f'sh:pattern "{pattern}"'), data, engine)
    assert len(found.results) == 4
    assert {result.component for result in found.results} == {f"{SHACL}PatternConstraintComponent"}
    assert right not in wrong_values(found)
