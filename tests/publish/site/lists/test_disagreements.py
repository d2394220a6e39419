"""The page of disagreements."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from kzit_graph.publish.site.phrases.matter_titles import anchor, matter_title
from tests.publish.site.html_page import Element, Page
from tests.publish.site.lists.conftest import Pages, kzit

pytestmark = pytest.mark.slow

TRADE = "matter/trade-turnover--italy--and--kazakhstan--2012-01-01--2012-12-31"
FIRMS = "enterprises--italy--in--kazakhstan--year-2024"
TRADE_TITLE = "Trade turnover, 2012"
PLACE_TITLE = "EXPO-2017"


@pytest.fixture(scope="module")
def page(english: Pages) -> Page:
    return Page(english.of("DisagreementsPage")["disagreements.html"])


@pytest.fixture(scope="module")
def small(disputes: Pages) -> Page:
    """The page of two sources."""
    return Page(disputes.of("DisagreementsPage")["disagreements.html"])


def clash(page: Page, name: str) -> Element:
    return next(one for one in page.all("article") if name_of(one) == name)


def name_of(article: Element) -> str:
    """Return the id of a disagreement: of what is folded, so that a link to it unfolds it."""
    return next(one.attributes["id"] for one in article.all("div") if one.attributes.get("class") == "full")


def test_each_disputed_question_is_shown_with_all_claims(page: Page, english: Pages) -> None:
    disputed = english.edition.claims.disputed
    shown = [name_of(one) for one in page.all("article")]
    assert sorted(shown) == sorted(anchor(matter) for matter in disputed)
    for matter in disputed:
        hrefs = {link.attributes["href"] for link in clash(page, anchor(matter)).all("a")}
        for answer in matter.answers:
            assert english.edition.href(answer.claim.fact).removeprefix("\0") in hrefs


def test_questions_without_a_verdict_come_first(page: Page, english: Pages) -> None:
    tags = [one.all("b")[-1].text for one in page.all("article")]
    opened = sum(matter.is_open for matter in english.edition.claims.disputed)
    assert 0 < opened < len(tags)
    assert tags[:opened] == ["Open"] * opened
    assert "Open" not in tags[opened:]


def test_figures_far_apart_come_before_names(small: Page) -> None:
    order = [one.all("h2")[0].text.partition(" ")[2] for one in small.all("article")]
    figures, names = (next(place for place, title in enumerate(order) if title.startswith(name)) for name in ("Cumulative", PLACE_TITLE))
    assert figures < names


def test_a_heading_names_the_answers_that_are_farthest_apart(page: Page, small: Page) -> None:
    for article in (*page.all("article"), *small.all("article")):
        heading = article.all("h2")[0].text
        values = [one.text for one in article.all("span") if one.attributes.get("class") == "v"]
        assert len(values) > 1
        assert sum(value in heading for value in values) >= 2 or "does not add up" in heading, heading
    headings = [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in small.all("h2")]
    assert any("12 Jun 1992 or 21 Aug 1992?" in heading for heading in headings), headings


def test_the_three_of_most_interest_are_unfolded(page: Page) -> None:
    folds = [one.all("details")[0] for one in page.all("article")]
    assert ["open" in fold.attributes for fold in folds] == [True] * 3 + [False] * (len(folds) - 3)
    assert len(folds) > 3


def test_what_is_folded_says_its_answers_in_short(small: Page) -> None:
    briefs = {
        name_of(one): span.text for one in small.all("article") for span in one.all("span") if span.attributes.get("class") == "brief"
    }
    assert "€16.4 bn" in briefs[kzit(TRADE).value.rpartition("/")[2]].replace("\N{NO-BREAK SPACE}", " ")


def test_the_same_answer_of_two_sources_is_one_side(page: Page, english: Pages) -> None:
    shared = 0
    for matter in english.edition.claims.disputed:
        sides = [one for one in clash(page, anchor(matter)).all("li") if one.attributes.get("class") == "side"]
        assert sum(len(side.all("div")) for side in sides) >= len(sides)
        shared += sum(len(side.all("div")) > 1 for side in sides)
    assert shared


def test_a_figure_has_its_sum_and_its_witness(small: Page) -> None:
    found = clash(small, kzit(TRADE).value.rpartition("/")[2]).text
    assert "€16.4\N{NO-BREAK SPACE}bn" in found
    assert "The envoy" in found
    assert "0–48" in found
    assert "one of the two currencies is most likely a slip" in found


def test_a_title_says_what_the_answers_have_in_common(disputes: Pages) -> None:
    by_matter = disputes.edition.claims.by_matter
    assert matter_title(disputes.edition, by_matter[kzit(TRADE)]) == TRADE_TITLE
    growth = kzit("matter/trade-turnover--italy--and--kazakhstan--base--2021--2022-01-01--2022-12-31")
    assert matter_title(disputes.edition, by_matter[growth]) == "Trade turnover, 2022, compared with 2021"
    firms = kzit(f"matter/{FIRMS}")
    assert matter_title(disputes.edition, by_matter[firms]) == "Enterprises, 2024: Italy, Kazakhstan"


def test_compatible_answers_are_listed_in_short(page: Page, english: Pages) -> None:
    others = {anchor(matter) for matter in english.edition.claims.matters if matter.findings and not matter.is_disputed}
    assert {row.attributes["id"] for row in page.all("tr") if "id" in row.attributes} == others


def test_the_csv_has_a_row_for_each_answer(english: Pages) -> None:
    english.of("DisagreementsPage")
    table = list(csv.DictReader(StringIO(english.file("disagreements.csv").decode(), newline="")))
    assert len(table) == sum(len(matter.answers) for matter in english.edition.claims.matters if matter.findings)


def test_the_csv_has_the_verdict_of_a_matter(disputes: Pages) -> None:
    disputes.of("DisagreementsPage")
    table = list(csv.DictReader(StringIO(disputes.file("disagreements.csv").decode(), newline="")))
    assert {row["verdict"] for row in table if row["matter_iri"] == kzit(TRADE).value} == {"clash"}
    assert "" in {row["verdict"] for row in table}


def test_a_project_that_compares_nothing_has_no_page(garden: Pages) -> None:
    assert garden.of("DisagreementsPage") == {}
