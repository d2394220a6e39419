"""Data frames: the type of a column depends on its values, and every value survives."""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.errors import MissingExtra
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.dataframes import to_pandas, to_polars

XSD = "http://www.w3.org/2001/XMLSchema#"
BOTH = pytest.mark.parametrize("library", [to_pandas, to_polars])


def typed(datatype: str, *texts: str | None) -> list[Term | None]:
    return [None if text is None else Literal(text, datatype=NamedNode(XSD + datatype)) for text in texts]


def pandas_column(terms: Sequence[Term | None]) -> tuple[str, list[Any]]:
    """Return the dtype and the values, None if missing."""
    column = to_pandas(["x"], [[term] for term in terms])["x"]
    return str(column.dtype), [None if missing else value for value, missing in zip(column, column.isna(), strict=True)]


def polars_column(terms: Sequence[Term | None]) -> tuple[str, list[Any]]:
    column = to_polars(["x"], [[term] for term in terms])["x"]
    return str(column.dtype), column.to_list()


@pytest.mark.parametrize(
    ("terms", "pandas_type", "polars_type", "values"),
    [
        (typed("integer", "7", None, "-9223372036854775808"), "Int64", "Int64", [7, None, -(2**63)]),
        ([*typed("long", "7"), *typed("unsignedByte", "8")], "Int64", "Int64", [7, 8]),
        ([*typed("decimal", "2.5", None), *typed("integer", "7")], "Float64", "Float64", [2.5, None, 7.0]),
        (typed("double", "1e5", "-INF", None), "Float64", "Float64", [1e5, -math.inf, None]),
        (typed("boolean", "true", None, "0"), "boolean", "Boolean", [True, None, False]),
        (typed("date", "0001-01-01", None, "9999-12-31"), "datetime64[s]", "Date", [dt.date(1, 1, 1), None, dt.date(9999, 12, 31)]),
        ([NamedNode("http://e/a"), BlankNode("b"), None, Literal("")], "string", "String", ["http://e/a", "_:b", None, ""]),
        ([None, None], "string", "String", [None, None]),
    ],
    ids=["integers", "integer types", "decimals and integers", "doubles", "truth values", "days", "texts", "nothing bound"],
)
def test_a_column_has_the_type_of_its_values(terms: list[Term | None], pandas_type: str, polars_type: str, values: list[object]) -> None:
    name, in_pandas = pandas_column(terms)
    assert name == pandas_type
    assert [value.date() if isinstance(value, dt.datetime) else value for value in in_pandas] == values
    assert polars_column(terms) == (polars_type, values)


@pytest.mark.parametrize(
    "terms",
    [
        typed("integer", "7", "9223372036854775808"),
        [*typed("double", "1.5"), *typed("integer", "9" * 400)],
        [*typed("double", "1.5"), *typed("decimal", "9" * 400 + ".5")],
        [*typed("integer", "7"), *typed("boolean", "true")],
        [*typed("integer", "007"), *typed("integer", "many")],
        [*typed("date", "2017-08-21"), *typed("gYear", "2009")],
        [*typed("date", "2017-08-21"), *typed("dateTime", "2017-08-21T00:00:00")],
        typed("gYear", "2009", "2017"),
        typed("date", "2017-08-21", "2017-02-30"),
        typed("date", "-0044-03-15"),
        typed("dateTime", "2017-08-21T00:00:00", "2017-08-21T00:00:00Z"),
        typed("dateTime", "0001-01-01T00:00:00+05:00"),
        typed("dateTime", "9999-12-31T23:00:00-05:00", None),
    ],
    ids=lambda terms: " ".join(str(term and term.value)[:12] for term in terms),
)
def test_a_column_without_a_common_type_is_text(terms: list[Literal | None]) -> None:
    texts = [term and term.value for term in terms]
    assert pandas_column(terms) == ("string", texts)
    assert polars_column(terms) == ("String", texts)


def test_times_in_several_zones_become_utc() -> None:
    terms = typed("dateTime", "2017-08-21T10:00:00+06:00", None, "0002-01-01T00:00:00.000001Z", "2017-12-31T24:00:00-05:00")
    moments = [
        dt.datetime(2017, 8, 21, 4, tzinfo=dt.UTC),
        None,
        dt.datetime(2, 1, 1, 0, 0, 0, 1, dt.UTC),
        dt.datetime(2018, 1, 1, 5, tzinfo=dt.UTC),
    ]
    assert pandas_column(terms) == ("datetime64[us, UTC]", moments)
    assert polars_column(terms) == ("Datetime(time_unit='us', time_zone='UTC')", moments)


