"""The questions of the catalogue have the expected answers, with one source and with a second that disagrees."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode

import kzit_graph
from kzit_graph import KnowledgeGraph, Solutions, Truth
from kzit_graph.project.questions.question import Question
from kzit_graph.sparql.lexer import parameters
from tests.conftest import one_source_project
from tests.questions.expected import MORE, Expected, add_documents, as_lines, read_expected
from tests.second_source import ANOTHER_PLACE_AND_SUM, SLUG, TURTLE, add_second_source

EXPECTED: Final = read_expected()
WITH_MORE: Final = read_expected(MORE)
ALL: Final = kzit_graph.bundled().questions()
CATALOGUE: Final = {name: question for name, question in ALL.items() if question.path.parent.parent.name == "data"}
"""The questions of the graph. Those for any graph have tests of their own: test_general_questions.py."""

LANGUAGES: Final = {"en", "it", "kk", "ru"}

EVERY_FACT: Final = {"about", "claims", "evidence", "passage-facts", "single-source", "timeline", "undated"}
"""Questions that list all facts. The other questions together must also cover every fact."""

KIND: Final = "https://w3id.org/kzit/ontology#"
KINDS: Final = {
    "Occurrence": "events",
    "Relationship": "relations",
    "Measurement": "measurements",
    "Assessment": "assessments",
    "Influence": "influences",
    "Goal": "goals",
}
"""The question about each kind of fact."""


@pytest.fixture(scope="module")
def kg(one_source: Path) -> KnowledgeGraph:
    return kzit_graph.open_folder(one_source)


@pytest.fixture(scope="module")
def more(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The graph with two invented documents, which have something for every question."""
    return kzit_graph.open_folder(add_documents(one_source_project(root, tmp_path_factory.mktemp("more") / "project")))


@pytest.fixture(scope="module")
def corpus() -> KnowledgeGraph:
    """The whole graph, which has the things that examples name."""
    return kzit_graph.bundled()


@pytest.fixture
def two_sources(a_project: Path) -> KnowledgeGraph:
    """Return the graph with a second source, which has another date for the establishment of relations."""
    add_second_source(a_project)
    return kzit_graph.open_folder(a_project)


def lines(kg: KnowledgeGraph, name: str, **given: str) -> list[tuple[str, ...]]:
    """Return the rows of an answer."""
    return as_lines(kg.query(name, **given))[1:]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.name)
def test_a_question_has_the_expected_answer(kg: KnowledgeGraph, expected: Expected) -> None:
    assert as_lines(kg.query(expected.question, **expected.parameters)) == expected.lines


@pytest.mark.parametrize("expected", WITH_MORE, ids=lambda expected: expected.name)
def test_a_question_has_the_expected_answer_over_three_documents(more: KnowledgeGraph, expected: Expected) -> None:
    assert as_lines(more.query(expected.question, **expected.parameters)) == expected.lines


def test_every_question_has_an_expected_answer() -> None:
    assert {expected.name for expected in (*EXPECTED, *WITH_MORE) if "." not in expected.name} == set(CATALOGUE)
    assert {expected.question for expected in (*EXPECTED, *WITH_MORE)} == set(CATALOGUE)


def test_every_question_finds_something_in_the_expected_answers() -> None:
    found = {expected.question for expected in (*EXPECTED, *WITH_MORE) if len(expected.lines) > 1 or expected.lines == [("true",)]}
    assert set(CATALOGUE) - found == set()


def test_the_catalogue_has_many_questions() -> None:
    assert len(CATALOGUE) >= 30


def test_every_fact_is_in_the_answer_to_a_specific_question(kg: KnowledgeGraph) -> None:
    reached = {fact for expected in EXPECTED if expected.question not in EVERY_FACT for fact in expected.facts}
    facts = {row[0] for row in lines(kg, "evidence")}
    assert len(facts) == 52
    assert len(kg.select("SELECT ?fact { ?fact a kzit:Fact }")) == 52
    assert facts - reached == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_has_its_question(kg: KnowledgeGraph, kind: str) -> None:
    of_kind = kg.query(f"SELECT ?fact WHERE {{ ?fact a <{KIND}{kind}> }}")
    answer = kg.query(KINDS[kind])
    assert isinstance(of_kind, Solutions)
    assert isinstance(answer, Solutions)
    assert len(of_kind) > 0
    assert {row["fact"] for row in of_kind} <= {row["fact"] for row in answer}


def test_the_kinds_of_facts_are_those_of_the_graph(kg: KnowledgeGraph) -> None:
    assert {row[0] for row in lines(kg, "facts-per-kind")} == set(KINDS)


def test_the_catalogue_of_the_graph_has_general_questions_as_well() -> None:
    assert ALL.keys() - CATALOGUE.keys() > {"classes", "concept-schemes", "datasets", "links-out", "things-of-class"}
    assert ALL.replaced == {"about", "missing-names"}
    assert {question.name for question in ALL.unused} == {"distributions", "top-concepts"}


@pytest.mark.parametrize("question", CATALOGUE.values(), ids=CATALOGUE)
def test_the_titles_in_all_languages_are_questions(question: Question) -> None:
    assert set(question.titles) == LANGUAGES
    assert all(title.endswith("?") and title[0].isupper() for title in question.titles.values())
    assert question.description.endswith(".")


