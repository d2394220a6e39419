"""The form for queries in a browser, without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.components import need
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of Chromium that runs no scripts."""
    program = shutil.which("chromium")
    need(program is not None, "Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_context(java_script_enabled=False).new_page()
        browser.close()


def test_a_query_can_be_sent_from_the_form(page: Page, server: RunningServer) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(server.sparql)
    assert page.locator("h1").inner_text() == "SPARQL"
    page.get_by_label("Query").fill("ASK { ?s ?p ?o }")
    page.get_by_label("Format").select_option("json")
    with page.expect_response(lambda response: "query=" in response.url) as answer:
        page.get_by_role("button", name="Run").click()
    assert answer.value.json() == {"head": {}, "boolean": True}
    assert [text for text in refused if "Content Security Policy" in text] == []


def test_an_example_fills_the_form(page: Page, server: RunningServer) -> None:
    page.goto(server.sparql)
    link = page.locator("ul a").first
    title = link.inner_text()
    link.click()
    assert page.locator("label[for=query]").inner_text() == title
    assert "SELECT" in page.get_by_label(title).input_value().upper()


def test_a_problem_is_a_page(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.sparql}?query=SELECT")
    assert page.locator("h1").inner_text() == "The query cannot be answered"
    page.get_by_role("link", name="about this problem").click()
    assert page.url == f"{server.url}problems/query"
