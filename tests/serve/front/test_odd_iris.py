"""Things with unusual IRIs have documents at their addresses, and a format that cannot hold a document is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

BASE: Final = "https://example.org/caf%C3%A9/"
HASH_BASE: Final = "https://example.org/ns/tiny#"
THINGS: Final = f"""\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{BASE}id/plain> rdfs:label "Plain" .
<{BASE}record?id=3> rdfs:label "Third record" .
<{BASE}record?id=4> rdfs:label "Fourth record" .
<{BASE}?id=6> rdfs:label "Sixth record" .
<{BASE}id/odd> rdfs:label "Odd" ; <http://example.org/ns#m²> 5 .
<{BASE}id/bell> rdfs:label "Bell \\u0007" .
"""
TURTLE: Final = {"accept": "text/turtle"}


def built(folder: Path, base: str, turtle: str, *, site: bool) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "things.ttl").write_text(turtle, "utf-8")
    (folder / "kzit-graph.toml").write_text(f'[dataset]\nbase = "{base}"\n', "utf-8")
    build(LoadedProject(published_at(open_project(folder), site=site)), folder / "dist")
    return folder / "dist"


@pytest.fixture(scope="module", params=[True, False], ids=["files", "on demand"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("odd")
    with running_server(built(folder / "project", BASE, THINGS, site=request.param), folder / "server") as running:
        yield running


@pytest.mark.parametrize("prefix", ["caf%C3%A9", "caf%c3%a9", "café"])
def test_a_base_with_encoded_letters_is_found_in_any_spelling(prefix: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{prefix}/id/plain", headers=TURTLE)
    assert (response.status_code, response.headers["location"]) == (303, "/caf%C3%A9/id/plain.ttl")
    assert "Plain" in server.client.get(f"{server.url}{response.headers['location'][1:]}").text


def test_the_query_string_of_an_iri_names_its_thing(server: RunningServer) -> None:
    for number, name, other in (("3", "Third", "Fourth"), ("4", "Fourth", "Third")):
        response = server.client.get(f"{server.url}record?id={number}", headers=TURTLE, follow_redirects=True)
        assert response.status_code == 200
        assert name in response.text
        assert other not in response.text
    assert server.client.get(f"{server.url}record?id=5", headers=TURTLE).status_code == 404
    assert server.client.get(f"{server.url}id/plain?id=5", headers=TURTLE).status_code == 303


def test_the_base_with_a_query_string_names_its_thing(server: RunningServer) -> None:
    for address in ("?id=6", "caf%C3%A9/?id=6", "caf%C3%A9?id=6"):
        response = server.client.get(f"{server.url}{address}", headers=TURTLE, follow_redirects=True)
        assert (response.status_code, "Sixth record" in response.text) == (200, True)
    page = server.client.get(f"{server.url}?id=6", headers={"accept": "text/html"}, follow_redirects=True)
    assert "Sixth record" in page.text
    assert str(page.url) != f"{server.url}?id=6"


def test_the_base_with_another_query_string_is_the_home_page(server: RunningServer) -> None:
    home = server.client.get(server.url, headers={"accept": "text/html"})
    other = server.client.get(f"{server.url}?utm_source=x", headers={"accept": "text/html"})
    assert (other.status_code, other.text) == (200, home.text)


def test_the_reconciled_thing_is_shown_at_its_address(server: RunningServer) -> None:
    view = server.client.get(f"{server.url}reconcile/view?id={quote(f'{BASE}record?id=3', safe='')}")
    assert view.headers["location"] == f"{server.url}record?id=3"


@pytest.mark.parametrize(("thing", "cause"), [("odd", "http://example.org/ns#m²"), ("bell", "U+0007")])
def test_a_document_that_rdfxml_cannot_hold_is_not_acceptable(thing: str, cause: str, server: RunningServer) -> None:
    problem = server.client.get(f"{server.url}id/{thing}.rdf")
    assert (problem.status_code, problem.headers["content-type"]) == (406, "application/problem+json")
    assert cause in problem.json()["detail"]
    assert server.client.get(f"{server.url}id/{thing}.nt").status_code == 200
    assert server.client.get(f"{server.url}id/plain.rdf").status_code == 200


def test_iris_with_fragments_lead_to_the_data(tmp_path: Path) -> None:
    turtle = f'@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<{HASH_BASE}milan> rdfs:label "Milan" .\n'
    with running_server(built(tmp_path / "project", HASH_BASE, turtle, site=True), tmp_path / "server") as server:
        for accept in ("text/turtle", "application/n-triples"):
            response = server.client.get(f"{server.url}ns/tiny", headers={"accept": accept}, follow_redirects=True)
            assert response.headers["content-type"].startswith(accept)
            assert '"Milan"' in response.text
        page = server.client.get(f"{server.url}ns/tiny", headers={"accept": "text/html"}, follow_redirects=True)
        assert page.headers["content-type"].startswith("text/html")
