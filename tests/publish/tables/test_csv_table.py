"""The table of facts has one row per fact."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.publish.export import export
from tests.loading import load_project, loaded_folder
from tests.publish.tables.facts import FACTS_TOML, column_names, write_facts_table
from tests.small_project import PREFIXES_OF_FACTS, small_project

PREFIXES = f"@prefix e: <http://e/> .\n{PREFIXES_OF_FACTS}"


def facts_table(store: Store) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        write_facts_table(store, path)
        return path.read_bytes().decode()


def rows(folder: Path, data: str, more: dict[str, str | None] | None = None) -> list[dict[str, str]]:
    loaded = loaded_folder(small_project(folder, {"data/sources/one.ttl": PREFIXES + data, **FACTS_TOML, **(more or {})}))
    return list(csv.DictReader(io.StringIO(export(loaded, "csv").decode(), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell}


def test_without_facts_the_table_is_only_the_header() -> None:
    assert facts_table(Store()) == ",".join(column_names()) + "\n"


def test_a_fact_fills_the_columns_for_its_values(tmp_path: Path) -> None:
    data = """
e:f a kzit:Fact , kzit:Measurement ;
    skos:prefLabel "a label"@en , "un'etichetta"@it ;
    kzit:claimedBy e:ministry ;
    kzit:status e:held ;
    kzit:since _:start ;
    kzit:until _:end ;
    kzit:time _:start , _:end ;
    m8g:frequency e:yearly ;
    kzit:object e:treaty ;
    kzit:namedAs "il Trattato"@it ;
    schema:value 1.5 ;
    schema:unitCode e:dollar ;
    schema:minValue 1.4 ;
    schema:maxValue 1.6 ;
    kzit:inferredFrom e:g ;
    kzit:matter e:q ;
    kzit:evidence e:p1 .