def test_times_without_zones_stay_without_zones() -> None:
    terms, moment = typed("dateTime", "0001-01-01T10:00:00.5", None), dt.datetime(1, 1, 1, 10, 0, 0, 500000)
    assert pandas_column(terms) == ("datetime64[us]", [moment, None])
    assert polars_column(terms) == ("Datetime(time_unit='us', time_zone=None)", [moment, None])


def test_nan_is_a_number_and_not_missing() -> None:
    terms = typed("double", "NaN", None)
    assert to_polars(["x"], [[term] for term in terms])["x"].is_null().to_list() == [False, True]
    column = to_pandas(["x"], [[term] for term in terms])["x"].array
    assert column.isna().tolist() == [False, True]
    assert math.isnan(float(column[0]))


@BOTH
def test_columns_have_the_order_of_the_variables(library: Callable[..., Any]) -> None:
    frame = library(("z", "a"), [(Literal("1"), None), (None, Literal("2"))])
    assert list(frame.columns) == ["z", "a"]
    assert frame.shape == (2, 2)


@BOTH
def test_a_result_without_rows_keeps_its_columns(library: Callable[..., Any]) -> None:
    frame = library(("x", "y"), [])
    assert list(frame.columns) == ["x", "y"]
    assert frame.shape == (0, 2)


def test_rows_without_variables_are_counted_by_pandas() -> None:
    assert to_pandas((), [(), ()]).shape == (2, 0)
    assert to_polars((), [(), ()]).shape[1] == 0


@BOTH
def test_a_frame_with_the_earliest_date_can_be_printed(library: Callable[..., Any]) -> None:
    terms = [*typed("date", "0001-01-01"), *typed("dateTime", "0001-01-01T00:00:00"), *typed("dateTime", "0001-01-01T00:00:00Z")]
    assert "0001-01-01" in str(library("abc", [terms]))


@pytest.mark.parametrize(("library", "name"), [(to_pandas, "pandas"), (to_polars, "polars")])
def test_a_missing_library_is_reported_with_the_extra_to_install(
    library: Callable[..., Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)  # as Python marks a module that cannot be imported
    with pytest.raises(MissingExtra, match=rf"^{name} is not installed; install it with: pip install \"kzit-graph\[{name}\]\"$"):
        library(("x",), [])


columns = st.sampled_from(
    [
        ("integer", st.integers(-(2**63), 2**63 - 1), str),
        ("decimal", st.decimals(allow_nan=False, allow_infinity=False, places=3), lambda number: f"{number:f}"),
        ("double", st.floats(allow_nan=False), lambda number: repr(number).replace("inf", "INF")),
        ("boolean", st.booleans(), lambda truth: str(truth).lower()),
        ("date", st.dates(), dt.date.isoformat),
        ("dateTime", st.datetimes(), dt.datetime.isoformat),
        ("dateTime", st.datetimes(dt.datetime(1, 1, 2), timezones=st.just(dt.UTC)), dt.datetime.isoformat),
        ("string", st.text(), str),
    ]
)


@pytest.mark.slow
@settings(deadline=None)  # the first call may import a library
@given(data=st.data(), column=columns)
def test_values_survive_both_libraries(data: st.DataObject, column: tuple[str, Any, Callable[[Any], str]]) -> None:
    datatype, strategy, written = column
    values = data.draw(st.lists(st.none() | strategy))
    terms = typed(datatype, *(None if value is None else written(value) for value in values))
    expected = [float(value) if datatype == "decimal" and value is not None else value for value in values]
    assert polars_column(terms)[1] == expected
    back = pandas_column(terms)[1]
    assert [value.date() if datatype == "date" and value is not None else value for value in back] == expected


@pytest.mark.slow
@settings(deadline=None)  # the first call may import a library
@given(
    terms=st.lists(
        st.none()
        | st.builds(
            lambda text, name: typed(name, text)[0],
            st.text("0123456789-+.:TZeaINF"),
            st.sampled_from(["integer", "double", "decimal", "date", "dateTime", "boolean"]),
        )
    )
)
def test_every_mixture_of_literals_becomes_a_frame(terms: list[Term | None]) -> None:
    assert isinstance(to_pandas(["x"], [[term] for term in terms]), pd.DataFrame)
    assert isinstance(to_polars(["x"], [[term] for term in terms]), pl.DataFrame)
