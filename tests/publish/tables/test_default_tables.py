"""A project that describes no tables gets one for each class with many instances, which validators and readers accept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.build import Summary, build
from kzit_graph.publish.export import export
from kzit_graph.publish.tables.project_tables import ProjectTables, project_tables
from tests.loading import loaded_folder
from tests.publish.tables.test_csvw import triples_of_table
from tests.publish.tables.validators import output_of, run
from tests.small_project import small_project

pytestmark = pytest.mark.slow

PREFIXES: Final = """\
@prefix : <https://example.org/tiny/id/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix other: <https://example.org/other#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
MIXED: Final = ("1", "1.5", '"a"')


def person(number: int) -> str:
    return f"""
:p{number} a x:Person ;
    rdfs:label "Person {number}"@en , "Persona {number}"@it ;
    schema:name "P{number}" ; foaf:name "Other {number}" ;
    x:born "19{number:02}-01-02"^^xsd:date ; x:year "19{number:02}"^^xsd:gYear ;
    x:count {number} ; x:length {number}.50 ; x:mass {number}e3 ; x:alive {"true" if number % 2 else "false"} ;
    x:mixed {MIXED[number % 3]} ; x:either {number if number % 2 else f":p{number}"} ;
    x:huge {"9" * 40} ; x:zoned "2020-01-0{number % 9 + 1}Z"^^xsd:date ;
    x:tag "a|b" , "c" ; x:formula "=1+{number}" ;
    x:home :c{number % 2 + 1} ; x:knows :p{number % 12 + 1} .
"""


DATA: Final = "".join(
    (
        PREFIXES,
        *map(person, range(1, 13)),
        *(f':c{number} a x:City ; skos:prefLabel "Città {number}"@it ; x:note "seen" .\n' for number in range(1, 13)),
        ':p5 x:said "one, \\"two\\"" , "three"@en ; x:met [ x:name "Z" ] . [] a x:Person ; x:count 7 .\n',
        *(f"[] a x:Address ; x:count {number} .\n" for number in range(20)),
        *(f":r{number} a x:Rare ; x:count {number} .\n" for number in range(9)),
    )
)
SHAPES: Final = f"""{PREFIXES}
x:CityShape a sh:NodeShape ; sh:targetClass x:City ; sh:and ( x:Named ) ;
    sh:property [ sh:path [ sh:inversePath x:home ] ; sh:order 3 ] ,
        [ sh:path ( [ sh:inversePath x:home ] x:count ) ; sh:order 2 ;
            sh:name "counts"@en , "conti"@it ; sh:description "What they count." ] ,
        [ sh:path x:never ; sh:order 0 ] , [ sh:path ( x:note [ sh:zeroOrMorePath x:home ] ) ] ,
        [ sh:path x:home ; sh:deactivated true ] .
x:Named sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:maxCount 1 ; sh:order 1 ; sh:name "name"@en ] .
"""


@dataclass(frozen=True)
class Built:
    loaded: LoadedProject
    summary: Summary
    folder: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.folder / f"tiny-{name}.csv").read_bytes().decode(), newline="")))

    def json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("default-tables")
    loaded = loaded_folder(small_project(folder / "project", {"data/sources/two.ttl": DATA, "shapes/s.ttl": SHAPES}))
    return Built(loaded, build(loaded, folder / "dist"), folder / "dist")


@pytest.fixture(scope="module")
def tables(built: Built) -> ProjectTables:
    return project_tables(built.loaded)


def found(folder: Path, data: str, more: Mapping[str, str] | None = None) -> ProjectTables:
    return project_tables(loaded_folder(small_project(folder, {"data/sources/two.ttl": PREFIXES + data, **(more or {})})))


def test_a_class_with_ten_instances_with_an_iri_has_a_table(built: Built) -> None:
    assert built.summary.tables == {"city": 12, "person": 13}
    assert [name for name in built.summary.files if ".csv" in name] == [
        f"tiny-{name}.csv{end}" for name in ("city", "person") for end in ("", "-metadata.json")
    ]


def test_a_summary_without_claims_has_no_facts(built: Built) -> None:
    assert (built.summary.facts, built.summary.main_table) == (0, "")
    assert "fact" not in repr(built.summary)


def test_the_columns_are_those_of_the_shape_in_its_order(tables: ProjectTables) -> None:
    city = tables.chosen("city")
    assert city.header == ("id", "prefLabel_it", "count", "is_home_of", "is_home_of_label")
    assert [column.several for column in city.columns] == [False, False, True, True, True]


