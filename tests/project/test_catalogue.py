"""Question files: TOML header, typed parameters, and a clear message for each error."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kzit_graph import open_folder
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.project.project import open_project
from kzit_graph.project.questions.catalogue import find_question, own_questions, read_catalogue
from kzit_graph.project.questions.question import read_question
from kzit_graph.project.questions.question_text import as_list, explanation
from tests.small_project import small_project

pytestmark = pytest.mark.slow

HEADER = """\
#+ group = "places"
#+ title.en = "What is near a place?"
#+ title.it = "Che cosa c'è vicino a un luogo?"
#+ description = "Neighbours."
"""
PARAMETER = """\
#+ [parameters.place]
#+ type = "thing"
#+ description = "the place"
#+ example = "Milan"
"""
QUERY = "\nSELECT ?near WHERE { $place <http://e/near> ?near }\n"


def question_file(folder: Path, text: str, name: str = "near") -> Path:
    path = folder / f"{name}.rq"
    path.write_text(text, "utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_question(question_file(folder, text))
    return str(caught.value)


def test_a_question_has_titles_parameters_and_a_query(tmp_path: Path) -> None:
    question = read_question(question_file(tmp_path, HEADER + PARAMETER + QUERY))
    assert (question.name, question.group, question.title) == ("near", "places", "What is near a place?")
    assert question.title_in("it") == "Che cosa c'è vicino a un luogo?"
    assert question.title_in("kk") == question.title
    (parameter,) = question.parameters
    assert (parameter.name, parameter.type, parameter.default, parameter.required) == ("place", "thing", None, False)
    assert "SELECT" in question.sparql
    assert "#+" not in question.sparql


def test_the_query_keeps_the_line_numbers_of_its_file(tmp_path: Path) -> None:
    path = question_file(tmp_path, HEADER + PARAMETER + QUERY)
    lines = path.read_text("utf-8").splitlines()
    assert read_question(path).sparql.splitlines()[lines.index(QUERY.strip())] == QUERY.strip()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (QUERY, "the header has no title.en"),
        (HEADER.replace("title.en", "title.fr") + QUERY, "the header has no title.en"),
        (HEADER.replace("group", "groop") + QUERY, "the header has the unknown key groop; use one of description, group"),
        (HEADER.replace('"places"', "3") + QUERY, "the header has no group"),
        ("#+ group = \n" + QUERY, "near.rq:1:12: the header is not valid TOML: Invalid value"),
        (HEADER + QUERY, "the header does not describe the parameter $place; add [parameters.place]"),
        (HEADER + PARAMETER + "\nASK {}", "the query does not use the parameter place; write it $place"),
        (HEADER + PARAMETER + QUERY + "# \nASK { ?place ?p 1 }", "the query has both ?place and $place"),
        (HEADER + PARAMETER.replace('"thing"', '"thong"') + QUERY, 'has the unknown type "thong"; use one of thing, concept, '),
        (HEADER + PARAMETER.replace("example", "exampel") + QUERY, "the parameter place has the unknown key exampel"),
        (HEADER + '#+ parameters = "place"\n' + QUERY, "parameters"),
        (HEADER + "#+ parameters.place = 1\n" + QUERY, "parameters"),
    ],
)
def test_a_malformed_question_is_refused_with_its_file_and_problem(tmp_path: Path, text: str, problem: str) -> None:
    message = refusal(tmp_path, text)
    assert problem in message
    assert "near.rq" in message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ('required = "yes"', "required must be true or false"),
        ('required = true\n#+ default = "Milan"', "is required and has a default"),
    ],
)
def test_required_must_be_a_boolean_and_excludes_a_default(tmp_path: Path, fields: str, problem: str) -> None:
    assert problem in refusal(tmp_path, HEADER + PARAMETER + f"#+ {fields}\n" + QUERY)


READER = (
    HEADER
    + """\
