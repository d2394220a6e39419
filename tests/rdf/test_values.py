"""RDF terms as Python values: each datatype's lexical space and no more; what does not fit stays text."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.rdf.values import as_text, is_number, to_python

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = [
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
]
CONVERTED = [*INTEGERS, "decimal", "double", "float", "boolean", "date", "dateTime", "dateTimeStamp"]
UTC = dt.UTC


def value(text: str, datatype: str) -> Any:
    return to_python(Literal(text, datatype=NamedNode(XSD + datatype)))


@pytest.mark.parametrize(
    ("text", "datatype", "expected"),
    [
        ("7", "integer", 7),
        ("+007", "integer", 7),
        ("-0", "integer", 0),
        ("255", "unsignedByte", 255),
        ("-128", "byte", -128),
        ("1", "positiveInteger", 1),
        ("2.50", "decimal", Decimal("2.50")),
        ("-.5", "decimal", Decimal("-0.5")),
        ("3.", "decimal", Decimal(3)),
        ("1e5", "double", 100000.0),
        ("-1.5E-2", "float", -0.015),
        ("INF", "double", math.inf),
        ("-INF", "float", -math.inf),
        ("true", "boolean", True),
        ("1", "boolean", True),
        ("false", "boolean", False),
        ("0", "boolean", False),
        ("2017-08-21", "date", dt.date(2017, 8, 21)),
        ("0001-01-01", "date", dt.date(1, 1, 1)),
        ("2016-02-29", "date", dt.date(2016, 2, 29)),
        ("2017-08-21T10:30:00", "dateTime", dt.datetime(2017, 8, 21, 10, 30)),
        ("2017-08-21T10:30:00Z", "dateTime", dt.datetime(2017, 8, 21, 10, 30, tzinfo=UTC)),
        ("2017-08-21T10:30:00.5-00:00", "dateTime", dt.datetime(2017, 8, 21, 10, 30, 0, 500000, tzinfo=UTC)),
        ("2017-08-21T10:30:00.123456789Z", "dateTime", dt.datetime(2017, 8, 21, 10, 30, 0, 123456, tzinfo=UTC)),
        ("2017-08-21T10:30:00.1Z", "dateTimeStamp", dt.datetime(2017, 8, 21, 10, 30, 0, 100000, tzinfo=UTC)),
        ("2017-12-31T24:00:00", "dateTime", dt.datetime(2018, 1, 1)),
        ("2017-12-31T24:00:00.00Z", "dateTime", dt.datetime(2018, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_literal_of_a_known_datatype_is_a_value_of_python(text: str, datatype: str, expected: object) -> None:
    assert value(text, datatype) == expected
    assert type(value(text, datatype)) is type(expected)


def test_nan_is_a_number_and_time_zones_are_kept() -> None:
    assert math.isnan(value("NaN", "double"))
    assert value("2017-08-21T10:30:00+14:00", "dateTime").utcoffset() == dt.timedelta(hours=14)
    assert value("2017-08-21T10:30:00-03:30", "dateTime").utcoffset() == -dt.timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        *((text, "integer") for text in ("1_000", "٣", "1.0", "1e3", " 7", "7\n", "", "-", "0x1F")),
        pytest.param("9" * 5000, "integer", id="5000 digits"),
        *((text, "decimal") for text in ("NaN", "Infinity", "1E5", "1_000.5", "٣.٣", ".", "", "1,5", " 1.5", "1.5\n")),
        *((text, "double") for text in ("nan", "inf", "Infinity", "+NaN", "1_0.0", "1e", "٣", "0x1p3", "1e5 ", "")),
        *((text, "boolean") for text in ("True", "TRUE", "yes", "", "01", "true ")),
        *(("2017-02-30", "date"), ("20170821", "date"), ("2017-W01-1", "date"), ("٢٠١٧-٠٨-٢١", "date"), ("2017-08-21\n", "date")),
        *(("0000-01-01", "date"), ("-0044-03-15", "date"), ("12017-01-01", "date"), ("2017-08-21Z", "date"), ("2017-08-21+06:00", "date")),
        *((f"2017-08-21{time}", "dateTime") for time in ("", "T10:30", "T10", " 10:30:00", "T24:00:01", "T25:00:00", "T10:60:00")),
        *(
            (f"2017-08-21T10:30:{rest}", "dateTime")
            for rest in ("60", "00+14:01", "00+15:00", "00,5", "00z", "00+0600", "00.", "00+06:00:30")
        ),
        *(("2017-02-30T00:00:00", "dateTime"), ("9999-12-31T24:00:00", "dateTime"), ("2017-08-21T10:30:00", "dateTimeStamp")),
        *(("2009", "gYear"), ("2009-05", "gYearMonth"), ("P1D", "duration"), ("7", "string"), ("10:30:00", "time")),
    ],
)
def test_what_a_datatype_or_python_cannot_hold_stays_text(text: str, datatype: str) -> None:
    assert value(text, datatype) == text
    assert type(value(text, datatype)) is str


@pytest.mark.slow
@given(text=st.text() | st.text("0123456789+-.:TZeEINFa_ ٣"), datatype=st.sampled_from(CONVERTED))
def test_no_text_of_any_datatype_raises_and_what_is_no_value_is_given_back(text: str, datatype: str) -> None:
    converted = value(text, datatype)
    assert isinstance(converted, (int, float, Decimal, dt.date)) or converted == text


@given(number=st.integers())
def test_an_integer_is_read_exactly(number: int) -> None:
    assert value(str(number), "integer") == number


@pytest.mark.parametrize(
    ("datatype", "least", "greatest"),
    [
        *(("long", -(2**63), 2**63 - 1), ("int", -(2**31), 2**31 - 1), ("short", -32768, 32767), ("byte", -128, 127)),
        *(("unsignedLong", 0, 2**64 - 1), ("unsignedInt", 0, 2**32 - 1), ("unsignedShort", 0, 65535), ("unsignedByte", 0, 255)),
        *(("nonNegativeInteger", 0, None), ("positiveInteger", 1, None), ("nonPositiveInteger", None, 0), ("negativeInteger", None, -1)),
    ],
)
def test_an_integer_of_a_bounded_datatype_is_a_number_up_to_its_bounds(datatype: str, least: int | None, greatest: int | None) -> None:
    for bound, beyond in ((least, -1), (greatest, 1)):
        if bound is not None:
            assert value(str(bound), datatype) == bound
            assert value(str(bound + beyond), datatype) == str(bound + beyond)
        else:
            assert value(str(beyond * 10**30), datatype) == beyond * 10**30


@given(number=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_keeps_every_digit(number: Decimal) -> None:
    assert str(value(f"{number:f}", "decimal")) == str(Decimal(f"{number:f}"))


@given(number=st.floats())
def test_a_double_is_read_back_as_it_was(number: float) -> None:
    text = repr(number).replace("inf", "INF").replace("nan", "NaN")
    assert repr(value(text, "double")) == repr(number)


@given(day=st.dates(), point=st.datetimes(timezones=st.none() | st.just(UTC) | st.just(dt.timezone(dt.timedelta(hours=6)))))
def test_days_and_points_in_time_are_read_back_as_they_were(day: dt.date, point: dt.datetime) -> None:
    assert value(day.isoformat(), "date") == day
    assert value(point.isoformat(), "dateTime") == point


def test_terms_that_are_no_literals_are_their_text_and_nothing_is_none() -> None:
    iri = NamedNode("http://e/a")
    assert to_python(None) is None
    assert to_python(iri) == "http://e/a"
    assert to_python(Literal("ciao", language="it")) == "ciao"
    assert to_python(Literal("7", datatype=NamedNode("http://e/integer"))) == "7"
    assert to_python(BlankNode("b1")) == as_text(BlankNode("b1")) == "_:b1"
    assert to_python(Triple(iri, iri, Literal("x"))) == '<<( <http://e/a> <http://e/a> "x" )>>'


@pytest.mark.parametrize(("thing", "number"), [(1, True), (1.5, True), (Decimal(1), True), (math.nan, True), (True, False), ("1", False)])
def test_truth_values_and_texts_are_no_numbers(thing: object, number: bool) -> None:
    assert is_number(thing) is number
