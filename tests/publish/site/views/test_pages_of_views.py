"""The pages of the timeline, the map and the network of the bundled graph, in each language."""

from __future__ import annotations

import csv
import re
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

import kzit_graph
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.plans import plans
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.pages.maker import PageMaker
from kzit_graph.publish.site.pages.map import MapPage, places_of
from kzit_graph.publish.site.pages.network import NetworkPage, ties_of
from kzit_graph.publish.site.pages.timeline import TimelinePage, timeline_of
from kzit_graph.publish.site.site import Site, SiteInput
from kzit_graph.publish.site.things.statement_index import WholeIndex
from tests.bundled_data import select_rows
from tests.publish.pictures.label_boxes import overlaps
from tests.publish.site.lists.conftest import kzit
from tests.small_project import small_project

pytestmark = pytest.mark.slow

MAKERS: Final[dict[str, PageMaker]] = {"timeline": TimelinePage(), "map": MapPage(), "network": NetworkPage()}


def site_of(loaded: LoadedProject) -> Site:
    project = loaded.project
    contents = SiteInput.of(loaded, Publication(project.base, read_dataset(loaded), project.name), has_jsonld=False)
    index, base = contents.reader.index, project.base
    assert isinstance(index, WholeIndex)
    stems = {node.value[len(base) :]: node.value[len(base) :] for node in index.subjects() if node.value.startswith(f"{base}id/")}
    return Site(contents, FilePlaces(base, stems))


@pytest.fixture(scope="module")
def editions(corpus: LoadedProject) -> dict[str, Edition]:
    return {edition.language: edition for edition in site_of(corpus).editions}


@pytest.fixture(scope="module")
def pages(editions: dict[str, Edition]) -> dict[tuple[str, str], Page]:
    return {
        (name, language): page
        for language, edition in editions.items()
        for name, maker in MAKERS.items()
        if maker.menu(edition)
        for page in maker.pages(edition)
    }


def pictures(page: Page) -> list[str]:
    return re.findall(r'<svg class="pic (?!kk).*?</svg>', page.main.replace("\0", "../"), re.DOTALL)


def rows(page: Page, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(page.files[name].decode())))


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
@pytest.mark.parametrize("name", MAKERS)
def test_no_labels_overlap_in_any_language(pages: dict[tuple[str, str], Page], name: str, language: str) -> None:
    found = pictures(pages[name, language])
    lanes = len(set(re.findall(r'aria-labelledby="tlm(\d+)-t"', "".join(found))))
    assert len(found) == {"map": 4, "network": 3, "timeline": 2 + lanes}[name]
    assert [overlaps(picture) for picture in found] == [[]] * len(found)


@pytest.mark.parametrize("name", MAKERS)
def test_pictures_have_a_title_a_description_and_links_to_pages(pages: dict[tuple[str, str], Page], name: str) -> None:
    page = pages[name, "en"]
    for picture in pictures(page):
        assert re.search(r"<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>", picture)
        has_links = bool(re.findall(r'<a class="\w" href="(?:\.\./id/[^"]+|#tie\d+)" aria-label="[^"]+">', picture))
        assert has_links != (name == "timeline" and "pic nar" in picture), "marks of a narrow timeline are too small for fingers"
    assert page.title
    assert re.search(r"<h1>[^<]*\d[^<]*</h1>", page.main)


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_can_be_taken_away_with_its_picture(pages: dict[tuple[str, str], Page], name: str) -> None:
    page = pages[name, "it"]
    with ZipFile(BytesIO(page.files[f"{name}.zip"])) as archive:
        assert {f"{name}.csv", f"{name}.svg", "README.md"} <= set(archive.namelist())
        assert archive.read(f"{name}.csv") == page.files[f"{name}.csv"]
    assert all(f'href="{name}.{extension}"' in page.main for extension in ("zip", "csv", "svg"))
    assert page.files[f"{name}.svg"].startswith(b"<?xml")
    assert b"class=" not in page.files[f"{name}.svg"]


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_the_map_counts_all_facts_shown_apart_or_without_a_place(
    pages: dict[tuple[str, str], Page], editions: dict[str, Edition], language: str
) -> None:
    stats = re.findall(r"<li><b>(\d+)[^<]*</b>", pages["map", language].main)
    every, *parts = map(int, stats)
    assert every == sum(parts) == len(editions[language].claims.all)
    assert parts[:2] == [places_of(editions[language]).number, places_of(editions[language]).number_apart]


