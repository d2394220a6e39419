"""The table of all facts, with its facets and its file."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

import pytest
from pyoxigraph import NamedNode

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.model import Stance
from kzit_graph.publish.site.pages import facts as facts_module
from kzit_graph.publish.site.pages.facts import FactsPage, newest_first
from kzit_graph.publish.site.rows import facts_table
from kzit_graph.publish.site.rows.facets import facets, years
from tests.bundled_data import select_rows
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import Pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def texts(english: Pages) -> dict[str, str]:
    return english.of("FactsPage")


@pytest.fixture(scope="module")
def page(texts: dict[str, str]) -> Page:
    return Page(texts["facts.html"])


@dataclass(frozen=True)
class Row:
    iri: str
    stance: str
    voice: str
    facets: dict[str, list[str]]


def rows(pages: Pages) -> list[Row]:
    """Return the rows of the script."""
    text = pages.file("facts-data.js").decode()
    found = json.loads(text.partition("factsData=")[2].removesuffix(";\n"))
    made = []
    for row in found["rows"]:
        chosen = [value if isinstance(value, list) else [value] for value in row[11:]]
        facets = {name: [slugs[number] for number in own] for (name, slugs), own in zip(found["facets"], chosen, strict=True)}
        made.append(Row(row[0][1:-1] if row[0].startswith("<") else found["base"] + row[0], row[2], row[3], facets))
    return made


def linked(page: Page) -> list[str]:
    """Return the facts that rows of a page link to."""
    return [row.all("th")[0].all("a")[0].attributes["href"] for row in page.all("tr") if row.all("td")]


def test_each_claim_is_a_row_of_a_page_without_javascript(texts: dict[str, str], english: Pages) -> None:
    pages = [Page(text) for text in texts.values()]
    assert [len(linked(page)) for page in pages[:-1]] == [100] * (len(pages) - 1)
    wanted = {english.edition.href(claim.fact).removeprefix("\0") for claim in english.edition.claims.all}
    found = [href for page in pages for href in linked(page)]
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_a_page_of_facts_is_light(texts: dict[str, str], english: Pages) -> None:
    assert max(len(text.encode()) for text in texts.values()) < 150_000
    assert len(english.file("facts-data.js")) < 500 * len(english.edition.claims.all)


@pytest.mark.usefixtures("texts")
def test_the_script_has_each_claim_in_the_order_of_the_pages(english: Pages) -> None:
    assert [row.iri for row in rows(english)] == [claim.fact.value for claim in newest_first(english.edition)]


def groups(texts: dict[str, str]) -> dict[str, int]:
    """Return how many facts stand below each heading, on all pages."""
    found: Counter[str] = Counter()
    for text in texts.values():
        for body in Page(text).all("tbody"):
            heading, *facts = body.all("tr")
            assert heading.all("th")[0].attributes["scope"] == "rowgroup"
            found[heading.all("th")[0].text] += len(facts)
    return dict(found)


def documents(corpus: LoadedProject) -> dict[str, tuple[int, str, str]]:
    """Return the documents with facts by name: the number of facts, the first and the last day, or nothing."""
    cited = '?fact kzit:evidence/oa:hasSource ?document . ?document skos:prefLabel ?name FILTER (LANG(?name) = "en")'
    dated = "OPTIONAL { ?document kzit:time ?span OPTIONAL { ?span kzit:earliest ?day } OPTIONAL { ?span kzit:latest ?end } }"
    columns = "?name (COUNT(DISTINCT ?fact) AS ?facts) (MIN(?day) AS ?first) (MAX(?end) AS ?last)"
    found = select_rows(corpus.store, f"SELECT {columns} {{ {cited} {dated} }} GROUP BY ?document ?name")
    return {re.sub("^page ", "Page ", name): (int(facts), first, last) for name, facts, first, last in found}


def says_days(name: str, first: str, last: str) -> bool:
    """Tell whether a name has the days of a document, or the month or the year that they make up."""
    ends = [date.fromisoformat(day) for day in (first, last) if day]
    is_month = len(ends) == 2 and (ends[0].day, (ends[1] + timedelta(days=1)).day, ends[0].month) == (1, 1, ends[1].month)
    is_year = len(ends) == 2 and (first[4:], last[4:]) == ("-01-01", "-12-31")
    formats = ["%Y"] if is_year else ["%B", "%Y"] if is_month else ["%d", "%B", "%Y"]
    wanted = {end.strftime(form).lstrip("0")[:4] for end in ends for form in formats}
    return wanted <= {word[:4] for word in re.findall(r"\w+", name)}


def test_facts_of_a_document_stand_below_its_name(texts: dict[str, str], corpus: LoadedProject) -> None:
    shown, known = groups(texts), documents(corpus)
    names = {heading: max((name for name in known if heading.startswith(name)), key=len, default="") for heading in shown}
    assert {names[heading]: number for heading, number in shown.items() if names[heading]} == {
        name: facts for name, (facts, _, _) in known.items()
    }
    assert [heading for heading, name in names.items() if not name] == ["Without a document"]
    days = [first or last for _, first, last in (known[name] for name in names.values() if name)]
    assert days == sorted(days, reverse=True)


def test_a_document_whose_name_has_its_date_stands_without_it(texts: dict[str, str], corpus: LoadedProject) -> None:
    shown, known = groups(texts), documents(corpus)
    assert any(says_days(name, first, last) for name, (_, first, last) in known.items())
    for name, (_, first, last) in known.items():
        says_date = says_days(name, first, last)
        assert (name in shown) == says_date, name
        assert says_date or any(heading.startswith(f"{name}, ") and heading.endswith(last[:4]) for heading in shown), name


def test_a_table_too_large_for_a_script_has_no_filters(english: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_table, "MAX_SIZE", 10)
    made = next(iter(FactsPage().pages(english.edition)))
    text = Page(english.edition.write(made)[1].decode())
    assert not text.all("fieldset")
    assert made.scripts == ()
    assert "facts-data.js" not in made.files
    assert "too many facts to filter" in text.all("main")[0].text


def test_the_facets_count_the_rows_of_all_pages(page: Page, english: Pages) -> None:
    fieldsets = {one.attributes["data-facet"]: one for one in page.all("fieldset")}
    assert {"stance", "kind", "contested", "voice", "field", "year", "place", "hedge", "claimant", "source"} <= set(fieldsets)
    for name, fieldset in fieldsets.items():
        found = Counter(slug for row in rows(english) for slug in row.facets[name])
        shown = {}
        for label in fieldset.all("label"):
            number = next(span.text for span in label.all("span") if span.attributes.get("class") == "num")
            shown[label.all("input")[0].attributes["value"]] = int(number)
        assert shown == dict(found)


@pytest.mark.usefixtures("texts")
def test_a_row_says_how_firmly_and_in_whose_voice(english: Pages, corpus: LoadedProject) -> None:
    planned = {fact for (fact,) in select_rows(corpus.store, "SELECT ?fact { ?fact a kzit:Occurrence ; kzit:status status:planned }")}
    assert planned
    assert {row.stance for row in rows(english) if row.iri in planned} == {"planned"}
    verdict = next(row for row in rows(english) if row.iri.endswith("kzit-graph/verdict-1"))
    assert (verdict.stance, verdict.voice) == ("inferred", "o")


def test_a_span_of_years_is_listed_under_each_of_them(english: Pages, corpus: LoadedProject) -> None:
    found = {claim.fact: list(years(claim)) for claim in english.edition.claims.all}
    time = "?fact kzit:throughout ?span . ?span kzit:earliest ?first ; kzit:latest ?last"
    spans = select_rows(corpus.store, f"SELECT ?fact ?first ?last {{ ?fact a kzit:Measurement . {time} }}")
    assert spans
    for fact, first, last in spans:
        assert found[NamedNode(fact)] == list(range(int(first[:4]), int(last[:4]) + 1)), fact
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
    monkeypatch.setattr(facts_module, "_SIZE", len(english.edition.claims.all) // 3 + 1)
    found = list(FactsPage().pages(english.edition))
    assert [page.path for page in found] == ["facts.html", "facts~page-2.html", "facts~page-3.html"]
    texts = [Page(english.edition.write(page)[1].decode()) for page in found]
    assert sum(len(linked(text)) for text in texts) == len(english.edition.claims.all)
    assert [bool(page.files) for page in found] == [True, False, False]


def test_the_csv_has_labels_and_iris(english: Pages, corpus: LoadedProject) -> None:
    english.of("FactsPage")
    table = list(csv.DictReader(StringIO(english.file("facts.csv").decode(), newline="")))
    assert len(table) == len(english.edition.claims.all)
    shown = {row["fact_iri"]: row for row in table}
    year = "kzit:throughout ?year . ?year kzit:statedAs ?when ; kzit:earliest ?earliest ; kzit:latest ?latest"
    unit = '?code skos:prefLabel ?unit FILTER (LANG(?unit) = "en" && STRLEN(STR(?when)) = 4)'
    columns = ("value", "unit", "when", "earliest", "latest", "claimant_iri")
    figures = f"?fact schema:value ?value ; schema:unitCode ?code ; kzit:claimedBy ?claimant_iri ; {year} . {unit}"
    expected = select_rows(corpus.store, f"SELECT ?fact ?{' ?'.join(columns)} {{ {figures} }}")
    assert expected
    for fact, *values in expected:
        assert [shown[fact][name] for name in columns] == values, fact


def test_all_stances_have_a_word_in_each_language(english: Pages, russian: Pages) -> None:
    for pages in (english, russian):
        assert all(getattr(pages.edition.words, f"wit_{stance.value}") for stance in Stance)


def test_a_project_of_another_subject_has_the_table(garden: Pages) -> None:
    page = Page(garden.of("FactsPage")["facts.html"])
    assert [one.text for one in page.all("th") if one.attributes.get("scope") == "col"] == ["Pour quand", "Fait", "Qui le dit"]
    assert not any("colspan" in one.attributes for one in page.all("th")), "no claim stands in a document, so none stands in no document"
    assert "Les plus récents d’abord." in page.all("main")[0].text
    assert [row.iri.rpartition("/")[2] for row in rows(garden)] == ["observation-2", "observation-1", "observation-3"]
    assert {row.iri for row in rows(garden)} == {claim.fact.value for claim in garden.edition.claims.all}
    assert "voice" not in {one.attributes["data-facet"] for one in page.all("fieldset")}
