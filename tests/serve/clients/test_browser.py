"""A browser: pages of other origins may query, and the server's own pages need nothing else."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, sync_playwright

from tests.components import need
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

CHROMIUM: Final = shutil.which("chromium")
PATHS: Final = {
    "home": "",
    "thing": "id/milan.html",
    "class": "things/City.html",
    "dataset": "dataset.html",
    "form": "sparql",
    "problem": "id/nothing",
    "syntax error": "sparql?query=SELEC",
    "problems": "problems/time",
    "preview": "reconcile/preview?id=id:milan",
}
ASKED: Final = """async ([url, options]) => {
    const response = await fetch(url, options)
    const headers = Object.fromEntries(response.headers)
    return { status: response.status, headers: headers, body: await response.text() }
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    need(CHROMIUM is not None, "chromium", "install the package chromium")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture
def elsewhere(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of another origin."""
    (tmp_path / "index.html").write_text('<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>')
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        page = browser.new_page()
        page.goto(f"http://localhost:{other.server_port}/index.html")
        yield page
        page.close()
        other.shutdown()
        thread.join()


def fetch(page: Page, url: str, **options: Any) -> Any:
    return page.evaluate(ASKED, [url, options])


def test_a26_a_page_of_another_origin_queries_by_get(elsewhere: Page, server: RunningServer) -> None:
    got = fetch(elsewhere, f"{server.sparql}?query=ASK%20%7B%7D", headers={"Accept": "application/sparql-results+json"})
    assert (got["status"], got["body"]) == (200, '{"head":{},"boolean":true}')
    assert got["headers"]["etag"]


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a26_a_page_of_another_origin_queries_after_a_preflight(method: str, elsewhere: Page, server: RunningServer) -> None:
    preflights: list[str] = []
    session = elsewhere.context.new_cdp_session(elsewhere)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: preflights.append(event["request"]["method"]))
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv", "X-Client": "test", "Prefer": "wait=5"}
    got = fetch(elsewhere, server.sparql, method=method, headers=headers, body="SELECT (1 AS ?x) {}")
    assert (got["status"], got["body"]) == (200, "x\r\n1\r\n")
    assert "OPTIONS" in preflights


def test_a26_a_page_of_another_origin_reads_a_problem(elsewhere: Page, server: RunningServer) -> None:
    got = fetch(elsewhere, f"{server.sparql}?query=SELEC")
    assert (got["status"], got["headers"]["content-type"]) == (400, "application/problem+json")


def test_a26_a_page_of_another_origin_follows_a_thing_to_its_data(elsewhere: Page, server: RunningServer) -> None:
    got = fetch(elsewhere, f"{server.url}id/milan", headers={"Accept": "text/turtle"})
    assert (got["status"], got["body"][:7]) == (200, "@prefix")
    assert "describes" in got["headers"]["link"]


def test_a26_a_page_of_another_origin_revalidates_and_asks_for_ranges(elsewhere: Page, server: RunningServer) -> None:
    url = f"{server.url}kzit.nt"
    etag = fetch(elsewhere, url, method="HEAD", cache="no-store")["headers"]["etag"]
    part = fetch(elsewhere, url, headers={"Range": "bytes=0-9"}, cache="no-store")
    assert (part["status"], len(part["body"])) == (206, 10)
    assert part["headers"]["content-range"].startswith("bytes 0-9/")
    known = fetch(elsewhere, url, headers={"If-None-Match": etag.removesuffix('"') + '"'}, cache="no-store")
    assert known["status"] in (200, 304)


def test_a26_a_page_of_another_origin_reads_when_to_retry(elsewhere: Page, tmp_path: Path, dist: Path) -> None:
    from tests.serve.front.test_limits import SLOW
    from tests.serve.running import running_server

    with running_server(dist, tmp_path / "server", "--query-timeout", "0.3", "--budget", "0.2", "--refill", "6") as strict:
        body = {"method": "POST", "headers": {"Content-Type": "application/sparql-query"}, "body": SLOW}
        assert fetch(elsewhere, strict.sparql, **body)["status"] == 504
        got = fetch(elsewhere, strict.sparql, **body)
        assert got["status"] == 429
        assert int(got["headers"]["retry-after"]) > 0


def test_a26_other_origins_may_not_read_the_metrics(elsewhere: Page, server: RunningServer) -> None:
    assert elsewhere.evaluate("url => fetch(url).then(() => 'read', () => 'refused')", f"{server.url}metrics") == "refused"


@pytest.mark.parametrize("name", PATHS)
def test_a25_a_page_breaks_no_policy_and_asks_nobody_else(name: str, browser: Browser, server: RunningServer) -> None:
    problems: list[str] = []
    outside: list[str] = []
    page = browser.new_page()

    def seen(request: Request) -> None:
        if not request.url.startswith(server.url):
            outside.append(request.url)

    page.on("request", seen)
    page.on("console", lambda message: problems.append(f"{message.text} {message.location.get('url', '')}"))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    response = page.goto(f"{server.url}{PATHS[name]}")
    assert response is not None
    # A browser reports the status of the page itself as an error of the console.
    own = f"Failed to load resource: the server responded with a status of {response.status}"
    assert [problem for problem in problems if not (response.status >= 400 and problem.startswith(own))] == []
    assert outside == []
    assert page.title()
    assert page.locator("h1, h2, strong, a").count() > 0
    page.close()


def test_a25_an_inline_script_is_not_run(browser: Browser, server: RunningServer) -> None:
    page = browser.new_page()
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))
    page.goto(f"{server.url}id/milan.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))")
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in violations)
    page.close()


def test_a25_other_sites_cannot_frame_a_page_but_the_preview(elsewhere: Page, server: RunningServer) -> None:
    loaded = """url => new Promise(done => {
        const frame = document.createElement('iframe')
        frame.onload = () => setTimeout(() => done(frame.contentDocument === null), 200)
        frame.src = url
        document.body.append(frame)
    })"""
    messages: list[str] = []
    elsewhere.on("console", lambda message: messages.append(message.text))
    elsewhere.evaluate(loaded, f"{server.url}id/milan.html")
    assert any("frame-ancestors" in text or "refused" in text.lower() for text in messages)
    messages.clear()
    elsewhere.evaluate(loaded, f"{server.url}reconcile/preview?id=id:milan")
    assert messages == []


def test_the_form_works_without_javascript(browser: Browser, server: RunningServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.sparql)
    page.locator("textarea[name=query]").fill("SELECT (1 + 1 AS ?sum) {}")
    page.locator("select[name=format]").select_option("csv")
    with page.expect_download() as download:
        page.locator("button, input[type=submit]").first.click()
    assert download.value.path().read_text() == "sum\n2\n"
    context.close()


def test_an_example_of_the_form_can_be_run_without_javascript(browser: Browser, server: RunningServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.sparql)
    page.locator('a[href^="sparql?example="]').first.click()
    page.locator("select[name=format]").select_option("xml")
    with page.expect_response(lambda response: "query=" in response.url) as answered:
        page.locator("button, input[type=submit]").first.click()
    assert answered.value.status == 200
    assert answered.value.headers["content-type"].startswith("application/sparql-results+xml")
    context.close()


def test_a_thing_is_reached_from_the_home_page_by_links(browser: Browser, server: RunningServer) -> None:
    page = browser.new_page()
    page.goto(server.url)
    page.locator('footer a[href="things.html"]').click()
    page.locator('main a[href^="things/"]').first.click()
    page.locator('main a[href^="../concept/"]').first.click()
    assert page.locator("h1").inner_text()
    page.close()
