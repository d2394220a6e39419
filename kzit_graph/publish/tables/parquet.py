"""Write tables and the quads as typed Parquet files. Requires pyarrow, an optional extra.

pyarrow writes its name and version into each file, so the bytes depend on its release. Therefore Parquet files can be exported but
are not part of a build, whose bytes must not depend on the installed packages. Rows are written in groups, in bounded memory.

| column of a table | type                                                       |
|-------------------|------------------------------------------------------------|
| single value      | string                                                     |
| several values    | list of strings, in the order of the CSV; null if empty    |
| date              | date32                                                     |
| number            | decimal128(38, 9)                                          |
| integer           | int64                                                      |
| float             | double                                                     |
| boolean           | boolean                                                    |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput, MissingExtra
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.publish.tables.cell_types import PRECISION, SCALE, as_boolean, as_date, as_decimal, as_float, as_integer
from kzit_graph.publish.tables.columns import Column, Content, Table
from kzit_graph.publish.tables.rows import Row, TableData
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.values import as_text
from kzit_graph.work_folder import temporary_folder

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_GROUP_CELLS: Final = 1 << 19
"""Cells of a row group, all of which are in memory."""

_QUAD_COLUMNS: Final = ("subject", "predicate", "object", "object_kind", "datatype", "language", "direction", "graph")


def write_parquet_table(data: TableData, table: Table, path: Path, group_cells: int = DEFAULT_GROUP_CELLS) -> None:
    """Write a table with typed columns; see `kzit_graph.publish.tables.csv_table` for its rows.

    group_cells: approximate number of cells in a row group.

    Raises `MissingExtra` if pyarrow is not installed, and `InvalidInput` if a thing has several values in a single-value column or
    a value outside the type of its column.
    """
    pa = _pyarrow()
    types: Mapping[Content, Any] = {
        "date": pa.date32(),
        "number": pa.decimal128(PRECISION, SCALE),
        "integer": pa.int64(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
    }
    single, several = pa.string(), pa.list_(pa.string())
    schema = pa.schema([(column.name, several if column.several else types.get(column.holds, single)) for column in table.columns])
    _write(path, schema, (_typed_row(table, row) for row in data.rows(table)), group_cells)


def write_quads_parquet(loaded: LoadedProject, path: Path) -> None:
    """Write the named graphs with one row per quad, in the order of the N-Quads dump.

    IRIs have no angle brackets; blank nodes are "_:" and their label in the other dumps. object_kind is "iri", "blank" or
    "literal". datatype, language and direction belong to literals and are null otherwise. graph is null for the default graph.

    Raises `MissingExtra` if pyarrow is not installed.
    """
    pa = _pyarrow()
    schema = pa.schema([(name, pa.string()) for name in _QUAD_COLUMNS])
    with temporary_folder() as folder:
        quads = folder / "quads.nq"
        write_dumps(loaded, {"nquads": quads})
        _write(path, schema, map(_quad, parse(path=quads, format=RdfFormat.N_QUADS)), DEFAULT_GROUP_CELLS)


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra("parquet", library="pyarrow") from error
    return pa


def _write(path: Path, schema: pa.Schema, rows: Iterable[Sequence[object]], group_cells: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    # Explicit, because defaults may differ between releases. The Arrow schema is left out: only Arrow reads what it adds.
    options = {"version": "2.6", "data_page_version": "1.0", "compression": "zstd", "compression_level": 3, "store_schema": False}
    with closing(parquet.ParquetWriter(path, schema, **options)) as writer:
        for group in _groups(rows, size=group_cells // len(schema)):
            arrays = [pa.array(values, type=field.type) for values, field in zip(zip(*group, strict=True), schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _groups(rows: Iterable[Sequence[object]], size: int) -> Iterator[list[Sequence[object]]]:
    rest = iter(rows)
    while group := list(islice(rest, size)):
        yield group


def _typed_row(table: Table, row: Row) -> list[object]:
    (thing,) = row[0]
    return [_typed(column, values, thing) for column, values in zip(table.columns, row, strict=True)]


def _typed(column: Column, values: Sequence[str], thing: str) -> object:
    if column.several:
        return values or None
    if len(values) > 1:
        raise InvalidInput(
            f"{thing} has {len(values)} values of {column.name}, but the column holds one; run kzit-graph validate to find them"
        )
    if not values:
        return None
    text = values[0]
    if column.holds not in _TYPED:
        return text
    convert, fault = _TYPED[column.holds]
    value = convert(text)
    if value is None:
        raise InvalidInput(f'{thing}: "{text}" {fault}')
    return value


_TYPED: Final[Mapping[Content, tuple[Callable[[str], object], str]]] = {
    "date": (as_date, "is not a date; write a day of the years 1 to 9999 as YYYY-MM-DD, without a time zone"),
    "number": (
        as_decimal,
        f"is not a decimal number with at most {PRECISION - SCALE} digits before the point and {SCALE} after it",
    ),
    "integer": (as_integer, "is not a whole number of 64 bits"),
    "float": (as_float, "is not a number"),
    "boolean": (as_boolean, "is neither true nor false"),
}
"""How to convert a value of a type, and what is wrong with a text that cannot be converted."""


def _quad(quad: Quad) -> list[str | None]:
    literal = quad.object if isinstance(quad.object, Literal) else None
    return [
        as_text(quad.subject),
        quad.predicate.value,
        as_text(quad.object),
        _kind(quad.object),
        literal and literal.datatype.value,
        literal and literal.language,
        literal and literal.direction and literal.direction.value,
        None if isinstance(quad.graph_name, DefaultGraph) else as_text(quad.graph_name),
    ]


def _kind(term: Term) -> str:
    return "literal" if isinstance(term, Literal) else "blank" if isinstance(term, BlankNode) else "iri"
