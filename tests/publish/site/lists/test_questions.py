"""The catalogue of questions and the pages of its answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from pyoxigraph import Literal, NamedNode

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.questions.question import parse_question
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.inventory import answering
from kzit_graph.publish.site.inventory.answering import answered, questions_of
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion, Inventory
from kzit_graph.publish.site.pages.query_html import query_html
from kzit_graph.publish.site.pages.questions import QuestionPages
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.rows.answer_rows import AnswerRows
from kzit_graph.queryable_graph import QueryableGraph
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import ASKED, Pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def english(two_sources: dict[str, Edition]) -> Pages:
    return Pages(two_sources["en"])


@pytest.fixture(scope="module")
def russian(two_sources: dict[str, Edition]) -> Pages:
    return Pages(two_sources["ru"])


@pytest.fixture(scope="module")
def pages(english: Pages) -> dict[str, Page]:
    return {path: Page(text) for path, text in english.of("QuestionPages").items() if path.startswith("question")}


def table(page: Page) -> list[list[str]]:
    return [[cell.text for cell in row.children] for row in page.all("tbody")[0].all("tr")]


def test_the_catalogue_leads_to_each_question(pages: dict[str, Page]) -> None:
    addresses = pages["questions.html"].addresses()
    assert set(pages) == {"questions.html", *(f"question/{name}.html" for name in ASKED)}
    assert {f"question/{name}.html" for name in ASKED} <= set(addresses)


def test_the_answer_is_that_of_the_query_command(pages: dict[str, Page], two: LoadedProject, english: Pages) -> None:
    graph = QueryableGraph.of(two)
    for one in english.edition.inventory.answers:
        if one.truth is None:
            expected = graph.select(one.question.name)
            assert one.total == len(expected)
            assert list(one.rows) == [tuple(row) for row in expected][: answering.MAX_ROWS]
    partners = [row[0] for row in table(pages["question/theatre-partners.html"])]
    assert partners == ["Teatro Carlo Felice", "La Scala", "Teatro di San Carlo"]


def test_an_answer_is_said_in_a_sentence(pages: dict[str, Page]) -> None:
    def sentence(name: str) -> str:
        return next(one.text for one in pages[f"question/{name}.html"].all("p") if one.attributes.get("class") == "lede")

    assert sentence("theatre-partners") == "3 answers: Teatro Carlo Felice, La Scala and Teatro di San Carlo."
    assert sentence("is-contested") == "Yes."
    assert sentence("changed-answers") == "Nothing in the data answers this."


def test_facts_in_an_answer_have_their_witness(pages: dict[str, Page]) -> None:
    row = table(pages["question/theatre-partners.html"])[0]
    assert [cell.strip() for cell in row[-2:]] == [
        "Astana Opera works closely with Carlo Felice.2030–2163",
        "Ministry of Foreign Affairs of the Republic of Kazakhstan",
    ]


def test_a_figure_stands_with_its_unit_in_one_column(bundled_editions: dict[str, Edition], corpus: LoadedProject) -> None:
    edition = bundled_editions["en"]
    (one,) = answered(corpus, [question for question in questions_of(corpus) if question.name == "trade"])
    rows = AnswerRows(edition, one.rows)
    figure, unit, fact = (one.columns.index(name) for name in ("figure", "unit", "fact"))
    assert [place for place in range(len(one.columns)) if place not in rows.places] == [unit]
    answers = list({answer[fact]: answer for answer in one.rows}.values())
    for answer, row in zip(answers, rows.written, strict=True):
        node = answer[fact]
        assert isinstance(node, NamedNode)
        amount = edition.claims.by_fact[node].amount
        assert amount
        assert row.cells[figure] == (Amounts(edition).full(amount.value, answer[unit]), "n")
    other = [*one.rows[0]]
    other[figure] = Literal(3)
    assert unit in AnswerRows(edition, [*one.rows, other]).places


def test_a_fact_with_two_findings_is_shown_once_with_both(bundled_editions: dict[str, Edition], corpus: LoadedProject) -> None:
    """The text says so, since the CSV has a row for each finding."""
    (one,) = answered(corpus, [question for question in questions_of(corpus) if question.name == "trade"])
    finding, fact = one.columns.index("finding"), one.columns.index("fact")
    (twice,) = [node for node, number in Counter(row[fact] for row in one.rows).items() if number > 1]
    assert twice is not None
    edition = replace(bundled_editions["en"], inventory=Inventory(questions=(one.question,), find_answers=lambda: (one,)))
    page = next(page for page in QuestionPages().pages(edition) if page.path == "question/trade.html")
    rows = table(Page(edition.write(page)[1].decode()))
    (shown,) = [row for row in rows if row[-1].strip().startswith(edition.text(twice))]
    assert any(cell.strip() == "clash; falling total" for cell in shown)
    assert len(rows) == len({row[fact] for row in one.rows}) == len(one.rows) - 1
    assert f"one row: {len(rows)} rows. The CSV has a row for each answer." in page.main
    with ZipFile(BytesIO(page.files["question/trade.zip"])) as archive:
        assert len(archive.read("trade.csv").splitlines()) == len(one.rows) + 1
    assert {str(row[finding]).rpartition("/")[2].rstrip(">") for row in one.rows if row[fact] == twice} == {"clash", "falling-total"}


def test_answers_that_differ_in_two_columns_repeat_nothing_else(bundled_editions: dict[str, Edition]) -> None:
    edition = bundled_editions["en"]
    fact = edition.claims.all[0].fact
    rows = AnswerRows(edition, [[fact, Literal("a"), Literal("1"), Literal("same")], [fact, Literal("b"), Literal("2"), Literal("same")]])
    first, more = rows.written
    assert [str(text) for text, _ in first.cells[1:]] == ["a", "1", "same"]
    assert [str(text) for text, _ in more.cells[1:]] == ["b", "2", ""]
    assert (first.is_more, more.is_more, bool(more.cites)) == (False, True, False)
    assert 'class="vh"' in more.cells[0][0]


def test_digests_break_anywhere_and_words_do_not(bundled_editions: dict[str, Edition]) -> None:
    fact, words = Literal("ab" * 32), Literal("a word and another one, self-contained")
    ((digest, text),) = (row.cells for row in AnswerRows(bundled_editions["en"], [[fact, words]]).written)
    assert (digest[1], text[1]) == ("any", "")


def test_a_long_answer_is_cut_and_says_so(pages: dict[str, Page], english: Pages) -> None:
    page = pages["question/claims.html"]
    assert len(table(page)) == 50
    number = len(english.edition.claims.all)
    assert page.all("caption")[0].text == f"The first 50 of {number} rows; the command gives all."


def test_a_form_with_the_choices_leads_to_the_question_in_the_console(pages: dict[str, Page]) -> None:
    page = pages["question/theatre-partners.html"]
    (form,) = [form for form in page.all("form") if form.attributes.get("class") == "form"]
    assert form.attributes["action"] == "../console.html#question=theatre-partners"
    assert {option.text for option in form.all("option")} == {
        "any",
        "Astana Opera",
        "La Scala",
        "Teatro Carlo Felice",
        "Teatro di San Carlo",
    }
    (chosen,) = [option for option in form.all("option") if "selected" in option.attributes]
    assert chosen.attributes["value"] == "https://w3id.org/kzit/id/astana-opera"


def test_without_a_console_the_choices_are_a_list(english: Pages) -> None:
    without = replace(english.edition, menu=())
    (page,) = (page for page in QuestionPages().pages(without) if page.path == "question/theatre-partners.html")
    found = Page(without.write(page)[1].decode())
    assert not [form for form in found.all("form") if form.attributes.get("class") == "form"]
    assert {"Astana Opera", "La Scala"} <= {item.text for item in found.all("li")}


def test_the_zip_has_the_query_and_the_command(english: Pages) -> None:
    english.of("QuestionPages")
    with ZipFile(BytesIO(english.file("question/theatre-partners.zip"))) as archive:
        assert archive.namelist() == ["README.md", "theatre-partners.csv", "theatre-partners.csv-metadata.json", "query.rq"]
        query = archive.read("query.rq").decode()
        assert "<https://w3id.org/kzit/id/astana-opera>" in query
        assert "kzit-graph query theatre-partners -f csv --labels --lang en" in archive.read("README.md").decode()
        assert archive.read("theatre-partners.csv").decode().splitlines()[0] == "partner,partner_iri,city,city_iri,fact,fact_iri"


def test_titles_and_columns_are_in_the_language_of_the_page(russian: Pages) -> None:
    page = Page(russian.of("QuestionPages")["question/theatre-partners.html"])
    assert page.all("h1")[0].text == "Какие театры сотрудничают с театром и в каком городе каждый из них?"
    assert [cell.text for cell in page.all("th")[:3]] == ["Партнёр", "Город", "Факт"]


def test_notes_in_an_answer_are_in_the_language_of_the_page(pages: dict[str, Page], russian: Pages) -> None:
    there = table(pages["question/inferences.html"])
    page = Page(russian.of("QuestionPages")["question/inferences.html"])
    here = table(page)
    assert len(here) == len(there)
    assert "The day of the 25th anniversary, less 25 years." in [row[2] for row in there]
    assert "День 25-летия минус 25 лет." in [row[2] for row in here]
    assert not [span for span in page.all("tbody")[0].all("span") if span.attributes.get("lang") == "en"]
    with ZipFile(BytesIO(russian.file("question/inferences.zip"))) as archive:
        assert '"ru"' in archive.read("query.rq").decode()
        assert "День 25-летия минус 25 лет." in archive.read("inferences.csv").decode()


def test_the_language_of_the_reader_is_no_choice_on_a_page(pages: dict[str, Page]) -> None:
    assert not [form for form in pages["question/inferences.html"].all("form") if form.attributes.get("class") == "form"]


@pytest.mark.parametrize("language", ["it", "kk", "ru"])
def test_each_column_has_a_heading_in_the_language_of_the_page(
    corpus: LoadedProject, bundled_editions: dict[str, Edition], language: str
) -> None:
    heads = {question.name: re.split(r"WHERE|\{", question.sparql.partition("SELECT")[2])[0] for question in questions_of(corpus)}
    columns = {name: re.findall(r"\?(\w+)", re.sub(r"\(.*? AS (\?\w+)\)", r"\1", head)) for name, head in heads.items()}
    answers = tuple(
        AnsweredQuestion(question, columns=tuple(names), rows=[(None,) * len(names)], total=1)
        for question in questions_of(corpus)
        if (names := columns[question.name])
    )
    inventory = Inventory(questions=questions_of(corpus), find_answers=lambda: answers)
    edition = replace(bundled_editions[language], inventory=inventory)
    shown = {page.path: Page(edition.write(page)[1].decode()) for page in QuestionPages().pages(edition)}
    assert sum(map(len, columns.values())) > 200
    assert {path for path, page in shown.items() for cell in page.all("th") if "lang" in cell.attributes} == set()


def test_a_question_that_cannot_be_answered_says_why(corpus: LoadedProject) -> None:
    header = '#+ group = "x"\n#+ title.en = "What?"\n#+ description = "Nothing."\n#+ [parameters.thing]\n#+ type = "thing"\n'
    header += '#+ description = "a thing"\n#+ default = "no such thing anywhere"\n#+ example = "Milan"\n'
    question = parse_question(header + "SELECT ?s WHERE { ?s ?p $thing }", corpus.project.questions / "broken.rq")
    (found,) = answered(corpus, [question])
    assert 'nothing is called "no such thing anywhere"' in found.problem
    assert found.rows == ()


def test_large_graphs_keep_their_questions_without_answers(corpus: LoadedProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "_MAX_QUADS", 10)
    found = answered(corpus, questions_of(corpus)[:2])
    assert [one.sparql != "" for one in found] == [True, True]
    assert [one.total for one in found] == [None, None]


def test_marks_in_a_query_keep_its_text() -> None:
    found = query_html('\n\nSELECT ?s # <b>\nWHERE { ?s ?p "<x>" }\n')
    assert Page(str(found)).root.text == 'SELECT ?s # <b>\nWHERE { ?s ?p "<x>" }'
    assert '<span class="kw">SELECT</span>' in found
    assert "<x>" not in found


def test_a_project_of_another_subject_has_its_own_questions(garden: Pages) -> None:
    found = garden.of("QuestionPages")
    page = Page(found["question/plants-of-habitat.html"])
    one = next(one for one in garden.edition.inventory.answers if one.question.name == "plants-of-habitat")
    assert len(table(page)) == one.total != 0
    assert not any(isinstance(term, Literal) and not term.value for row in one.rows for term in row)
