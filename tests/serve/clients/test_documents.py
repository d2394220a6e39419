"""Documents as crawlers, caches and download managers fetch them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urldefrag, urljoin

import httplink
import httpx
import jsonschema
import pytest
from pyoxigraph import NamedNode
from rdflib import Graph, URIRef

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from tests.serve.running import RunningServer, running_server
from tests.small_project import BASE as TINY
from tests.small_project import small_project

pytestmark = pytest.mark.slow

BASE: Final = "https://w3id.org/kzit/"
PUBLIC: Final = "https://data.example.org/tiny/"
TYPES: Final = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
PARSERS: Final = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}
NUMBER_OF_THINGS: Final = 40
LATER: Final = "Fri, 01 Jan 2100 00:00:00 GMT"

# RFC 9264, section 4.2: contexts with link relations; the members of a link that it defines.
LINKSET: Final = {
    "type": "object",
    "required": ["linkset"],
    "properties": {
        "linkset": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"anchor": {"type": "string", "format": "uri"}},
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["href"],
                        "properties": {"href": {"type": "string"}, "type": {"type": "string"}, "title": {"type": "string"}},
                    },
                },
            },
        }
    },
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of a small build that knows its public URL."""
    folder = tmp_path_factory.mktemp("public")
    project = published_at(open_project(small_project(folder / "project")), PUBLIC)
    build(LoadedProject(project), folder / "dist")
    with running_server(folder / "dist", folder / "server", "--public-url", PUBLIC) as running:
        running.client.headers["host"] = "data.example.org"
        yield running


@pytest.fixture(scope="module")
def things(server: RunningServer) -> list[str]:
    """Paths of some things of all kinds."""
    query = f'SELECT DISTINCT ?s {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{BASE}") && !CONTAINS(STR(?s), "#")) }} ORDER BY MD5(STR(?s))'
    found = [row["s"]["value"].removeprefix(BASE) for row in server.query(query).json()["results"]["bindings"]]
    assert len(found) > NUMBER_OF_THINGS
    return found[:NUMBER_OF_THINGS]


def links(response: httpx.Response) -> list[tuple[str, str, str]]:
    """Return the relation, the absolute target and the type of each link."""
    found = []
    for link in httplink.parse_link_header(response.headers["link"]).links:
        kind = dict(link.attributes).get("type", "")
        found += [(relation, urljoin(str(response.url), link.target), kind) for relation in link.rel]
    return found


def without_date(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "date"}


REPRESENTATIONS: Final = [
    ("kzit.nt", "*/*", "identity"),
    ("kzit.nt", "*/*", "gzip"),
    ("kzit.nt", "*/*", "zstd"),
    ("dataset", "text/turtle", "identity"),
    ("dataset", "text/turtle", "gzip"),
    ("dataset", "application/ld+json", "identity"),
    ("dataset", "text/html", "identity"),
    ("id/milan.ttl", "*/*", "identity"),
    ("id/milan.nt", "*/*", "identity"),
    ("id/milan.rdf", "*/*", "identity"),
    ("ontology", "application/rdf+xml", "identity"),
    ("sparql?query=SELECT * { ?s ?p ?o } LIMIT 3", "text/csv", "identity"),
    ("sparql?query=SELECT * { ?s ?p ?o } LIMIT 3", "application/sparql-results+json", "identity"),
    ("sparql?query=SELECT * { ?s ?p ?o } LIMIT 3", "application/json", "identity"),
]


