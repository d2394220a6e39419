"""Faulty endpoints: busy, gone, moved, slow, endless or cut off. Each is retried, followed or reported in one line, in time."""

from __future__ import annotations

import gzip
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import Credentials
from kzit_graph.remote.endpoint import Endpoint
from tests.cli.processes import becomes_true
from tests.remote.endpoint_servers import JSON, YES, Conversation, Step, free_port, resets, says, self_signed, sends, server

SECRET = Credentials("Bearer s3cret")
LONG = f"ASK {{}} # {'q' * 3_000}"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
PAGE = b"<!DOCTYPE html><title lang=en>Welcome &amp; \x1b[31m\xd2\x9b\n home</title><p>text"
UNHURRIED = 30.0
"""Many more seconds than any test takes, and many fewer than it would take without the limit."""


def fault(endpoint: Endpoint, sparql: str = "ASK {}") -> str:
    """Return the one line of the error of a query."""
    begun = time.monotonic()
    with pytest.raises(UnreachableEndpoint) as caught:
        endpoint.query(sparql)
    message = str(caught.value)
    assert time.monotonic() - begun < UNHURRIED
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    assert "s3cret" not in message
    return message


@pytest.mark.slow
@pytest.mark.parametrize("sparql", ["ASK {}", LONG], ids=["GET", "POST"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again_after_its_retry_after(status: int, sparql: str) -> None:
    with server(says(b"", status=status, Retry_After="1"), says()) as talk:
        begun = time.monotonic()
        assert Endpoint(talk.url).query(sparql)
    assert time.monotonic() - begun >= 1
    assert len(talk.seen) == 2
    assert talk.seen[0].query == talk.seen[1].query == sparql


@pytest.mark.slow
@pytest.mark.parametrize("header", [None, "0", "soon", "", "9" * 5_000, formatdate(0, usegmt=True)], ids=lambda header: str(header)[:20])
def test_a_missing_past_or_unreadable_retry_after_means_a_short_pause(header: str | None) -> None:
    with server(says(b"", status=503, **({} if header is None else {"Retry_After": header})), says()) as talk:
        assert Endpoint(talk.url, timeout=UNHURRIED).query("ASK {}")


@pytest.mark.slow
def test_an_endpoint_that_stays_busy_is_given_up_after_the_retries() -> None:
    with server(says(b"full up\nreally", "text/plain", 503)) as talk:
        message = fault(Endpoint(talk.url, HttpClient(retries=2)))
    assert message == f"{talk.url}: the server is busy (503): full up; try again later"
    assert len(talk.seen) == 3


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_a_pause_longer_than_the_timeout_is_reported_at_once(as_date: bool) -> None:
    header = formatdate(time.time() + 3_600, usegmt=True) if as_date else "3600"
    with server(says(b"", status=429, Retry_After=header)) as talk:
        message = fault(Endpoint(talk.url, timeout=UNHURRIED * 2))
    assert "it asks for a pause of 3," in message
    assert "the timeout is 60 s; try again later" in message
    assert len(talk.seen) == 1


@pytest.mark.slow
@pytest.mark.parametrize("sparql", ["ASK {}", LONG], ids=["GET", "POST"])
@pytest.mark.parametrize("cut", [resets(), sends()], ids=["reset", "closed"])
def test_a_connection_cut_before_the_answer_is_tried_again(cut: Step, sparql: str) -> None:
    with server(cut, says()) as talk:
        assert Endpoint(talk.url).query(sparql)
    assert len(talk.seen) == 2


def test_a_connection_that_is_always_cut_is_given_up() -> None:
    with server(resets()) as talk:
        assert "the connection was closed without an answer; try again later" in fault(Endpoint(talk.url, HttpClient(retries=1)))
    assert len(talk.seen) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_get_follows_redirects_without_credentials(status: int) -> None:
    with server(says()) as other, server(says(b"", status=status, Location=f"{other.url}?query=ASK%7B%7D")) as talk:
        assert Endpoint(talk.url, credentials=SECRET).query("ASK {}")
    assert talk.seen[0].headers["Authorization"] == "Bearer s3cret"
    assert "Authorization" not in other.seen[0].headers


def test_credentials_go_along_within_the_same_origin() -> None:
    with server(says(b"", status=302, Location="/b"), says(b"", status=302, Location="c"), says()) as talk:
        assert Endpoint(talk.url, credentials=SECRET).query("ASK {}")
    assert [(seen.path, seen.headers["Authorization"]) for seen in talk.seen[1:]] == [("/b", "Bearer s3cret"), ("/c", "Bearer s3cret")]


def test_withheld_credentials_do_not_come_back_with_a_redirect_home() -> None:
    def home(handler: BaseHTTPRequestHandler, other: Conversation) -> None:
        says(b"", status=302, Location=talk.url)(handler, other)

    def away(handler: BaseHTTPRequestHandler, talk: Conversation) -> None:
        says(b"", status=302, Location=other.url)(handler, talk)

    with server(home) as other, server(away, says()) as talk:
        assert Endpoint(talk.url, credentials=SECRET).query("ASK {}")
    assert [seen.headers.get("Authorization") for seen in (*talk.seen, *other.seen)] == ["Bearer s3cret", None, None]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_after_a_redirect_says_that_credentials_were_withheld(status: int) -> None:
    with server(says(b"", status=status)) as other, server(says(b"", status=302, Location=other.url)) as talk:
        message = fault(Endpoint(talk.url, credentials=SECRET))
    assert message.startswith(f"{other.url}: ")
    assert "credentials are not sent to a redirect's target" in message


@pytest.mark.parametrize("status", [307, 308])
def test_a_post_follows_307_and_308_without_credentials(status: int) -> None:
    with server(says()) as other, server(says(b"", status=status, Location=other.url)) as talk:
        assert Endpoint(talk.url, credentials=SECRET).query(LONG)
    (seen,) = other.seen
    assert (seen.method, seen.query) == ("POST", LONG)
    assert "Authorization" not in seen.headers


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_that_would_become_a_get_names_the_new_address(status: int) -> None:
    with server(says()) as other, server(says(b"", status=status, Location=f"{other.url}?key=s3cret")) as talk:
        message = fault(Endpoint(talk.url), LONG)
    assert message == f"{talk.url}: has moved ({status}) to {other.url}; use that address"
    assert other.seen == []


def test_redirects_in_a_circle_end() -> None:
    with server(says(b"", status=302, Location="/sparql")) as talk:
        assert "redirects more than 5 times" in fault(Endpoint(talk.url))
    assert len(talk.seen) == 6


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1:99999/", "http://[::1", "javascript:1"])
def test_a_redirect_to_an_address_that_is_not_http_is_reported(location: str) -> None:
    with server(says(b"", status=302, Location=location)) as talk:
        assert "redirects (302) to an " in fault(Endpoint(talk.url))


@pytest.mark.parametrize(
    ("status", "fault_and_fix"),
    [
        (204, "no results in the answer (204)"),
        (304, "no results in the answer (304)"),
        (400, "the query was rejected (400): the reason; correct the query"),
        (401, "set or correct KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN"),
        (403, "set or correct KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN"),
        (404, "no endpoint at this address (404)"),
        (414, "the query is too long (414)"),
        (418, "no results in the answer (418)"),
        (500, "server error (500): the reason; try again later, or report it to the endpoint's operator"),
        (504, "the server timed out (504): the reason; ask for less"),
    ],
)
def test_an_http_error_is_reported_with_a_repair(status: int, fault_and_fix: str) -> None:
    body = b"" if status in (204, 304) else b"\r\n \nthe\x07reason\r\nand a stack trace"
    with server(says(body, "text/plain", status)) as talk:
        message = fault(Endpoint(talk.url))
    assert message.startswith(f"{talk.url}: ")
    assert fault_and_fix in message
    assert len(talk.seen) == 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.text(max_size=300).map(lambda t: f"<title>{t}".encode()),
    status=st.sampled_from([200, 400, 404, 500]),
    content_type=st.sampled_from(["text/html", "text/plain", "image/png", "", "application/xml", JSON, "x/y; \x7f"]),
)
def test_any_answer_is_reported_in_one_short_printable_line(body: bytes, status: int, content_type: str) -> None:
    with server(says(body, content_type, status)) as talk:
        assert len(fault(Endpoint(talk.url, HttpClient(retries=0)))) < 500


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/xhtml+xml", JSON, "text/plain", None])
def test_a_web_page_is_reported_by_its_title(content_type: str | None, status: int) -> None:
    with server(says(PAGE, content_type, status)) as talk:
        message = fault(Endpoint(talk.url))
    assert "Welcome & [31mқ home" in message
    assert ("the answer is a web page (“" in message) is (status == 200)


@pytest.mark.parametrize(
    "truncated",
    [
        HEAD + b"Content-Length: 90\r\n\r\n" + YES,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n1a\r\n" + YES + b"\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + YES,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nno length\r\n" + YES,
    ],
    ids=["length", "no last chunk", "half a chunk", "no chunk"],
)
def test_a_truncated_body_is_reported_even_if_it_looks_complete(truncated: bytes) -> None:
    with server(sends(truncated)) as talk:
        assert "the answer was cut off after" in fault(Endpoint(talk.url))
    assert len(talk.seen) == 1


def test_a_body_that_is_not_compressed_as_declared_is_reported() -> None:
    with server(says(YES, Content_Encoding="gzip")) as talk:
        assert "not compressed as its header says" in fault(Endpoint(talk.url))


@pytest.mark.parametrize(
    "noise", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 " + b"x" * 99_999]
)
def test_an_answer_that_is_not_http_is_reported(noise: bytes) -> None:
    with server(sends(noise)) as talk:
        assert "the answer is not HTTP" in fault(Endpoint(talk.url))


SLOW: dict[str, Step] = {
    "no answer": sends(b"", pause=UNHURRIED),
    "head": sends(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05, forever=True),
    "body": sends(HEAD + b"\r\n", b" ", pause=0.05, forever=True),
    "chunks": sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", pause=0.05, forever=True),
    "error": sends(b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n\r\n", b" ", pause=0.05, forever=True),
    "busy": says(b"", status=503, Retry_After="0"),
}


@pytest.mark.slow
@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW.keys())
def test_the_timeout_covers_the_whole_exchange(slow: Step) -> None:
    with server(slow) as talk:
        message = fault(Endpoint(talk.url, HttpClient(timeout=0.5, retries=10_000)))
    assert "no answer within 0.5 s; ask for less, or raise the timeout" in message or "the server is busy (503)" in message


ENDLESS: dict[str, Step] = {
    "interim answers": sends(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01, forever=True),
    "trailers": sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n", pause=0.01, forever=True),
    "extensions of a chunk": sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;", b"x", pause=0.01, forever=True),
    "silence": sends(b"", pause=UNHURRIED),
}


@pytest.mark.slow
@pytest.mark.parametrize("encrypted", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_endless_answer_keeps_no_thread(endless: Step, encrypted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path) if encrypted else None
    if certificate:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with server(endless, certificate=certificate) as talk:
        assert "no answer within 0.5 s" in fault(Endpoint(talk.url, timeout=0.5))
        assert becomes_true(lambda: "kzit-graph-exchange" not in {thread.name for thread in threading.enumerate()}, 10)


@pytest.mark.parametrize(
    "body", [sends(HEAD + b"\r\n", b" " * 10_000, forever=True), says(gzip.compress(b" " * 5_000_000), Content_Encoding="gzip")]
)
def test_endless_and_too_large_bodies_are_abandoned(body: Step) -> None:
    with server(body) as talk:
        assert "the answer is larger than 1,000,000 bytes; ask for less" in fault(Endpoint(talk.url, HttpClient(max_bytes=1_000_000)))


def test_a_closed_port_and_an_unknown_host_are_reported() -> None:
    assert "connection failed (" in fault(Endpoint(f"http://127.0.0.1:{free_port()}/"))
    assert "unknown host name; check the address" in fault(Endpoint("http://nowhere.invalid/sparql", timeout=UNHURRIED))


def test_nothing_is_sent_to_a_server_with_an_untrusted_certificate(tmp_path: Path) -> None:
    with server(says(), certificate=self_signed(tmp_path)) as talk:
        message = fault(Endpoint(talk.url, credentials=SECRET))
    assert "certificate not trusted (self" in message
    assert "SSL_CERT_FILE" in message
    assert talk.seen == []


def test_a_server_whose_issuer_is_trusted_gets_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with server(says(), certificate=certificate) as talk:
        assert Endpoint(talk.url, credentials=SECRET).query("ASK {}")
    assert talk.seen[0].headers["Authorization"] == "Bearer s3cret"


@pytest.mark.slow
def test_a_redirect_away_from_encryption_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with server(says()) as other, server(says(b"", status=307, Location=other.url), certificate=certificate) as talk:
        for sparql in ("ASK {}", LONG):
            assert f"redirects (307) to {other.url}, which is not encrypted" in fault(Endpoint(talk.url), sparql)
    assert other.seen == []


def test_https_to_an_http_server_is_reported() -> None:
    with server(says()) as talk:
        assert "TLS handshake failed (" in fault(Endpoint(talk.url.replace("http:", "https:")))
