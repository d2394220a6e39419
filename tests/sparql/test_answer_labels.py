"""Columns of names in data: Python values, data frames, CSV and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query_for

E = "http://e/"
LABELS = {
    f"{E}milan": {"it": "Milano", "en": "Milan"},
    f"{E}astana": {"en": "Astana", "kk": "Астана"},
    f"{E}rome": {"la": "Roma"},
    f"{E}plain": {"": "no language"},
}


def labels(thing: NamedNode) -> Mapping[str, str]:
    return LABELS.get(thing.value, {})


def select(sparql: str, names: Names | None = None) -> Solutions:
    return query_for(Solutions, Store(), sparql, names or Names({"e": E}, labels))


def rows(*cells: str) -> Solutions:
    return select(f"SELECT ?city ?n {{ VALUES (?city ?n) {{ {' '.join(f'({cell} 7)' for cell in cells)} }} }}")


def test_a_name_has_english_and_then_any_language_as_fallback() -> None:
    named = rows("e:milan", "e:astana", "e:rome", "e:plain").to_python(labels="it")
    assert [row["city_label"] for row in named] == ["Milano", "Astana", "Roma", "no language"]


def test_a_term_without_a_name_has_no_label() -> None:
    mixed = rows("e:milan", "e:nameless", "'Milan'", "UNDEF")
    expected = ["Milano", None, None, None]
    assert [row["city_label"] for row in mixed.to_python(labels="it")] == expected
    assert mixed.to_polars(labels="it")["city_label"].to_list() == expected
    in_pandas = mixed.to_pandas(labels="it")["city_label"]
    assert (str(in_pandas.dtype), in_pandas.isna().tolist()) == ("string", [False, True, True, True])


def test_each_column_with_an_iri_is_followed_by_its_labels() -> None:
    answer = select("SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (e:milan 'text' e:rome) } }")
    columns = ["a", "a_label", "b", "c", "c_label"]
    assert list(answer.to_python(labels="it")[0]) == list(answer.to_pandas(labels="it").columns) == columns
    assert answer.to_polars(labels="it").columns == columns
    assert next(csv.reader(io.StringIO(answer.serialize("csv", labels="it").decode()))) == columns
    literals = select("SELECT ?a ?b { VALUES ?a { 'x' } BIND(BNODE() AS ?b) }")
    assert list(literals.to_python(labels="it")[0]) == ["a", "b"]
    assert rows().serialize("csv", labels="it") == b"city,n\r\n"


def test_without_labels_no_column_is_added() -> None:
    answer = rows("e:milan")
    assert list(answer.to_pandas().columns) == list(answer.to_python()[0]) == ["city", "n"]
    assert answer.serialize("csv") == b"city,n\r\nhttp://e/milan,7\r\n"


def test_csv_and_tsv_have_names_after_iris() -> None:
    answer = rows("e:milan", "e:nameless", "e:plain")
    assert answer.serialize("csv", labels="it").decode().split() == [
        "city,city_label,n",
        "http://e/milan,Milano,7",
        "http://e/nameless,,7",
        *("http://e/plain,no", "language,7"),
    ]
    assert answer.serialize("tsv", labels="it").decode().splitlines() == [
        "?city\t?city_label\t?n",
        '<http://e/milan>\t"Milano"@it\t7',
        "<http://e/nameless>\t\t7",
        '<http://e/plain>\t"no language"\t7',
    ]


@given(name=st.text())
def test_every_name_survives_csv_and_tsv(name: str) -> None:
    answer = select("SELECT ?a { VALUES ?a { <http://e/a> } }", Names({}, lambda _: {"it": name}))
    _, line = csv.reader(io.StringIO(answer.serialize("csv", labels="it").decode(), newline=""))
    assert line == [f"{E}a", name]
    parsed = parse_query_results(answer.serialize("tsv", labels="it"), format=QueryResultsFormat.TSV)
    assert isinstance(parsed, QuerySolutions)
    assert [tuple(row) for row in parsed] == [(NamedNode(f"{E}a"), Literal(name, language="it"))]


def test_a_variable_with_the_name_of_a_label_column_is_refused() -> None:
    answer = select("SELECT ?a ?a_label { VALUES (?a ?a_label) { (e:milan 'mine') } }")
    for convert in (answer.to_python, answer.to_pandas, answer.to_polars):
        with pytest.raises(InvalidInput, match=r"the labels of a need a column a_label, .* rename that variable"):
            convert(labels="it")
    assert answer.to_python() == [{"a": f"{E}milan", "a_label": "mine"}]


@pytest.mark.parametrize("wrong", [True, False, 1, ["it"]])
def test_a_language_that_is_not_text_is_refused(wrong: Any) -> None:
    answer = rows("e:milan")
    for convert in (answer.to_python, answer.to_pandas, answer.to_polars):
        with pytest.raises(InvalidInput, match='labels must be a language such as "it", not '):
            convert(labels=wrong)
    for show in (answer.table, answer.markdown):
        with pytest.raises(InvalidInput, match='language must be a language such as "it", not '):
            show(wrong)


@pytest.mark.parametrize("name", ["json", "xml"])
def test_json_and_xml_refuse_labels(name: str) -> None:
    with pytest.raises(InvalidInput, match=f"{name} does not support labels; choose csv or tsv"):
        rows("e:milan").serialize(name, labels="it")
