"""A table file says which things make rows and which paths make columns; a mistake in it has its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.publish.build import build
from kzit_graph.publish.export import export
from kzit_graph.publish.tables.columns import Hop
from kzit_graph.publish.tables.project_tables import project_tables
from kzit_graph.publish.tables.table_file import read_table_file
from tests.loading import loaded_folder
from tests.small_project import small_project

X = "https://example.org/tiny/ontology#"
PREFIXES = {"x": X, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#"}
DATA = f"""\
@prefix : <https://example.org/tiny/id/> .
@prefix x: <{X}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:rome a x:City ; skos:prefLabel "Rome"@en , "Roma"@it ; rdfs:label "the city" .
:bari a x:City ; skos:prefLabel "Bari"@it .
:opera a x:House ; x:in :rome ; x:opened "1880-11-27"^^xsd:date ; x:seats 1600 ; x:show [ x:title "Aida"@it , "Aida"@en ] .
:petruzzelli a x:House ; x:in :bari ; x:opened "1903"^^xsd:gYear ; x:seats 1482 , 1490 ; x:title "A|B" .
"""


def project(folder: Path, tables: dict[str, str]) -> Path:
    files = {f"data/tables/{name}.toml": text for name, text in tables.items()}
    return small_project(folder, {"data/sources/two.ttl": DATA} | files)


def table(folder: Path, text: str, name: str | None = None) -> list[dict[str, str]]:
    content = export(loaded_folder(project(folder, {"t": f'class = "x:City"\n{text}'})), "csv", name).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def refusal(folder: Path, text: str) -> str:
    path = folder / "houses.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_table_file(path, PREFIXES, ("en",))
    assert caught.value.position is not None
    return str(caught.value).removeprefix(str(path))


def test_inverse_steps_lead_to_things_that_name_the_row(tmp_path: Path) -> None:
    rows = table(tmp_path, '[columns.house]\npath = ["^x:in"]\n[columns.seats]\npath = ["^x:in", "x:seats"]\n')
    assert [(row["id"].rpartition("/")[2], row["house"].rpartition("/")[2], row["seats"]) for row in rows] == [
        ("bari", "petruzzelli", "1482|1490"),
        ("rome", "opera", "1600"),
    ]


def test_alternatives_in_a_step_are_joined_by_a_bar(tmp_path: Path) -> None:
    rows = table(tmp_path, '[columns.label]\nholds = "wording"\nseveral = true\npath = "rdfs:label|skos:prefLabel"\n')
    assert [row["label"] for row in rows] == ["Bari", "Roma|Rome|the city"]


def test_texts_are_in_the_first_language_that_they_have(tmp_path: Path) -> None:
    rows = table(tmp_path, 'languages = ["en", "it"]\n[columns.label]\nholds = "text"\npath = "skos:prefLabel"\n')
    assert [row["label"] for row in rows] == ["Bari", "Rome"]


def test_a_column_of_one_language_has_no_others(tmp_path: Path) -> None:
    columns = "".join(f'[columns.label_{tag}]\npath = "skos:prefLabel"\nlanguage = "{tag}"\n' for tag in ("EN", "it"))
    rows = table(tmp_path, f"{columns}[columns.label]\npath = 'rdfs:label'\n")
    assert [(row["label_EN"], row["label_it"], row["label"]) for row in rows] == [("", "Bari", ""), ("Rome", "Roma", "the city")]


def test_the_first_column_is_the_thing_under_its_own_name(tmp_path: Path) -> None:
    rows = table(tmp_path, "[columns.city]\n[columns.label]\npath = 'skos:prefLabel'\n")
    assert [list(row) for row in rows] == [["city", "label"]] * 2
    assert rows[0]["city"] == "https://example.org/tiny/id/bari"


def test_without_holds_the_values_decide(tmp_path: Path) -> None:
    columns = "".join(f'[columns.{name}]\npath = "x:{name}"\n' for name in ("in", "opened", "seats", "title", "missing"))
    loaded = loaded_folder(project(tmp_path, {"houses": f'class = "x:House"\n{columns}[columns.show]\npath = ["x:show", "x:title"]\n'}))
    (found,) = project_tables(loaded).tables
    assert [(column.name, column.holds, column.several) for column in found.columns] == [
        ("id", "thing", False),
        ("in", "thing", False),
        ("in_label", "name", False),
        ("opened", "wording", False),  # a date and a year
        ("seats", "integer", True),
        ("title", "text", False),
        ("missing", "text", False),
        ("show", "text", False),
    ]


def test_names_follow_the_languages_of_the_table(tmp_path: Path) -> None:
    text = 'class = "x:House"\nlanguages = ["it"]\n[columns.in]\npath = "x:in"\n'
    content = export(loaded_folder(project(tmp_path, {"houses": text})), "csv").decode()
    assert [row["in_label"] for row in csv.DictReader(io.StringIO(content))] == ["Roma", "Bari"]


def test_named_false_leaves_the_names_out(tmp_path: Path) -> None:
    rows = table(tmp_path, '[columns.house]\npath = "^x:in"\nholds = "thing"\nnamed = false\n')
    assert list(rows[0]) == ["id", "house"]


def test_keep_chooses_one_of_several_values(tmp_path: Path) -> None:
    text = '[columns.least]\nholds = "integer"\npath = ["^x:in", "x:seats"]\nkeep = "first"\n'
    assert [row["least"] for row in table(tmp_path, text)] == ["1482", "1600"]


def test_iris_are_written_with_prefixes_or_in_full(tmp_path: Path) -> None:
    path = tmp_path / "houses.toml"
    path.write_text(f'class = "<{X}House>"\n[prefixes]\nown = "{X}"\n[columns.in]\npath = ["own:in", "^{X}near"]\n', "utf-8")
    plan = read_table_file(path, {}, ())
    assert plan.of_class == NamedNode(f"{X}House")
    assert plan.columns[1].paths == ((Hop(NamedNode(f"{X}in")), Hop(NamedNode(f"{X}near"), is_inverse=True)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('class = "x:House"\n[columns.a\n', r":2:11: is not TOML: "),
        ('klass = "x:House"', ':1: unknown key of a table "klass"; nearest: class; known: class, main, description, languages'),
        ('class = "x:House"\n[columns.a]\npaths = "x:in"', ':3: unknown key of columns.a "paths"; nearest: path; known: path, holds'),
        ("main = true", ':1: the table has no class; add class = "…"'),
        ("class = 1", ":1: class must be a text"),
        ('class = "x:House"\nmain = "yes"', ":2: main must be true or false"),
        ('class = "x:House"', ":1: the table has no columns; add [columns.NAME] with a path"),
        ('class = "House"', ':1: "House" is not an IRI; write it with a prefix, or in full'),
        ('class = "skoss:Concept"', ':1: the prefix of "skoss:Concept" is unknown; nearest: skos; add it to [prefixes]'),
        ('class = "https://e xample.org/"', ':1: "https://e xample.org/" is not an IRI'),
        ('class = "x:House"\nlanguages = ["english language"]', ':2: "english language" is not a language tag; nearest: en'),
        (
            'class = "x:House"\n[columns.a]\npath = "x:in"\n[columns.b]',
            ":4: the column b has no path, which only the first column can lack",
        ),
        (
            'class = "x:House"\n[columns.a]\nholds = "text"',
            ':2: a column without a path holds the thing of the row, not "text"; add a path',
        ),
        ('class = "x:House"\n[columns.a-b]\npath = "x:in"', ':2: "a-b" cannot name a column; use letters, digits and _'),
        ('class = "x:House"\n[columns.a]\npath = []', ":3: path must be a property, or a list of them, such as "),
        ('class = "x:House"\n[columns.a]\npath = ["x:in", 1]', ":3: path must be a property, or a list of them, such as "),
        ('class = "x:House"\n[columns.a]\npath = "x:in"\nholds = "dates"', ':4: unknown holds "dates"; nearest: date; known: thing, class'),
        ('class = "x:House"\n[columns.a]\npath = "x:in"\nkeep = "least"', ':4: unknown keep "least"'),
        ('class = "x:House"\n[columns.a]\npath = "x:in"\nseveral = 1', ":4: several must be true or false"),
        (
            'class = "x:House"\n[columns.a]\npath = "x:in"\nholds = "date"\nlanguage = "en"',
            ':5: language is for columns that hold "text", not',
        ),
        ('class = "x:House"\n[columns.a]\npath = "x:in"\ntitles = "in"', ":4: titles must be a table of texts"),
        ('class = "x:House"\ncolumns = ["a"]', ":2: columns must be a table"),
        ('class = "x:House"\n[columns]\na = "x:in"', ":3: columns must be tables; write [columns.a] with its keys below"),
        (
            'class = "x:House"\n[columns.a]\npath = "x:in"\nholds = "thing"\n[columns.a_label]\npath = "x:name"',
            ":5: the columns a_label and a_label would have the same name; rename one, or set named = false",
        ),
        ('class = "x:House"\n[columns.a]\npath = "x:in"\n[columns.A]\npath = "x:in"', ":4: the columns a and A would have the same name"),
        (
            'class = "x:House"\n[columns.a]\npath = ["x:a|x:b|x:c|x:d", "x:a|x:b|x:c|x:d", "x:a|x:b|x:c|x:d", "x:a|x:b"]',
            ":3: path has more",
        ),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in refusal(tmp_path, text)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "houses.toml").write_bytes(b'class = "x:H\xe9"')
    with pytest.raises(InvalidInput, match=r"houses\.toml:1: .*UTF-8"):
        read_table_file(tmp_path / "houses.toml", PREFIXES, ())


@pytest.mark.slow
def test_a_class_without_instances_has_a_warning_and_no_table(tmp_path: Path) -> None:
    tables = {"a": 'class = "x:Castle"\n[columns.in]\npath = "x:in"\n', "b": 'class = "x:City"\n[columns.in]\npath = "x:in"\n'}
    loaded = loaded_folder(project(tmp_path / "project", tables))
    done = build(loaded, tmp_path / "dist")
    path = tmp_path / "project" / "data" / "tables" / "a.toml"
    assert done.warnings == (f"{path}: <{X}Castle> has no instances, so there is no table a",)
    assert [name for name in done.files if ".csv" in name] == ["tiny-b.csv", "tiny-b.csv-metadata.json"]
    with pytest.raises(InvalidInput, match="the table a has no rows, because its class has no instances"):
        export(loaded, "csv", "a")


@pytest.mark.slow
def test_the_main_table_has_the_name_of_the_project(tmp_path: Path) -> None:
    columns = "[columns.label]\npath = 'skos:prefLabel'\n"
    tables = {"a": f'class = "x:House"\n{columns}', "cities": f'class = "x:City"\nmain = true\n{columns}'}
    loaded = loaded_folder(project(tmp_path / "project", tables))
    done = build(loaded, tmp_path / "dist")
    assert [name for name in done.files if name.endswith(".csv")] == ["tiny-a.csv", "tiny.csv"]
    assert done.tables == {"cities": 2, "a": 2}
    assert done.main_table == "cities"
    assert export(loaded, "csv") == (tmp_path / "dist" / "tiny.csv").read_bytes()
    assert export(loaded, "csv", "a") == (tmp_path / "dist" / "tiny-a.csv").read_bytes()


def test_only_one_table_can_be_the_main_one(tmp_path: Path) -> None:
    main = 'class = "x:House"\nmain = true\n[columns.in]\npath = "x:in"\n'
    with pytest.raises(InvalidInput, match=r"a\.toml: the table b is the main table too; change one of them"):
        project_tables(loaded_folder(project(tmp_path, {"a": main, "b": main})))


def test_without_a_main_table_one_of_several_must_be_named(tmp_path: Path) -> None:
    loaded = loaded_folder(project(tmp_path, dict.fromkeys(("one", "two"), 'class = "x:City"\n[columns.in]\npath = "^x:in"\n')))
    with pytest.raises(InvalidInput, match=r"^the project has 2 tables; choose one of them with --table: one, two$"):
        export(loaded, "csv")
    with pytest.raises(UnknownName, match='unknown table "too"; nearest: two; known: one, two'):
        export(loaded, "csv", "too")
    with pytest.raises(InvalidInput, match="turtle has no tables; name a table only for csv, parquet, xlsx"):
        export(loaded, "turtle", "one")


@pytest.mark.slow
def test_a_value_of_another_type_is_described_as_text(tmp_path: Path) -> None:
    text = 'class = "x:House"\n[columns.opened]\nholds = "date"\npath = "x:opened"\n'
    done = build(loaded_folder(project(tmp_path / "project", {"houses": text})), tmp_path / "dist")
    (warning,) = done.warnings
    assert 'the column opened has "1903", which is not a date, so it is described as text; correct the value, or holds' in warning
    metadata = (tmp_path / "dist" / "tiny-houses.csv-metadata.json").read_text("utf-8")
    assert '"datatype": "date"' not in metadata


def test_table_files_are_inputs_of_a_release(tmp_path: Path) -> None:
    found = loaded_folder(project(tmp_path, {"a": 'class = "x:City"\n[columns.in]\npath = "^x:in"\n'})).project
    assert found.tables == (tmp_path / "data" / "tables" / "a.toml",)
    assert found.tables[0] in found.files


def test_a_toml_file_elsewhere_in_the_data_is_named(tmp_path: Path) -> None:
    found = loaded_folder(small_project(tmp_path, {"data/sources/a.toml": "x = 1"})).project
    assert found.skipped == (
        f"{tmp_path}/data/sources/a.toml: skipped, because tables are described in data/tables/ only, with the extension .toml",
    )


def test_a_property_that_nothing_has_is_noted_with_the_nearest(tmp_path: Path) -> None:
    text = (
        'class = "x:House"\n[columns.seat]\npath = "x:seat"\n[columns.either]\npath = "x:seat|x:seats"\n[columns.near]\npath = "x:near"\n'
    )
    folder = project(tmp_path, {"a": text, "b": 'class = "x:Hous"\n[columns.in]\npath = "x:in"\n'})
    notes = [note.removeprefix(f"{folder}/data/tables/") for note in project_tables(loaded_folder(folder)).notes]
    assert notes == [
        "a.toml:3: nothing has the property x:seat, so the column seat is empty; nearest: x:seats",
        f"b.toml: <{X}Hous> has no instances, so there is no table b; nearest: x:House",
    ]