def test_every_claim_is_on_the_timeline_or_counted_below_it(editions: dict[str, Edition]) -> None:
    found = timeline_of(editions["en"])
    shown = {one.claim.fact for whole in found.entries for entry in (whole, *whole.parts) for one in entry.dated}
    assert len(shown) + found.states + found.figures + found.undated == len(editions["en"].claims.all)


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_plans_of_the_timeline_and_of_its_parts_are_those_of_the_home_page(
    pages: dict[tuple[str, str], Page], editions: dict[str, Edition], language: str
) -> None:
    """Unless they are plans of no event. The caption says how many parts the title leaves out, and how many of them are only planned."""
    edition = editions[language]
    entries = timeline_of(edition).entries
    parts = [part for entry in entries for part in entry.parts]
    events = {event for claim in edition.claims.all for event in claim.events}
    planned = [one for one in (*entries, *parts) if one.is_planned_only]
    unreported = [plan for plan in plans(edition.claims) if plan.reported is None]
    assert {one.node for one in planned if one.node in events} == {plan.event for plan in unreported}
    caption = re.findall(r"<figcaption>(.*?)</figcaption>", pages["timeline", language].main, re.DOTALL)[0]
    assert re.findall(r"\d+", caption) == [str(len(parts)), str(sum(part.is_planned_only for part in parts))]


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_a_network_named_after_a_weaker_tie_also_says_the_strongest(
    pages: dict[tuple[str, str], Page], editions: dict[str, Edition], language: str
) -> None:
    first, second = ties_of(editions[language])[:2]
    main = pages["network", language].main
    heading, lede = re.findall(r"<h1>(.*?)</h1>", main)[0], re.findall(r'<p class="lede">(.*?)</p>', main)[0]
    assert re.findall(r"\d+", heading) == [str(len(second.claims))]
    assert re.findall(r"\d+", lede) == [str(len(first.claims))]


def test_who_takes_a_post_has_it_in_the_label(pages: dict[tuple[str, str], Page], editions: dict[str, Edition]) -> None:
    """Unless the lane names the post."""
    post = kzit("id/ambassador-of-kazakhstan-in-italy")
    for language in ("en", "ru"):
        page = pages["timeline", language]
        name = editions[language].text(post)
        assert sum(f", {name}</text>" in picture for picture in pictures(page)) == 2
        assert re.search(rf"<small><a [^>]*>{name}</a></small>", page.main)
    lane = editions["en"].text(kzit("id/ambassador-of-italy-in-kazakhstan"))
    assert f", {lane}<" not in pages["timeline", "en"].main


def test_the_table_of_the_timeline_has_its_claims_with_days(pages: dict[tuple[str, str], Page], corpus: LoadedProject) -> None:
    found = {row["fact_iri"]: row for row in rows(pages["timeline", "en"], "timeline.csv")}
    held = "?fact kzit:status status:took-place ; kzit:event ?event ; kzit:within/kzit:earliest ?start ; kzit:claimedBy ?who"
    named = '?event skos:prefLabel ?name FILTER (LANG(?name) = "en" && ?who != id:kzit-graph)'
    expected = [row for row in select_rows(corpus.store, f"SELECT ?fact ?start ?name {{ {held} . {named} }}") if row[0] in found]
    assert expected
    for fact, start, name in expected:
        assert (found[fact]["start"], found[fact]["event"], found[fact]["stance"]) == (start, name, "reported"), fact


def test_numbers_on_the_map_are_those_of_the_table(pages: dict[tuple[str, str], Page], editions: dict[str, Edition]) -> None:
    page = pages["map", "en"]
    listed = {row["place"]: int(row["number"]) for row in rows(page, "map.csv") if row["latitude"]}
    names = set(re.findall(r'aria-label="([^"]+) (\d+) facts?"', "".join(pictures(page))))
    assert {name: int(number) for name, number in names} == listed
    assert listed["Astana"] == len(places_of(editions["en"]).places[0].claims)
    table = dict(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a></th><td>.*?</td><td class="n">(\d+)</td>', page.main))
    assert {name: int(number) for name, number in table.items()} == listed


def test_the_map_lists_places_without_coordinates(pages: dict[tuple[str, str], Page], corpus: LoadedProject) -> None:
    listed = {row["place"] for row in rows(pages["map", "en"], "map.csv") if not row["latitude"]}
    place = '?fact kzit:place ?place . ?place skos:prefLabel ?name FILTER (LANG(?name) = "en")'
    without = f"{place} FILTER NOT EXISTS {{ ?place schema:latitude ?latitude }}"
    expected = {name for (name,) in select_rows(corpus.store, f"SELECT ?name {{ {without} }}")}
    assert expected
    assert expected <= listed
    assert all(f"{escape(name)}</a>" in pages["map", "en"].main for name in expected)


def test_ties_of_the_picture_lead_to_their_facts(pages: dict[tuple[str, str], Page], editions: dict[str, Edition]) -> None:
    page, ties = pages["network", "ru"], ties_of(editions["ru"])
    targets = set(re.findall(r'href="#(tie\d+)"', page.main))
    assert targets <= set(re.findall(r'<tr id="(tie\d+)">', page.main))
    assert page.main.count("<tr id=") == len(ties) == len(rows(page, "network.csv"))


def test_ties_by_one_fact_are_folded_below_the_others(pages: dict[tuple[str, str], Page], editions: dict[str, Edition]) -> None:
    main, ties = pages["network", "en"].main, ties_of(editions["en"])
    single = [tie for tie in ties if len(tie.claims) == 1]
    strong, folded = main.split('<details id="single">')
    assert folded.count("<tr id=") == len(single)
    assert strong.count("<tr id=") == len(ties) - len(single) > 0
    assert folded.startswith(f"<summary>{len(single)} ties by a single fact each</summary>")


def test_a_project_without_claims_has_none_of_these_pages(tmp_path: Path) -> None:
    (edition, *_) = site_of(kzit_graph.open_folder(small_project(tmp_path / "project")).loaded).editions
    assert [maker.menu(edition) for maker in MAKERS.values()] == [[], [], []]
