"""What the script of every page does: it copies, opens what is folded for print, and shows what needs a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.site.scripts.node import ASSETS

pytestmark = pytest.mark.slow

_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><script src="assets/site.js" defer></script>
<main><code id="iri">https://w3id.org/kzit/id/milan</code><button hidden id="one" data-copy="#iri" data-done="Copied">Copy</button>
<button hidden id="two" data-copy-text="Two &amp; a half" data-done="Copied">Copy</button>
<details id="closed"><summary>More</summary>text</details><details id="open" open><summary>More</summary>text</details>
<textarea id="area"></textarea></main>"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.js").write_bytes((ASSETS / "site.js").read_bytes())
    (tmp_path / "page.html").write_text(_PAGE, "utf-8")
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((tmp_path / "page.html").as_uri())
    yield opened
    context.close()


@pytest.mark.parametrize("rights", [True, False])
def test_a_button_copies_an_iri(page: Page, rights: bool) -> None:
    if not rights:  # as in browsers that give files no clipboard
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#one").click()
    expect(page.locator("#one")).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied")
    expect(page.locator("#one")).to_have_text("Copy", timeout=10_000)
    page.locator("#area").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#area")).to_have_value("https://w3id.org/kzit/id/milan")


def test_a_button_copies_a_text_of_its_own(page: Page) -> None:
    page.locator("#two").click()
    expect(page.locator("#two")).to_have_text("Copied")
    page.locator("#area").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#area")).to_have_value("Two & a half")


def test_what_is_folded_is_opened_for_print_and_folded_again(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#closed")).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#closed")).not_to_have_attribute("open", "")
    expect(page.locator("#open")).to_have_attribute("open", "")
