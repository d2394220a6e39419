"""The table of headers, and the wrapper of routes that adds them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kzit_graph.serve.http.headers import ROUTE_KINDS, allowed, headers_of, preflight
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.http.served import Served
from tests.serve.http.asgi import call, raises, says, scope_of

KINDS = sorted(ROUTE_KINDS)
PUBLIC = [kind for kind in KINDS if ROUTE_KINDS[kind].is_shared]
VARY = {
    "query": "Accept, Accept-Encoding",
    "thing": "Accept, Accept-Language",
    "document": "Accept, Accept-Language, Accept-Encoding",
    "file": "Accept-Encoding",
    "well-known": "Accept, Accept-Encoding",
}


def directives(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("status", [200, 206, 303, 304, 404, 503])
@pytest.mark.parametrize("kind", KINDS)
def test_a25_every_response_has_the_security_headers(kind: str, status: int) -> None:
    got = call(Served(kind, says(status=status)), scope_of())
    policy = directives(got["content-security-policy"])
    assert (policy["default-src"], policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 4
    assert (policy["form-action"], policy["script-src"], policy["style-src"]) == ("'self'",) * 3
    assert "unsafe" not in got["content-security-policy"]
    assert got["x-content-type-options"] == "nosniff"
    assert got["referrer-policy"] == "strict-origin-when-cross-origin"
    assert got["cross-origin-opener-policy"] == "same-origin"
    assert got["cross-origin-resource-policy"] == ("cross-origin" if kind in PUBLIC else "same-origin")
    assert not {"set-cookie", "server", "strict-transport-security", "access-control-allow-credentials"} & {name for name, _ in got.headers}


def test_a25_only_a_server_behind_tls_has_hsts() -> None:
    assert int(call(Served("file", says(), is_secure=True), scope_of())["strict-transport-security"].removeprefix("max-age=")) >= 15_768_000
    assert call(Served("file", says()), scope_of()).get("strict-transport-security") is None


def test_a25_a_route_without_an_entry_fails() -> None:
    with pytest.raises(KeyError):
        headers_of("unheard of")
    with pytest.raises(KeyError):
        Served("unheard of", says())


@pytest.mark.parametrize("kind", PUBLIC)
def test_a26_other_origins_may_read_without_credentials(kind: str) -> None:
    got = call(Served(kind, says()), scope_of(headers={"Origin": "https://elsewhere.example"}))
    assert got["access-control-allow-origin"] == "*"
    exposed = set(got["access-control-expose-headers"].split(", "))
    assert {"Link", "ETag", "Retry-After", "Content-Location", "RateLimit", "RateLimit-Policy"} <= exposed


def test_a26_probes_and_metrics_are_not_for_other_origins() -> None:
    for kind in ("probe", "metrics"):
        assert call(Served(kind, says()), scope_of()).get("access-control-allow-origin") is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "QUERY"])
def test_a26_preflight_allows_the_methods_of_a_query(method: str) -> None:
    asked = {"Origin": "https://x.example", "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type,x-y"}
    got = call(Served("query", raises(AssertionError("a preflight is not passed on"))), scope_of("/sparql", "OPTIONS", asked))
    assert (got.status, got.body, got["access-control-allow-origin"]) == (204, b"", "*")
    assert method in got["access-control-allow-methods"].split(", ")
    assert {"*", "Content-Type", "Accept"} <= set(got["access-control-allow-headers"].split(", "))
    assert int(got["access-control-max-age"]) > 0


def test_options_names_the_methods() -> None:
    got = call(Served("file", says()), scope_of(method="OPTIONS"))
    assert (got.status, got["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert dict(preflight("probe")).get(b"access-control-allow-methods") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY", "BREW"])
def test_other_methods_are_refused_with_those_that_there_are(method: str) -> None:
    got = call(Served("file", raises(AssertionError("not reached"))), scope_of(method=method))
    assert (got.status, got["allow"]) == (405, allowed("file"))


@pytest.mark.parametrize("status", [200, 303, 304])
@pytest.mark.parametrize("kind", sorted(VARY))
def test_a9_vary_names_what_chooses_the_response(kind: str, status: int) -> None:
    assert call(Served(kind, says(status=status)), scope_of())["vary"] == VARY[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a9_errors_vary_by_accept_and_are_not_stored(kind: str) -> None:
    got = call(Served(kind, raises(HttpProblem("not-found"))), scope_of())
    assert got["vary"].split(", ")[0] == "Accept"
    assert got["vary"].lower().split(", ").count("accept") == 1
    assert got["cache-control"] == "no-store"


def test_headers_of_the_application_win_and_vary_is_merged() -> None:
    own = [(b"vary", b"Prefer, accept"), (b"cache-control", b"no-store")]
    got = call(Served("query", says(headers=own)), scope_of())
    assert got["vary"] == "Accept, Accept-Encoding, Prefer"
    assert got["cache-control"] == "no-store"


def test_a_route_may_have_its_own_policy_and_keeps_the_other_headers() -> None:
    own = [(b"content-security-policy", b"default-src 'none'; frame-ancestors *")]
    got = call(Served("none", Served("reconcile", says(headers=own))), scope_of())
    assert got["content-security-policy"] == "default-src 'none'; frame-ancestors *"
    assert (got["x-content-type-options"], got["access-control-allow-origin"]) == ("nosniff", "*")
    assert got.get("vary") is None


def test_the_outer_wrapper_adds_nothing_to_a_route() -> None:
    inner = call(Served("probe", says()), scope_of())
    assert call(Served("none", Served("probe", says())), scope_of()) == inner


def test_the_outer_wrapper_passes_methods_and_lifespan_on() -> None:
    assert call(Served("none", says(b"x")), scope_of(method="OPTIONS")).body == b"x"

    async def app(*_: object) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        call(Served("none", app), {"type": "lifespan"})


def test_a10_head_has_the_headers_of_get_and_no_body() -> None:
    get = call(Served("file", says(b"hello")), scope_of())
    head = call(Served("file", says(b"hello")), scope_of(method="HEAD"))
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert head["content-length"] == "5"
    missing = call(Served("file", raises(HttpProblem("not-found"))), scope_of(method="HEAD"))
    assert (missing.status, missing.body) == (404, b"")


def test_a10_head_leaves_out_a_body_in_parts_too() -> None:
    async def streaming(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"a", b"b"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    assert call(Served("query", streaming), scope_of()).body == b"ab"
    assert call(Served("query", streaming), scope_of(method="HEAD")).body == b""


@pytest.mark.parametrize("kind", KINDS)
def test_header_values_are_well_formed(kind: str) -> None:
    for name, value in (*headers_of(kind, 200, is_secure=True), *headers_of(kind, 404), *preflight(kind)):
        assert re.fullmatch(rb"[a-z][a-z-]*", name)
        assert re.fullmatch(rb"[!-~]([ -~]*[!-~])?", value)
