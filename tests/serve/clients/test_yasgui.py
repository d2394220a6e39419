"""YASGUI, on a page of another origin, works with an endpoint of which it knows the URL only."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest
from playwright.sync_api import sync_playwright

from tests.components import need
from tests.serve.clients.programs import FOLDER, INSTALL
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

BUILD: Final = FOLDER / "node_modules" / "@zazuko" / "yasgui" / "build"
CHROMIUM: Final = shutil.which("chromium")
PAGE: Final = """\
<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/yasgui.min.css">
<script src="/yasgui.min.js"></script>
<title>Elsewhere</title>
<div id="yasgui"></div>
"""
START: Final = "url => { window.yasgui = new Yasgui(document.getElementById('yasgui'), { requestConfig: { endpoint: url } }) }"
ASK: Final = "query => { const tab = yasgui.getTab(); tab.setQuery(query); tab.query().catch(() => {}) }"
"""YASGUI rejects the promise of a query with a mistake; the reader sees its results."""


class _Folder(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def answered(server: RunningServer) -> Iterator[Callable[[str, str], str]]:
    """A function that asks a query in YASGUI, waits for an element of its results, and returns the text of the results."""
    need(CHROMIUM is not None, "chromium", "install the package chromium")
    need(BUILD.exists(), "YASGUI", INSTALL)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Folder, directory=str(BUILD))) as other, sync_playwright() as playwright:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def ask(query: str, shown: str) -> str:
            page = browser.new_page()
            page.goto(f"http://localhost:{other.server_port}/")
            page.evaluate(START, server.sparql)
            page.evaluate(ASK, query)
            page.wait_for_selector(f".yasr {shown}")
            text = page.inner_text(".yasr")
            page.close()
            return text

        yield ask
        browser.close()
        other.shutdown()
        thread.join()


def test_yasgui_shows_the_rows_of_a_select_query(answered: Callable[[str, str], str]) -> None:
    text = answered("PREFIX schema: <https://schema.org/> SELECT ?city WHERE { ?city a schema:City } ORDER BY ?city", "td .iri")
    assert "<https://w3id.org/kzit/id/milan>" in text


def test_yasgui_shows_an_ask_query(answered: Callable[[str, str], str]) -> None:
    assert "True" in answered("ASK { ?s ?p ?o }", ".yasr_results >> text=True")


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p 'Q' } WHERE { BIND (<https://w3id.org/kzit/id/milan> AS ?s) ?s ?p ?o }",
        "DESCRIBE <https://w3id.org/kzit/id/milan>",
    ],
)
def test_yasgui_shows_a_graph(query: str, answered: Callable[[str, str], str]) -> None:
    assert "<https://w3id.org/kzit/id/milan>" in answered(query, "td .iri")


def test_yasgui_shows_where_a_query_is_wrong(answered: Callable[[str, str], str]) -> None:
    assert "line 1, column 17" in answered("SELECT ?x WHERE { ?x ", ".errorResult, .errorHeader")
