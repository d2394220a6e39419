"""kzit-graph query: a question of the catalogue or SPARQL in, an answer in every format out."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Dataset, Graph

from kzit_graph.cli import cli
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS
from tests.cli.commands import kzit_graph, refusal

GOALS = "SELECT ?goal WHERE { ?goal a <https://w3id.org/kzit/ontology#Goal> } ORDER BY ?goal"

QUESTION = """\
#+ group = "things"
#+ title.en = "What lies in a country?"
#+ description = "Polities, by what they lie in."
#+
#+ [parameters.country]
#+ type = "thing"
#+ class = "schema:Country"
#+ description = "the country"
#+ example = "Italy"

SELECT ?place WHERE { ?place schema:containedInPlace $country } ORDER BY ?place
"""


def answered(*arguments: str | Path) -> str:
    done = kzit_graph(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_notes_in_an_answer_are_in_the_chosen_language(one_source: Path) -> None:
    def notes(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["--project", str(one_source), "query", "inferences", "-f", "csv", *arguments])
        assert (done.exit_code, done.stderr) == (0, "")
        return done.stdout

    assert "less 25 years" in notes()
    assert "meno 25 anni" in notes("--lang", "it")
    assert "минус 25 лет" in notes("--lang", "it", "-p", "language=ru")
    assert notes("--lang", "kk").count("\n") == notes().count("\n") == 4


## Formats of the answer


def test_query_prints_a_table_or_a_standard_format(one_source: Path) -> None:
    assert "Kazakhstan aims to develop the strategic partnership." in answered("--project", one_source, "query", GOALS)
    assert "kazinform:p10s1-f2" in answered("--project", one_source, "query", GOALS, "--iris")
    rows = list(csv.reader(io.StringIO(answered("--project", one_source, "query", GOALS, "-f", "csv"))))
    assert rows == [["goal"], *([f"https://w3id.org/kzit/id/kazinform-2017-08-21/p10s1-f{number}"] for number in (2, 3))]
    results = json.loads(answered("--project", one_source, "query", GOALS, "-f", "json"))
    assert len(results["results"]["bindings"]) == 2
    assert answered("--project", one_source, "query", GOALS, "-f", "markdown").startswith("| goal")


@pytest.mark.parametrize("name", [*SOLUTION_FORMATS, "table", "markdown"])
def test_query_writes_yes_or_no_in_every_result_format(one_source: Path, name: str) -> None:
    output = answered("--project", one_source, "query", "ASK { ?goal a kzit:Goal }", "-f", name)
    assert "true" in output or output == "yes\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_query_writes_a_constructed_graph_in_every_rdf_syntax(one_source: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"answer.{RDF_FORMATS[name].file_extension}"
    sparql = "CONSTRUCT { ?fact ?p ?o } WHERE { ?fact a kzit:Goal ; ?p ?o }"
    answered("--project", one_source, "query", sparql, "-f", name, "-o", path)
    assert len(Dataset(default_union=True).parse(path)) == len(Graph().parse(data=answered("--project", one_source, "query", sparql)))


def test_query_shows_names_in_the_chosen_language(one_source: Path) -> None:
    sparql = "SELECT ?city WHERE { ?city a schema:City } ORDER BY ?city"
    assert answered("--project", one_source, "query", sparql, "--lang", "it").split() == [
        "city",
        "──────",
        "Astana",
        "Genova",
        "Milano",
        "Napoli",
    ]


## Questions and parameters


def test_query_reads_a_file_or_standard_input(one_source: Path, tmp_path: Path) -> None:
    (tmp_path / "goals.rq").write_text(GOALS, "utf-8")
    from_file = answered("--project", one_source, "query", tmp_path / "goals.rq", "-f", "csv")
    assert from_file == kzit_graph("--project", one_source, "query", "-", "-f", "csv", text=GOALS).stdout
    assert len(from_file.splitlines()) == 3


def test_a_question_in_a_file_has_typed_parameters(one_source: Path, tmp_path: Path) -> None:
    (tmp_path / "places.rq").write_text(QUESTION, "utf-8")
    call = ("--project", one_source, "query", tmp_path / "places.rq", "-f", "csv")
    kazakh = answered(*call, "-p", "country=Қазақстан")
    assert kazakh.split() == ["place", "https://w3id.org/kzit/id/astana"]
    assert answered(*call, "-p", "country=id:kazakhstan") == answered(*call, "-p", "country=https://w3id.org/kzit/id/kazakhstan") == kazakh
    assert len(answered(*call).split()) == 6
    assert '"Milan" is id:milan, of class schema:City, not of class schema:Country; nearest: id:italy (Italy)' in refusal(
        kzit_graph(*call, "-p", "country=Milan")
    )


def test_parameters_of_a_text_are_turtle_terms_or_names(one_source: Path) -> None:
    sparql = "SELECT ?thing WHERE { ?thing skos:prefLabel $name ; schema:containedInPlace $country }"
    output = answered("--project", one_source, "query", sparql, "-p", 'name="Milano"@it', "-p", "country=italy", "-f", "csv")
    assert output.split() == ["thing", "https://w3id.org/kzit/id/milan"]


def test_a_misspelt_question_is_refused_with_the_nearest_names(one_source: Path) -> None:
    assert "Naples" in answered("--project", one_source, "query", "theatre-partners")
    assert "nearest: theatre-partners, trade-partners; list all with: kzit-graph query --list" in refusal(
        kzit_graph("--project", one_source, "query", "theater-partners")
    )


def test_the_list_has_groups_and_is_searched_in_every_language(one_source: Path) -> None:
    listed = answered("--project", one_source, "query", "--list")
    assert "\nculture\n" in f"\n{listed}"
    assert "theatre-partners" in answered("--project", one_source, "query", "--list", "театр")
    assert "teatri" in answered("--project", one_source, "query", "--list", "--lang", "it", "theatre-partners")
    assert "theatre-partners" in answered("--project", one_source, "query", "--list", "theatre city")
    assert 'no question has the words "xyzzy"' in refusal(kzit_graph("--project", one_source, "query", "--list", "xyzzy"))


def test_explain_prints_a_query_that_gives_the_same_answer(one_source: Path) -> None:
    explained = answered("--project", one_source, "query", "theatre-partners", "-p", "theatre=La Scala", "--explain")
    assert "# Which theatres" in explained
    assert "<https://w3id.org/kzit/id/la-scala>" in explained
    assert "$theatre" not in explained.split("\n\n", 1)[1]
    direct = answered("--project", one_source, "query", "theatre-partners", "-p", "theatre=La Scala", "-f", "csv")
    assert kzit_graph("--project", one_source, "query", "-", "-f", "csv", text=explained).stdout == direct


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kzit.ttl", "kzit.trig", "kzit.nq", "kzit.rdf"])
def test_a_dump_gives_the_same_answers_as_the_project(dist: Path, one_source: Path, name: str) -> None:
    assert answered("query", "claims", "--data", dist / name) == answered("--project", one_source, "query", "claims")
    assert answered("show", "Milan", "--data", dist / name).startswith("Milan\n")


def test_several_files_are_queried_together(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .", "utf-8")
    (tmp_path / "b.nt").write_text("<http://e/b> <http://e/p> <http://e/a> .", "utf-8")
    call = ("query", "SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?s", "-f", "csv", "--data", tmp_path / "a.ttl")
    assert answered(*call, "--data", tmp_path / "b.nt").split() == ["s", "http://e/a", "http://e/b"]
    (tmp_path / "c.ttl").write_text("<http://e/a> <http://e/p>", "utf-8")
    assert "c.ttl:1:" in refusal(kzit_graph(*call, "--data", tmp_path / "c.ttl"))
    assert "nowhere.ttl: cannot be read" in refusal(kzit_graph(*call, "--data", tmp_path / "nowhere.ttl"))


## Errors


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("SELECT * WHERE { ?s ?p }",), "the query, line 1, column "),
        (("SELECT * WHERE { ?s kzzit:actor ?o }",), "the prefix kzzit: is not declared; add a PREFIX line; known are kzit:, "),
        (("DELETE WHERE { ?s ?p ?o }",), "DELETE is an update"),
        (("nowhere.rq",), "nowhere.rq: cannot be read"),
        (("goalz",), 'unknown question "goalz"; nearest: goals; list'),
        ((GOALS, "-f", "turtle"), "a table cannot be written as turtle; use table, markdown, csv, tsv, json or xml"),
        (("CONSTRUCT WHERE { ?s ?p ?o }", "-f", "csv"), "a graph cannot be written as csv; use turtle, "),
        (("theatre-partners", "-p", "theatre=La Skala"), 'nothing is called "La Skala"; nearest: id:la-scala (La Scala)'),
        (("theatre-partners", "-p", "city=Milan"), "theatre-partners has no parameter city; use one of theatre"),
        (("SELECT * { $s ?p ?o }", "-p", "s=nobody of this name"), "write text in quotes"),
        (("ASK {}", "--endpoint", "ftp://localhost/"), "ftp://localhost/"),
        (
            ("theatre-partners", "-p", "theatre=id:milan"),
            "id:milan is not of class schema:PerformingArtsTheater; use for example id:astana-opera (Astana Opera)",
        ),
        (("ASK {}", "--timeout", "nan"), "the timeout must be a number of seconds"),
        (("SELECT ?x " + "{" * 2500 + "}" * 2500,), "nests brackets more than 100 deep"),
        (("SELECT ?x { FILTER(" + "1=2 || " * 6_000 + "true) }",), "more than 1,000 operators"),
    ],
)
def test_query_refuses_an_invalid_query_or_option(one_source: Path, arguments: tuple[str, ...], what: str) -> None:
    assert what in refusal(kzit_graph("--project", one_source, "query", *arguments))


@pytest.mark.parametrize(
    "arguments",
    [(), ("-p", "x", "ASK {}"), ("ASK {}", "--timeout", "0"), ("ASK {}", "--timeout", "inf"), ("ASK {}", "-p", "x=1", "-p", "x=2")],
)
def test_a_usage_error_is_one_line_with_the_fix(one_source: Path, arguments: tuple[str, ...]) -> None:
    assert "; " in refusal(kzit_graph("--project", one_source, "query", *arguments))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["--list", "--explain"])
@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("-f", "csv"), "-f"),
        (("--labels",), "--labels or --iris"),
        (("--iris",), "--iris"),
        (("--request-timeout", "9"), "--request-timeout"),
        (("--endpoint", "http://e/"), "--endpoint"),
    ],
)
def test_lists_and_explanations_refuse_options_of_answers(one_source: Path, mode: str, options: tuple[str, ...], named: str) -> None:
    done = kzit_graph("--project", one_source, "query", "goals", mode, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{mode} takes no " in done.stderr
    assert f"{named}; leave it out" in done.stderr


def test_a_request_timeout_is_refused_without_an_endpoint(one_source: Path) -> None:
    done = kzit_graph("--project", one_source, "query", GOALS, "--request-timeout", "9")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--request-timeout works only with --endpoint or a URL in --data; for the whole command, use --timeout" in done.stderr


@pytest.mark.parametrize("options", [("-p", "theatre=La Scala"), ("--explain",), ("--endpoint", "http://127.0.0.1:9")])
def test_lists_refuse_options_of_questions(one_source: Path, options: tuple[str, ...]) -> None:
    done = kzit_graph("--project", one_source, "query", "--list", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"--list takes no {options[0]}; leave it out" in done.stderr


def test_a_hostile_value_stays_a_value(one_source: Path) -> None:
    sparql = 'SELECT ?text WHERE { BIND ($text AS ?text) } # "$text" <$text>'
    hostile = '"} DROP ALL # \\" <x> $text ?y \'"'
    output = answered("--project", one_source, "query", sparql, "-p", f"text={hostile}", "-f", "json")
    assert json.loads(output)["results"]["bindings"][0]["text"]["value"] == "} DROP ALL # \" <x> $text ?y '"


def test_an_unknown_term_gets_a_note_with_similar_terms(one_source: Path) -> None:
    done = kzit_graph("--project", one_source, "query", "SELECT ?x { ?x a kzit:Gaol OPTIONAL { ?x kzit:plaice ?p } }", "-f", "csv")
    assert (done.returncode, done.stdout) == (0, "x\n")
    assert "note: kzit:Gaol is not in the vocabulary; nearest: kzit:Goal" in done.stderr
    assert "note: kzit:plaice is not in the vocabulary; nearest: kzit:place" in done.stderr


@pytest.mark.parametrize(("content", "fault"), [("", "standard input: empty"), ("\n  \n", "standard input: empty")])
def test_an_empty_query_is_refused(one_source: Path, content: str, fault: str) -> None:
    assert fault in refusal(kzit_graph("--project", one_source, "query", "-", text=content))


def test_a_file_with_only_a_word_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("goals\n", "utf-8")
    assert 'mine.rq: "goals" is not SPARQL; write a query, or ' in refusal(kzit_graph("query", tmp_path / "mine.rq"))
    for text in ("what goals", "PREFIX " + "a" * 300_000):
        (tmp_path / "mine.rq").write_text(text, "utf-8")
        assert refusal(kzit_graph("query", tmp_path / "mine.rq")).endswith(
            "mine.rq:1: not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE"
        )


def test_an_answer_without_rows_gets_a_note(one_source: Path) -> None:
    done = kzit_graph("--project", one_source, "query", "in-year", "-p", "year=1850", "-f", "csv")
    assert (done.returncode, done.stderr) == (0, "note: nothing was found\n")


def test_a_pipe_closed_before_the_first_line_is_not_an_error(one_source: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "query", "claims"]
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_query_that_finds_something_has_no_notes(one_source: Path) -> None:
    assert kzit_graph("--project", one_source, "query", GOALS).stderr == ""


## Start


def test_asking_the_bundled_graph_loads_no_heavy_library() -> None:
    program = (
        "import sys; sys.argv = ['kzit-graph', 'query', 'theatre-partners', '-f', 'csv']\n"
        "from kzit_graph.cli import main\n"
        "try: main()\n"
        "except SystemExit: print([name for name in ('rdflib', 'pyshacl', 'shacl', 'pyld', 'pandas', 'polars', 'urllib3', 'rich', 'semver')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.stderr.strip() == "[]"
    assert "san-carlo" in done.stdout