#+ [parameters.language]
#+ type = "language"
#+ description = "the language of the notes"
#+ example = "it"
#+ reader = true
"""
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (READER.replace("= true", '= "yes"'), "the parameter language: reader must be true or false, without quotes"),
        (READER.replace('"language"', '"text"'), 'the parameter language: only the type "language" can have reader = true; remove it'),
        (READER + '#+ default = "it"\n', "the parameter language has reader = true and another default or required = true"),
        (READER + "#+ required = true\n", "the parameter language has reader = true and another default or required = true"),
    ],
)
def test_only_a_language_without_a_default_is_that_of_the_reader(tmp_path: Path, text: str, problem: str) -> None:
    message = refusal(tmp_path, text + "\nASK { ?s ?p $language }\n")
    assert problem in message
    assert "near.rq:" in message


def test_the_language_of_the_reader_is_not_one_to_choose(tmp_path: Path) -> None:
    query = "\nSELECT ?s { $place ?s $language }\n"
    question = read_question(question_file(tmp_path, READER + PARAMETER + query))
    assert [parameter.name for parameter in question.choices] == ["place"]
    assert question.for_reader("kk") == {"language": "kk"}
    assert question.for_reader(None) == {}
    assert "$language: the language of the notes (language; default that of names; for example it)" in explanation(question, query, {})


def test_comments_and_empty_lines_may_precede_the_header(tmp_path: Path) -> None:
    question = read_question(question_file(tmp_path, "# mine\n\n" + HEADER + PARAMETER + QUERY))
    assert question.title == "What is near a place?"
    assert question.sparql.splitlines().index(QUERY.strip()) == len(("# mine\n\n" + HEADER + PARAMETER).splitlines()) + 1


def test_a_question_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "near.rq"
    path.write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(InvalidInput, match="not UTF-8"):
        read_question(path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_question_whose_name_is_no_text_is_broken(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", {"data/questions/good.rq": HEADER + "ASK {}"})
    Path(os.fsdecode(bytes(project / "data/questions") + b"/caf\xe9.rq")).write_text(HEADER + "ASK {}")
    catalogue = own_questions(open_project(project))
    assert list(catalogue) == ["good"]
    assert [fault.problem for fault in catalogue.broken] == ["the file name is not text in UTF-8; rename the file"]


def test_a_project_adds_questions_to_the_bundled_ones(a_project: Path) -> None:
    before = read_catalogue(open_project(a_project))
    question_file(a_project / "data" / "questions", HEADER + PARAMETER + QUERY)
    assert set(read_catalogue(open_project(a_project))) - set(before) == {"near"}


def test_a_question_of_the_project_replaces_one_of_the_package(a_project: Path) -> None:
    project = open_project(a_project)
    path = question_file(a_project / "data" / "questions", HEADER + PARAMETER + QUERY, "classes")
    assert find_question(project, "classes").path == path
    catalogue = read_catalogue(project)
    assert catalogue["classes"].path == path
    assert "classes" in catalogue.replaced
    assert catalogue.broken == ()
    listed = as_list(catalogue.values(), "neighbours", replaced=catalogue.replaced)
    assert listed == "places\n  classes  What is near a place?  (replaces the general question)\n"


def test_a_question_may_use_the_properties_of_labels(a_project: Path) -> None:
    labels = HEADER + "\nSELECT ?name { VALUES ?label { $labels } ?x ?label ?name }\n"
    own = HEADER + PARAMETER.replace("place", "labels") + "\nSELECT ?x { ?x a $labels }\n"
    question_file(a_project / "data" / "questions", labels, "named")
    question_file(a_project / "data" / "questions", own, "own")
    kg = open_folder(a_project)
    assert "VALUES ?label { <http://www.w3.org/2004/02/skos/core#prefLabel> <" in kg.sparql("named")
    assert "?x a $labels" in kg.sparql("own")


def test_a_broken_question_does_not_affect_the_others(a_project: Path) -> None:
    project = open_project(a_project)
    before = read_catalogue(project)
    folder = a_project / "data" / "questions"
    question_file(folder, "#+ group = \n" + QUERY, "broken")
    (folder / "latin.rq").write_bytes("ASK {} # Città".encode("latin-1"))
    (folder / "folder.rq").mkdir()
    (folder / "link.rq").symlink_to("nowhere")
    found = read_catalogue(project)
    assert found == before
    assert [Path(str(fault.position.path)).name for fault in found.broken if fault.position] == [
        "broken.rq",
        "folder.rq",
        "latin.rq",
        "link.rq",
    ]
    assert find_question(project, "timeline") == before["timeline"]
    with pytest.raises(InvalidInput, match=r"broken\.rq:1:12: the header is not valid TOML"):
        find_question(project, "broken")
    with pytest.raises(UnknownName, match="nearest: timeline;"):
        find_question(project, "timelin")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# mine\n" + HEADER.replace("title.en", "title.fr") + QUERY, 3),
        (HEADER.replace("group", "groop") + QUERY, 1),
        (HEADER + PARAMETER.replace('"thing"', '"thong"') + QUERY, 6),
        (HEADER + PARAMETER.replace("example", "exampel") + QUERY, 8),
        (HEADER + PARAMETER.replace('#+ type = "thing"\n', "") + QUERY, 5),
        (HEADER + "\n# where\n" + QUERY, 8),
        (HEADER + PARAMETER + "\nASK {}", 5),
        (QUERY, 1),
    ],
    ids=["title", "unknown key", "type", "unknown key of a parameter", "missing type", "parameter of the query", "unused", "no header"],
)
def test_a_fault_in_a_question_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert f"near.rq:{line}: " in refusal(tmp_path, text)


def test_a_byte_order_mark_before_the_header_is_ignored(tmp_path: Path) -> None:
    assert read_question(question_file(tmp_path, "\ufeff" + HEADER + PARAMETER + QUERY)).title == "What is near a place?"


def test_an_unknown_question_is_refused_with_similar_names_and_titles(a_project: Path) -> None:
    question_file(a_project / "data" / "questions", HEADER + PARAMETER + QUERY)
    for wrong in ("neer", "NEAR", "vicino"):
        with pytest.raises(UnknownName, match=f'unknown question "{wrong}"; nearest: near[;,]'):
            find_question(open_project(a_project), wrong)


def test_a_name_of_one_or_two_letters_has_no_similar_names(a_project: Path) -> None:
    for wrong in ("a", "ab", "nope"):
        with pytest.raises(UnknownName) as caught:
            find_question(open_project(a_project), wrong)
        assert str(caught.value) == f'unknown question "{wrong}"; list all with: kzit-graph query --list'
    with pytest.raises(UnknownName) as caught:
        find_question(open_project(a_project), "the")
    assert len(caught.value.nearest) == 3


def test_the_list_has_groups_and_can_be_filtered_by_words(tmp_path: Path) -> None:
    question = read_question(question_file(tmp_path, HEADER + PARAMETER + QUERY))
    assert as_list([question]) == "places\n  near  What is near a place?\n"
    assert as_list([question], "VICINO", "it") == "places\n  near  Che cosa c'è vicino a un luogo?\n"
    assert as_list([question], "neighbour") == as_list([question], "place") == as_list([question])


def test_an_explained_query_is_self_contained(tmp_path: Path) -> None:
    question = read_question(question_file(tmp_path, HEADER + PARAMETER + "ASK { e:x ?p $place }"))
    assert explanation(question, question.sparql, {"e": "http://e/", "f": "http://f/"}).splitlines() == [
        "# What is near a place?",
        "# Neighbours.",
        "# $place: the place (thing; optional; for example Milan)",
        "",
        "PREFIX e: <http://e/>",
        "ASK { e:x ?p $place }",
    ]
    assert explanation(None, "ASK {}", {}) == "ASK {}\n"


@pytest.mark.parametrize(
    "header",
    ["x = " + "[" * 50_000, "x = " + "{a=" * 5_000, "x = " + "1" * 5_000, ".".join("a" * 20_000) + " = 1", f"x = '{'a' * 200_000}'"],
    ids=["open arrays", "open tables", "a number of 5,000 digits", "a key of 20,000 parts", "a long text"],
)
def test_a_header_that_takes_too_long_to_read_is_refused(tmp_path: Path, header: str) -> None:
    assert refusal(tmp_path, f"#+ {header}\nSELECT * {{}}").endswith(
        "the header is too long, or nested too deeply; write only the keys of a question"
    )


def test_a_long_word_in_a_header_is_no_key(tmp_path: Path) -> None:
    assert "unknown key x" in refusal(tmp_path, f"#+ x = 0x{'f' * 50_000}\nSELECT * {{}}")
