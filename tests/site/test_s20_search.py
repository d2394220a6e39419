"""S20: the search finds things in all languages at once, in both scripts, by beginnings and with typing errors; and by the keyboard."""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.site.scripts.node import SEARCHES
from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

_FIRST: Final = 3
"""Results among which the thing is."""

_LINKS: Final = "#results .hit h3 a"


def searches(language: str) -> Iterator[tuple[str, str]]:
    """Yield what is typed on pages in a language, and the thing that is meant."""
    for kind in tomllib.loads(SEARCHES.read_text("utf-8")).values():
        yield from kind.get(language, {}).items()


def test_s20_there_are_sixty_searches_in_four_languages() -> None:
    counts = [len(list(searches(language))) for language in ("en", "it", "kk", "ru")]
    assert sum(counts) >= 60
    assert min(counts) >= 12


def results(page: Page, text: str) -> list[str]:
    """Return the addresses of the first results for a text."""
    page.fill("#query", text)
    expect(page.locator("#found .query")).to_have_text(text)
    links: list[str] = page.eval_on_selector_all(_LINKS, "links => links.map(link => link.href)")
    return links[:_FIRST]


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_s20_the_thing_is_among_the_first_three_results(bundled: BuiltSite, browser: Browser, language: str) -> None:
    folder = bundled.prefix(language)
    with opened(browser, bundled, f"{folder}search.html") as (page, seen):
        page.wait_for_selector("#results[data-ready]", state="attached")
        wanted = {text: f"{bundled.public_url}{folder}id/{thing}.html" for text, thing in searches(language)}
        missed = {text: found for text, href in wanted.items() if href not in (found := results(page, text))}
    assert missed == {}
    assert seen.problems == []


