"""The page of sources."""

from __future__ import annotations

import csv
from io import StringIO

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.home.home_findings import home_findings
from kzit_graph.publish.site.pages.facts import newest_first
from kzit_graph.publish.site.pages.sources import covered
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import Pages, kzit
from tests.source_counts import counts, sources


def test_documents_have_their_numbers(english: Pages, corpus: LoadedProject) -> None:
    page = Page(english.of("SourcesPage")["sources.html"])
    shown = {one.attributes["id"]: one for one in page.all("tr") if "id" in one.attributes}
    languages = {"de": "German", "en": "English", "it": "Italian", "kk": "Kazakh", "ru": "Russian"}
    for source in sources():
        document = english.edition.claims.by_document[kzit(f"id/{source}")]
        passages = {place.passage for claim in document.claims for place in claim.places}
        cells = [cell.text for cell in shown[source].children]
        assert (cells[2], cells[4].replace(",", "")) == (languages[counts(corpus.store, source).language], str(document.length))
        assert cells[-2:] == [str(len(passages)), str(len(document.claims))]
        assert ("repeats" in cells[1]) == bool(document.relays), source


def test_a_range_that_two_passages_share_counts_once(english: Pages) -> None:
    shares = [covered(document) for document in english.edition.claims.documents if document.claims]
    assert all(share is None or 0 < share <= 100 for share in shares)


def test_documents_without_facts_are_listed_apart(english: Pages) -> None:
    page = Page(english.of("SourcesPage")["sources.html"])
    named = [document for document in english.edition.claims.documents if not document.claims]
    (section,) = [one for one in page.all("section") if one.attributes.get("id") == "named"]
    assert len(section.all("li")) == len(named) > 0


def test_the_counts_of_facts_add_up_to_all_facts(english: Pages) -> None:
    page = Page(english.of("SourcesPage")["sources.html"])
    claims = english.edition.claims
    stats = next(one for one in page.all("ul") if one.attributes.get("class") == "stats")
    every, stated, inferred = (int(item.all("b")[0].text.split()[0]) for item in stats.all("li")[:3])
    assert every == stated + inferred == len(claims.all)
    assert inferred == len(claims.without_document) > 0
    assert stated == sum(int(row.children[-1].text) for row in page.all("tbody")[0].all("tr"))


def test_the_page_says_which_rows_only_the_file_has(english: Pages) -> None:
    page = Page(english.of("SourcesPage")["sources.html"])
    rows = list(csv.DictReader(StringIO(english.file("sources.csv").decode("utf-8-sig"))))
    shown = len(page.all("tbody")[0].all("tr"))
    named = next(one.text for one in page.all("p") if one.text.startswith("The CSV file also has"))
    assert len(rows) == shown + int(named.split(" the ")[1].split()[0])


def test_pages_list_documents_in_one_order(english: Pages) -> None:
    """The newest first; also those of one day, of which the home page shows the first."""
    sources = [row.attributes["id"] for row in Page(english.of("SourcesPage")["sources.html"]).all("tbody")[0].all("tr")]
    claims = newest_first(english.edition)
    facts = list(dict.fromkeys(str(document).strip("<>").rpartition("/")[2] for claim in claims for document in claim.documents))
    newest = next(one for one in home_findings(english.edition) if one.kind == "Newest document")
    assert sources == facts
    assert newest.href.endswith(f"{sources[0]}.html") or sources[0] in newest.href


def test_a_project_of_another_subject_has_its_documents(garden: Pages) -> None:
    found = garden.of("SourcesPage")
    assert bool(found) == bool(garden.edition.claims.documents)
