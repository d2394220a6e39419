"""Problem documents (RFC 9457)."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest

from kzit_graph.serve.backend import FAILURES, JobFailed
from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.http.look import Look
from kzit_graph.serve.http.media_types import DOCUMENTS
from kzit_graph.serve.http.problem_kinds import PROBLEMS
from kzit_graph.serve.http.problems import HttpProblem, document, kind_page, kinds_page, not_acceptable, of_failure, response
from kzit_graph.serve.http.served import Served
from kzit_graph.serve.sparql.form import form_page
from tests.serve.http.asgi import Got, call, raises, scope_of
from tests.serve.http.test_negotiation import FIREFOX

HOSTILE = "<script>alert('x')</script> & \"</main>"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _: object) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def problem_of(error: Exception, accept: str = "*/*", target: str = "/sparql?query=x", base: str = "https://example.org") -> Got:
    scope = scope_of(target, headers={"Accept": accept})
    set_caller(scope, Caller("192.0.2.7", base))
    return call(Served("query", raises(error)), scope)


def json_of(error: Exception, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(problem_of(error, **more).body)
    return found


def test_a15_a_failed_query_is_a_problem_document() -> None:
    failure = JobFailed("query", "expected a variable", line=3, column=14, seconds=0.01234)
    got = problem_of(failure)
    assert (got.status, got["content-type"], got["content-language"]) == (400, "application/problem+json", "en")
    assert int(got["content-length"]) == len(got.body)
    assert json.loads(got.body) == {
        "type": "https://example.org/problems/query",
        "title": "The query cannot be answered",
        "status": 400,
        "detail": "expected a variable",
        "instance": "/sparql",
        "line": 3,
        "column": 14,
        "seconds": 0.012,
    }


def test_a15_a_browser_gets_a_page_with_the_same_facts() -> None:
    got = problem_of(JobFailed("query", "expected a variable", line=3, column=14), FIREFOX)
    assert (got.status, got["content-type"]) == (400, "text/html; charset=utf-8")
    page = _Tags()
    page.feed(got.body.decode())
    assert all(text in page.text for text in ("The query cannot be answered", "expected a variable", "line", "3", "column", "14", "400"))
    assert b'href="https://example.org/problems/query"' in got.body


def test_a15_text_of_a_client_is_escaped_on_the_page() -> None:
    problem = HttpProblem("parameters", HOSTILE, members={"nearest": [HOSTILE], "hint": HOSTILE, "more": {"a": HOSTILE}})
    _, _, body = response(problem, "text/html", f"/{HOSTILE}", "https://example.org")
    page = _Tags()
    page.feed(body.decode())
    assert "script" not in page.seen
    assert page.seen.count("main") == 1
    assert page.text.count(HOSTILE) == 3


def test_a15_an_unexpected_error_shows_nothing_of_the_machine() -> None:
    secret = FileNotFoundError(2, "No such file", "/srv/secret/kzit.nq")
    seen: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, _send: Any) -> None:
        async def keep(message: Any) -> None:
            seen.append(message)

        await Served("file", raises(secret))(scope, receive, keep)

    with pytest.raises(FileNotFoundError):  # the server logs it
        call(app, scope_of("/x"))
    text = json.dumps([str(message) for message in seen])
    assert seen[0]["status"] == 500
    assert "problems/internal" in text
    assert not re.search(r"secret|Traceback|No such file|\.py", text)


def test_an_error_after_the_first_byte_goes_to_the_server() -> None:
    for error in (JobFailed("time", "too slow"), HttpProblem("internal"), ValueError()):
        with pytest.raises(type(error)):
            call(Served("query", raises(error, after=b'{"head"')), scope_of())


def test_a20_the_outermost_application_ends_without_the_end_of_the_body() -> None:
    sent: list[dict[str, Any]] = []

    async def keep(scope: Any, receive: Any, _send: Any) -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        await Served("none", Served("query", raises(JobFailed("time", "too slow"), after=b"half")))(scope, receive, send)

    with suppress(IndexError):  # nothing was sent on
        call(keep, scope_of())
    assert [message.get("more_body") for message in sent] == [None, True]


def test_every_failure_of_a_job_has_a_problem_with_its_status() -> None:
    assert {kind: of_failure(JobFailed(kind, "x")).status for kind in FAILURES} == FAILURES
    assert of_failure(JobFailed("unheard of", "x")).status == 500


@pytest.mark.parametrize("kind", PROBLEMS)
def test_every_kind_has_a_page_that_says_what_to_do(kind: str) -> None:
    page = kind_page(kind)
    assert page
    parsed = _Tags()
    parsed.feed(page.decode())
    assert all(text in parsed.text for text in (PROBLEMS[kind].title, PROBLEMS[kind].meaning, PROBLEMS[kind].remedy))
    assert f'href="problems/{kind}"'.encode() in kinds_page()


def test_an_unknown_kind_has_no_page() -> None:
    assert kind_page("../query") is None
    with pytest.raises(KeyError):
        HttpProblem("unheard of")


def test_a_problem_without_a_public_url_has_a_relative_type() -> None:
    assert document(HttpProblem("busy"), "/sparql")["type"] == "/problems/busy"


def test_members_do_not_replace_those_of_the_standard() -> None:
    found = document(HttpProblem("busy", members={"status": 200, "hint": "wait", "line": None}), "/sparql")
    assert found["status"] == 503
    assert found["hint"] == "wait"
    assert "line" not in found


@pytest.mark.parametrize(("seconds", "header"), [(0.2, "1"), (2.0, "2"), (2.01, "3")])
def test_retry_after_is_rounded_up(seconds: float, header: str) -> None:
    got = problem_of(JobFailed("busy", "full", retry_after=seconds))
    assert got["retry-after"] == header
    assert json.loads(got.body)["retry_after"] == int(header)


def test_a_refused_format_lists_the_alternatives() -> None:
    found = json_of(not_acceptable(DOCUMENTS, "image/png"))
    assert (found["status"], found["detail"].partition(".")[0]) == (406, "image/png is not offered")
    assert found["alternatives"] == ["text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]


def test_the_instance_is_the_path_as_it_was_sent() -> None:
    assert json_of(HttpProblem("not-found"), target="/id/%D0%B0%3Cb?x=1")["instance"] == "/id/%D0%B0%3Cb"
    assert json_of(HttpProblem("not-found"), target='/id/\xd0\xb0<"')["instance"] == "/id/%D0%B0%3C%22"


def test_a_long_detail_is_cut() -> None:
    assert len(json_of(HttpProblem("query", "x" * 100_000))["detail"]) == 2000


def test_each_kind_of_problem_has_a_status_of_http() -> None:
    registered = {status.value for status in HTTPStatus}
    assert {kind.status for kind in PROBLEMS.values()} <= registered


def test_all_pages_have_the_stylesheet_of_the_site_and_link_home() -> None:
    look = Look("/kzit/", "/kzit/site.css", HOSTILE)
    problem = response(HttpProblem("not-found"), "text/html", "/", "", look)[2]
    form = form_page(HOSTILE, "/kzit/sparql", {}, look)
    for page in (problem, kind_page("query", look), kinds_page(look), form):
        assert b'<link rel="stylesheet" href="/kzit/site.css">' in (page or b"")
        assert b'<a href="/kzit/">&lt;script&gt;' in (page or b"")
    plain = kinds_page()
    assert (b"stylesheet" in plain, b'<a href="/">Home</a>' in plain) == (False, True)


def test_the_form_leads_to_the_console_of_the_site_if_there_is_one() -> None:
    with_console, without = (form_page("t", "/sparql", {}, Look(console=url)) for url in ("/kzit/console.html", ""))
    assert b'<a href="/kzit/console.html">query console</a>' in with_console
    assert b"console" not in without
