"""The query console of the site, as a server sends it: it may ask the server itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.components import need
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(dist_with_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(dist_with_site, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    program = shutil.which("chromium")
    need(program is not None, "Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("path", ["console.html", "it/console.html"])
def test_only_the_console_may_run_webassembly_and_learns_of_the_server(path: str, server: RunningServer) -> None:
    headers = server.client.get(f"{server.url}{path}").headers
    assert "script-src 'self' 'wasm-unsafe-eval'" in headers["content-security-policy"]
    assert "worker-src 'self' blob:" in headers["content-security-policy"]
    assert headers["server-timing"] == "sparql"
    unchanged = server.client.get(f"{server.url}{path}", headers={"if-none-match": headers["etag"]})
    assert unchanged.status_code == 304
    assert unchanged.headers["content-security-policy"] == headers["content-security-policy"]
    other = server.client.get(f"{server.url}index.html").headers
    assert "wasm" not in other["content-security-policy"]
    assert "server-timing" not in other


def test_the_console_and_the_form_of_the_server_lead_to_one_another(page: Page, server: RunningServer) -> None:
    page.goto(server.sparql)
    page.get_by_role("link", name="query console").click()
    assert page.url == f"{server.url}console.html"
    page.goto(f"{server.url}it/console.html")
    page.get_by_role("link", name="Il modulo semplice di questo server").click()
    assert page.url == server.sparql


def test_a_switch_sends_queries_to_the_server(page: Page, server: RunningServer) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{server.url}console.html")
    page.mouse.move(300, 300)
    expect(page.locator("#c-status")).to_contain_text("loaded", timeout=30_000)
    page.locator("#c-editor .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY DESC(?n) ?class")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#c-results tbody tr").first).to_be_visible()
    here = page.locator("#c-results table").inner_text()
    page.get_by_label("Ask the server instead of this page").check()
    with page.expect_request(server.sparql) as asked:
        page.locator("#c-run").click()
    assert asked.value.method == "POST"
    expect(page.locator("#c-status")).to_contain_text("rows")
    assert page.locator("#c-results table").inner_text() == here
    assert errors == []


def test_a_problem_of_the_server_is_said(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.url}console.html")
    page.mouse.move(300, 300)
    expect(page.locator("#c-status")).to_contain_text("loaded", timeout=30_000)
    page.get_by_label("Ask the server instead of this page").check()
    page.locator("#c-editor .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT * { ?s ?p ?o } LIMIT ?n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#c-problem")).to_be_visible()
    expect(page.locator("#c-results table")).to_be_hidden()
