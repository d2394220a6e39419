"""The table of facts is filtered and sorted in the browser; the address keeps the choice, and what is shown can be taken away."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

_SHOWN: Final = "#facts tbody tr:not(.grp)"
_PAGE: Final = 100
"""Facts on a page, and in each step of what is shown."""


def table(site: BuiltSite) -> list[dict[str, str]]:
    """Return all facts, in the order of the page."""
    return list(csv.DictReader(StringIO((site.folder / "facts.csv").read_text("utf-8"), newline="")))


def number(page: Page, name: str, value: str) -> int:
    """Return the number beside a value of a facet."""
    return int(page.locator(f"label:has(input[name={name}][value={value}]) .num").inner_text())


def test_a_filter_leaves_the_facts_that_its_number_says(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, seen):
        all_facts = len(table(bundled))
        measurements = number(page, "kind", "measurement")
        page.check("input[name=kind][value=measurement]")
        expect(page.locator(_SHOWN)).to_have_count(min(measurements, _PAGE))
        expect(page.locator("#count")).to_have_text(f"{measurements} of {all_facts} facts.")
        of_kind = {row["fact"] for row in table(bundled) if row["kind"] == "measurement"}
        assert set(page.locator(f"{_SHOWN} .fact-name a").all_inner_texts()) <= of_kind
        assert page.url.endswith("#kind=measurement")
    assert 0 < measurements < all_facts
    assert seen.problems == []


def test_values_of_a_facet_add_up_and_facets_narrow_each_other(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, _):
        reported, planned = number(page, "stance", "reported"), number(page, "stance", "planned")
        page.check("input[name=stance][value=reported]")
        assert number(page, "stance", "planned") == planned  # what it would add
        page.check("input[name=stance][value=planned]")
        expect(page.locator("#count")).to_have_text(f"{reported + planned} of {len(table(bundled))} facts.")
        expect(page.locator(_SHOWN)).to_have_count(_PAGE)
        of_kind = number(page, "kind", "occurrence")
        page.check("input[name=kind][value=occurrence]")
        expect(page.locator("#count")).to_have_text(f"{of_kind} of {len(table(bundled))} facts.")
        assert of_kind == number(page, "stance", "reported") + number(page, "stance", "planned")


def test_chips_show_the_choice_and_take_it_back(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=goal&stance=planned") as (page, _):
        chips = page.locator("#chips .chip")
        expect(chips).to_have_count(3)
        chips.first.click()
        expect(chips).to_have_count(1)
        assert page.url.endswith("#kind=goal")
        expect(chips.first).to_be_focused()
        expect(chips.first).to_have_attribute("aria-label", "Remove the filter Kind: goal")
        chips.first.click()
        expect(chips).to_have_count(0)
        expect(page.locator("#count")).to_have_text(f"{len(table(bundled))} facts")
        assert "#" not in page.url


def test_the_address_restores_filters_and_order(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=measurement,goal&sort=-0") as (page, _):
        expect(page.locator("input[name=kind][value=goal]")).to_be_checked()
        expect(page.locator("#facts th").first).to_have_attribute("aria-sort", "descending")
        ends = {row["fact"]: row["earliest"] or row["latest"] or "9999" for row in table(bundled)}
        expect(page.locator(_SHOWN)).to_have_count(_PAGE)
        orders = [ends[name] for name in page.locator(f"{_SHOWN} .fact-name a").all_inner_texts()]
        assert orders == sorted(orders, reverse=True)
        page.evaluate("location.hash = 'kind=goal'")
        expect(page.locator("input[name=kind][value=measurement]")).not_to_be_checked()
        expect(page.locator("#facts th").first).not_to_have_attribute("aria-sort", "descending")


def test_an_address_of_nonsense_shows_all_facts(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=%E0%A4%A&x=1&sort=99&&=") as (page, seen):
        expect(page.locator(_SHOWN)).to_have_count(_PAGE)
        expect(page.locator("#count")).to_have_text(f"{len(table(bundled))} facts")
    assert seen.problems == []


def test_columns_sort_up_and_down_and_back(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "ru/facts.html") as (page, _):
        facts = f"{_SHOWN} > :nth-child(2)"
        before = page.locator(facts).all_inner_texts()
        header = page.locator("#facts th").nth(1)
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", "ascending")
        rising = page.locator(facts).all_inner_texts()
        header.get_by_role("button").click()
        falling = page.locator(facts).all_inner_texts()
        header.get_by_role("button").click()
        assert page.locator(facts).all_inner_texts() == before
        assert rising != before
        assert rising[0] != falling[0]


def taken(page: Page) -> dict[str, bytes]:
    """Press the button that takes the shown rows away, and return the files of the zip."""
    with page.expect_download() as download:
        page.locator("#take").click()
    assert download.value.suggested_filename == "facts.zip"
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_rows_shown_are_taken_away_as_the_whole_table_has_them(bundled: BuiltSite, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, bundled, "facts.html#kind=goal&sort=1") as (page, _):
        shown = page.locator(f"{_SHOWN} .fact-name a").all_inner_texts()
        files = taken(page)
    rows = list(csv.DictReader(StringIO(files["facts.csv"].decode(), newline="")))
    by_name = {row["fact"]: row for row in table(bundled)}
    assert rows == [by_name[name] for name in shown]
    readme = files["README.md"].decode()
    assert "Filters: Kind: goal" in readme
    assert f"`facts.csv`: SHA-256 {hashlib.sha256(files['facts.csv']).hexdigest()}" in readme
    assert "https://w3id.org/kzit/dataset" in readme
    query = tmp_path / "query.rq"
    query.write_bytes(files["query.rq"])
    command = [sys.executable, "-m", "kzit_graph", "query", str(query), "-f", "csv"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]).stdout
    assert {row["fact"] for row in csv.DictReader(StringIO(answer))} == {by_name[name]["fact_iri"] for name in shown}


def test_rows_are_taken_away_from_files_too(bundled: BuiltSite, browser: Browser) -> None:
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{(bundled.folder / 'kk' / 'facts.html').as_uri()}#kind=goal")
    assert len(taken(page)["facts.csv"].splitlines()) > 1
    page.check("input[name=stance][value=planned]")
    assert "stance=planned" in page.url
    context.close()


def test_without_scripts_links_lead_through_all_facts(bundled: BuiltSite, browser: Browser) -> None:
    names: list[str] = []
    with opened(browser, bundled, "facts.html#kind=goal", View(javascript=False)) as (page, _):
        expect(page.locator("#facets")).to_be_hidden()
        expect(page.locator("#take")).to_be_hidden()
        box = page.locator("#facts").bounding_box()
        assert box
        assert box["width"] > 900
        while True:
            names += page.locator(f"{_SHOWN} .fact-name a").all_inner_texts()
            following = page.locator("nav.pages a[rel=next]").first
            if not following.count():
                break
            with page.expect_navigation():
                following.click()
    assert sorted(names) == sorted(row["fact"] for row in table(bundled))


def test_rows_of_the_script_are_those_of_the_page(bundled: BuiltSite, browser: Browser) -> None:
    rows = "table => [...table.tBodies].map(body => body.outerHTML.replace(/\\s+/g, ' ').replace(/> </g, '><')).join('')"
    with opened(browser, bundled, "facts.html") as (page, _):
        served = page.locator("#facts").evaluate(rows)
        for stance in ("reported", "judged", "planned", "off", "inferred"):
            page.check(f"input[name=stance][value={stance}]")
        expect(page.locator("#chips .chip")).to_have_count(6)
        expect(page.locator("#more")).to_be_visible()
        assert page.locator("#facts").evaluate(rows) == served


def test_filters_hold_for_all_pages_and_not_for_one(bundled: BuiltSite, browser: Browser) -> None:
    wanted = [row["fact"] for row in table(bundled) if row["stance"] == "inferred"]
    for path in ("facts.html", "facts~page-2.html"):
        with opened(browser, bundled, f"{path}#stance=inferred") as (page, _):
            expect(page.locator(_SHOWN)).to_have_count(len(wanted))
            assert page.locator(f"{_SHOWN} .fact-name a").all_inner_texts() == wanted
            expect(page.locator("nav.pages").first).to_be_hidden()


def test_more_rows_come_by_a_button_that_moves_the_focus(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#stance=reported") as (page, _):
        expect(page.locator(_SHOWN)).to_have_count(_PAGE)
        more = page.locator("#more")
        expect(more).to_have_text(f"Show {_PAGE} more")
        more.click()
        expect(page.locator(_SHOWN)).to_have_count(2 * _PAGE)
        expect(page.locator(f"{_SHOWN} .fact-name a").nth(_PAGE)).to_be_focused()
        for _ in range(10):
            if more.is_hidden():
                break
            more.click()
        expect(page.locator(_SHOWN)).to_have_count(number(page, "stance", "reported"))


def test_a_page_without_a_choice_loads_no_data(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, _):
        assert page.evaluate("globalThis.site.factsData === undefined")


def test_a_hundred_facts_are_no_higher_than_six_screens(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, _):
        box = page.locator("#facts").bounding_box()
        assert box
        assert box["height"] < 6 * 900
