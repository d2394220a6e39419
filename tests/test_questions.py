"""The catalogue's questions: each answers as the first source has it, and a second source shows where the two disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode

import kzit_graph
from kzit_graph import KnowledgeGraph, Solutions, Truth
from kzit_graph.project.catalogue import Question
from kzit_graph.sparql.lexer import parameters
from tests.questions.expected import Expected, as_lines, read_expected
from tests.second_source import ANOTHER_PLACE_AND_SUM, SLUG, TURTLE, add_second_source

EXPECTED: Final = read_expected()
CATALOGUE: Final = kzit_graph.bundled().questions()
LANGUAGES: Final = {"en", "it", "kk", "ru"}

EVERY_FACT: Final = {"about", "claims", "evidence", "passage-facts", "single-source", "timeline", "undated"}
"""Questions that list facts whatever they say; those about what facts say must reach each of them as well."""

KIND: Final = "https://w3id.org/kzit/ontology#"
KINDS: Final = {
    "Occurrence": "events",
    "Relationship": "relations",
    "Measurement": "investments",
    "Assessment": "assessments",
    "Influence": "influences",
    "Goal": "goals",
}
"""For each kind of fact, the question that is about it."""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return kzit_graph.bundled()


@pytest.fixture
def two_sources(a_project: Path) -> KnowledgeGraph:
    """The graph with a second source that dates the establishment of relations to another day."""
    add_second_source(a_project)
    return kzit_graph.open_folder(a_project)


def lines(kg: KnowledgeGraph, name: str, **given: str) -> list[tuple[str, ...]]:
    """The rows of an answer, without the line of its variables."""
    return as_lines(kg.query(name, **given))[1:]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.name)
def test_a_question_answers_as_the_source_has_it(kg: KnowledgeGraph, expected: Expected) -> None:
    assert as_lines(kg.query(expected.question, **expected.parameters)) == expected.lines


def test_each_question_has_an_expected_answer_and_each_answer_a_question() -> None:
    assert {expected.name for expected in EXPECTED if "." not in expected.name} == set(CATALOGUE)
    assert {expected.question for expected in EXPECTED} == set(CATALOGUE)


def test_there_are_questions_enough() -> None:
    assert len(CATALOGUE) >= 30


def test_every_fact_is_the_answer_to_a_question_about_what_it_says(kg: KnowledgeGraph) -> None:
    reached = {fact for expected in EXPECTED if expected.question not in EVERY_FACT for fact in expected.facts}
    facts = {row[0] for row in lines(kg, "evidence")}
    assert len(facts) == 52
    assert facts - reached == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_has_its_question(kg: KnowledgeGraph, kind: str) -> None:
    of_kind = kg.query(f"SELECT ?fact WHERE {{ ?fact a <{KIND}{kind}> }}")
    answer = kg.query(KINDS[kind])
    assert isinstance(of_kind, Solutions)
    assert isinstance(answer, Solutions)
    assert len(of_kind) > 0
    assert {row["fact"] for row in of_kind} <= {row["fact"] for row in answer}


def test_the_kinds_are_those_that_the_graph_counts(kg: KnowledgeGraph) -> None:
    assert {row[0] for row in lines(kg, "facts-per-kind")} == set(KINDS)


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=CATALOGUE)
def test_a_question_is_worded_in_every_language_and_ends_in_a_question_mark(question: Question) -> None:
    assert set(question.titles) == LANGUAGES
    assert all(title.endswith("?") and title[0].isupper() for title in question.titles.values())
    assert question.description.endswith(".")


@pytest.mark.parametrize(
    ("question", "parameter", "value"),
    [
        pytest.param(question.name, parameter.name, value, id=f"{question.name}-{parameter.name}-{value}")
        for question in CATALOGUE.values()
        for parameter in question.parameters
        for value in (parameter.default, parameter.example)
        if value is not None
    ],
)
def test_every_default_and_example_is_a_thing_or_value_that_the_graph_knows(
    kg: KnowledgeGraph, question: str, parameter: str, value: str
) -> None:
    sparql = kg.sparql(question, **{parameter: value})
    assert parameter not in parameters(sparql)
    kg.query(sparql)
    resolved = kg.sparql("SELECT ?p WHERE { $it ?p ?o }", it=value) if ":" in value else None
    assert resolved is None or len(lines(kg, resolved)) > 0


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=CATALOGUE)
def test_an_example_finds_something(kg: KnowledgeGraph, question: Question) -> None:
    for parameter in question.parameters:
        answer = kg.query(question.name, **{parameter.name: parameter.example})
        # Which things a pair or an event has facts for is theirs to say; the rest has examples that show an answer.
        assert isinstance(answer, Truth) or question.name in {"between", "expo-participants"} or len(answer.to_python()) > 0


def test_parameters_left_open_ask_of_every_value(kg: KnowledgeGraph) -> None:
    by_claimant = [line for who in ("kzit-graph", "Kazinform") for line in lines(kg, "claims", claimant=who)]
    assert len(by_claimant) == 6
    assert set(by_claimant) < set(lines(kg, "claims"))


def test_each_row_has_its_place_in_the_order_however_the_data_was_loaded(kg: KnowledgeGraph, two_sources: KnowledgeGraph) -> None:
    shuffled = kzit_graph.open_folder(two_sources.project.root)
    shuffled.store.clear()
    shuffled.store.extend(sorted(two_sources.store, key=str, reverse=True))
    for name in kg.questions():
        assert as_lines(shuffled.query(name)) == as_lines(two_sources.query(name)), name


def test_where_two_sources_disagree_both_days_and_both_sources_are_told(two_sources: KnowledgeGraph) -> None:
    (disagreement,) = lines(two_sources, "disagreements")
    assert disagreement == (
        *("diplomatic-relations-establishment", "time"),
        *("1992-06-12", "", "text-collection", SLUG, "p1s1-f1"),
        *("1992-08-21", "", "kzit-graph", "kazinform-2017-08-21", "p1s2-f4"),
    )


def test_an_event_is_contested_only_where_two_sources_date_it_differently(two_sources: KnowledgeGraph) -> None:
    assert two_sources.query("is-contested")
    assert two_sources.query("is-contested", event="id:diplomatic-relations-establishment")
    assert not two_sources.query("is-contested", event="id:diplomatic-relations-25th-anniversary")


def test_what_both_sources_tell_is_no_longer_of_a_single_source(kg: KnowledgeGraph, two_sources: KnowledgeGraph) -> None:
    before, after = lines(kg, "single-source"), lines(two_sources, "single-source")
    assert set(before) - set(after) == {("kazinform-2017-08-21", "p1s2-f3"), ("kazinform-2017-08-21", "p1s2-f4")}
    assert set(after) < set(before)


def test_sources_disagree_on_places_and_sums_too_but_not_on_a_city_and_its_country(a_project: Path) -> None:
    add_second_source(a_project).write_text(TURTLE + ANOTHER_PLACE_AND_SUM, "utf-8")
    found = lines(kzit_graph.open_folder(a_project), "disagreements")
    assert [(row[0], row[1], {row[2:4], row[7:9]}) for row in found] == [
        ("direct-investment-cumulative", "amount", {("7000000000", "USD"), ("6000000000", "USD")}),
        ("diplomatic-relations-establishment", "time", {("1992-06-12", ""), ("1992-08-21", "")}),
        ("expo-2017", "place", {("genoa", ""), ("astana", "")}),
    ]


def test_answers_name_things_by_their_iris_and_leave_labels_to_the_reader(kg: KnowledgeGraph) -> None:
    answer = kg.query("agreements")
    assert isinstance(answer, Solutions)
    assert all(isinstance(row["agreement"], NamedNode) for row in answer)
    assert "strategic partnership agreement" in answer.table()
    assert "accordo di partenariato strategico" in answer.table("it")
