"""S21: the query console answers in the browser, over http and from files; it stops, marks mistakes, and does not freeze."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, Worker, expect
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.prefixes import with_usual
from kzit_graph.rdf.namespaces import RDF_TYPE, SCHEMA
from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite
from tests.site.test_s11_accessible import violations

pytestmark = pytest.mark.slow

SLACK: Final = 3
"""A limit in time is tested with this slack, because other tests run beside it."""

MAX_TASK: Final = 200
MAX_THREAD: Final = 30
"""Seconds in which Chromium ends the thread of a worker, at most. It waits two seconds for a busy one, which no page can change."""

PRESSED: Final = "button => { button.click(); return document.getElementById('c-status').textContent }"
"""Press a button, and return what the console says then. This is one task of the page, so no time passes in it."""

LONGEST: Final = """window.longest = 0; new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
}).observe({ type: "longtask" })"""

QUERIES: Final = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?class (COUNT(?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?n) ?class",
    "SELECT ?fact ?who WHERE { ?fact a kzit:Fact OPTIONAL { ?fact kzit:claimedBy ?who } }",
    "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a kzit:Passage } }",
    "SELECT ?place ?lat ?long WHERE { ?place schema:latitude ?lat ; schema:longitude ?long }",
    'SELECT ?x ?name WHERE { ?x skos:prefLabel ?name FILTER(LANG(?name) = "ru" && CONTAINS(?name, "Рим")) }',
    "SELECT ?concept ?top WHERE { ?concept skos:inScheme/skos:prefLabel ?top } LIMIT 250 OFFSET 5",
    "SELECT ?fact WHERE { ?fact a kzit:Fact MINUS { ?fact kzit:time ?time } }",
    "SELECT ?x ?y WHERE { VALUES (?x ?y) { (1 2.50) (UNDEF 'a\\tb'@en) ('\"q\"' <https://example.org/ü>) } }",
    "ASK { ?fact kzit:claimedBy ?who . ?who a ?kind }",
    "CONSTRUCT { ?fact a kzit:Fact ; kzit:time ?time } WHERE { ?fact a kzit:Fact ; kzit:time ?time }",
    "DESCRIBE <https://w3id.org/kzit/id/milan>",
)


class Console:
    """A page with the console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.status, self.problem = page.locator("#c-status"), page.locator("#c-problem")
        self.results, self.editor = page.locator("#c-results"), page.locator("#c-editor .cm-content")

    def write(self, text: str) -> None:
        self.editor.focus()  # completions may lie over it
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, text: str) -> str:
        """Run a query, and return what the console says of it."""
        self.write(text)
        self.page.keyboard.press("Control+Enter")
        done = self.page.locator("#c-stop:disabled")
        done.wait_for(timeout=60_000)
        return self.status.inner_text() or self.problem.inner_text()

    def saved(self, name: str) -> str:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=name, exact=True).click()
        return Path(download.value.path()).read_bytes().decode()

    def options(self, text: str) -> Locator:
        """Write a text, and return the completions behind it."""
        self.write(text)
        self.page.keyboard.press("Control+Space")
        found = self.page.locator("#c-editor .cm-tooltip-autocomplete li")
        found.first.wait_for()
        return found