def fetched(server: RunningServer, path: str, accept: str, coding: str, method: str = "GET", **headers: str) -> httpx.Response:
    asked = {"accept": accept, "accept-encoding": coding, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return server.client.request(method, f"{server.url}{path}", headers=asked)


def test_a10_each_representation_and_coding_has_its_own_etag(server: RunningServer) -> None:
    etags = {case: fetched(server, *case).headers["etag"] for case in REPRESENTATIONS}
    assert len(set(etags.values())) == len(etags)
    assert all(re.fullmatch(r'"[!#-~]+"', etag) for etag in etags.values())


@pytest.mark.parametrize(("path", "accept", "coding"), REPRESENTATIONS)
def test_a10_a_known_etag_gives_304_with_the_same_validators(path: str, accept: str, coding: str, server: RunningServer) -> None:
    got = fetched(server, path, accept, coding)
    etag = got.headers["etag"]
    assert got.headers.get("content-encoding", "identity") == coding
    for condition in (etag, f"W/{etag}", "*", f'"other", {etag}', f'"a,b" , W/{etag}'):
        known = fetched(server, path, accept, coding, if_none_match=condition)
        assert (known.status_code, known.content) == (304, b""), condition
        kept = {name: got.headers.get(name) for name in ("etag", "vary", "cache-control", "content-location", "last-modified")}
        assert {name: known.headers.get(name) for name in kept} == kept
    assert fetched(server, path, accept, coding, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize(("path", "accept", "coding"), REPRESENTATIONS)
def test_a10_head_is_get_less_the_body(path: str, accept: str, coding: str, server: RunningServer) -> None:
    got, head = fetched(server, path, accept, coding), fetched(server, path, accept, coding, "HEAD")
    assert (head.status_code, head.content, without_date(head)) == (200, b"", without_date(got))


@pytest.mark.parametrize("path", ["id/milan", "id/nothing", "kzit.nt"])
def test_a10_head_has_the_status_of_get(path: str, server: RunningServer) -> None:
    for accept in ("text/turtle", "image/png"):
        got, head = fetched(server, path, accept, "identity"), fetched(server, path, accept, "identity", "HEAD")
        assert (head.status_code, head.content, without_date(head)) == (got.status_code, b"", without_date(got))


def test_a10_an_unchanged_file_is_not_sent_again_by_its_date(server: RunningServer) -> None:
    got = fetched(server, "kzit.nt", "*/*", "identity")
    for date in (got.headers["last-modified"], LATER):
        assert fetched(server, "kzit.nt", "*/*", "identity", if_modified_since=date).status_code == 304
    assert fetched(server, "kzit.nt", "*/*", "identity", if_modified_since="Thu, 01 Jan 2015 00:00:00 GMT").status_code == 200
    both = fetched(server, "kzit.nt", "*/*", "identity", if_modified_since=LATER, if_none_match='"other"')
    assert both.status_code == 200  # the ETag precedes the date


def test_a10_a_failed_precondition_is_412(server: RunningServer) -> None:
    assert fetched(server, "kzit.nt", "*/*", "identity", if_match='"other"').status_code == 412


def test_a11_ranges_of_a_dump(server: RunningServer) -> None:
    whole = fetched(server, "kzit.nq", "*/*", "identity")
    size, content, etag = len(whole.content), whole.content, whole.headers["etag"]
    assert whole.headers["accept-ranges"] == "bytes"
    for asked, first, last in (
        ("0-9", 0, 9),
        ("10-", 10, size - 1),
        ("-7", size - 7, size - 1),
        (f"{size - 1}-{size + 9}", size - 1, size - 1),
    ):
        part = fetched(server, "kzit.nq", "*/*", "identity", range=f"bytes={asked}")
        assert part.status_code == 206, asked
        assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert (part.content, part.headers["etag"]) == (content[first : last + 1], etag)
    outside = fetched(server, "kzit.nq", "*/*", "identity", range=f"bytes={size}-")
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{size}")


def test_a11_a_changed_dump_is_sent_whole(server: RunningServer) -> None:
    whole = fetched(server, "kzit.nq", "*/*", "identity")
    same = fetched(server, "kzit.nq", "*/*", "identity", range="bytes=0-9", if_range=whole.headers["etag"])
    other = fetched(server, "kzit.nq", "*/*", "identity", range="bytes=0-9", if_range='"other"')
    assert (same.status_code, other.status_code, other.content) == (206, 200, whole.content)


@pytest.mark.parametrize("value", ["bytes=0-1, 5-6", "lines=1-2", "bytes=9-2", "bytes=x"])
def test_a11_other_ranges_are_answered_whole_or_refused(value: str, server: RunningServer) -> None:
    response = fetched(server, "kzit.nq", "*/*", "identity", range=value)
    assert response.status_code in (200, 416)
    if response.status_code == 200:
        assert response.content == fetched(server, "kzit.nq", "*/*", "identity").content


@pytest.mark.parametrize("accept", [*PARSERS, "text/html"])
def test_a12_each_thing_leads_to_a_document_about_it(accept: str, server: RunningServer, things: list[str]) -> None:
    for path in things:
        thing = server.client.get(f"{server.url}{path}", headers={"accept": accept})
        assert thing.status_code == 303, path
        assert thing.headers["location"].startswith("/")
        document = server.client.get(urljoin(server.url, thing.headers["location"]), headers={"accept": accept})
        assert document.status_code == 200, path  # one step, no loop
        assert document.headers["content-type"].partition(";")[0] == accept
        if accept == "text/html":
            assert f"{BASE}{path}" in document.text
        else:
            assert (URIRef(BASE + path), None, None) in Graph().parse(data=document.text, format=PARSERS[accept])


def test_a12_documents_of_a_thing_have_the_same_triples(server: RunningServer, things: list[str]) -> None:
    for path in things[:15]:
        texts = {name: server.client.get(f"{server.url}{path}.{name}").text for name in ("ttl", "jsonld", "nt", "rdf")}
        graphs = {name: Graph().parse(data=text, format=PARSERS[TYPES.get(name, "application/rdf+xml")]) for name, text in texts.items()}
        assert len({len(graph) for graph in graphs.values()}) == 1, path
        assert set(graphs["nt"].subjects()) == set(graphs["rdf"].subjects())


def test_a12_a_hash_iri_is_in_the_document_that_its_url_answers(server: RunningServer) -> None:
    terms = f'SELECT DISTINCT ?p {{ ?s ?p ?o FILTER STRSTARTS(STR(?p), "{BASE}ontology#") }} LIMIT 20'
    iris = [row["p"]["value"] for row in server.query(terms).json()["results"]["bindings"]]
    assert len(iris) > 10
    for accept, syntax in PARSERS.items():
        (url,) = {urldefrag(iri).url.removeprefix(BASE) for iri in iris}
        graph = Graph().parse(data=server.client.get(f"{server.url}{url}", headers={"accept": accept}).text, format=syntax)
        assert all((URIRef(iri), None, None) in graph for iri in iris)


@pytest.mark.parametrize("extension", TYPES)
def test_a13_links_name_the_thing_its_documents_and_its_dataset(extension: str, public: RunningServer) -> None:
    response = public.client.get(f"{public.url}id/one/scala.{extension}")
    found = {(relation, target) for relation, target, _ in links(response)}
    here = f"{public.url}id/one/scala"
    alternates = {(target, kind) for relation, target, kind in links(response) if relation == "alternate"}
    assert alternates == {(f"{here}.{name}", kind) for name, kind in TYPES.items() if name != extension}
    assert ("cite-as", f"{TINY}id/one/scala") in found
    assert ("type", f"{TINY}ontology#Theatre") in found
    assert {target for relation, target in found if relation == "collection"} == {f"{public.url}dataset.html"}
    if extension == "html":
        assert ("canonical", f"{PUBLIC}id/one/scala.html") in found
        assert ("describedby", f"{here}.ttl") in found
    else:
        assert ("describes", f"{here}.html") in found


def test_a13_links_have_the_license_of_the_data(server: RunningServer, things: list[str]) -> None:
    for path in things[:15]:
        for extension in ("html", "ttl"):
            found = [target for relation, target, _ in links(server.client.get(f"{server.url}{path}.{extension}")) if relation == "license"]
            assert found == ["https://creativecommons.org/publicdomain/zero/1.0/"]


def test_a13_links_of_all_documents_lead_somewhere_with_their_type(server: RunningServer, things: list[str]) -> None:
    asked: dict[str, str] = {}
    for path in things[:10]:
        for extension in TYPES:
            response = server.client.get(f"{server.url}{path}.{extension}")
            asked |= {target: kind for _, target, kind in links(response) if target.startswith(server.url)}
    assert len(asked) > 30
    for target, kind in asked.items():
        got = server.client.get(target, headers={"accept": kind or "*/*"}, follow_redirects=True)
        assert got.status_code == 200, target
        assert not kind or got.headers["content-type"].partition(";")[0] == kind, target


def test_a13_links_in_the_header_are_those_in_the_page(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan.html")
    written = re.findall(r'<link rel="([^"]+)" href="([^"]+)"', response.text)
    in_page = {(relation, urljoin(str(response.url), target.replace("&amp;", "&"))) for relation, target in written}
    assert {(relation, target) for relation, target, _ in links(response)} == {
        pair for pair in in_page if pair[0] not in ("stylesheet", "icon")
    }


def test_a14_well_known_addresses_are_documents_about_the_server(public: RunningServer) -> None:
    void = public.client.get(f"{public.url}.well-known/void", headers={"accept": "text/turtle"})
    graph = Graph().parse(data=void.text, format="turtle")
    endpoints = set(graph.objects(URIRef(f"{TINY}dataset"), URIRef("http://rdfs.org/ns/void#sparqlEndpoint")))
    assert endpoints == {URIRef(f"{PUBLIC}sparql")}
    catalogue = public.client.get(f"{public.url}.well-known/api-catalog")
    jsonschema.Draft202012Validator(LINKSET).validate(catalogue.json())
    assert 'rel="api-catalog"' in catalogue.headers["link"]
    assert all(NamedNode(entry["anchor"]).value.startswith(PUBLIC) for entry in catalogue.json()["linkset"])


def test_a4_there_is_no_graph_store_to_write_to(server: RunningServer) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()
    for path in ("sparql?graph=urn:g", "sparql?default", "id/milan", "kzit.ttl", "dataset"):
        for method in ("PUT", "DELETE", "PATCH"):
            response = server.client.request(method, f"{server.url}{path}", content="<urn:a> <urn:b> <urn:c> .")
            assert response.status_code == 405, path
            assert {"GET", "HEAD"} <= set(response.headers["allow"].split(", "))
        posted = server.client.post(f"{server.url}{path}", content="<urn:a> <urn:b> <urn:c> .", headers={"content-type": "text/turtle"})
        assert posted.status_code == (415 if path.startswith("sparql") else 405)
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json() == before


def test_a_browser_that_asks_for_an_icon_sees_no_error(server: RunningServer) -> None:
    assert server.client.get(f"{server.url}favicon.ico").status_code == 204
