"""The table of all facts, with its facets and its file."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

import pytest

from kzit_graph.publish.site.claims.model import Stance
from kzit_graph.publish.site.facets import facets, years
from kzit_graph.publish.site.pages import facts as facts_module
from kzit_graph.publish.site.pages.facts import FactsPage, newest_first
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import Pages, kzit


@pytest.fixture(scope="module")
def page(english: Pages) -> Page:
    return Page(english.of("FactsPage")["facts.html"])


def rows(page: Page) -> list[dict[str, str]]:
    return [row.attributes for row in page.all("tr") if "data-iri" in row.attributes]


def test_each_claim_is_a_row_without_javascript(page: Page, english: Pages) -> None:
    assert {row["data-iri"] for row in rows(page)} == {claim.fact.value for claim in english.edition.claims.all}


def test_the_facets_count_the_rows(page: Page) -> None:
    fieldsets = {one.attributes["data-facet"]: one for one in page.all("fieldset")}
    assert {"stance", "kind", "contested", "voice", "field", "year", "place", "hedge", "claimant", "source"} <= set(fieldsets)
    for name, fieldset in fieldsets.items():
        found = Counter(slug for row in rows(page) for slug in row.get(f"data-{name}", "").split())
        shown = {}
        for label in fieldset.all("label"):
            number = next(span.text for span in label.all("span") if span.attributes.get("class") == "num")
            shown[label.all("input")[0].attributes["value"]] = int(number)
        assert shown == dict(found)


def test_a_row_says_how_firmly_and_in_whose_voice(page: Page) -> None:
    row = next(row for row in rows(page) if row["data-iri"].endswith("agenzianova-2023-09-05/p2s1-f1"))
    assert row["data-stance"] == "planned"
    verdict = next(row for row in rows(page) if row["data-iri"].endswith("kzit-graph/verdict-1"))
    assert (verdict["data-stance"], verdict["data-voice"]) == ("inferred", "o")


def test_a_span_of_years_is_listed_under_each_of_them(english: Pages) -> None:
    found = {claim.fact: list(years(claim)) for claim in english.edition.claims.all}
    assert found[kzit("id/tengrinews-2015-05-08/p12s3-f1")] == [2012]
    assert max(map(len, found.values())) > 1
    assert all(year == sorted(year) for year in found.values())


def test_the_newest_document_comes_first(english: Pages) -> None:
    documents = english.edition.claims.by_document
    dates = [documents[claim.documents[0]].date for claim in newest_first(english.edition) if claim.documents]
    dated = [date for date in dates if date]
    assert dated == sorted(dated, reverse=True)
    assert not any(dates[len(dated) :])


def test_slugs_of_a_facet_are_distinct_and_have_no_spaces(english: Pages) -> None:
    for facet in facets(english.edition, english.edition.claims.all).all:
        slugs = [value.slug for value in facet.values]
        assert len(set(slugs)) == len(slugs)
        assert not any(" " in slug for slug in slugs)


def test_more_facts_than_a_page_holds_are_cut(english: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_module, "_SIZE", 200)
    found = list(FactsPage().pages(english.edition))
    assert [page.path for page in found] == ["facts.html", "facts~page-2.html", "facts~page-3.html"]
    texts = [Page(english.edition.write(page)[1].decode()) for page in found]
    assert sum(len(rows(text)) for text in texts) == len(english.edition.claims.all)
    assert [bool(page.files) for page in found] == [True, False, False]


def test_the_csv_has_labels_and_iris(english: Pages) -> None:
    english.of("FactsPage")
    table = list(csv.DictReader(StringIO(english.file("facts.csv").decode(), newline="")))
    trade = next(row for row in table if row["fact_iri"].endswith("tengrinews-2015-05-08/p12s3-f1"))
    assert (trade["value"], trade["unit"], trade["when"]) == ("16400000000", "euro", "2012")
    assert (trade["earliest"], trade["latest"]) == ("2012-01-01", "2012-12-31")
    assert trade["claimant_iri"] == "https://w3id.org/kzit/id/andrian-yelemesov"
    assert len(table) == len(english.edition.claims.all)


def test_all_stances_have_a_word_in_each_language(english: Pages, russian: Pages) -> None:
    for pages in (english, russian):
        assert all(getattr(pages.edition.words, f"wit_{stance.value}") for stance in Stance)


def test_a_project_of_another_subject_has_the_table(garden: Pages) -> None:
    page = Page(garden.of("FactsPage")["facts.html"])
    assert {row["data-iri"] for row in rows(page)} == {claim.fact.value for claim in garden.edition.claims.all}
    assert "voice" not in {one.attributes["data-facet"] for one in page.all("fieldset")}