@contextmanager
def console(browser: Browser, address: str) -> Iterator[Console]:
    """Open the console at an address, and check that it has no error and asks nobody else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, errors, asked = context.new_page(), list[str](), list[str]()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.mouse.move(300, 300)
    found = Console(page)
    expect(found.status).to_contain_text("loaded", timeout=30_000)
    yield found
    assert errors == []
    base = address.rpartition("/")[0]
    assert [url for url in asked if not url.startswith((base, "blob:"))] == []
    context.close()


@pytest.fixture(scope="module", params=["http", "file"])
def page(request: pytest.FixtureRequest, bundled: BuiltSite, browser: Browser) -> Iterator[Console]:
    """The console over http and from files."""
    base = request.getfixturevalue("static_server") if request.param == "http" else f"{bundled.folder.as_uri()}/"
    with console(browser, f"{base}console.html") as found:
        yield found


@pytest.fixture(scope="module")
def served(static_server: str, browser: Browser) -> Iterator[Console]:
    """The console over http."""
    with console(browser, f"{static_server}console.html") as found:
        yield found


def bindings(text: str) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in json.loads(text)["results"]["bindings"])


@pytest.mark.parametrize("query", QUERIES)
def test_s21_queries_have_the_answers_of_pyoxigraph(query: str, page: Console, graph: Store, corpus: LoadedProject) -> None:
    expected: Any = graph.query(query, prefixes=with_usual(corpus.prefixes), use_default_graph_as_union=True)
    said = page.run(query)
    if isinstance(expected, QueryBoolean):
        assert page.results.inner_text() == ("Yes" if expected else "No")
    elif isinstance(expected, QueryTriples):
        lines = {f"{triple} ." for triple in expected}
        assert said.startswith(f"{len(lines):,} triple")
        assert set(page.saved("N-Triples").splitlines()) == lines
        turtle = Store()
        turtle.load(page.saved("Turtle").encode(), format=RdfFormat.TURTLE)
        assert len(turtle) == len(lines)
    else:
        assert isinstance(expected, QuerySolutions)
        found = bindings(expected.serialize(format=QueryResultsFormat.JSON).decode())  # type: ignore[union-attr]
        assert said.startswith(f"{sum(found.values()):,} row")
        assert bindings(page.saved("JSON")) == found


def test_s21_a_query_stops_at_once(served: Console) -> None:
    ended: list[Worker] = []

    def end(worker: Worker) -> None:
        ended.append(worker)

    for worker in served.page.workers:
        worker.on("close", end)
    served.write("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?f < ?i) }")
    served.page.keyboard.press("Control+Enter")
    served.page.get_by_role("button", name="Run anyway").click()
    expect(served.status).to_have_text("Running…")
    served.page.wait_for_timeout(300)
    start = time.monotonic()
    assert served.page.get_by_role("button", name="Stop").evaluate(PRESSED) == "Stopped."
    assert served.run("ASK { ?s ?p ?o }").startswith("Answered in")
    while not ended and time.monotonic() - start < MAX_THREAD:
        served.page.wait_for_timeout(100)
    assert ended, "the browser ends the thread of the worker"


@pytest.mark.parametrize(
    ("query", "said", "marked"),
    [
        ("SELECT ?s WHERE {\n  ?s a kzit:Fact\n  ?s ?p ?o\n}", "Line 3, column 3: before ?s,", "?s"),
        ("SELECT * WHERE {\n  ?s a [\n}", "Line 3, column 1: } does not close [", "}"),
        ("SELECT * WHERE { ?s ?p ?o", "Line 1, column 16: { is not closed", "{"),
        ("SELECT * WHERE { ?ж a foo:Bar }", "Line 1, column 23: the prefix foo: is not known", "foo:Bar"),
        ("SELECT ?s WHERE { ?s ?p 'a\nb }", "Line 1, column 25: the text has no closing quotation mark", "'a"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "Line 1, column 1: the console only reads", "INSERT"),
        ("SELECT ?s (COUNT(?o) AS ?n)\nWHERE { ?s ?p ?o }", "a variable behind SELECT is neither in GROUP BY", ""),
        ("SELECT * WHERE { ?s ?p ?o } LIMIT ?n", "Line 1, column 35: “?n” does not fit here; possible: 10", "?n"),
        ("SELECT * {\n ?s a }", "Line 2, column 7: “}” does not fit here; possible: ?variable · <IRI> · prefix:name ·", "}"),
        ("SELECT * { ?s a kzit:Fact FILTER }", "column 34: “}” does not fit here; possible: ( … ) · EXISTS { ·", "}"),
        ("SELECT * { ?s a kzit:Fact } LIMT 5", "column 29: “LIMT” does not fit here; possible: ORDER BY · GROUP BY", "LIMT"),
        ("SELECT * { ?s a kzit:Fact } ORDER BY", "the query ends too early; possible: ?variable · ( … ) · ASC( … )", "BY"),
        ("SELEC * { ?s ?p ?o }", "Line 1, column 1: “SELEC” does not fit here; possible: SELECT · ASK ·", "SELEC"),
        ("  # nothing", "write a query first", ""),
    ],
)
def test_s21_a_mistake_is_marked_at_its_place(query: str, said: str, marked: str, served: Console) -> None:
    found = served.run(query)
    assert said in found
    if marked:
        expect(served.page.locator("#c-editor .cm-lintRange-error").first).to_have_text(marked)


def test_s21_an_older_answer_does_not_stand_below_a_mistake(served: Console) -> None:
    served.run("SELECT ?s { ?s a kzit:Matter }")
    expect(served.results.locator("table")).to_be_visible()
    served.run("SELECT ?s { ?s a foo:Bar }")
    expect(served.results).to_be_empty()


def test_s21_a_mistake_is_marked_while_writing(served: Console) -> None:
    served.run("ASK {}")
    served.write("SELECT * WHERE { ?s ?p ?o } ORDER ?o")
    expect(served.page.locator("#c-editor .cm-lintRange-error")).to_have_text("?o")


def test_s21_a_product_asks_before_it_runs(served: Console) -> None:
    served.write("SELECT (COUNT(*) AS ?n) {\n  ?fact a kzit:Fact .\n  ?document a kzit:SourceDocument\n}")
    served.page.keyboard.press("Control+Enter")
    ask = served.page.get_by_role("button", name="Run anyway")
    expect(served.page.locator("#c-ask-text")).to_contain_text("Line 3, column 3: ?fact and ?document have no variable in common")
    expect(ask).to_be_focused()
    ask.click()
    expect(served.status).to_contain_text("1 row")


def test_s21_a_million_rows_do_not_freeze_the_page(served: Console) -> None:
    served.page.evaluate(LONGEST)
    ten = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?{name} {{ {ten} }}" for name in "abcdef")
    served.write(f"SELECT ?a ?b ?c ?d ?e ?f {{ {values} }}")
    served.page.keyboard.press("Control+Enter")
    served.page.get_by_role("button", name="Run anyway").click()
    expect(served.status).to_contain_text("1,000,000 rows", timeout=60_000)
    assert served.results.locator("tbody tr").count() == 100
    served.page.get_by_role("button", name="Last", exact=True).click()
    expect(served.results).to_contain_text("Rows 999,901–1,000,000 of 1,000,000")
    assert served.saved("CSV").count("\r\n") == 1_000_001
    assert served.page.evaluate("window.longest") < SLACK * MAX_TASK


def test_s21_completions_know_the_class_of_the_subject(served: Console) -> None:
    def names(text: str) -> list[str]:
        return [one.split(" ")[0] for one in served.options(text).locator(".cm-completionLabel").all_inner_texts()]

    of_fact = names("SELECT * { ?fact a kzit:Fact ; kzit:")
    of_place = names("SELECT * { ?fact a schema:City ; ")
    assert {"kzit:evidence", "kzit:claimedBy"} <= set(of_fact)
    assert "schema:latitude" in of_place
    assert "kzit:evidence" not in of_place
    assert names("SELECT * { ?fact a kzit:Fac")[0] == "kzit:Fact"
    assert names("SELECT * { ?fact kzit:evidence ?passage . ?passage oa:") == names("SELECT * { ?passage a kzit:Passage ; oa:")
    assert names("SELECT * { ?fact kzit:status pla")[0] == "status:planned"
    assert names("SELECT ?figure { ?figure a ?class . ?fi") == ["?figure"]
    served.page.keyboard.press("Escape")


def test_s21_the_class_at_the_cursor_is_described(served: Console) -> None:
    served.write("SELECT * { ?fact a kzit:Fact ; ")
    expect(served.page.locator("#c-here-text")).to_have_text("At the cursor: kzit:Fact. It can have:")
    served.page.get_by_role("button", name="Insert kzit:claimedBy").click()
    expect(served.editor).to_contain_text("?fact a kzit:Fact ; kzit:claimedBy")


def test_s21_answers_are_drawn_where_columns_fit(served: Console, graph: Store) -> None:
    served.run("SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 5")
    served.page.get_by_role("button", name="Bars").click()
    expect(served.results.locator("svg rect")).to_have_count(5)
    expect(served.page.get_by_role("button", name="Points")).to_be_hidden()
    places = {quad.subject for quad in graph.quads_for_pattern(None, NamedNode(f"{SCHEMA}latitude"), None)}
    served.run("SELECT ?place ?lat ?long { ?place schema:latitude ?lat ; schema:longitude ?long }")
    served.page.get_by_role("button", name="Points").click()
    expect(served.results.locator("svg circle")).to_have_count(len(places))
    assert len(served.results.locator("svg path.land").get_attribute("d") or "") > 1_000, "there is land around the points"
    assert served.results.locator("svg text.name").count() > 0.8 * len(places), "but where names would meet, points have theirs"
    served.run("SELECT ?place { ?place schema:latitude ?lat }")
    expect(served.page.get_by_role("button", name="Bars")).to_be_hidden()


def test_s21_an_answer_is_taken_away_with_its_query_and_citation(served: Console, graph: Store) -> None:
    served.run("SELECT ?city ?lat { ?city a schema:City ; schema:latitude ?lat } ORDER BY ?lat")
    with served.page.expect_download() as download:
        served.page.get_by_role("button", name="Zip: data, query, citation").click()
    with ZipFile(download.value.path()) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    assert list(files) == ["README.md", "answer.csv", "query.rq"]
    header, *rows = csv.reader(files["answer.csv"].decode().splitlines())
    assert header == ["city", "city_iri", "lat"]
    cities = {quad.subject for quad in graph.quads_for_pattern(None, RDF_TYPE, NamedNode(f"{SCHEMA}City"), None)}
    placed = [city for city in cities if any(graph.quads_for_pattern(city, NamedNode(f"{SCHEMA}latitude"), None, None))]
    assert len(rows) == len(placed) > 0
    assert ["Milan", "https://w3id.org/kzit/id/milan"] in [row[:2] for row in rows]
    assert len(list(graph.query(files["query.rq"].decode(), use_default_graph_as_union=True))) == len(placed)  # type: ignore[arg-type]
    readme = files["README.md"].decode()
    assert hashlib.sha256(files["answer.csv"]).hexdigest() in readme
    assert "kzit-graph query query.rq --data kzit.nq -f csv --labels --lang en" in readme
    assert "## Cite" in readme


def test_s21_things_are_links_to_their_pages_with_labels(served: Console, static_server: str) -> None:
    served.run("SELECT ?x { VALUES ?x { <https://w3id.org/kzit/id/milan> <https://w3id.org/kzit/ontology#Fact> <https://example.org/> } }")
    links = served.results.locator("td a")
    addresses = [served.page.evaluate("link => link.href", link) for link in links.element_handles()]
    assert addresses[0] == f"{static_server}id/milan.html"
    assert addresses[-1] == "https://example.org/"
    expect(links.first).to_have_text("Milan")
    served.page.get_by_role("button", name="IRIs").click()
    expect(served.results.locator("td a").first).to_have_text("id:milan")
    served.page.get_by_role("button", name="IRIs").click()


def test_s21_a_query_has_an_address_and_a_history(served: Console, browser: Browser) -> None:
    served.run("ASK {}")  # so that there is a history, whichever test is first
    served.page.get_by_role("button", name="Clear the history").click()
    served.run("SELECT ?city { ?city a schema:City }")
    served.page.get_by_role("button", name="Link to this query").click()
    address = served.page.url
    assert "#query=SELECT%20%3Fcity" in address
    expect(served.page.locator("#c-history a")).to_have_text(["?city, 12 rows"])
    context = browser.new_context()
    try:
        other = context.new_page()
        other.goto(address)
        expect(other.locator("#c-status")).to_contain_text("12 rows", timeout=30_000)
    finally:
        context.close()


def test_s21_a_question_is_asked_with_the_values_of_its_form(served: Console) -> None:
    served.page.evaluate("location.hash = '#question=about'")
    name = served.page.locator("#c-form input")
    expect(name).to_have_value("Kazakhstan")
    name.fill("milan")
    served.page.get_by_role("button", name="Fill in and run").click()
    expect(served.editor).to_contain_text("<https://w3id.org/kzit/id/milan>", timeout=30_000)
    expect(served.results.locator("tbody tr").first).to_be_visible()
    name.fill("Nowhere at all")
    served.page.get_by_role("button", name="Fill in and run").click()
    expect(served.page.locator("#c-form .c-problem")).to_contain_text("Nothing here is called “Nowhere at all”", timeout=30_000)


def test_s21_a_question_is_asked_in_the_language_of_the_page(static_server: str, browser: Browser) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"{static_server}it/console.html#question=inferences")
        expect(page.locator("#c-results")).to_contain_text("meno 25 anni", timeout=30_000)
        expect(page.locator("#c-editor .cm-content")).to_contain_text('LANGMATCHES("it"')
        expect(page.locator("#c-form")).to_be_hidden()
        page.evaluate("location.hash = '#question=readings'")
        page.locator("#c-form input").fill("uso")
        page.locator("#c-form button").click()
        expect(page.locator("#c-results")).to_contain_text("Il simbolo del dollaro", timeout=30_000)
    finally:
        context.close()


def test_s21_the_keyboard_leaves_the_editor(served: Console) -> None:
    served.write("ASK {}")
    served.page.keyboard.press("Tab")
    expect(served.editor).to_be_focused()
    served.page.keyboard.press("Escape")
    served.page.keyboard.press("Tab")
    expect(served.page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    expect(served.page.locator(".c-keys")).to_contain_text("press Esc and then Tab")


@pytest.mark.parametrize("view", [View(1280, "light"), View(390, "dark")], ids=str)
def test_s21_an_answer_is_accessible(view: View, bundled: BuiltSite, browser: Browser) -> None:
    query = "SELECT%20%3Fclass%20(COUNT(%3Fx)%20AS%20%3Fn)%20%7B%20%3Fx%20a%20%3Fclass%20%7D%20GROUP%20BY%20%3Fclass"
    with opened(browser, bundled, f"ru/console.html#query={query}", view) as (page, seen):
        expect(page.locator("#c-results table")).to_be_visible(timeout=30_000)
        assert violations(page) == []
        page.locator("#c-chart").click()
        expect(page.locator("#c-results svg")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width
        assert page.locator("#c-results svg").evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width") > 0.85
        assert seen.problems == []


def test_s21_a_project_of_another_subject_has_a_console(garden: BuiltSite, browser: Browser) -> None:
    with opened(browser, garden, "console.html") as (page, seen):
        expect(page.locator("#c-results table")).to_be_hidden()
        page.locator("#c-run").click()
        expect(page.locator("#c-results table")).to_be_visible(timeout=30_000)
        assert seen.problems == []


def test_s21_without_javascript_no_page_says_that_the_graph_is_loaded(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "console.html", View(javascript=False)) as (page, _):
        for language in bundled.languages:
            page.goto(f"{bundled.public_url}{bundled.prefix(language)}console.html")
            assert page.locator(".open p:visible").count() == 2
            expect(page.locator(".open > .lede")).to_be_hidden()
            expect(page.locator(".open noscript p")).to_contain_text("JavaScript")
    with opened(browser, bundled, "console.html") as (page, _):
        expect(page.locator(".open > .lede")).to_contain_text("is loaded into this page")


def test_s21_without_javascript_the_page_says_what_to_do(bundled: BuiltSite, browser: Browser) -> None:
    with opened(browser, bundled, "console.html", View(javascript=False)) as (page, _):
        expect(page.locator("#c-editor")).to_be_hidden()
        expect(page.get_by_role("link", name="kzit.nq")).to_be_visible()
        expect(page.locator("noscript p")).to_contain_text("The console needs JavaScript")
        expect(page.locator("noscript pre").first).to_contain_text("SELECT")
        page.locator("noscript h2 a").first.click()
        assert "/question/" in page.url
