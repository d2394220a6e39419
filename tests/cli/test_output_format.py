"""The extension of -o chooses the format; --labels and --lang are never ignored silently."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from rdflib import Graph

from tests.cli.commands import kzit_graph, refusal

CITIES = "SELECT ?city ?name { ?city a schema:City ; skos:prefLabel ?name FILTER(LANG(?name) = 'kk') } ORDER BY ?city"
GRAPH = "CONSTRUCT WHERE { ?goal a kzit:Goal }"


def written(path: Path, *arguments: str | Path, status: int = 0, cwd: Path | None = None) -> str:
    """Return what a command writes to a file. Standard output must be empty."""
    done = kzit_graph(*arguments, "-o", path, cwd=cwd)
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    return path.read_text("utf-8")


## The extension


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", "city,name\n"),
        ("a.tsv", "?city\t?name\n"),
        ("a.json", '{"head":'),
        ("a.srj", '{"head":'),
        ("a.XML", "<?xml"),
        ("a.srx", "<?xml"),
        ("a.md", "| city"),
        ("a.txt", "city "),
        ("a", "city "),
    ],
)
def test_query_writes_rows_in_the_format_of_the_extension(tmp_path: Path, name: str, begins: str) -> None:
    assert written(tmp_path / name, "query", CITIES).startswith(begins)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.nq", "a.trig", "a.jsonld", "a.json", "a.rdf", "a.xml"])
def test_query_writes_a_graph_in_the_format_of_the_extension(tmp_path: Path, one_source: Path, name: str) -> None:
    content = written(tmp_path / name, "query", GRAPH, cwd=one_source)
    syntax = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "json": "json-ld", "jsonld": "json-ld"}
    assert len(Graph().parse(data=content, format=syntax.get(name[2:], "xml"))) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        (("show", "Milan"), "a.ttl", "@prefix"),
        (("show", "Milan"), "a.json", "{"),
        (("show", "Milan"), "a.txt", "Milan\n"),
        (("validate",), "a.json", "{"),
        (("validate",), "a.ttl", "@prefix"),
        (("export", "jsonld"), "a.json", "{"),
        (("export", "ntriples"), "a.txt", "<"),
        (("export", "turtle"), "a.backup", "@prefix"),
    ],
)
def test_other_commands_follow_the_extension_too(tmp_path: Path, arguments: tuple[str, ...], name: str, begins: str) -> None:
    assert written(tmp_path / name, *arguments).startswith(begins)


@pytest.mark.parametrize(("name", "begins"), [("a.md", "#"), ("a.json", "{"), ("a.rdfp", "H "), ("a.ru", ""), ("a.txt", "facts")])
def test_diff_follows_the_extension(tmp_path: Path, dist: Path, name: str, begins: str) -> None:
    (tmp_path / "new.nq").write_text((dist / "kzit.nq").read_text("utf-8").split("\n", 1)[1], "utf-8")
    content = written(tmp_path / name, "diff", dist / "kzit.nq", tmp_path / "new.nq", status=1)
    assert content.startswith(begins) or "## " in content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "name", "words"),
    [
        (("export", "turtle"), "x.nq", "x.nq: .nq is for nquads, not for turtle; change the extension or the format"),
        (("query", CITIES, "-f", "csv"), "x.json", ".json is for json or jsonld, not for csv; change the extension or the format"),
        (("show", "Milan", "-f", "text"), "x.ttl", ".ttl is for turtle, not for text"),
        (("validate", "--format", "github"), "x.json", "not for github"),
        (("diff", "a", "b", "-f", "patch"), "x.ru", ".ru is for update, not for patch"),
        (("load", "http://localhost:1/", "--format", "text"), "x.json", "not for text"),
        (("show", "Milan", "-f", "turtle"), "x.json", ".json is for jsonld, not for turtle"),
        (("validate", "-f", "github"), "x.json", ".json is for json, not for github"),
        (("validate", "-f", "github"), "x.csv", ".csv does not fit github; use another extension"),
        (("export", "csv"), "x.md", "x.md: .md does not fit csv; use .csv"),
        (("load", "http://localhost:1/", "-f", "text"), "x.json", ".json is for json, not for text"),
        (("query", CITIES), "x.ttl", "x.ttl: a table cannot be written as turtle; use .csv, .tsv, .json, .xml, .md, .txt, .srj or .srx"),
        (("query", "ASK { ?s ?p ?o }"), "x.ttl", "x.ttl: a yes-or-no answer cannot be written as turtle; use .csv, "),
        (("query", GRAPH), "x.csv", "x.csv: a graph cannot be written as csv; use .json, .xml, .md, .ttl, .trig, .nt, .nq, .jsonld, .rdf"),
        (("query", GRAPH, "-f", "csv"), "x.csv", "a graph cannot be written as csv; use turtle, trig, "),
        (("query", CITIES), "x.foo", "x.foo: unknown extension .foo; use one of .csv .tsv .json .xml .md .txt .srj .srx, or set --format"),
        (("query", CITIES), "x.parquet", "x.parquet: query does not write .parquet; use one of .csv .tsv .json .xml .md .txt .srj .srx"),
        (("show", "Milan"), "x.csv", "x.csv: show does not write .csv; use one of .json .xml .ttl "),
        (("diff", "a", "b"), "x.ttl", "x.ttl: diff does not write .ttl; use one of .json .md .rdfp .ru .txt"),
        (("load", "http://localhost:1/"), "x.csv", "x.csv: load does not write .csv; use one of .json .txt"),
    ],
)
def test_an_extension_of_another_format_is_refused(tmp_path: Path, arguments: tuple[str, ...], name: str, words: str) -> None:
    assert words in refusal(kzit_graph(*arguments, "-o", tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_unknown_extensions_and_txt_fit_every_given_format(tmp_path: Path) -> None:
    assert written(tmp_path / "a.foo", "query", CITIES, "-f", "csv").startswith("city,name")
    assert written(tmp_path / "a.txt", "query", CITIES, "-f", "csv").startswith("city,name")


def test_explanations_and_lists_can_have_any_extension(tmp_path: Path) -> None:
    assert "SELECT" in written(tmp_path / "a.rq", "query", "theatre-partners", "--explain")
    assert "theatre-partners" in written(tmp_path / "a.list", "query", "--list", "theatre")


## Names in data


@pytest.mark.parametrize(("name", "quoted"), [("csv", "{}"), ("tsv", '"{}"@it')])
def test_labels_add_a_column_of_names_to_csv_and_tsv(one_source: Path, name: str, quoted: str) -> None:
    done = kzit_graph("query", CITIES, "-f", name, "--labels", "--lang", "it", cwd=one_source)
    header, *rows = csv.reader(done.stdout.splitlines(), delimiter="," if name == "csv" else "\t", quoting=csv.QUOTE_NONE)
    assert [column.removeprefix("?") for column in header] == ["city", "city_label", "name"]
    assert [row[1] for row in rows] == [quoted.format(city) for city in ("Astana", "Genova", "Milano", "Napoli")]
    assert done.stderr == ""


def test_without_labels_csv_has_no_column_of_names() -> None:
    assert kzit_graph("query", CITIES, "-f", "csv").stdout.startswith("city,name\n")
    assert kzit_graph("query", CITIES, "-f", "csv", "--iris").stdout.startswith("city,name\n")


@pytest.mark.parametrize(("sparql", "name"), [(CITIES, "json"), (CITIES, "xml"), (GRAPH, "turtle")])
def test_labels_are_refused_by_other_formats(sparql: str, name: str) -> None:
    done = kzit_graph("query", sparql, "-f", name, "--labels")
    assert f"--labels does not work with {name}; choose one of table, markdown, csv, tsv" in refusal(done)


def test_a_variable_with_the_name_of_a_label_column_is_refused() -> None:
    done = kzit_graph("query", "SELECT ?city ?city_label { ?city a schema:City ; skos:prefLabel ?city_label }", "-f", "csv", "--labels")
    assert "rename that variable" in refusal(done)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        ((CITIES, "-f", "csv"), "on csv without --labels"),
        ((CITIES, "-f", "json"), "on json"),
        ((GRAPH,), "on turtle"),
        ((CITIES, "--iris"), "with --iris"),
    ],
)
def test_a_language_without_effect_gets_a_note(arguments: tuple[str, ...], note: str) -> None:
    done = kzit_graph("query", *arguments, "--lang", "it")
    assert (done.returncode, done.stderr) == (0, f"note: --lang has no effect {note}\n")
    assert done.stdout == kzit_graph("query", *arguments).stdout


def test_json_is_the_standard_format(tmp_path: Path) -> None:
    assert json.loads(written(tmp_path / "a.json", "query", CITIES))["head"] == {"vars": ["city", "name"]}
