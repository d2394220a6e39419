"""The facts as a table for people with a spreadsheet: one row a fact."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from pyoxigraph import Store

from kzit_graph.facts_table import COLUMNS, write_facts_table
from kzit_graph.project import bundled_folder, open_project
from kzit_graph.store import load_project
from tests.small_project import small_project

PREFIXES = """\
@prefix e: <http://e/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def facts_table(store: Store) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        write_facts_table(store, path)
        return path.read_bytes().decode()


def rows(folder: Path, data: str, more: dict[str, str | None] | None = None) -> list[dict[str, str]]:
    project = open_project(small_project(folder, {"data/sources/one.ttl": PREFIXES + data} | (more or {})))
    return list(csv.DictReader(io.StringIO(facts_table(load_project(project)), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell}


def test_without_facts_the_table_is_its_header() -> None:
    assert facts_table(Store()) == ",".join(COLUMNS) + "\n"


def test_a_fact_fills_the_columns_that_it_has_values_for(tmp_path: Path) -> None:
    data = """
e:f a kzit:Fact , kzit:Measurement ;
    skos:prefLabel "a label"@en , "un'etichetta"@it ;
    kzit:claimedBy e:ministry ;
    kzit:stance e:asserted ;
    kzit:time [ kzit:statedAs "in 2016" ; kzit:earliest "2016-01-01"^^xsd:date ; kzit:temporalMode e:during ] ;
    kzit:amount [ schema:value 1.5 ; schema:currency "USD" ] ;
    kzit:evidence e:p1 .
e:p1 oa:hasSource e:source .
e:asserted skos:notation "asserted" .
e:during skos:notation "during" .
"""
    (row,) = rows(tmp_path, data)
    assert filled(row) == {
        "fact": "http://e/f",
        "label": "a label",
        "kind": "Measurement",
        "claimed_by": "http://e/ministry",
        "stance": "asserted",
        "time_stated": "in 2016",
        "earliest": "2016-01-01",
        "temporal_mode": "during",
        "amount": "1.5",
        "currency": "USD",
        "passage": "http://e/p1",
        "source": "http://e/source",
    }


def test_several_things_of_one_cell_are_joined_with_a_space_and_texts_with_a_semicolon(tmp_path: Path) -> None:
    things = " , ".join(f"e:b{number}" for number in sorted(range(1, 13), key=str))
    data = f'e:f a kzit:Fact ; kzit:participant {things} ; skos:note "two"@en , "one"@en , "altro"@it .\n'
    (row,) = rows(tmp_path, data)
    assert row["participant"] == " ".join(f"http://e/b{number}" for number in range(1, 13))
    assert row["note"] == "one; two"


def test_facts_come_in_natural_order_and_one_row_each_though_two_graphs_speak_of_them(tmp_path: Path) -> None:
    data = "".join(f"e:f{number} a kzit:Fact ; kzit:participant e:a .\n" for number in sorted(range(1, 21), key=str))
    again = PREFIXES + "e:f9 a kzit:Fact ; kzit:participant e:a , e:b .\n"
    table = rows(tmp_path, data, {"data/again.ttl": again})
    assert [row["fact"] for row in table] == [f"http://e/f{number}" for number in range(1, 21)]
    assert [row["participant"] for row in table if row["participant"] != "http://e/a"] == ["http://e/a http://e/b"]


def test_commas_quotes_and_line_breaks_in_a_text_stay_in_their_cell(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, 'e:f a kzit:Fact ; skos:prefLabel "a, \\"b\\"\\nc"@en .\n')
    assert row["label"] == 'a, "b"\nc'


def test_a_thing_that_is_no_fact_has_no_row(tmp_path: Path) -> None:
    assert rows(tmp_path, 'e:city a schema:City ; skos:prefLabel "Rome"@en .\n') == []


def test_every_fact_of_the_bundled_graph_has_a_row_with_its_label_claimant_and_passage() -> None:
    store = load_project(open_project(bundled_folder()))
    facts = {str(row[0].value) for row in store.query("SELECT ?f { GRAPH ?g { ?f a <https://w3id.org/kzit/ontology#Fact> } }")}  # type: ignore[union-attr]
    table = list(csv.DictReader(io.StringIO(facts_table(store), newline="")))
    assert {row["fact"] for row in table} == facts
    assert len(table) == len(facts) > 0
    assert all(row["label"] and row["claimed_by"] and row["passage"] and row["source"] for row in table)
