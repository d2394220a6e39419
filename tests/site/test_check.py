"""Check it yourself: a reader's copy of a source is compared in the browser, and what does not hold is said with its reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from kzit_graph.describe.copies import copy_text
from kzit_graph.describe.page_text import page_text
from kzit_graph.describe.segment import draft_entries
from kzit_graph.publish.site.edition.environment import templates
from kzit_graph.publish.site.thing_pages.check import PARTS
from kzit_graph.publish.site.wording.script_words import json_block, script_words
from kzit_graph.publish.site.wording.words import Words
from tests.describe.altered_copies import ALTERATIONS, PAGES
from tests.publish.site.scripts.node import ASSETS
from tests.site.browsing import opened
from tests.site.builds import BuiltSite

pytestmark = pytest.mark.slow

TEXT: Final = (
    "The ferry between Northport and Sandholm began to run in the spring of 1987. It was then the only link.\n\n"
    "About forty thousand people a year take it today. The harbour master calls it the heart of the town.\n\n"
    "The new quay was to be ready by the end of next summer. Since 2004 the line belongs to both towns.\n"
)
ENTRIES: Final = draft_entries(TEXT, "en")


def page_of_source(folder: Path, entries: Any = ENTRIES) -> str:
    """Write a page with the part for checking copies of a text, and return its address, as a file."""
    words = Words.of("en")
    data = {
        "name": "ferry",
        "digests": [],
        "passages": [[of.name, of.start, of.end, of.digest, of.normalized_digest, of.normalized_length] for of in entries],
        "facts": [[f"id/f{number}.html", f"Fact {number}", "", "reported", "k", [number]] for number in range(len(entries))],
    }
    values = {
        "data": json_block("check-data", data),
        "words": script_words(words, "check", words.beginning_with("on_stance_")),
        "command": "",
    }
    section = templates("en").rendered("check.html", values)
    (folder / "assets").mkdir()
    for name in ("site.js", *PARTS):
        (folder / "assets" / name).write_bytes((ASSETS / name).read_bytes())
    scripts = Markup("").join(Markup('<script src="assets/{}" defer></script>').format(name) for name in ("site.js", *PARTS))
    policy = Markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">")
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8">{policy}{scripts}<main>{section}</main>', "utf-8"
    )
    return (folder / "page.html").as_uri()


@contextmanager
def tab_at(browser: Browser, address: str) -> Iterator[Tab]:
    """Open a page in a window without any rights, and assert that its scripts do not fail."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    yield page
    context.close()
    assert [error for error in errors if "inline style" not in error] == []  # of the reader's page, which is not shown


@pytest.fixture
def tab(browser: Browser, tmp_path: Path) -> Iterator[Tab]:
    """The page of a source with a text of our own, as a file."""
    with tab_at(browser, page_of_source(tmp_path)) as page:
        yield page


def drop(page: Tab, content: bytes, name: str = "copy.txt") -> None:
    page.set_input_files("#copy-file", {"name": name, "mimeType": "text/plain", "buffer": content})


def test_all_passages_of_a_copy_hold_and_are_marked_beside_their_facts(tab: Tab) -> None:
    drop(tab, TEXT.encode())
    expect(tab.locator("#checked .h2")).to_have_text("6 of 6 passages hold in your copy")
    expect(tab.locator("#checked mark")).to_have_count(6)
    expect(tab.locator("#m4")).to_have_text("The harbour master calls it the heart of the town.4")
    expect(tab.locator("#checked ol li").nth(3)).to_have_text(" Fact 3 4 · holds")
    expect(tab.locator("#checked .lost")).to_have_count(0)
    expect(tab.locator("#checked [role=status]")).to_contain_text("Nothing was uploaded.")
    expect(tab.locator("#drop")).to_be_hidden()


def test_a_changed_passage_is_underlined_with_its_likely_reason(tab: Tab) -> None:
    drop(tab, TEXT.replace("forty thousand", "thirty thousand").encode())
    expect(tab.locator("#checked .h2")).to_have_text("5 of 6 passages hold in your copy")
    expect(tab.locator("#checked .lost")).to_contain_text("Passage 3 is expected at 105–155, where your copy differs")
    expect(tab.locator("#checked .lost")).to_contain_text("50 characters instead of 49")
    expect(tab.locator("#checked .lost li")).to_have_text(" Fact 2")
    expect(tab.locator("#checked .er")).to_have_text("About thirty thousand people a year take it today.")


def test_a_missing_passage_and_a_cut_copy_are_told_apart(tab: Tab) -> None:
    drop(tab, TEXT.replace("About forty thousand people a year take it today. ", "").encode())
    expect(tab.locator("#checked .lost")).to_contain_text("Passage 3 is missing")
    tab.get_by_role("button", name="Try another copy").click()
    expect(tab.locator("#drop")).to_be_visible()
    drop(tab, TEXT[: TEXT.index("The new quay")].encode())
    expect(tab.locator("#checked .lost")).to_contain_text(
        "Passage 5 stands after the last one that was found. Your copy probably ends before it."
    )
    tab.get_by_role("button", name="Try another copy").click()
    drop(tab, TEXT[TEXT.index("About forty") :].encode())
    expect(tab.locator("#checked .lost")).to_contain_text("Your copy probably begins after it.")


