"""Accept headers of all kinds, for each kind of route."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import httpx
import pytest

from kzit_graph.serve.http.media_types import DOCUMENTS, ERRORS, GRAPHS, HTML, Offer, offers
from kzit_graph.serve.http.negotiation import choose
from tests.serve.http.test_negotiation import CASES
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

Accept = str | None

SELECT: Final = "sparql?query=SELECT * { ?s ?p ?o } LIMIT 1"
ASK: Final = "sparql?query=ASK {}"
CONSTRUCT: Final = "sparql?query=CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"
DESCRIPTION: Final = (*GRAPHS, *offers(HTML))
ACCEPTED: Final[Sequence[Accept]] = [case[0] for case in CASES]
EXPECTED: Final = {case[0]: case[1:] for case in CASES}
ROWS_COLUMN, GRAPHS_COLUMN, DOCUMENTS_COLUMN, ERRORS_COLUMN = range(4)


def ask(server: RunningServer, path: str, accept: Accept) -> httpx.Response:
    client = server.client
    request = client.build_request("GET", f"{server.url}{path}")
    del request.headers["accept"]
    if accept is not None:
        request.headers = httpx.Headers([*request.headers.raw, (b"accept", accept.strip().encode("latin-1"))])
    return client.send(request)


def media_type(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def extension(accepted: str | None, offered: Sequence[Offer] = DOCUMENTS) -> str | None:
    """Return the extension of the document that has a media type."""
    return next((offer.format.extensions[0] for offer in offered if offer.media_type == accepted), None)


def refusals(response: httpx.Response, accept: Accept) -> list[str]:
    """Return what is wrong with a response of 406."""
    found = []
    if response.status_code != 406:
        found.append(f"status {response.status_code}")
    offer = choose(accept, ERRORS)
    if media_type(response) != (offer.media_type if offer else "application/problem+json"):
        found.append(f"type {media_type(response)}")
    if media_type(response) != "text/html" and not response.json()["alternatives"]:
        found.append("no alternatives")
    return found


def check(server: RunningServer, path: str, expected: Callable[[Accept], str | None], found: Callable[[httpx.Response], str]) -> None:
    """Check the answer to each Accept header. expected: what it should choose, None for 406. found: what was chosen."""
    wrong: dict[Accept, object] = {}
    for accept in ACCEPTED:
        response, wanted = ask(server, path, accept), expected(accept)
        if "Accept" not in response.headers.get("vary", "").split(", "):
            wrong[accept] = "no Vary: Accept"
        elif wanted is None:
            if faults := refusals(response, accept):
                wrong[accept] = faults
        elif response.status_code >= 400 or found(response) != wanted:
            wrong[accept] = response.status_code, dict(response.headers)
    assert wrong == {}


def test_a8_there_are_forty_headers_and_more() -> None:
    assert len(set(ACCEPTED)) >= 40


@pytest.mark.parametrize(("path", "column"), [(SELECT, ROWS_COLUMN), (ASK, ROWS_COLUMN), (CONSTRUCT, GRAPHS_COLUMN)])
def test_a8_the_answer_to_a_query_has_the_type_that_is_accepted(path: str, column: int, server: RunningServer) -> None:
    check(server, path, lambda accept: EXPECTED[accept][column], media_type)


def test_a8_the_description_of_the_service_has_the_type_that_is_accepted(server: RunningServer) -> None:
    for accept in ACCEPTED:
        response, offer = ask(server, "sparql", accept), choose(accept, DESCRIPTION)
        assert "Accept" in response.headers["vary"].split(", ")
        if accept is None or accept.strip() in ("", "*/*"):
            assert response.status_code == 400, accept  # the query was forgotten
        elif offer is None and response.status_code == 400:
            assert any(word in accept for word in ("sparql-results", "csv", "tab-separated")), accept
        elif offer is None:
            assert refusals(response, accept) == [], accept
        else:
            assert media_type(response) == offer.media_type, accept


def test_a8_a_thing_redirects_to_the_document_that_is_accepted(server: RunningServer) -> None:
    check(
        server,
        "id/milan",
        lambda accept: extension(EXPECTED[accept][DOCUMENTS_COLUMN]),
        lambda response: response.headers["location"].removeprefix("/id/milan"),
    )


def test_a8_the_dataset_is_sent_in_the_format_that_is_accepted(server: RunningServer) -> None:
    check(
        server,
        "dataset",
        lambda accept: extension(EXPECTED[accept][DOCUMENTS_COLUMN]),
        lambda response: response.headers["content-location"].removeprefix("/dataset"),
    )


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_a8_vocabularies_are_sent_in_the_format_that_is_accepted(name: str, server: RunningServer) -> None:
    def expected(accept: Accept) -> str | None:
        offer = choose(accept, DOCUMENTS)
        return offer.format.extensions[0] if offer else None

    check(server, name, expected, lambda response: response.headers["content-location"].removeprefix(f"/{name}"))


def test_a8_the_home_page_is_html_or_leads_to_the_dataset(server: RunningServer) -> None:
    check(
        server,
        "",
        lambda accept: {None: None, ".html": "text/html"}.get(extension(EXPECTED[accept][DOCUMENTS_COLUMN]), "/dataset"),
        lambda response: response.headers.get("location") or media_type(response),
    )


@pytest.mark.parametrize("path", ["id/nothing", "nothing", "problems/nothing", "sparql?query=x", "sparql?query=ASK {}&format=x"])
def test_a8_a_problem_is_a_document_or_a_page(path: str, server: RunningServer) -> None:
    for accept in ACCEPTED:
        response = ask(server, path, accept)
        assert response.status_code in (400, 404), accept
        is_page = EXPECTED[accept][ERRORS_COLUMN] == "text/html"
        assert media_type(response) == ("text/html" if is_page else "application/problem+json"), accept
        assert "Accept" in response.headers["vary"].split(", "), accept


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("id/milan.ttl", "text/turtle"),
        ("id/milan.html", "text/html"),
        ("id/milan.jsonld", "application/ld+json"),
        ("id/milan.nt", "application/n-triples"),
        ("id/milan.rdf", "application/rdf+xml"),
        ("ontology.ttl", "text/turtle"),
        ("kzit.nq", "application/n-quads"),
        (".well-known/api-catalog", "application/linkset+json"),
        ("openapi.json", "application/vnd.oai.openapi+json"),
        ("reconcile", "application/json"),
        ("robots.txt", "text/plain"),
        ("healthz", "text/plain"),
        ("problems/time", "text/html"),
    ],
)
def test_a8_a_suffix_wins_over_accept(path: str, expected: str, server: RunningServer) -> None:
    assert {media_type(ask(server, path, accept)) for accept in ACCEPTED} == {expected}


@pytest.mark.parametrize(
    ("name", "suffix"), [("html", ".html"), ("ttl", ".ttl"), ("turtle", ".ttl"), ("jsonld", ".jsonld"), ("rdfxml", ".rdf")]
)
def test_a8_the_parameter_format_agrees_with_the_suffix(name: str, suffix: str, server: RunningServer) -> None:
    for accept in (None, "text/html", "image/png", "application/n-triples"):
        thing = ask(server, f"id/milan?format={name}", accept)
        assert (thing.status_code, thing.headers["location"]) == (303, f"/id/milan{suffix}")
        assert ask(server, f"dataset?format={name}", accept).headers["content-location"] == f"/dataset{suffix}"


def test_a8_an_unknown_format_lists_those_that_there_are(server: RunningServer) -> None:
    for path in ("id/milan?format=png", "dataset?format=png"):
        response = ask(server, path, "application/json")
        assert response.status_code in (400, 406)
        assert "text/turtle" in response.text


VARYING: Final = {
    # path, Accept: status, request headers that decide
    (SELECT, "text/csv"): (200, {"Accept"}),
    (SELECT, "image/png"): (406, {"Accept"}),
    ("sparql?query=SELEC", "image/png"): (400, {"Accept"}),
    ("sparql", "text/turtle"): (200, {"Accept"}),
    ("id/milan", "text/turtle"): (303, {"Accept"}),
    ("id/milan", "image/png"): (406, {"Accept"}),
    ("id/nothing", "text/turtle"): (404, {"Accept"}),
    ("nothing", "text/html"): (404, {"Accept"}),
    ("dataset", "text/turtle"): (200, {"Accept", "Accept-Encoding"}),
    ("dataset", "image/png"): (406, {"Accept"}),
    ("ontology", "text/turtle"): (200, {"Accept", "Accept-Encoding"}),
    ("", "text/turtle"): (303, {"Accept"}),
    ("", "text/html"): (200, {"Accept", "Accept-Encoding"}),
    ("kzit.nt", "*/*"): (200, {"Accept-Encoding"}),
    ("id/milan.html", "*/*"): (200, {"Accept-Encoding"}),
    (".well-known/void", "*/*"): (303, {"Accept"}),
}


@pytest.mark.parametrize(("path", "accept"), VARYING)
def test_a9_vary_names_the_headers_that_decide(path: str, accept: str, server: RunningServer) -> None:
    status, deciding = VARYING[path, accept]
    response = ask(server, path, accept)
    assert response.status_code == status
    assert deciding <= set(response.headers["vary"].split(", "))
    if etag := response.headers.get("etag"):
        again = server.client.get(f"{server.url}{path}", headers={"accept": accept, "if-none-match": etag})
        assert (again.status_code, again.headers["vary"]) == (304, response.headers["vary"])


def test_a9_a_document_with_an_extension_does_not_vary_by_accept(server: RunningServer) -> None:
    for extension in ("html", "ttl", "jsonld", "nt", "rdf"):  # the last one is made on demand
        response = ask(server, f"id/milan.{extension}", "image/png")
        assert response.status_code == 200
        assert not {"Accept", "Accept-Language"} & set(response.headers["vary"].split(", ")), extension


def test_a9_what_does_not_vary_says_nothing_of_the_origin(server: RunningServer) -> None:
    one, other = (server.client.get(f"{server.url}kzit.nt", headers=headers) for headers in ({}, {"origin": "https://a.example"}))
    assert one.headers["access-control-allow-origin"] == other.headers["access-control-allow-origin"] == "*"
    assert "Origin" not in one.headers["vary"]