def test_names_of_shapes_are_titles_of_columns(built: Built) -> None:
    columns = {column["name"]: column for column in built.json("tiny-city.csv-metadata.json")["tableSchema"]["columns"]}
    assert columns["count"]["titles"] == {"und": "count", "en": "counts", "it": "conti"}
    assert columns["count"]["dc:description"] == "What they count."
    assert columns["prefLabel_it"]["titles"] == {"und": "prefLabel_it", "en": "name (it)"}


def test_without_a_shape_labels_come_first_then_the_properties_in_use(tables: ProjectTables) -> None:
    assert tables.chosen("person").header == (
        *("id", "label_en", "label_it", "name", "foaf_name", "count"),
        *("alive", "born", "either", "formula", "home", "home_label", "huge", "knows", "knows_label"),
        *("length", "mass", "mixed", "tag", "year", "zoned", "met", "said", "said_en"),
    )


def test_the_types_of_columns_are_those_of_all_their_values(tables: ProjectTables) -> None:
    holds = {column.name: column.holds for column in tables.chosen("person").columns}
    assert {name: holds[name] for name in ("born", "count", "length", "mass", "alive", "home")} == {
        "born": "date",
        "count": "integer",
        "length": "number",
        "mass": "float",
        "alive": "boolean",
        "home": "thing",
    }
    assert {holds[name] for name in ("mixed", "either", "huge", "zoned")} == {"wording"}


def test_cells_have_the_values_as_they_were_written(built: Built) -> None:
    row = next(row for row in built.rows("person") if row["id"].endswith("/p5"))
    assert {name: row[name] for name in ("label_it", "count", "length", "mass", "tag", "formula", "home_label", "said", "said_en")} == {
        "label_it": "Persona 5",
        "count": "5",
        "length": "5.50",
        "mass": "5e3",
        "tag": "a¦b|c",
        "formula": "=1+5",
        "home_label": "Città 2",
        "said": 'one, "two"',
        "said_en": "three",
    }


def test_a_blank_node_has_a_row_with_its_label_of_the_dumps(built: Built) -> None:
    (blank,) = [row["id"] for row in built.rows("person") if row["id"].startswith("_:")]
    assert f'{blank} <https://example.org/tiny/ontology#count> "7"' in (built.folder / "tiny.nt").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["city", "person"])
def test_two_implementations_of_csvw_find_each_table_valid(built: Built, name: str) -> None:
    file = f"tiny-{name}.csv-metadata.json"
    done = run("csvwvalidate", "--verbose", file, folder=built.folder)
    assert (done.returncode, done.stdout) == (0, "OK\n")
    triples = triples_of_table(built.folder, file)
    graph = {(quad.predicate, quad.object) for quad in parse(path=built.folder / "tiny.nt", format=RdfFormat.N_TRIPLES)}
    stated = {(quad.predicate, quad.object) for quad in triples}
    assert len(stated) >= 12
    assert stated <= graph
    assert all(isinstance(quad.subject, BlankNode) == (name == "person") for quad in triples)  # a person has no IRI


def test_frictionless_finds_every_table_valid(built: Built) -> None:
    done = run("frictionless", "validate", "datapackage.json", folder=built.folder)
    assert done.returncode == 0, done.stdout
    assert [resource["name"] for resource in built.json("datapackage.json")["resources"]][:2] == ["city", "person"]


@pytest.mark.slow
def test_croissant_loads_every_record(built: Built) -> None:
    script = """if True:
        import json, pathlib, mlcroissant
        files = {name: pathlib.Path(name).absolute() for name in ("tiny-city.csv", "tiny-person.csv")}
        dataset = mlcroissant.Dataset("croissant.json", mapping=files)
        found = {name: list(dataset.records(name)) for name in ("city", "person")}
        print(json.dumps(found, default=lambda value: value.decode() if isinstance(value, bytes) else str(value)))
    """
    records = json.loads(output_of(script, folder=built.folder))
    assert {name: len(rows) for name, rows in records.items()} == {"city": 12, "person": 13}
    fifth = next(row for row in records["person"] if row["person/id"].endswith("/p5"))
    assert (fifth["person/count"], fifth["person/length"], fifth["person/mass"], fifth["person/alive"]) == (5, 5.5, 5000.0, True)
    assert fifth["person/tag"] == ["a¦b", "c"]


def test_parquet_has_a_column_type_for_each_type_of_values(built: Built, tmp_path: Path) -> None:
    (tmp_path / "person.parquet").write_bytes(export(built.loaded, "parquet", "person"))
    schema = pq.read_schema(tmp_path / "person.parquet")
    types = {name: str(schema.field(name).type) for name in ("born", "count", "length", "mass", "alive", "mixed", "tag")}
    assert types == {
        "born": "date32[day]",
        "count": "int64",
        "length": "decimal128(38, 9)",
        "mass": "double",
        "alive": "bool",
        "mixed": "string",
        "tag": "list<element: string>",
    }
    assert pq.read_table(tmp_path / "person.parquet").num_rows == 13


