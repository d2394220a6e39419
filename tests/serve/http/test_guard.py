"""What the guard refuses before any route sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Scope

from kzit_graph.errors import InvalidInput
from kzit_graph.serve.http.caller import Caller, caller_of
from kzit_graph.serve.http.guard import Guard
from kzit_graph.serve.http.proxies import address_of, forwarded, parse_networks
from kzit_graph.serve.limits import Limits
from tests.serve.http.asgi import Got, call, says, scope_of

LIMITS = Limits(target=100, headers=1000, body=50)
HOST = {"Host": "example.org"}


def guarded(scope: Scope, **options: Any) -> Got:
    return call(Guard(says(b"passed"), **{"limits": LIMITS, **options}), scope)


def seen(headers: Mapping[str, str] | Sequence[tuple[str, str]], peer: str = "10.0.0.1", **options: Any) -> Caller:
    """Return the caller that a route sees."""
    callers = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        callers.append(caller_of(scope))
        await says()(scope, receive, send)

    pairs = [*HOST.items(), *(headers.items() if isinstance(headers, Mapping) else headers)]
    got = call(
        Guard(app, **{"limits": LIMITS, "trusted": parse_networks(["10.0.0.0/8"]), **options}), scope_of(headers=pairs, client=(peer, 9))
    )
    assert got.status == 200, got.body
    return callers[0]


def test_a_good_request_passes() -> None:
    assert guarded(scope_of("/id/%D0%B0?x=%C3%A9&y=1", headers=HOST)).body == b"passed"
    assert guarded(scope_of("/", "POST", {**HOST, "Content-Length": "50"})).body == b"passed"
    assert guarded(scope_of("/", "POST", {**HOST, "Transfer-Encoding": "chunked"})).body == b"passed"


@pytest.mark.parametrize(
    ("target", "headers", "status", "kind"),
    [
        ("/" + "x" * 100, HOST, 414, "target-too-long"),
        ("/?" + "x" * 100, HOST, 414, "target-too-long"),
        ("/", {**HOST, "X": "x" * 1000}, 431, "headers-too-large"),
        ("/", [("Host", "a"), *(("X", "") for _ in range(101))], 431, "headers-too-large"),
        ("/", {}, 400, "host"),
        ("/", {"Host": ""}, 400, "host"),
        ("/", [("Host", "a"), ("Host", "a")], 400, "host"),
        ("/", {"Host": "a b"}, 400, "host"),
        ("/", {"Host": "a/../b"}, 400, "host"),
        ("/", {"Host": "a@b"}, 400, "host"),
        ("/", {**HOST, "Content-Length": "3", "Transfer-Encoding": "chunked"}, 400, "body-length"),
        ("/", [*HOST.items(), ("Content-Length", "3"), ("Content-Length", "3")], 400, "body-length"),
        ("/", {**HOST, "Content-Length": "+3"}, 400, "body-length"),
        ("/", {**HOST, "Content-Length": "3, 3"}, 400, "body-length"),
        ("/", {**HOST, "Content-Length": "-1"}, 400, "body-length"),
        ("/", {**HOST, "Transfer-Encoding": "gzip, chunked"}, 400, "body-length"),
        ("/", [*HOST.items(), ("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], 400, "body-length"),
        ("/", {**HOST, "Content-Length": "51"}, 413, "body-too-large"),
        ("/", {**HOST, "Content-Length": "9" * 500}, 413, "body-too-large"),
        ("*", HOST, 400, "target"),
        ("example.org:80", HOST, 400, "target"),
        ("", HOST, 400, "target"),
        ("/%FF", HOST, 400, "encoding"),
        ("/%C3%28", HOST, 400, "encoding"),
        ("/%", HOST, 400, "encoding"),
        ("/%4", HOST, 400, "encoding"),
        ("/%zz", HOST, 400, "encoding"),
        ("/%00", HOST, 400, "encoding"),
        ("/%ED%A0%80", HOST, 400, "encoding"),
        ("/?x=%E9", HOST, 400, "encoding"),
        ("/?x=100%", HOST, 400, "encoding"),
    ],
)
def test_a22_a_bad_request_is_refused(target: str, headers: Any, status: int, kind: str) -> None:
    got = guarded(scope_of(target, headers=headers))
    assert (got.status, json.loads(got.body)["type"]) == (status, f"/problems/{kind}")
    assert got["x-content-type-options"] == "nosniff"
    assert got.get("connection") == (None if kind == "encoding" else "close")


@pytest.mark.parametrize(
    ("target", "path", "raw_path", "base"),
    [
        ("http://data.example.org/id/mil%C3%A0n?x=1", "/id/milàn", b"/id/mil%C3%A0n", "http://data.example.org"),
        ("HTTP://data.example.org:81", "/", b"/", "http://data.example.org:81"),
    ],
)
def test_a_whole_url_is_a_path_and_a_host(target: str, path: str, raw_path: bytes, base: str) -> None:
    scope = scope_of(target, headers=HOST)
    assert guarded(scope).body == b"passed"
    assert (scope["path"], scope["raw_path"], caller_of(scope).base) == (path, raw_path, base)


def test_the_host_of_a_whole_url_is_checked() -> None:
    assert guarded(scope_of("http://evil.example/", headers=HOST), public_url="https://example.org/").status == 421
    assert guarded(scope_of("http://a@b/", headers=HOST)).status == 400
    assert guarded(scope_of("http:///", headers=HOST)).status == 400
    assert guarded(scope_of("http://example.org/")).status == 400


def test_options_of_the_whole_server_lists_the_methods() -> None:
    got = guarded(scope_of("*", "OPTIONS", HOST))
    assert (got.status, got["allow"], got.body) == (204, "GET, HEAD, POST, QUERY, OPTIONS", b"")


def test_a22_the_limits_themselves_are_allowed() -> None:
    assert guarded(scope_of("/" + "x" * 96 + "?y", headers=HOST)).status == 200
    name, value = "X", "x" * (1000 - len("Hostexample.org") - 4 - 1 - 4)
    assert guarded(scope_of(headers={**HOST, name: value})).status == 200
    assert guarded(scope_of(headers={**HOST, name: value + "x"})).status == 431


@pytest.mark.parametrize("headers", [{}, {"Host": ""}, HOST])
@pytest.mark.parametrize("version", ["1.0", "1"])
def test_http_1_0_needs_no_host(headers: dict[str, str], version: str) -> None:
    assert guarded(scope_of(headers=headers, http_version=version)).status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("example.org", 200),
        ("EXAMPLE.org", 200),
        ("example.org.", 200),
        ("example.org:8000", 200),
        ("api.example.org:8443", 200),
        ("api.example.org", 421),
        ("evil.example", 421),
        ("example.org.evil.example", 421),
        ("127.0.0.1", 421),
        ("[::1]:8000", 200),
    ],
)
def test_a22_an_unknown_host_is_refused_when_hosts_are_given(host: str, status: int) -> None:
    options = {"public_url": "https://example.org/", "hosts": ["api.example.org:8443", "::1"]}
    assert guarded(scope_of(headers={"Host": host}), **options).status == status


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_may_come_by_address(path: str) -> None:
    assert guarded(scope_of(path, headers={"Host": "10.0.0.9:8000"}), public_url="https://example.org").status == 200


def test_any_host_is_served_when_none_is_given() -> None:
    assert guarded(scope_of(headers={"Host": "anything.example:81"})).status == 200


def test_links_use_the_public_url_or_that_of_the_request() -> None:
    assert seen({}).base == "http://example.org"
    assert seen({}, public_url="https://example.org/kg/").base == "https://example.org/kg"
    assert seen({"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "kg.example:444"}).base == (
        "https://kg.example:444"
    )


def test_a_public_url_of_https_gives_hsts_to_all_responses() -> None:
    assert guarded(scope_of(headers=HOST), public_url="https://example.org").get("strict-transport-security")
    assert guarded(scope_of(headers={}), public_url="https://example.org").get("strict-transport-security")
    assert guarded(scope_of(headers=HOST), public_url="http://example.org").get("strict-transport-security") is None


@pytest.mark.parametrize(
    ("headers", "peer", "expected"),
    [
        ({}, "192.0.2.9", "192.0.2.9"),
        ({"X-Forwarded-For": "198.51.100.1"}, "192.0.2.9", "192.0.2.9"),
        ({"Forwarded": "for=198.51.100.1"}, "192.0.2.9", "192.0.2.9"),
        ({"X-Forwarded-For": "198.51.100.1"}, "10.0.0.1", "198.51.100.1"),
        ({"X-Forwarded-For": "203.0.113.5, 198.51.100.1"}, "10.0.0.1", "198.51.100.1"),
        ({"X-Forwarded-For": "203.0.113.5, 198.51.100.1, 10.0.0.2"}, "10.0.0.1", "198.51.100.1"),
        ([("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-For", "198.51.100.1")], "10.0.0.1", "198.51.100.1"),
        ({"X-Forwarded-For": "198.51.100.1:4711"}, "10.0.0.1", "198.51.100.1"),
        ({"X-Forwarded-For": "[2001:db8::1]:4711"}, "10.0.0.1", "2001:db8::1"),
        ({"X-Forwarded-For": "::ffff:198.51.100.1"}, "10.0.0.1", "198.51.100.1"),
        ({"X-Forwarded-For": "198.51.100.1, nonsense"}, "10.0.0.1", "10.0.0.1"),
        ({"X-Forwarded-For": "198.51.100.1, unknown, 10.0.0.2"}, "10.0.0.1", "10.0.0.2"),
        ({"X-Forwarded-For": ""}, "10.0.0.1", "10.0.0.1"),
        ({"X-Forwarded-For": "10.0.0.3, 10.0.0.2"}, "10.0.0.1", "10.0.0.3"),
        ({"X-Forwarded-For": "198.51.100.1"}, "::ffff:10.0.0.1", "198.51.100.1"),
        ({"Forwarded": 'for="[2001:db8::1]:47", for=10.0.0.2;proto=https'}, "10.0.0.1", "2001:db8::1"),
        ({"Forwarded": 'for=203.0.113.5, For="198.51.100.1:80";Proto=http;by=10.0.0.1'}, "10.0.0.1", "198.51.100.1"),
        ({"Forwarded": "for=_hidden"}, "10.0.0.1", "10.0.0.1"),
        ({"Forwarded": "for=198.51.100.1, for="}, "10.0.0.1", "10.0.0.1"),
        ({"Forwarded": "for=198.51.100.1", "X-Forwarded-For": "198.51.100.1"}, "10.0.0.1", "198.51.100.1"),
        ({"Forwarded": "for=203.0.113.5", "X-Forwarded-For": "198.51.100.1"}, "10.0.0.1", "10.0.0.1"),
    ],
)
def test_a23_the_client_is_taken_from_trusted_proxies_only(headers: Any, peer: str, expected: str) -> None:
    assert seen(headers, peer).address == expected


def test_a23_without_trusted_proxies_their_headers_are_ignored() -> None:
    asked = {
        "X-Forwarded-For": "198.51.100.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=1.2.3.4",
    }
    assert seen(asked, trusted=()) == Caller("10.0.0.1", "http://example.org", ("10.0.0.1", 9))


def test_a_forwarded_host_is_held_to_the_known_hosts() -> None:
    asked = {**HOST, "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": "evil.example"}
    options = {"trusted": parse_networks(["10.0.0.1"]), "hosts": ["example.org"]}
    assert guarded(scope_of(headers=asked, client=("10.0.0.1", 9)), **options).status == 421
    malformed = {**asked, "X-Forwarded-Host": "a b"}
    assert guarded(scope_of(headers=malformed, client=("10.0.0.1", 9)), trusted=parse_networks(["10.0.0.1"])).status == 400


@pytest.mark.parametrize("value", ["ftp", "javascript", "https, gopher"])
def test_only_schemes_of_the_web_are_taken_from_proxies(value: str) -> None:
    found = forwarded(
        [(b"x-forwarded-for", b"192.0.2.1"), (b"x-forwarded-proto", value.encode())], "10.0.0.1", parse_networks(["10.0.0.1"])
    )
    assert found.scheme is None


@pytest.mark.parametrize("text", ["localhost", "10.0.0.1/8", "10.0.0.0/33", "", "::g"])
def test_a_malformed_network_is_an_error_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not an IP address or network; write it like"):
        parse_networks([text])


def test_a_zone_of_an_address_is_left_out() -> None:
    assert str(address_of("fe80::1%eth0")) == "fe80::1"


def test_lifespan_passes() -> None:
    async def app(*_: object) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        call(Guard(app, limits=LIMITS), {"type": "lifespan"})


def test_a_client_without_an_address_passes() -> None:
    assert guarded(scope_of(headers=HOST, client=None)).status == 200


def test_a_browser_gets_a_page_from_the_guard() -> None:
    got = guarded(scope_of("/%FF", headers={**HOST, "Accept": "text/html"}))
    assert (got.status, got["content-type"], got["vary"]) == (400, "text/html; charset=utf-8", "Accept")


@given(
    target=st.text(st.characters(max_codepoint=255), max_size=120),
    names=st.lists(
        st.sampled_from(["host", "content-length", "transfer-encoding", "x-forwarded-for", "forwarded", "accept", "x"]), max_size=4
    ),
    values=st.lists(st.text(st.characters(max_codepoint=255), max_size=40), min_size=4, max_size=4),
)
def test_a27_any_request_passes_or_is_refused(target: str, names: list[str], values: list[str]) -> None:
    options = {"trusted": parse_networks(["192.0.2.0/24"])}
    for headers in (list(zip(names, values, strict=False)), [("host", "a"), *zip(names, values, strict=False)]):
        got = guarded(scope_of(f"/{target}", headers=headers), **options)
        assert got.status in (200, 400, 413, 414, 431)
