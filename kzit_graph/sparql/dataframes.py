"""Rows as data frames of pandas or polars, with typed columns. Both libraries are optional extras.

A column has a type if all its bound values have it:

| values                                       | pandas                | polars            |
|----------------------------------------------|-----------------------|-------------------|
| whole numbers of at most 64 bits             | Int64                 | Int64             |
| numbers of any kind, not all of them whole   | Float64               | Float64           |
| truth values                                 | boolean               | Boolean           |
| xsd:date                                     | datetime64[s]         | Date              |
| xsd:dateTime without time zones              | datetime64[us]        | Datetime(us)      |
| xsd:dateTime with time zones, turned to UTC  | datetime64[us, UTC]   | Datetime(us, UTC) |
| all others, and values out of range          | string                | String            |

Larger whole numbers, mixtures of dates and years, and mixtures of times with and without a zone are text, so that no value
changes. Decimals become binary floating-point numbers. Unbound cells are null (pd.NA or NaT in pandas, None in polars).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kzit_graph.errors import MissingExtra
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.values import as_text, is_number, to_python

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_INT64: Final = range(-(2**63), 2**63)


@dataclass(frozen=True)
class _Column:
    """The values of one variable, all of one kind, None where unbound."""

    kind: Literal["integer", "float", "boolean", "date", "local time", "time", "text"]
    values: list[Any]


def to_pandas(variables: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> pd.DataFrame:
    """Return rows as a pandas DataFrame. Raises `MissingExtra` if pandas is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("pandas") from error
    columns = {name: _pandas_array(_column([row[index] for row in rows])) for index, name in enumerate(variables)}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def to_polars(variables: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> pl.DataFrame:
    """Return rows as a polars DataFrame. Raises `MissingExtra` if polars is not installed."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtra("polars") from error
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "integer": pl.Int64,
        "float": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "local time": pl.Datetime("us"),
        "time": pl.Datetime("us", "UTC"),
        "text": pl.String,
    }
    columns = {name: _column([row[index] for row in rows]) for index, name in enumerate(variables)}
    return pl.DataFrame([pl.Series(name, column.values, dtype=types[column.kind]) for name, column in columns.items()])


def _pandas_array(column: _Column) -> Any:
    import numpy as np
    import pandas as pd

    match column.kind:
        case "float":
            # With an explicit mask, because pandas would treat NaN, a number in XML Schema, as missing.
            missing = np.array([value is None for value in column.values], dtype=bool)
            return pd.arrays.FloatingArray(np.array([value or 0.0 for value in column.values], dtype=float), missing)
        case "date":
            return pd.DatetimeIndex(np.array(column.values, dtype="datetime64[s]"))
        case "local time":
            return pd.DatetimeIndex(np.array(column.values, dtype="datetime64[us]"))
        case "time":
            without_zone = [value and value.replace(tzinfo=None) for value in column.values]
            return pd.DatetimeIndex(np.array(without_zone, dtype="datetime64[us]")).tz_localize("UTC")
        case "integer":
            return pd.array(column.values, dtype="Int64")
        case "boolean":
            return pd.array(column.values, dtype="boolean")
        case "text":
            return pd.array(column.values, dtype="string")


def _column(terms: Sequence[Term | None]) -> _Column:
    values = [to_python(term) for term in terms]
    bound = [value for value in values if value is not None]
    types = {type(value) for value in bound}
    if types == {bool}:
        return _Column("boolean", values)
    if types == {dt.date}:
        return _Column("date", values)
    text = _Column("text", [None if term is None else as_text(term) for term in terms])
    if types == {dt.datetime}:
        return _times(values, bound) or text
    if types == {int}:
        return _Column("integer", values) if all(value in _INT64 for value in bound) else text
    if bound and all(is_number(value) for value in bound):
        return _floats(values) or text
    return text


def _times(values: list[dt.datetime | None], bound: list[dt.datetime]) -> _Column | None:
    """Return a column of times, or None if only some have a zone, or the UTC time is outside of the years 1 to 9999."""
    if all(value.tzinfo is None for value in bound):
        return _Column("local time", values)
    if any(value.tzinfo is None for value in bound):
        return None
    try:
        return _Column("time", [value and value.astimezone(dt.UTC) for value in values])
    except OverflowError:
        return None


def _floats(values: list[Any]) -> _Column | None:
    """Return a column of floats, or None if a number is too large for a float."""
    try:
        floats = [None if value is None else float(value) for value in values]
    except OverflowError:
        return None
    overflown = any(
        number is not None and math.isinf(number) and not isinstance(value, float) for number, value in zip(floats, values, strict=True)
    )
    return None if overflown else _Column("float", floats)