def test_without_a_table_nothing_describes_one(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path / "project"))
    done = build(loaded, tmp_path / "dist")
    assert not [name for name in done.files if "csv" in name]
    assert (done.tables, done.warnings) == ({}, ())
    for name in ("datapackage.json", "croissant.json"):
        assert "csv" not in (tmp_path / "dist" / name).read_text("utf-8")
    for name in ("csv", "parquet", "xlsx"):
        with pytest.raises(InvalidInput, match=r"^the project has no table: no class has 10 instances with an IRI; describe a table in "):
            export(loaded, name)


def things(count: int, statement: str, prefix: str = "t") -> str:
    return "".join(f":{prefix}{number} {statement} .\n" for number in range(count))


def test_the_settings_say_how_many_instances_a_class_needs(tmp_path: Path) -> None:
    settings = {"kzit-graph.toml": "[tables]\nminimum = 3\n"}
    assert [table.name for table in found(tmp_path, things(3, "a x:A ; x:p 1") + things(2, "a x:B ; x:p 1", "u"), settings).tables] == ["a"]


def test_the_settings_bound_the_number_of_tables(tmp_path: Path) -> None:
    settings = {"kzit-graph.toml": "[tables]\nmaximum = 1\n"}
    tables = found(tmp_path, things(10, "a x:A ; x:p 1") + things(11, "a x:B ; x:p 1", "u"), settings)
    assert [table.name for table in tables.tables] == ["b"]
    assert tables.notes == ("more classes than tables.maximum = 1 have many instances; raise it, or describe tables in data/tables/",)


def test_the_settings_can_turn_these_tables_off(tmp_path: Path) -> None:
    tables = found(tmp_path, things(10, "a x:A ; x:p 1"), {"kzit-graph.toml": "[tables]\nautomatic = false\n"})
    assert tables.tables == ()
    assert tables.reason == "tables.automatic is false; describe one in data/tables/NAME.toml"


@pytest.mark.parametrize("value", ["0", "-1", "1.5"])
def test_a_setting_of_tables_out_of_range_has_its_line(tmp_path: Path, value: str) -> None:
    with pytest.raises(InvalidInput, match=r"kzit-graph\.toml:2: tables\.minimum must be a whole number, at least 1"):
        found(tmp_path, "", {"kzit-graph.toml": f"[tables]\nminimum = {value}\n"})


def test_a_class_with_the_same_instances_as_its_subclass_has_no_table(tmp_path: Path) -> None:
    tables = found(tmp_path, things(10, "a x:Theatre ; x:p 1"), {"data/sources/one.ttl": ""})
    assert [table.name for table in tables.tables] == ["theatre"]


def test_a_shape_of_properties_without_values_makes_no_columns(tmp_path: Path) -> None:
    tables = found(tmp_path, things(10, "a x:Theatre ; x:p 1"), {"data/sources/one.ttl": ""})
    assert tables.chosen(None).header == ("id", "p")


def test_a_class_of_other_instances_as_its_subclass_has_a_table(tmp_path: Path) -> None:
    tables = found(tmp_path, things(10, "a x:Theatre ; x:p 1") + ":other a x:Building .\n")
    assert [table.name for table in tables.tables] == ["building", "theatre"]
    (kind,) = [column for column in tables.chosen("building").columns if column.holds == "class"]
    assert kind.name == "type"


def test_classes_of_everything_have_no_table(tmp_path: Path) -> None:
    owl = "<http://www.w3.org/2002/07/owl#Thing> , <http://www.w3.org/2002/07/owl#NamedIndividual>"
    assert [table.name for table in found(tmp_path, things(10, f"a {owl} , x:A ; x:p 1")).tables] == ["a"]


def test_things_without_properties_have_no_table(tmp_path: Path) -> None:
    assert found(tmp_path, things(10, "a x:A")).tables == ()


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/other#", "other"),
        ("http://www.wikidata.org/entity/Q5", "q5"),
        ("http://example.org/E21_Person", "e21-person"),
        ("http://example.org/a%20b", "a-b"),
        ("http://example.org/Città", "citta"),
        ("http://example.org/Қала", "table"),
        ("urn:example:House", "house"),
        (f"http://example.org/{'a' * 300}", "a" * 60),
    ],
)
def test_a_class_of_any_iri_names_its_table(tmp_path: Path, iri: str, name: str) -> None:
    (table,) = found(tmp_path, things(10, f"a <{iri}> ; x:p 1")).tables
    assert table.name == name