e:p1 oa:hasSource e:source .
_:start kzit:statedAs "in 2016" ; kzit:earliest "2016-01-01"^^xsd:date ; kzit:latest "2016-12-31"^^xsd:date .
_:end kzit:statedAs "in 2018" ; kzit:earliest "2018-01-01"^^xsd:date ; kzit:latest "2018-12-31"^^xsd:date .
e:held skos:notation "held" .
e:dollar skos:notation "USD" .
e:q kzit:finding e:clash .
e:clash skos:notation "clash" .
e:yearly skos:notation "yearly" .
e:ministry skos:prefLabel "the ministry"@en .
"""
    (row,) = rows(tmp_path, data)
    assert filled(row) == {
        "fact": "http://e/f",
        "label": "a label",
        "kind": "Measurement",
        "claimed_by": "http://e/ministry",
        "claimed_by_label": "the ministry",
        "status": "held",
        "since": "in 2016",
        "until": "in 2018",
        "earliest": "2016-01-01",
        "latest": "2018-12-31",
        "frequency": "yearly",
        "object": "http://e/treaty",
        "object_label": "http://e/treaty",
        "named_as": "il Trattato",
        "value": "1.5",
        "unit": "USD",
        "min": "1.4",
        "max": "1.6",
        "inferred_from": "http://e/g",
        "matter": "http://e/q",
        "finding": "clash",
        "passage": "http://e/p1",
        "source": "http://e/source",
        "source_label": "http://e/source",
    }


def test_several_values_are_joined_by_a_bar_in_natural_order(tmp_path: Path) -> None:
    things = " , ".join(f"e:b{number}" for number in sorted(range(1, 13), key=str))
    data = f'e:f a kzit:Fact ; kzit:participant {things} ; skos:note "two"@en , "one"@en , "altro"@it .\n'
    (row,) = rows(tmp_path, data)
    assert row["participant"] == "|".join(f"http://e/b{number}" for number in range(1, 13))
    assert row["note"] == "one|two"


def test_names_are_english_or_in_any_language_or_the_iri(tmp_path: Path) -> None:
    names = 'e:a skos:prefLabel "Anna"@it .\ne:b skos:prefLabel "Beth"@en , "Betta"@it .\n'
    (row,) = rows(tmp_path, names + "e:f a kzit:Fact ; kzit:actor e:b , e:a , e:c .\n")
    assert (row["actor"], row["actor_label"]) == ("http://e/a|http://e/b|http://e/c", "Anna|Beth|http://e/c")


def test_a_bar_in_a_name_is_replaced_only_among_several_names(tmp_path: Path) -> None:
    data = 'e:a skos:prefLabel "A|B"@en .\ne:f a kzit:Fact ; skos:prefLabel "C|D"@en ; kzit:claimedBy e:a ; kzit:actor e:a , e:b .\n'
    (row,) = rows(tmp_path, data)
    assert (row["label"], row["claimed_by_label"], row["actor_label"]) == ("C|D", "A|B", "A¦B|http://e/b")


def test_a_literal_in_place_of_a_thing_is_written_unchanged(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, 'e:f a kzit:Fact ; kzit:actor "nobody known" .\n')
    assert (row["actor"], row["actor_label"]) == ("nobody known", "nobody known")


def test_blank_nodes_have_stable_labels(tmp_path: Path) -> None:
    data = PREFIXES + '[ a kzit:Fact ; skos:prefLabel "one"@en ; kzit:actor [ skos:prefLabel "A"@en ] , [ skos:prefLabel "B"@en ] ] .\n'
    project = open_project(small_project(tmp_path, {"data/sources/one.ttl": data}))
    (row,) = csv.DictReader(io.StringIO(first := facts_table(load_project(project)), newline=""))
    assert {first} == {facts_table(load_project(project)) for _ in range(5)}
    assert all(thing.startswith("_:") for thing in (row["fact"], *row["actor"].split("|")))
    assert len(row["actor"].split("|")) == 2


def test_a_late_blank_node_has_its_label_of_the_dumps(tmp_path: Path) -> None:
    data = "e:f1 a kzit:Fact ; kzit:actor e:a .\ne:f2 a kzit:Fact ; kzit:actor [ ] .\ne:f3 a kzit:Fact ; kzit:actor e:a .\n"
    table = rows(tmp_path, data)
    assert [row["fact"] for row in table] == ["http://e/f1", "http://e/f2", "http://e/f3"]
    assert [row["actor"] for row in table][::2] == ["http://e/a", "http://e/a"]
    assert (
        f"<http://e/f2> <https://w3id.org/kzit/ontology#actor> {table[1]['actor']} ."
        in export(loaded_folder(tmp_path), "ntriples").decode()
    )


def test_blank_nodes_outside_the_cells_need_no_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("kzit_graph.project.statements.statements.components")
    (row,) = rows(tmp_path, 'e:f a kzit:Fact ; kzit:within [ kzit:statedAs "in 2016" ] .\n')
    assert row["within"] == "in 2016"


def test_values_are_in_the_table_as_they_were_written(tmp_path: Path) -> None:
    facts = "".join(f"e:f{number} a kzit:Fact ; schema:value {value} .\n" for number, value in enumerate(("1.50", "1.5")))
    assert [row["value"] for row in rows(tmp_path, facts)] == ["1.50", "1.5"]


def test_a_path_without_values_leaves_its_cells_empty(tmp_path: Path) -> None:
    nowhere = 'e:f a kzit:Fact ; kzit:status "asserted" , e:unknown ; kzit:time "2016" ; kzit:evidence e:p .\n'
    store = load_project(open_project(small_project(tmp_path, {"data/sources/one.ttl": PREFIXES + nowhere})))
    fact, annotation = NamedNode("http://e/f"), NamedNode("http://e/note")
    for name in ("status", "time"):
        store.add(Quad(fact, NamedNode(f"https://w3id.org/kzit/ontology#{name}"), Triple(fact, annotation, fact), annotation))
    (row,) = csv.DictReader(io.StringIO(facts_table(store), newline=""))
    assert filled(row) == {"fact": "http://e/f", "passage": "http://e/p"}


def test_facts_that_differ_only_in_leading_zeros_have_a_stable_order(tmp_path: Path) -> None:
    table = rows(tmp_path, "e:f01 a kzit:Fact ; kzit:actor e:a .\ne:f1 a kzit:Fact ; kzit:actor e:a .\n")
    assert [row["fact"] for row in table] == ["http://e/f01", "http://e/f1"]


def test_a_fact_in_two_graphs_has_one_row_in_natural_order(tmp_path: Path) -> None:
    data = "".join(f"e:f{number} a kzit:Fact ; kzit:participant e:a .\n" for number in sorted(range(1, 21), key=str))
    again = PREFIXES + "e:f9 a kzit:Fact ; kzit:participant e:a , e:b .\n"
    table = rows(tmp_path, data, {"data/again.ttl": again})
    assert [row["fact"] for row in table] == [f"http://e/f{number}" for number in range(1, 21)]
    assert [row["participant"] for row in table if row["participant"] != "http://e/a"] == ["http://e/a|http://e/b"]


def test_commas_quotes_and_line_breaks_in_a_text_stay_in_their_cell(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, 'e:f a kzit:Fact ; skos:prefLabel "a, \\"b\\"\\nc" , "\\r"@en .\n')
    assert row["label"] == '\r|a, "b"\nc'


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_is_read_back_unchanged(text: str) -> None:
    store = Store()
    fact, graph = NamedNode("http://e/f"), NamedNode("http://e/g")
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(Quad(fact, rdf_type, NamedNode("https://w3id.org/kzit/ontology#Fact"), graph))
    store.add(Quad(fact, NamedNode("http://www.w3.org/2004/02/skos/core#note"), Literal(text, language="en"), graph))
    header, row = csv.reader(io.StringIO(facts_table(store), newline=""))
    assert dict(zip(header, row, strict=True))["note"] == text


def test_a_thing_that_is_not_a_fact_has_no_row(tmp_path: Path) -> None:
    table = rows(tmp_path, 'e:city a schema:City ; skos:prefLabel "Rome"@en .\ne:f a kzit:Fact .\n')
    assert [row["fact"] for row in table] == ["http://e/f"]


def test_every_bundled_fact_has_a_label_a_claimant_and_its_grounds() -> None:
    store = load_project(open_project(bundled_folder()))
    facts = {str(row[0].value) for row in store.query("SELECT ?f { GRAPH ?g { ?f a <https://w3id.org/kzit/ontology#Fact> } }")}  # type: ignore[union-attr]
    table = list(csv.DictReader(io.StringIO(facts_table(store), newline="")))
    assert {row["fact"] for row in table} == facts
    assert len(table) == len(facts) > 0
    assert all(row["label"] and row["claimed_by"] and (row["passage"] or row["inferred_from"]) for row in table)
