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

_SHOWN: Final = "#facts tbody tr:not([hidden])"


def number(page: Page, name: str, value: str) -> int:
    """Return the number beside a value of a facet."""
    return int(page.locator(f"label:has(input[name={name}][value={value}]) .num").inner_text())


def test_a_filter_leaves_the_facts_that_its_number_says(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, seen):
        all_facts = page.locator("#facts tbody tr").count()
        measurements = number(page, "kind", "measurement")
        page.check("input[name=kind][value=measurement]")
        expect(page.locator(_SHOWN)).to_have_count(measurements)
        expect(page.locator("#count")).to_have_text(f"{measurements} of {all_facts} facts.")
        assert page.locator(f'{_SHOWN}:not([data-kind~="measurement"])').count() == 0
        assert page.url.endswith("#kind=measurement")
    assert 0 < measurements < all_facts
    assert seen.problems == []


def test_values_of_a_facet_add_up_and_facets_narrow_each_other(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html") as (page, _):
        reported, planned = number(page, "stance", "reported"), number(page, "stance", "planned")
        page.check("input[name=stance][value=reported]")
        assert number(page, "stance", "planned") == planned  # what it would add
        page.check("input[name=stance][value=planned]")
        expect(page.locator(_SHOWN)).to_have_count(reported + planned)
        of_kind = number(page, "kind", "occurrence")
        page.check("input[name=kind][value=occurrence]")
        expect(page.locator(_SHOWN)).to_have_count(of_kind)
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
        expect(page.locator(_SHOWN)).to_have_count(page.locator("#facts tbody tr").count())
        assert "#" not in page.url


def test_the_address_restores_filters_and_order(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=measurement,goal&sort=-0") as (page, _):
        expect(page.locator("input[name=kind][value=goal]")).to_be_checked()
        expect(page.locator("#facts th").first).to_have_attribute("aria-sort", "descending")
        orders: list[str] = page.eval_on_selector_all(f"{_SHOWN} > :first-child", "cells => cells.map(cell => cell.dataset.order)")
        assert orders == sorted(orders, reverse=True)
        page.evaluate("location.hash = 'kind=goal'")
        expect(page.locator("input[name=kind][value=measurement]")).not_to_be_checked()
        expect(page.locator("#facts th").first).not_to_have_attribute("aria-sort", "descending")


def test_an_address_of_nonsense_shows_all_facts(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=%E0%A4%A&x=1&sort=99&&=") as (page, seen):
        expect(page.locator(_SHOWN)).to_have_count(page.locator("#facts tbody tr").count())
    assert seen.problems == []


def test_columns_sort_up_and_down_and_back(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "ru/facts.html") as (page, _):
        facts = "#facts tbody tr > :nth-child(2)"
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
        assert sorted(rising) == sorted(before) == sorted(falling)
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
        shown: list[str] = page.eval_on_selector_all(_SHOWN, "rows => rows.map(row => row.dataset.iri)")
        files = taken(page)
    whole = list(csv.DictReader(StringIO((bundled.folder / "facts.csv").read_text("utf-8"), newline="")))
    rows = list(csv.DictReader(StringIO(files["facts.csv"].decode(), newline="")))
    by_iri = {row["fact_iri"]: row for row in whole}
    assert rows == [by_iri[iri] for iri in shown]
    readme = files["README.md"].decode()
    assert "Filters: Kind: goal" in readme
    assert f"`facts.csv`: SHA-256 {hashlib.sha256(files['facts.csv']).hexdigest()}" in readme
    assert "https://w3id.org/kzit/dataset" in readme
    query = tmp_path / "query.rq"
    query.write_bytes(files["query.rq"])
    command = [sys.executable, "-m", "kzit_graph", "query", str(query), "-f", "csv"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]).stdout
    assert {row["fact"] for row in csv.DictReader(StringIO(answer))} == set(shown)


def test_rows_are_taken_away_from_files_too(bundled: BuiltSite, browser: Browser) -> None:
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{(bundled.folder / 'kk' / 'facts.html').as_uri()}#kind=goal")
    assert len(taken(page)["facts.csv"].splitlines()) > 1
    page.check("input[name=stance][value=planned]")
    assert "stance=planned" in page.url
    context.close()


def test_without_scripts_the_whole_table_is_there(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "facts.html#kind=goal", View(javascript=False)) as (page, _):
        expect(page.locator("#facets")).to_be_hidden()
        expect(page.locator("#take")).to_be_hidden()
        expect(page.locator("#facts tbody tr").last).to_be_visible()