@pytest.mark.parametrize(
    ("question", "parameter", "value"),
    [
        pytest.param(question.name, parameter.name, value, id=f"{question.name}-{parameter.name}-{value}")
        for question in ALL.values()
        for parameter in question.parameters
        for value in (parameter.default, parameter.example)
        if value is not None
    ],
)
def test_every_default_and_example_is_valid(corpus: KnowledgeGraph, question: str, parameter: str, value: str) -> None:
    sparql = corpus.sparql(question, **{parameter: value})
    assert parameter not in parameters(sparql)
    corpus.query(sparql)
    resolved = (
        corpus.sparql("SELECT ?p WHERE { { $it ?p ?o } UNION { ?s ?p $it } UNION { ?s $it ?p } }", it=value) if ":" in value else None
    )
    assert resolved is None or len(lines(corpus, resolved)) > 0


@pytest.mark.parametrize("question", ALL.values(), ids=ALL)
def test_an_example_finds_something(corpus: KnowledgeGraph, question: Question) -> None:
    for parameter in question.parameters:
        answer = corpus.query(question.name, **{parameter.name: parameter.example})
        # Not every pair of things and not every event has facts. All other examples have an answer.
        assert isinstance(answer, Truth) or question.name in {"between", "expo-participants"} or len(answer.to_python()) > 0


def test_an_omitted_parameter_matches_every_value(kg: KnowledgeGraph) -> None:
    by_claimant = [line for who in ("kzit-graph", "Kazinform") for line in lines(kg, "claims", claimant=who)]
    assert len(by_claimant) == 6
    assert set(by_claimant) < set(lines(kg, "claims"))


@pytest.mark.slow
def test_the_order_of_rows_does_not_depend_on_loading(kg: KnowledgeGraph, two_sources: KnowledgeGraph) -> None:
    shuffled = kzit_graph.open_folder(two_sources.project.root)
    shuffled.store.clear()
    shuffled.store.extend(sorted(two_sources.store, key=str, reverse=True))
    for name in kg.questions():
        assert as_lines(shuffled.query(name)) == as_lines(two_sources.query(name)), name


def test_a_disagreement_has_both_dates_and_both_sources(two_sources: KnowledgeGraph) -> None:
    asked = ("clash", "day", "diplomatic-relations-establishment")
    assert [(*row[:4], *row[5:7], row[9]) for row in lines(two_sources, "disagreements")] == [
        (*asked, "1992-06-12", "text-collection", SLUG, "p1s1-f1"),
        (*asked, "1992-08-21", "kzit-graph", "kazinform-2017-08-21", "p1s2-f4"),
    ]


def test_an_event_is_contested_only_if_its_dates_differ(two_sources: KnowledgeGraph) -> None:
    assert two_sources.query("is-contested")
    assert two_sources.query("is-contested", event="id:diplomatic-relations-establishment")
    assert not two_sources.query("is-contested", event="id:diplomatic-relations-25th-anniversary")


def test_only_a_confirmed_fact_is_not_in_a_single_source(kg: KnowledgeGraph, two_sources: KnowledgeGraph, more: KnowledgeGraph) -> None:
    before = set(lines(kg, "single-source"))
    assert before - set(lines(two_sources, "single-source")) == set()
    assert before - set(lines(more, "single-source")) == {("kazinform-2017-08-21", "p7s1-f3")}


def test_a_city_and_its_country_are_not_a_disagreement(a_project: Path) -> None:
    add_second_source(a_project).write_text(TURTLE + ANOTHER_PLACE_AND_SUM, "utf-8")
    found = lines(kzit_graph.open_folder(a_project), "disagreements")
    assert [row[:5] for row in found] == [
        ("clash", "day", "diplomatic-relations-establishment", "1992-06-12", ""),
        ("clash", "day", "diplomatic-relations-establishment", "1992-08-21", ""),
        ("clash", "figure", "direct-investment-cumulative", "8000000000", "USD"),
        ("clash", "figure", "direct-investment-cumulative", "6000000000", "USD"),
        ("clash", "place", "expo-2017", "genoa", ""),
        ("clash", "place", "expo-2017", "kazakhstan", ""),
        ("clash", "place", "expo-2017", "astana", ""),
    ]
    genoa = "kzit:event id:expo-2017 ;\n    kzit:place id:genoa ."
    assert genoa in ANOTHER_PLACE_AND_SUM
    add_second_source(a_project).write_text(TURTLE + ANOTHER_PLACE_AND_SUM.replace(genoa, "kzit:event id:expo-2017 ."), "utf-8")
    assert {row[1] for row in lines(kzit_graph.open_folder(a_project), "disagreements")} == {"day", "figure"}


def test_answers_have_iris_and_no_labels(kg: KnowledgeGraph) -> None:
    answer = kg.query("agreements")
    assert isinstance(answer, Solutions)
    assert all(isinstance(row["agreement"], NamedNode) for row in answer)
    assert "strategic partnership agreement" in answer.table()
    assert "accordo di partenariato strategico" in answer.table("it")