def test_s20_the_search_works_from_files(bundled: BuiltSite, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    address = (bundled.folder / "ru" / "search.html").as_uri()
    page.goto(f"{address}?q=Milano")
    expect(page.locator(_LINKS).first).to_have_text("Милан")
    page.fill("#query", "тенгриньюс")
    expect(page.locator(_LINKS).first).to_have_text("Tengrinews")
    context.close()
    assert errors == []


def test_s20_it_says_that_nothing_is_spelled_so(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html?q=милян") as (page, _):
        expect(page.locator("#understood")).to_contain_text("No exact match")
        expect(page.locator('#understood b[lang="kk"]').first).to_have_text("Милан")
        expect(page.locator("#found")).to_contain_text("милян: ")
        page.fill("#query", "Milan")
        expect(page.locator("#understood")).to_be_hidden()
        page.fill("#query", "xqzwvk")
        expect(page.locator("#understood")).to_contain_text("Nothing is called “xqzwvk”")
        expect(page.locator("#results")).to_contain_text("Try another spelling")


def test_s20_spellings_of_a_name_find_the_same(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html") as (page, _):
        page.wait_for_selector("#results[data-ready]", state="attached")
        found = {text: results(page, text) and page.locator("#results").inner_text() for text in ("Eni", "Эни", "Ени")}
        expect(page.locator("#understood")).to_be_hidden()
    assert found["Эни"] == found["Ени"] == found["Eni"]
    assert "Eni holds" in found["Eni"]
    assert "Turkmenistan" not in found["Eni"]


def test_s20_it_says_which_names_only_sound_alike(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html?q=Millan") as (page, _):
        expect(page.locator("#understood")).to_contain_text("Names that sound alike: Milan")
        expect(page.locator("#results .hit").first).to_contain_text("sounds alike")
        page.fill("#q", "Millan")
        expect(page.locator("#suggestions [role=option]").first).to_contain_text("sounds alike")
        page.fill("#query", "Milan")
        expect(page.locator("#results .hit").first).not_to_contain_text("sounds alike")


def test_s20_names_with_some_of_the_words_are_shown_if_none_has_all(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html?q=Eni+Zzyzx") as (page, _):
        expect(page.locator("#understood")).to_have_text("Nothing has all of these words; these have some:")
        expect(page.locator(_LINKS).first).to_have_text("Eni")
        page.fill("#query", "Giorgia Meloni")
        expect(page.locator("#understood")).to_be_hidden()
        page.fill("#query", "zzyzx xqzwvk")
        expect(page.locator("#understood")).to_contain_text("Nothing is called “zzyzx xqzwvk”")


def test_s20_facts_stand_below_the_things_with_who_says_so(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html?q=milan") as (page, _):
        fact = page.locator("#results .fact", has_text="Astana and Milan exchange delegations regularly").first
        expect(fact.locator(".wit b")).to_have_text("Ministry of Foreign Affairs of the Republic of Kazakhstan")
        expect(fact.locator("mark").first).to_have_text("Milan")
        expect(fact.locator(".cite span")).to_have_text("1582–1710")
        expect(fact.locator("svg.g")).to_have_attribute("aria-label", "reported")


def test_s20_the_results_are_used_by_the_keyboard(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html") as (page, _):
        expect(page.locator("#query")).to_be_focused()
        page.keyboard.type("milan")
        expect(page.locator(_LINKS).first).to_have_text("Milan")
        page.keyboard.press("ArrowDown")
        expect(page.locator(_LINKS).first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator(_LINKS).nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator("#query")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(_LINKS).first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#query")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#query")).to_have_value("")
        expect(page.locator("#results")).to_be_empty()


def test_s20_the_field_in_the_head_offers_things_on_every_page(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "it/id/milan.html") as (page, seen):
        before = len(seen.inside)
        page.keyboard.press("/")
        field = page.locator("#q")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("role", "combobox")
        page.keyboard.type("казахст")
        options = page.locator("#suggestions [role=option]")
        expect(options.first.locator("b")).to_have_text("Kazakistan")
        expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", "suggestions-0")
        page.keyboard.press("Escape")
        expect(page.locator("#suggestions")).to_be_hidden()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/it/id/kazakhstan.html")
        assert before < len(seen.inside)
    assert seen.problems == []


def test_s20_names_are_loaded_when_the_field_is_used_and_not_before(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "id/milan.html") as (page, seen):
        page.wait_for_load_state("networkidle")
        assert not [url for url in seen.inside if "search" in url]


def test_s20_a_slash_in_a_field_is_a_letter(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html") as (page, _):
        page.locator("#query").focus()
        page.keyboard.type("a/b")
        expect(page.locator("#query")).to_have_value("a/b")


def test_s20_the_links_to_other_languages_have_the_search(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "search.html?q=milan") as (page, _):
        expect(page.locator('.langs a[lang="ru"]')).to_have_attribute("href", re.compile(r"ru/search\.html\?q=milan$"))


@pytest.mark.parametrize("width", [320, 390])
def test_s20_results_fit_on_a_phone(bundled: BuiltSite, browser: Browser, width: int) -> None:
    with opened(browser, bundled, "ru/search.html?q=Kazahstan", View(width)) as (page, _):
        expect(page.locator(_LINKS).first).to_have_text("Казахстан")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_s20_without_scripts_the_page_leads_to_lists(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "ru/search.html?q=Milano", View(javascript=False)) as (page, _):
        note = page.locator(".browse-lists noscript p")
        expect(note).to_be_visible()
        expect(note).to_contain_text("требует JavaScript")
        expect(page.locator("#found")).to_be_hidden()
        expect(page.locator("#query")).to_be_hidden()
        page.locator('.browse-lists a[href*="City"]').click()
        page.wait_for_url("**/ru/things/*.html")


def test_s20_a_project_of_another_subject_is_searched(garden: BuiltSite, browser: Browser) -> None:
    with opened(browser, garden, "search.html?q=edelwei") as (page, seen):
        expect(page.locator(_LINKS).first).to_have_text("edelweiss")
    assert seen.problems == []


def test_s20_the_scripts_of_the_search_are_small(bundled: BuiltSite) -> None:
    contents = b"".join(path.read_bytes() for path in sorted((bundled.folder / "assets").glob("search-data-*.js")))
    assert len(gzip.compress(contents, mtime=0)) < 400_000
