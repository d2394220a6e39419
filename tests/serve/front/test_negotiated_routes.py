"""Each negotiated route answers each Accept header with a type that it allows, or with 406, and says that Accept decides."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

ACCEPTS: Final = (
    "*/*",
    "text/*",
    "application/*",
    "text/html",
    "text/turtle",
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
    "application/json",
    "application/xml",
    "text/csv",
    "text/tab-separated-values",
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/turtle;q=0.8, application/ld+json;q=0.9",
    "text/turtle;q=0, */*",
    "text/turtle;q=0.001, text/html;q=0.002",
    "text/turtle, application/rdf+xml;q=0.9, */*;q=0.1",
    "application/sparql-results+json, text/turtle",
    "application/sparql-results+xml;q=0.5, text/csv;q=0.6, application/n-triples;q=0.7",
    "text/turtle;charset=utf-8",
    "text/turtle;version=1.2",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
    "TEXT/TURTLE",
    "text/turtle ;q=1.0 ,",
    "text/turtle;q=2",
    "text/turtle;q=abc, text/html",
    "image/png",
    "image/*, audio/*;q=0.5",
    "*/*;q=0",
    "text/*;q=0.3, text/turtle;q=0.7, */*;q=0.5",
    "application/n-triples,text/plain;q=0.5",
    "text/n3, text/rdf+n3",
    "garbage",
    ";;;,,,",
    "a/b, c/d;q=0.1, text/*;q=0.2",
)
ROUTES: Final = (
    "sparql?query=ASK%7B%7D",
    "sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20a%20%3Fo%7D%20LIMIT%201",
    "id/milan",
    "ontology",
    "dataset",
)
ALIASES: Final = {
    "application/json": {"application/sparql-results+json", "application/ld+json"},
    "application/xml": {"application/sparql-results+xml", "application/rdf+xml"},
    "text/xml": {"application/sparql-results+xml", "application/rdf+xml"},
    "text/plain": {"application/n-triples"},
    "text/n3": {"text/turtle"},
    "text/rdf+n3": {"text/turtle"},
}
EXTENSIONS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


def allows(accept: str, media_type: str) -> bool:
    """Return whether the most precise range that fits a type has a weight above zero. Without a valid range, everything is allowed."""
    best, has_ranges = (-1, 0.0), False
    for part in accept.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        if name.count("/") != 1 or not weight.replace(".", "", 1).isdigit() or float(weight) > 1:
            continue
        has_ranges = True
        kind, subtype = name.split("/")
        precision = (kind != "*") + (subtype != "*")
        fits = name == media_type or media_type in ALIASES.get(name, ()) or (precision < 2 and kind in ("*", media_type.partition("/")[0]))
        if fits and precision > best[0]:
            best = precision, float(weight)
    return not has_ranges or best[1] > 0


@pytest.mark.parametrize("route", ROUTES)
def test_a8_each_route_answers_each_accept_header_rightly(route: str, server: RunningServer) -> None:
    assert len(ACCEPTS) == 40
    for accept in ACCEPTS:
        response = server.client.get(f"{server.url}{route}", headers={"accept": accept})
        assert "accept" in response.headers["vary"].lower(), accept
        if response.status_code == 406:
            is_page = response.headers["content-type"].startswith("text/html")
            offered = re.findall(r"<dd>(\w+/[\w.+-]+)</dd>", response.text) if is_page else response.json()["alternatives"]
            assert len(offered) > 2
            assert [kind for kind in offered if allows(accept, kind)] == [], accept
            continue
        assert response.status_code == (303 if route == "id/milan" else 200), accept
        if response.status_code == 303:
            media_type = EXTENSIONS[response.headers["location"].rsplit(".", 1)[1]]
        else:
            media_type = response.headers["content-type"].partition(";")[0]
        assert allows(accept, media_type), (accept, media_type)


def test_a9_all_negotiated_answers_vary_by_accept(server: RunningServer) -> None:
    etag = server.client.get(f"{server.url}dataset", headers={"accept": "text/turtle"}).headers["etag"]
    answers = {
        303: server.client.get(f"{server.url}id/milan"),
        304: server.client.get(f"{server.url}dataset", headers={"accept": "text/turtle", "if-none-match": etag}),
        404: server.client.get(f"{server.url}id/atlantis"),
        406: server.client.get(f"{server.url}id/milan", headers={"accept": "image/png"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert "Accept" in answer.headers["vary"].split(", ")
