"""Unknown commands, options, formats and engines are answered with the nearest ones, or with the right place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, refusal


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("qeury", "goals"), 'unknown command "qeury"; nearest: query; list all with: kzit-graph --help'),
        (("Validate",), 'unknown command "Validate"; nearest: validate; list all with: kzit-graph --help'),
        (("evidence", "chek"), 'unknown command "chek"; nearest: check; list all with: kzit-graph evidence --help'),
        (("xyz",), 'unknown command "xyz"; list all with: kzit-graph --help'),
    ],
    ids=["misspelt", "capital letter", "below a command", "nothing like it"],
)
def test_a_misspelt_command_is_answered_with_the_nearest(arguments: tuple[str, ...], answer: str) -> None:
    assert refusal(kzit_graph(*arguments)) == f"kzit-graph: {answer}"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("query", "--project", "p", "goals"), "--project goes before the command; write: kzit-graph --project … query …"),
        (("evidence", "check", "--project", "p"), "--project goes before the command; write: kzit-graph --project … evidence check …"),
        (("validate", "--version"), "--version goes before the command; write: kzit-graph --version … validate …"),
        (("--lang", "it", "query", "goals"), "--lang goes after the command; write for example: kzit-graph query --lang …"),
        (("evidence", "--source", "x"), "--source goes after the command; write for example: kzit-graph evidence check --source …"),
        (("export", "--jobs", "2"), "kzit-graph export has no option --jobs, but build has it; list all with: kzit-graph export --help"),
        (("query", "--langg", "it"), "kzit-graph query has no option --langg; nearest: --lang; list all with: kzit-graph query --help"),
        (("show", "--LANG", "it"), "kzit-graph show has no option --LANG; nearest: --lang; list all with: kzit-graph show --help"),
        (("--projekt", "p", "build"), "kzit-graph has no option --projekt; nearest: --project; list all with: kzit-graph --help"),
        (
            ("query", "about", "--thing", "Milan"),
            "kzit-graph query has no option --thing; a parameter of the question is written -p thing=VALUE; "
            "list all with: kzit-graph query --help",
        ),
        (("build", "--nothing-like-it"), "kzit-graph build has no option --nothing-like-it; list all with: kzit-graph build --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_option_is_answered_with_its_place_or_the_nearest(arguments: tuple[str, ...], answer: str) -> None:
    assert refusal(kzit_graph(*arguments)) == f"kzit-graph: {answer}"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("export", "ttl"), 'unknown format "ttl"; nearest: turtle (.ttl is its extension); known: turtle, trig, ntriples'),
        (("export", ".nt"), 'unknown format ".nt"; nearest: ntriples (.nt is its extension)'),
        (("export", "nq"), 'unknown format "nq"; nearest: nquads (.nq is its extension)'),
        (("export", "text/turtle"), 'unknown format "text/turtle"; nearest: turtle (text/turtle is its media type)'),
        (("export", "n-triples"), 'unknown format "n-triples"; nearest: ntriples (n-triples is called ntriples here)'),
        (("query", "goals", "-f", "pretty-xml"), "nearest: rdfxml (pretty-xml is called rdfxml here)"),
        (("query", "goals", "-f", "md"), "nearest: markdown (.md is its extension)"),
        (("query", "goals", "-f", "application/sparql-results+json"), "nearest: json (application/sparql-results+json is its media type)"),
        (("show", "Milan", "-f", "json-ld"), "nearest: jsonld (json-ld is called jsonld here)"),
        (("show", "Milan", "-f", "rdf"), "nearest: rdfxml (.rdf is its extension)"),
        (("validate", "-f", "ttl"), "nearest: turtle (.ttl is its extension); known: text, json, turtle, github"),
        (("diff", "a", "b", "-f", "rdf-patch"), "nearest: patch (rdf-patch is called patch here)"),
        (("export", "Turtle"), 'unknown format "Turtle"; nearest: turtle; known: '),
        (("validate", "--engine", "pyshcal"), 'unknown engine "pyshcal"; nearest: pyshacl; known: shacl, pyshacl'),
        (("load", "http://localhost/", "--via", "gps"), 'unknown way "gps"; nearest: gsp; known: auto, gsp, update'),
        (("diff", "a", "b", "--only", "fact"), 'unknown aspect "fact"; nearest: facts; known: facts, things, ontology, graphs'),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_a_choice_is_answered_with_the_nearest_and_why(arguments: tuple[str, ...], answer: str) -> None:
    assert answer in refusal(kzit_graph(*arguments))


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("show", "Milan", "--lang", "klingon"), 'unknown language "klingon", because no name has it; known: en, it, kk, ru'),
        (("query", "goals", "--lang", "kz"), "nearest: kk (the code of the language); known: en, it, kk, ru"),
        (("query", "goals", "--lang", "italian", "-f", "csv"), "nearest: it (the code of the language)"),
        (("query", "--list", "--lang", "de"), 'unknown language "de", because no name has it; known: en, it, kk, ru'),
        (("query", "goals", "--explain", "--lang", "de"), 'unknown language "de"'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_language_that_no_name_has_is_refused(one_source: Path, arguments: tuple[str, ...], answer: str) -> None:
    assert answer in refusal(kzit_graph("--project", one_source, *arguments))


@pytest.mark.parametrize("language", ["en", "EN", "it-CH", "ru"])
def test_a_language_may_be_written_in_any_case_and_with_a_region(one_source: Path, language: str) -> None:
    assert kzit_graph("--project", one_source, "show", "Milan", "--lang", language).returncode == 0


def test_a_language_of_the_data_alone_is_accepted(tmp_path: Path) -> None:
    label = '<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "Haus"@de-AT .'
    (tmp_path / "a.ttl").write_text(label, "utf-8")
    for language in ("de", "de-AT", "en"):
        assert kzit_graph("show", "https://example.org/a", "--data", "a.ttl", "--lang", language, cwd=tmp_path).returncode == 0
    done = kzit_graph("query", "ASK {}", "--data", "a.ttl", "--lang", "fr", cwd=tmp_path)
    assert 'unknown language "fr", because no name has it; known: de-at, en' in refusal(done)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("theatre partners", 'unknown question "theatre partners"; nearest: theatre-partners'),
        ("Theatre-Partners", 'unknown question "Theatre-Partners"; nearest: theatre-partners'),
        ("timelin", 'unknown question "timelin"; nearest: timeline;'),
        ("CLEAR ALL", "CLEAR is an update"),
        ("SELECT everything", "the query, line 1"),
    ],
)
def test_a_misspelt_question_is_answered_with_the_nearest(one_source: Path, words: str, answer: str) -> None:
    assert answer in refusal(kzit_graph("--project", one_source, "query", words))