def test_classes_with_one_local_name_have_tables_with_two_names(tmp_path: Path) -> None:
    data = things(11, "a x:House ; x:p 1") + things(10, "a other:house ; x:p 1", "u")
    assert [table.name for table in found(tmp_path, data).tables] == ["house", "other-house"]


def test_properties_with_one_local_name_have_columns_with_two_names(tmp_path: Path) -> None:
    statement = "a x:A ; x:name 1 ; other:Name 2 ; <http://unknown.example/name> 3 ; x:1 4 ; <http://example.org/Қала> 5"
    (table,) = found(tmp_path, things(10, statement)).tables
    assert sorted(table.header) == ["1", "id", "name", "other_Name", "value", "x_name"]


def test_a_property_of_many_languages_has_columns_for_six_and_a_note(tmp_path: Path) -> None:
    names = " , ".join(f'"n"@{tag}' for tag in ("de", "en", "es", "fr", "it", "nl", "pl"))
    tables = found(tmp_path, things(10, f'a x:A ; rdfs:label {names} , "n"@pl'), {"kzit-graph.toml": 'languages = ["pl", "en"]\n'})
    assert tables.tables[0].header == ("id", *(f"label_{tag}" for tag in ("pl", "en", "de", "es", "fr", "it")))
    assert tables.notes == ("table a: label has 7 languages, and columns for de, en, es, fr, it, pl",)


def test_a_class_with_many_properties_has_sixty_columns_and_a_note(tmp_path: Path) -> None:
    statement = "a x:A ; " + " ; ".join(f"x:p{number} {number}" for number in range(70))
    tables = found(tmp_path, things(10, statement))
    assert len(tables.tables[0].columns) == 60
    assert tables.notes == ("table a: properties without a column: 11; describe the table in data/tables/",)


def test_a_partial_shape_has_the_label_before_its_columns(tmp_path: Path) -> None:
    shape = f"{PREFIXES}x:S a sh:NodeShape ; sh:targetClass x:A ; sh:property [ sh:path x:p ; sh:minCount 1 ] ."
    (table,) = found(tmp_path, things(10, 'a x:A ; rdfs:label "a" ; x:p 1 ; x:q 2'), {"shapes/s.ttl": shape}).tables
    assert table.header == ("id", "label", "p")


def test_shapes_of_superclasses_have_columns_too(tmp_path: Path) -> None:
    shape = f"{PREFIXES}x:S a sh:NodeShape ; sh:targetClass x:Building ; sh:property [ sh:path rdfs:label ] , [ sh:path x:p ] ."
    tables = found(tmp_path, things(10, 'a x:Theatre ; rdfs:label "a" ; x:p 1 ; x:q 2'), {"shapes/s.ttl": shape})
    assert tables.chosen("theatre").header == ("id", "label", "p")


def test_a_required_column_with_an_empty_cell_is_not_required(tmp_path: Path) -> None:
    shape = f"{PREFIXES}x:S a sh:NodeShape ; sh:targetClass x:A ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ."
    files = {"data/sources/two.ttl": PREFIXES + things(10, 'a x:A ; rdfs:label ""'), "shapes/s.ttl": shape}
    build(loaded_folder(small_project(tmp_path / "project", files)), tmp_path / "dist")
    metadata = json.loads((tmp_path / "dist" / "tiny-a.csv-metadata.json").read_text("utf-8"))
    assert [column.get("required") for column in metadata["tableSchema"]["columns"]] == [True, None]
    assert run("csvwvalidate", "tiny-a.csv-metadata.json", folder=tmp_path / "dist").stdout.startswith("OK")


def test_an_inspection_lists_the_tables(built: Built) -> None:
    inspection = KnowledgeGraph(built.loaded.project).inspect()
    assert [(table.name, table.rows, len(table.columns), table.file) for table in inspection.tables] == [
        ("city", 12, 5, ""),
        ("person", 13, 24, ""),
    ]
    assert "Tables (2)\n  12  city  x:City  5 columns\n" in inspection.text()


def test_data_of_another_project_has_the_tables_of_its_classes(tmp_path: Path, built: Built) -> None:
    castles = {"data/tables/castles.toml": 'class = "x:Castle"\n[columns.a]\n'}
    project = loaded_folder(small_project(tmp_path, castles)).project
    assert [table.name for table in project_tables(LoadedProject(project, [built.folder / "tiny.nq"])).tables] == ["city", "person"]
