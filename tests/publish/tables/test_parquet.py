"""The facts and the quads as Parquet: typed, the same bytes each time, and read back whole by three engines."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput, MissingExtra
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.project.statements.statements import Statements
from kzit_graph.publish.export import export
from kzit_graph.publish.tables.columns import Column
from kzit_graph.publish.tables.parquet import write_parquet_table, write_quads_parquet
from tests.loading import load_project, statements_in
from tests.publish.tables.facts import column_names, columns, data_in, fact_rows, facts
from tests.publish.tables.hard_facts import PREFIXES, hard_project
from tests.small_project import small_project

pytestmark = pytest.mark.slow

Rows = list[tuple[Any, ...]]


def by_pandas(path: Path) -> Rows:
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    return [tuple(_listed(value) for value in row) for row in zip(*(frame[name].array for name in frame.columns), strict=True)]


def _listed(value: Any) -> Any:
    if value is pd.NA:
        return None
    return value if isinstance(value, (str, Decimal, dt.date)) else list(value)


def by_polars(path: Path) -> Rows:
    return pl.read_parquet(path).rows()


def by_duckdb(path: Path) -> Rows:
    return duckdb.read_parquet(str(path)).fetchall()


READERS: Final[Mapping[str, Callable[[Path], Rows]]] = {"pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb}


def expected_cell(column: Column, values: list[str]) -> Any:
    if column.several:
        return values or None
    if not values:
        return None
    (value,) = values
    return dt.date.fromisoformat(value) if column.holds == "date" else Decimal(value) if column.holds == "number" else value


def expected_rows(store: Store) -> Rows:
    return [tuple(expected_cell(column, list(values)) for column, values in zip(columns(), row, strict=True)) for row in fact_rows(store)]


@pytest.mark.parametrize("reader", READERS)
def test_the_facts_of_the_project_are_read_back_with_their_types(reader: str, store: Store, tmp_path: Path) -> None:
    write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet")
    assert READERS[reader](tmp_path / "facts.parquet") == expected_rows(store)


@pytest.mark.parametrize("reader", READERS)
def test_hard_texts_are_read_back_unchanged(reader: str, tmp_path: Path) -> None:
    store = load_project(hard_project(tmp_path / "project"))
    write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet")
    rows = READERS[reader](tmp_path / "facts.parquet")
    assert rows == expected_rows(store)
    names = dict(zip(column_names(), rows[0], strict=True))["participant_label"]
    assert "One|Two" in names


def test_the_columns_are_typed(store: Store, tmp_path: Path) -> None:
    write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet")
    schema = pq.read_schema(tmp_path / "facts.parquet")
    assert schema.names == list(column_names())
    assert schema.field("earliest").type == schema.field("latest").type == pa.date32()
    assert schema.field("value").type == pa.decimal128(38, 9)
    assert schema.field("claimed_by").type == schema.field("within").type == pa.string()
    assert {str(schema.field(column.name).type) for column in columns() if column.several} == {"list<element: string>"}
    assert schema.metadata is None


def test_facts_are_written_in_row_groups_of_limited_size(tmp_path: Path, store: Store) -> None:
    write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet", group_cells=20 * len(columns()))
    assert pq.ParquetFile(tmp_path / "facts.parquet").metadata.num_row_groups == 3
    assert by_polars(tmp_path / "facts.parquet") == expected_rows(store)


def test_a_table_without_facts_has_all_columns(tmp_path: Path) -> None:
    write_parquet_table(data_in(Store()), facts(), tmp_path / "facts.parquet")
    assert pl.read_parquet(tmp_path / "facts.parquet").columns == list(column_names())


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ('kzit:time [ kzit:earliest "2017-08-21Z"^^xsd:date ]', '"2017-08-21Z" is not a date; write a day'),
        ('kzit:time [ kzit:latest "soon" ]', '"soon" is not a date; write a day'),
        ("schema:value 0.0000000001", "is not a decimal number with at most 29 digits before the point and 9 after it"),
        (f"schema:value {'9' * 30}", "is not a decimal number with at most 29 digits"),
        (f"schema:value {'9' * 60}", "is not a decimal number with at most 29 digits"),
        ('schema:value "INF"^^xsd:double', '"INF" is not a decimal number'),
        ("kzit:claimedBy :a , :b", "has 2 values of claimed_by, but the column holds one; run kzit-graph validate to find them"),
    ],
)
def test_a_value_outside_the_type_of_its_column_is_reported(statement: str, fault: str, tmp_path: Path) -> None:
    data = PREFIXES + f":f1 a kzit:Fact ; {statement} .\n"
    store = load_project(open_project(small_project(tmp_path, {"data/sources/two.ttl": data})))
    with pytest.raises(InvalidInput) as caught:
        write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet")
    assert "https://example.org/tiny/id/f1" in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize("value", ["9" * 29, "0.000000001", f"{'9' * 29}.999999999", "-0", "1.000000000000000000000000000000"])
def test_the_largest_and_smallest_numbers_are_supported(value: str, tmp_path: Path) -> None:
    data = PREFIXES + f":f1 a kzit:Fact ; schema:value {value} .\n"
    store = load_project(open_project(small_project(tmp_path, {"data/sources/two.ttl": data})))
    write_parquet_table(data_in(store), facts(), tmp_path / "facts.parquet")
    assert pl.read_parquet(tmp_path / "facts.parquet")["value"].to_list() == [Decimal(value)]


def quads_of(path: Path, reader: str) -> set[Quad]:
    return {_quad(*row) for row in READERS[reader](path)}


def _quad(subject: str, predicate: str, value: str, kind: str, datatype: str, language: str, direction: str, graph: str) -> Quad:
    literal = Literal(
        value,
        datatype=None if language else NamedNode(datatype) if datatype else None,
        language=language,
        direction=BaseDirection(direction) if direction else None,
    )
    found: Literal | NamedNode | BlankNode = literal if kind == "literal" else _node(value)
    assert isinstance(found, BlankNode) == (kind == "blank")
    return Quad(_node(subject), NamedNode(predicate), found, _node(graph) if graph else DefaultGraph())


def _node(text: str) -> NamedNode | BlankNode:
    return BlankNode(text.removeprefix("_:")) if text.startswith("_:") else NamedNode(text)


def quads_in(statements: Statements) -> list[Quad]:
    return [Quad(subject, predicate, value, graph.name) for graph in statements for subject, predicate, value in graph.triples()]


def canonical(quads: set[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("reader", READERS)
def test_the_quads_of_the_project_are_read_back_as_written(reader: str, project: Project, statements: Statements, tmp_path: Path) -> None:
    write_quads_parquet(LoadedProject(project), tmp_path / "quads.parquet")
    assert quads_of(tmp_path / "quads.parquet", reader) == set(quads_in(statements))
    assert len(READERS[reader](tmp_path / "quads.parquet")) == len(quads_in(statements))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
iris = st.sampled_from(["http://e/a", "http://e/xè#,(;", "urn:x"]).map(NamedNode)
nodes = iris | st.sampled_from(["a", "b"]).map(BlankNode)
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "kk", "en-gb"])),
    st.builds(Literal, texts, language=st.just("ar"), direction=st.sampled_from([BaseDirection("rtl"), BaseDirection("ltr")])),
    st.builds(Literal, texts, datatype=st.sampled_from(["http://www.w3.org/2001/XMLSchema#integer", "urn:dt"]).map(NamedNode)),
)


@pytest.mark.slow
@settings(max_examples=40)
@given(quads=st.sets(st.builds(Quad, nodes, iris, literals | nodes, iris), max_size=8))
def test_all_readers_read_back_every_kind_of_quad(project: Project, tmp_path_factory: pytest.TempPathFactory, quads: set[Quad]) -> None:
    store = Store()
    store.extend(quads)
    path = tmp_path_factory.mktemp("quads") / "quads.parquet"
    write_quads_parquet(LoadedProject(project).with_parts(store, statements_in(quads), ontology=(), shape_files=()), path)
    for reader in READERS:
        assert canonical(quads_of(path, reader)) == canonical(quads)


@pytest.mark.parametrize("name", ["parquet", "parquet-quads"])
def test_the_bytes_do_not_depend_on_the_order_of_the_quads(name: str, project: Project, statements: Statements) -> None:
    quads = list(reversed(quads_in(statements)))
    backwards = Store()
    backwards.extend(quads)
    loaded = LoadedProject(project)
    other = loaded.with_parts(backwards, statements_in(quads), loaded.ontology, loaded.shape_files)
    assert export(loaded, name) == export(LoadedProject(project), name) == export(other, name)


@pytest.mark.parametrize("name", ["parquet", "parquet-quads"])
def test_without_pyarrow_the_error_names_the_extra(name: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as Python marks a module that cannot be imported
    with pytest.raises(MissingExtra, match=r'^pyarrow is not installed; install it with: pip install "kzit-graph\[parquet\]"$'):
        export(LoadedProject(project), name)
