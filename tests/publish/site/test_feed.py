"""The feed of the newest documents."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME, PATH, ROOT
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.hosting.feed import feed, feed_links
from kzit_graph.publish.site.site import Site, SiteInput
from kzit_graph.publish.site.things.statement_index import WholeIndex
from tests.bundled_data import count_distinct, select_rows

pytestmark = pytest.mark.slow

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://pages.example/kzit/"


@pytest.fixture(scope="module")
def editions(corpus: LoadedProject) -> dict[str, Edition]:
    publication = Publication(corpus.project.base, read_dataset(corpus), corpus.project.name, public_url=URL)
    contents, places = SiteInput.of(corpus, publication, has_jsonld=False), FilePlaces(publication.base, {})
    locals_ = [places.local(subject) for subject in WholeIndex(contents.graphs, contents.roles).subjects()]
    site = Site(contents, replace(places, stems={name: name for name in locals_ if name}))
    return {edition.language: edition for edition in site.editions}


def parsed(edition: Edition) -> ET.Element:
    return ET.fromstring(feed(edition)["feed.atom"])


def test_the_feed_has_the_release_and_the_newest_documents(editions: dict[str, Edition], corpus: LoadedProject) -> None:
    root = parsed(editions["en"])
    entries = root.findall(f"{ATOM}entry")
    dated = "?fact kzit:evidence/oa:hasSource ?document . ?document kzit:time/(kzit:earliest|kzit:latest) ?day"
    assert len(entries) == 1 + min(20, count_distinct(corpus.store, "?document", dated))
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries[1:]]
    assert days == sorted(days, reverse=True)
    assert (entries[0].findtext(f"{ATOM}title") or "").endswith("Release 0.2.0")
    for entry in entries[1:]:
        said = f'?fact kzit:evidence/oa:hasSource <{entry.findtext(f"{ATOM}id")}> ; skos:prefLabel ?label FILTER (LANG(?label) = "en")'
        labels = {label for (label,) in select_rows(corpus.store, f"SELECT ?label {{ {said} }}")}
        assert sum(label in (entry.findtext(f"{ATOM}summary") or "") for label in labels) >= min(5, len(labels)) > 0


def test_all_parts_that_atom_requires_are_there(editions: dict[str, Edition]) -> None:
    for edition in editions.values():
        root = parsed(edition)
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        for part in (root, *root.findall(f"{ATOM}entry")):
            assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))


def test_entries_lead_to_pages_in_the_language_of_the_feed(editions: dict[str, Edition]) -> None:
    entry = parsed(editions["ru"]).findall(f"{ATOM}entry")[1]
    (link,) = entry.findall(f"{ATOM}link")
    assert link.attrib["href"].startswith(f"{URL}ru/id/")
    assert (entry.findtext(f"{ATOM}id") or "").startswith("https://w3id.org/kzit/id/")


def test_ids_do_not_change_from_build_to_build(editions: dict[str, Edition]) -> None:
    assert feed(editions["it"]) == feed(editions["it"])
    ids = [entry.findtext(f"{ATOM}id") for entry in parsed(editions["en"]).findall(f"{ATOM}entry")]
    assert ids[0] == "https://w3id.org/kzit/dataset#release-0.2.0"


def test_without_a_public_url_there_is_no_feed(editions: dict[str, Edition]) -> None:
    edition = replace(editions["en"], publication=replace(editions["en"].publication, public_url=""))
    assert feed(edition) == {}
    assert feed_links(edition) == []
    assert [link.href for link in feed_links(editions["en"])] == ["\1feed.atom"]


def test_the_home_page_of_each_language_links_to_its_feed(editions: dict[str, Edition]) -> None:
    for edition in editions.values():
        page = Page("index.html", "Title", Markup("<p>Text</p>"), links=feed_links(edition))
        text = edition.write(page)[1].decode()
        assert '<link rel="alternate" href="feed.atom" type="application/atom+xml">' in text
        assert not {ROOT, HOME, PATH} & set(text)
        assert f'href="{URL}{edition.folder}feed.atom"' in edition.write_absolute(page).decode()
