"""S15: pages are light, ask nobody else, and have all their text and links without JavaScript."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.publish.site.html_page import Page
from tests.site.browsing import View, opened, tab
from tests.site.builds import BuiltSite

MAX_BYTES: Final = 60_000
MAX_REQUESTS: Final = 10
MAX_FONTS: Final = 4
AT_ONCE: Final = 6
"""Pages that load at a time: each is watched until it has asked for nothing for half a second."""

HEAVY: Final = frozenset({"console", "facts", "search"})
"""Pages of tools, which load what they work with."""


@pytest.mark.slow
def test_s15_no_page_of_a_thing_is_over_60_kb(site: BuiltSite) -> None:
    heavy = []
    for path in site.html:
        size = (site.folder / path).stat().st_size
        if size > MAX_BYTES and any(part in ("id", "matter", "concept", "span", "habitat") for part in path.split("/")[:-1]):
            heavy.append(f"{path}: {size}")
    assert not heavy, "\n".join(heavy[:50])


@pytest.mark.slow
def test_s15_each_kind_of_page_asks_for_few_files_and_nobody_else(site: BuiltSite, browser: Browser) -> None:
    visited = site.different[::2]
    for start in range(0, len(visited), AT_ONCE):
        with ExitStack() as stack:
            # Each page has a window of its own, which has no files of other pages.
            visits = [(kind, path, *stack.enter_context(tab(browser, site))) for kind, path in visited[start : start + AT_ONCE]]
            for _, path, page, _ in visits:
                page.goto(site.public_url + path, wait_until="commit")
            for kind, path, page, seen in visits:
                page.wait_for_load_state("networkidle")
                assert seen.problems == [] or kind == "404", path
                assert seen.outside == []
                if kind not in HEAVY:
                    assert len(set(seen.inside)) <= MAX_REQUESTS, (path, seen.inside)


@pytest.mark.slow
def test_s15_no_kind_of_page_names_more_files(site: BuiltSite) -> None:
    """Of those too that the test above does not visit. A page asks for the files that it names, and fonts: two faces in two scripts."""
    for kind, path in site.different:
        head = Page((site.folder / path).read_text("utf-8"))
        files = {one.attributes["href"] for one in head.all("link") if one.attributes["rel"] in ("stylesheet", "icon", "preload")}
        files |= {
            one.attributes["src"] for tag in ("script", "img", "iframe", "source") for one in head.all(tag) if "src" in one.attributes
        }
        assert not any("//" in file.removeprefix(site.public_url) for file in files), path
        assert kind in HEAVY or 1 + len(files) + MAX_FONTS <= MAX_REQUESTS, (path, sorted(files))


@pytest.mark.slow
def test_s15_a_page_in_latin_letters_asks_for_no_other_font(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "timeline.html") as (page, seen):
        page.wait_for_load_state("networkidle")
        assert page.locator(".langs [aria-hidden]").all_inner_texts() == ["EN", "IT", "ҚАЗ", "РУС"]
        assert sorted(url.rpartition("/")[2] for url in seen.inside if url.endswith(".woff2")) == [
            "sans-latin.woff2",
            "serif600-latin.woff2",
        ]


@pytest.mark.slow
def test_s15_without_javascript_all_text_and_links_are_there(site: BuiltSite, browser: Browser) -> None:
    with tab(browser, site, View(javascript=False)) as (page, seen):
        for kind, path in site.different[1::2]:
            if kind in HEAVY or kind == "404":
                continue
            source = Page((site.folder / path).read_text("utf-8")).all("main")[0]
            page.goto(site.public_url + path)
            assert seen.problems == []
            assert len(page.locator("main").inner_text().split()) >= min(20, len(source.text.split()))
            assert page.locator("main a[href]").count() == len([link for link in source.all("a") if "href" in link.attributes])
            assert page.locator("main button:visible").count() == 0 or kind == "question/", path


@pytest.mark.slow
def test_s15_no_kind_of_page_hides_text_or_links_without_javascript(site: BuiltSite) -> None:
    """Of those too that the test above does not visit. What is hidden until a script shows it is empty, or works with the script alone."""
    for kind, path in site.different:
        if kind in HEAVY:
            continue
        for one in Page((site.folder / path).read_text("utf-8")).all("main")[0].all():
            if "hidden" in one.attributes:
                assert one.tag == "button" or one.all("button") or not one.text.strip(), (path, one.attributes, one.text)
                assert not one.all("a"), path