def test_another_text_is_said_to_be_one(tab: Tab) -> None:
    drop(tab, b"Nothing of this is in the source.")
    expect(tab.locator("#checked .h2")).to_have_text("0 of 6 passages hold in your copy")
    expect(tab.locator("#checked .lost")).to_contain_text("this is probably another text")


def test_a_text_can_be_pasted(tab: Tab) -> None:
    tab.get_by_role("button", name="Paste").click()
    expect(tab.locator("#copy-text")).to_be_focused()
    tab.fill("#copy-text", TEXT.replace("\n\n", " "))
    tab.get_by_role("button", name="Check this text").click()
    expect(tab.locator("#checked .h2")).to_have_text("6 of 6 passages hold in your copy")
    expect(tab.locator("#checked .h2")).to_be_focused()


def test_a_file_can_be_dropped(tab: Tab) -> None:
    transfer = tab.evaluate_handle(
        "text => { const given = new DataTransfer(); given.items.add(new File([text], 'copy.txt')); return given }", TEXT
    )
    tab.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    expect(tab.locator("#checked .h2")).to_have_text("6 of 6 passages hold in your copy")


def test_markup_in_a_copy_is_shown_as_text(tab: Tab) -> None:
    drop(tab, b"<img src=x onerror=alert(1)> " + TEXT.encode())
    expect(tab.locator("#checked .h2")).to_have_text("6 of 6 passages hold in your copy")
    expect(tab.locator("#checked .paper")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(tab.locator("#checked img")).to_have_count(0)


@pytest.mark.parametrize(("content", "message"), [(b"caf\xe9", "copy.txt is not a text in UTF-8"), (b" \n", "copy.txt has no text")])
def test_a_file_without_a_readable_text_is_refused(tab: Tab, content: bytes, message: str) -> None:
    drop(tab, content)
    expect(tab.locator("#checked [role=alert]")).to_contain_text(message)
    expect(tab.locator("#drop")).to_be_visible()


def test_the_report_has_no_word_of_the_text(tab: Tab) -> None:
    drop(tab, TEXT.replace("forty", "thirty").encode())
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Save this report").click()
    report = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "ferry-check.txt"
    assert "p2s1\tnot found (105–155)" in report
    assert "p1s1\tholds (0–76)" in report
    assert not any(word in report for word in ("Northport", "harbour", "people"))


def test_files_are_read_as_the_command_reads_them(tab: Tab) -> None:
    for alteration, alter in ALTERATIONS.items():
        content, name = alter(TEXT), "copy.html" if alteration in PAGES else "copy.txt"
        found = tab.evaluate("([bytes, name]) => site.fileText(Uint8Array.from(bytes), name)", [list(content), name])
        assert found == copy_text(content, Path(name)), alteration


def test_web_pages_have_the_text_that_the_command_reads(tab: Tab) -> None:
    pages = [
        "<p>One <b>w</b>ord &amp; <i>more</i>.<p>Two",
        "<title>T</title><style>p{}</style><p>a<br>b</p><script>x</script><ul><li>1<li>2</ul><table><tr><td>x<td>y</table>",
        "<p>a&nbsp;b  c\n d</p><p hidden>still</p><div hidden>gone <span>too</span></div>after<svg><text>no</text></svg><hr>end",
        "<body><!-- c --><pre> a\n  b </pre><select><option>o<option>p</select><noscript>n</noscript><textarea> t </textarea>",
        "text without any tag &lt;p&gt; e\u0301 \U0001f600",
    ]
    assert tab.evaluate("pages => pages.map(page => site.pageText(page))", pages) == [page_text(page) for page in pages]


def test_a_page_in_the_encoding_that_it_declares_is_read(tab: Tab) -> None:
    content = '<html><meta charset="windows-1251"><p>Казахстан</p>'.encode("cp1251")
    assert tab.evaluate("bytes => site.fileText(Uint8Array.from(bytes), 'a.html')", list(content)) == "Казахстан"


def test_two_hundred_kilobytes_with_sixty_passages_take_two_seconds(browser: Browser, tmp_path: Path) -> None:
    text = "\n".join(
        f"Sentence {number} says that {number * number} ships of all kinds came to port {number % 97}." for number in range(3500)
    )
    entries = tuple(draft_entries(text, "en"))[::58][:60]
    assert len(text) > 200_000
    assert len(entries) == 60
    with tab_at(browser, page_of_source(tmp_path, entries)) as page:
        begun = time.monotonic()
        drop(page, ("Moved.\n" + text).encode())
        expect(page.locator("#checked .h2")).to_have_text("60 of 60 passages hold in your copy", timeout=30_000)
        assert time.monotonic() - begun < 6  # three times the limit, for a busy machine


def test_pages_of_sources_have_this_part(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "ru/id/kazinform-2017-08-21.html") as (page, seen):
        expect(page.locator("#check h2")).to_have_text("Проверьте сами")
        drop(page, b"Something else")
        expect(page.locator("#checked .h2")).to_have_text("В вашей копии совпали 0 отрывков из 17")
    assert seen.problems == []
