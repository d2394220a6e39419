"""Security headers and other origins, for each route of a running server."""

from __future__ import annotations

from typing import Final

import pytest

from kzit_graph.serve.app import Application, Options
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.operation.access_log import AccessLog
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

ROUTES: Final = {
    # name of the route: targets, with one that fails where there is one
    "sparql": ("sparql?query=ASK {}", "sparql?query=SELEC", "sparql?format=turtle", "sparql?format=html"),
    "home": ("",),
    "dataset": ("dataset", "dataset?format=png"),
    "ontology": ("ontology?format=ttl",),
    "shapes": ("shapes?format=ttl",),
    "void": (".well-known/void",),
    "api-catalog": (".well-known/api-catalog",),
    "robots": ("robots.txt",),
    "sitemap": ("sitemap.xml",),
    "icon": ("favicon.ico",),
    "reconcile": ("reconcile", "reconcile/preview?id=id:milan", "reconcile/nothing"),
    "health": ("healthz",),
    "ready": ("readyz",),
    "metrics": ("metrics",),
    "openapi": ("openapi.json",),
    "problems": ("problems",),
    "problem": ("problems/time", "problems/nothing"),
    "file": ("kzit.nt", "id/milan.ttl", "assets/site.css"),
    "thing": ("id/milan",),
    "document": ("id/milan.rdf",),
    "none": ("nothing", "%ff"),
}
TARGETS: Final = [target for targets in ROUTES.values() for target in targets]
FRAMED: Final = "reconcile/preview"
"""A page that other sites show in a frame, with a policy of its own."""

OWN: Final = ("healthz", "readyz", "metrics")
"""For operators, not for pages of other origins."""

EXPOSED: Final = {"Link", "ETag", "Retry-After", "Content-Location", "Accept-Query", "Preference-Applied"}


def directives(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


def test_a25_each_route_has_targets_in_the_table() -> None:
    application = Application(Options(Limits()), None, AccessLog(None))  # type: ignore[arg-type]
    assert {name for name, _, _ in application.routes.listed} | {"file", "thing", "document", "none"} == set(ROUTES)


@pytest.mark.parametrize("target", TARGETS)
def test_a25_each_route_has_the_security_headers(target: str, server: RunningServer) -> None:
    for method in ("GET", "HEAD", "PUT", "OPTIONS"):
        response = server.client.request(method, f"{server.url}{target}")
        headers, policy = response.headers, directives(response.headers["content-security-policy"])
        assert "unsafe" not in headers["content-security-policy"], method
        assert (policy["default-src"], policy["base-uri"]) == ("'none'", "'none'")
        assert policy.get("object-src", policy["default-src"]) == "'none'"
        is_framed = target.startswith(FRAMED) and method in ("GET", "HEAD")
        assert policy["frame-ancestors"] == ("*" if is_framed else "'none'")
        assert policy["form-action"] == ("'none'" if is_framed else "'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "cross-origin-opener-policy" in headers
        assert headers["cross-origin-resource-policy"] == ("same-origin" if target in OWN else "cross-origin")
        assert not {"set-cookie", "strict-transport-security", "x-powered-by"} & set(headers)
        assert not any(map(str.isdigit, headers.get("server", "")))
        assert headers.get_list("content-type") == list(dict.fromkeys(headers.get_list("content-type")))


@pytest.mark.parametrize("target", [target for target in TARGETS if target not in OWN])
def test_a26_pages_of_other_origins_may_read_each_route(target: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{target}", headers={"origin": "https://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert set(response.headers["access-control-expose-headers"].split(", ")) >= EXPOSED


@pytest.mark.parametrize("target", OWN)
def test_a26_pages_of_other_origins_may_not_read_what_is_for_operators(target: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{target}", headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("method", "headers"), [("POST", "content-type"), ("QUERY", "content-type"), ("GET", "if-none-match"), ("POST", "x-custom, prefer")]
)
def test_a26_a_preflight_allows_queries(method: str, headers: str, server: RunningServer) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": method, "access-control-request-headers": headers}
    response = server.client.options(server.sparql, headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == "*"
    assert method in response.headers["access-control-allow-methods"].split(", ")
    allowed = response.headers["access-control-allow-headers"].lower().split(", ")
    assert all(name in allowed or "*" in allowed for name in headers.split(", "))
