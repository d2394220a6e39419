"""Lexical forms and the order of values, as XML Schema 1.1 defines them."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.xsd_datatypes import is_well_formed
from kzit_graph.rdf.xsd_order import compare


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", "+1 -0 007", "1.0 1e1 ١ 1_000"),
        ("byte", "127 -128 0000000000000000000000127", "128 -129"),
        ("nonNegativeInteger", "0 -0 18446744073709551616", "-1"),
        ("negativeInteger", "-1 -99999999999999999999", "0"),
        ("decimal", "1. .5 +1.5", ". -. 1,5 1e5"),
        ("double", "+INF -INF NaN 1.e1 .5E-3", "inf .e1 0x1 -NaN"),
        (
            "date",
            "0000-01-01 2020-02-29 -0004-02-29 20000-02-29 2020-01-01Z",
            "2100-02-29 2020-1-1 012026-01-01 2020-04-31 2020-01-01+14:01",
        ),
        (
            "dateTime",
            "2020-01-01T24:00:00.00 2020-01-01T23:59:59.123456789012345678901",
            "2020-01-01T24:00:01 2020-01-01T00:00 2020-01-01T00:00:60",
        ),
        ("gYearMonth", "2020-01 -0001-12Z", "2020-13 20-01"),
        ("gDay", "---31Z", "---32 31"),
        ("duration", "P1Y P1Y14M PT1.5S -P1D P1Y2M3DT4H5M6S", "P PT P1YT P1W P1.5D +P1D P1M1Y"),
        ("yearMonthDuration", "P1Y P1Y14M", "P1D P"),
        ("dayTimeDuration", "P1D PT1H", "P1Y PT"),
        ("hexBinary", "0F 0f", "F GG"),
        ("base64Binary", "AAAA AA== AAA=", "AAA AB== A==="),
        ("language", "en de-DE", "toolonglanguage en_US"),
        ("Name", "a:b :", "1 -a"),
        ("NMTOKEN", "1a -", "a/b"),
        ("anyURI", "http://a %", ""),
    ],
)
def test_a_form_is_right_exactly_if_the_datatype_has_it(datatype: str, right: str, wrong: str) -> None:
    assert [text for text in right.split() if not is_well_formed(text, XSD + datatype)] == []
    assert [text for text in wrong.split() if is_well_formed(text, XSD + datatype)] == []


@pytest.mark.parametrize(
    ("datatype", "text"), [("integer", " 1"), ("token", "a  b"), ("token", " a"), ("normalizedString", "a\tb"), ("boolean", "")]
)
def test_white_space_is_not_removed(datatype: str, text: str) -> None:
    assert not is_well_formed(text, XSD + datatype)


def test_thousands_of_digits_are_counted() -> None:
    assert is_well_formed("9" * 10_000, f"{XSD}integer")
    assert not is_well_formed("9" * 10_000, f"{XSD}long")
    assert not is_well_formed(f"{'9' * 10_000}-02-30", f"{XSD}date")


def test_unknown_datatypes_have_any_form() -> None:
    assert is_well_formed("x", "http://e/mine")
    assert is_well_formed("x", f"{XSD}string")


def literal(text: str) -> Literal:
    lexical, _, datatype = text.partition("^^")
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("5^^integer", "4.0^^decimal", 1),
        ("4.0^^decimal", "4^^byte", 0),
        ("0.1234567890123456788^^decimal", "0.1234567890123456789^^decimal", -1),
        ("9223372036854775809^^integer", "9223372036854775808^^integer", 1),
        ("16777217^^integer", "16777216^^float", 0),
        ("0.1^^float", "0.1^^decimal", 0),
        ("NaN^^double", "1^^double", None),
        ("1e39^^float", "INF^^float", 0),
        ("-INF^^double", "1E400^^double", -1),
        ("-0012-11-29^^date", "-0011-01-01^^date", -1),
        ("12026-01-01^^date", "2020-01-01^^date", 1),
        ("2020-01-01T24:00:00^^dateTime", "2020-01-02T00:00:00^^dateTime", 0),
        ("2020-01-01T00:00:00+01:00^^dateTime", "2020-01-01T00:00:00Z^^dateTimeStamp", -1),
        ("2020-01-01T00:00:00^^dateTime", "2020-01-01T00:00:00Z^^dateTime", None),
        ("2020-01-02T00:00:00^^dateTime", "2020-01-01T00:00:00Z^^dateTime", 1),
        ("2000-03-01^^date", "2000-02-29^^date", 1),
        ("2020-01-01^^date", "2020-01-01T00:00:00^^dateTime", None),
        ("24:00:00^^time", "00:00:00^^time", 0),
        ("P1Y^^yearMonthDuration", "P12M^^duration", 0),
        ("P1M^^duration", "P30D^^duration", None),
        ("P1M^^duration", "P32D^^duration", -1),
        ("-PT1H^^dayTimeDuration", "PT0S^^dayTimeDuration", -1),
        ("b^^string", "a^^string", 1),
        ("1^^boolean", "false^^boolean", 1),
        ("5^^integer", "5^^string", None),
        ("2020^^gYear", "2019^^gYear", None),
        ("1_000^^integer", "1^^integer", None),
        ("9223372036854775808^^long", "1^^integer", None),
    ],
)
def test_values_are_compared_exactly(left: str, right: str, order: int | None) -> None:
    assert compare(literal(left), literal(right)) == order
    assert compare(literal(right), literal(left)) == (None if order is None else -order)


def test_text_with_a_language_has_no_order() -> None:
    assert compare(Literal("a", language="en"), Literal("b", language="en")) is None
