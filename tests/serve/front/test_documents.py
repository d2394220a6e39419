"""Documents about things, the ontology and the dataset, files, and the other addresses of a site."""

from __future__ import annotations

import json
from typing import Final

import httplink
import jsonschema
import pytest
from rdflib import Graph, URIRef

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

BASE: Final = "https://w3id.org/kzit/"
RDF: Final = {
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
}
BROWSER: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PARSERS: Final = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}


def graph(server: RunningServer, path: str) -> Graph:
    return Graph().parse(data=server.client.get(f"{server.url}{path}").text, format=PARSERS["." + path.rsplit(".", 1)[1]])


@pytest.mark.parametrize(("accept", "extension"), [*RDF.items(), (BROWSER, ".html"), ("*/*", ".html")])
def test_a12_a_thing_redirects_to_the_document_that_a_client_prefers(accept: str, extension: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan", headers={"accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, f"/id/milan{extension}")
    assert "Accept" in response.headers["vary"]
    document = server.client.get(f"{server.url}id/milan{extension}", headers={"accept": "image/png"})
    assert document.status_code == 200


def test_a12_iris_with_the_path_of_the_base_are_answered_too(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}kzit/id/milan", headers={"accept": "text/turtle"})
    assert (response.status_code, response.headers["location"]) == (303, "/kzit/id/milan.ttl")
    assert server.client.get(f"{server.url}kzit/id/milan.ttl").content == server.client.get(f"{server.url}id/milan.ttl").content
    assert server.client.get(f"{server.url}kzit").headers["location"] == "/kzit/"


def test_the_parameter_format_chooses_the_document(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan?format=nt", headers={"accept": BROWSER})
    assert response.headers["location"] == "/id/milan.nt"


@pytest.mark.parametrize("extension", PARSERS)
def test_a_document_states_facts_about_its_thing_in_each_format(extension: str, server: RunningServer) -> None:
    found = graph(server, f"id/milan{extension}")
    milan = URIRef(f"{BASE}id/milan")
    assert (milan, None, None) in found
    assert len(found) == len(graph(server, "id/milan.nt"))


def test_an_unknown_thing_is_not_found_and_varies_by_accept(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/atlantis", headers={"accept": "text/turtle"})
    assert response.status_code == 404
    assert "Accept" in response.headers["vary"]
    assert response.headers["content-type"] == "application/problem+json"


def test_a_format_that_a_document_does_not_have_is_refused(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan", headers={"accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["alternatives"]


@pytest.mark.parametrize("accept", RDF)
def test_a12_the_ontology_has_its_terms_in_each_format(accept: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}ontology", headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, accept)
    assert response.headers["content-location"] == f"/ontology{RDF[accept]}"
    found = Graph().parse(data=response.text, format=PARSERS[RDF[accept]])
    assert (URIRef(f"{BASE}ontology#Fact"), None, None) in found


@pytest.mark.parametrize("name", ["dataset", "shapes"])
def test_dataset_and_shapes_are_documents_at_their_iris(name: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{name}", headers={"accept": "text/turtle"})
    assert response.status_code == 200
    assert "Accept" in response.headers["vary"]
    assert len(Graph().parse(data=response.text, format="turtle")) > 100
    again = server.client.get(f"{server.url}{name}", headers={"accept": "text/turtle", "if-none-match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("extension", [".html", ".ttl", ".rdf"])
def test_a13_a_document_links_to_its_other_formats_and_its_dataset(extension: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan{extension}")
    links = [
        (link.target, link.rel, dict(link.attributes).get("type")) for link in httplink.parse_link_header(response.headers["link"]).links
    ]
    relations = {relation for _, relation, _ in ((target, next(iter(rel)), kind) for target, rel, kind in links)}
    assert {"alternate", "type", "license", "collection"} <= relations
    alternates = {kind for _, rel, kind in links if "alternate" in rel}
    types = {".html": "text/html", ".ttl": "text/turtle", ".jsonld": "application/ld+json", ".nt": "application/n-triples"}
    assert {kind for other, kind in types.items() if other != extension} <= alternates


@pytest.mark.parametrize("name", ["ontology", "shapes"])
@pytest.mark.parametrize(("accept", "extension"), RDF.items())
def test_a13_the_ontology_and_the_shapes_link_to_their_other_formats(name: str, accept: str, extension: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{name}", headers={"accept": accept})
    links = [
        (next(iter(link.rel)), link.target, dict(link.attributes).get("type"))
        for link in httplink.parse_link_header(response.headers["link"]).links
    ]
    files = {f"{name}.html": "text/html", f"{name}.ttl": "text/turtle"}
    files |= {"ontology.jsonld": "application/ld+json"} if name == "ontology" else {}
    others = {target: kind for target, kind in files.items() if target != f"{name}{extension}"}
    assert {target: kind for relation, target, kind in links if relation == "alternate"} == others
    for target, kind in [*others.items(), *((f"{name}{other}", kind) for kind, other in RDF.items())]:
        assert server.client.get(f"{server.url}{target}").headers["content-type"].partition(";")[0] == kind
    assert ("license", "https://creativecommons.org/publicdomain/zero/1.0/", None) in links
    assert ("collection", "dataset.html", "text/html") in links
    if name == "ontology":
        assert ("type", "http://www.w3.org/2002/07/owl#Ontology", None) in links
        assert ("cite-as", f"{BASE}ontology", None) in links
    assert server.client.get(f"{server.url}{name}{extension}").headers["link"] == response.headers["link"]


@pytest.mark.parametrize("media_type", ["text/html", "text/turtle", "application/n-triples", "application/rdf+xml"])
def test_a13_the_dataset_has_links_in_every_format(media_type: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}dataset", headers={"accept": media_type})
    assert response.headers["content-type"].startswith(media_type)
    assert {"cite-as", "license", "item"} <= {next(iter(link.rel)) for link in httplink.parse_link_header(response.headers["link"]).links}


def test_a14_well_known_void_leads_to_the_description_of_the_dataset(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}.well-known/void", headers={"accept": "text/turtle"}, follow_redirects=True)
    found = Graph().parse(data=response.text, format="turtle")
    assert (URIRef(f"{BASE}dataset"), URIRef("http://rdfs.org/ns/void#triples"), None) in found


def test_a14_the_catalogue_of_apis_is_a_linkset_whose_links_exist(server: RunningServer) -> None:
    response = server.client.get(f"{server.url}.well-known/api-catalog")
    assert response.headers["content-type"].startswith("application/linkset+json")
    targets = [link["href"] for entry in response.json()["linkset"] for name, links in entry.items() if name != "anchor" for link in links]
    assert f"{server.url}sparql" in targets
    for target in set(targets):
        got = server.client.get(target, headers={"accept": "text/turtle, */*;q=0.1"}, follow_redirects=True)
        assert got.status_code == 200, target


def test_the_home_page_is_html_and_rdf_clients_go_to_the_dataset(server: RunningServer) -> None:
    assert server.client.get(server.url, headers={"accept": BROWSER}).headers["content-type"] == "text/html; charset=utf-8"
    response = server.client.get(server.url, headers={"accept": "text/turtle"})
    assert (response.status_code, response.headers["location"]) == (303, "/dataset")


def test_robots_are_kept_from_queries(server: RunningServer) -> None:
    assert "Disallow: /sparql" in server.client.get(f"{server.url}robots.txt").text


@pytest.mark.parametrize("path", ["kzit.ttl", "kzit.csv", "context.jsonld", "SHA256SUMS"])
def test_files_of_the_build_are_served(path: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}{path}")
    assert response.status_code == 200
    assert response.headers["etag"]


@pytest.mark.parametrize("path", [".kzit-graph-build", "id/..%2Fsettings.toml", "%2e%2e/etc/passwd", "nothing"])
def test_what_is_no_file_of_the_build_is_not_found(path: str, server: RunningServer) -> None:
    assert server.client.get(f"{server.url}{path}").status_code == 404


def test_reconciliation_is_answered(server: RunningServer) -> None:
    manifest = server.client.get(f"{server.url}reconcile").json()
    assert "0.2" in manifest["versions"]
    queries = json.dumps({"q0": {"query": "Milan"}})
    for answer in (
        server.client.post(f"{server.url}reconcile", data={"queries": queries}),
        server.client.get(f"{server.url}reconcile", params={"queries": queries}),
    ):
        assert answer.json()["q0"]["result"][0]["id"].endswith("milan")
    assert server.client.get(f"{server.url}reconcile/nothing").status_code == 404


def test_the_interface_is_described_in_openapi(server: RunningServer) -> None:
    described = server.client.get(f"{server.url}openapi.json").json()
    schema = {
        "type": "object",
        "required": ["openapi", "info", "paths"],
        "properties": {
            "openapi": {"pattern": r"^3\.1\.\d+$"},
            "info": {"required": ["title", "version"]},
            "paths": {
                "propertyNames": {"pattern": "^/"},
                "additionalProperties": {"additionalProperties": {"required": ["responses", "operationId"]}},
            },
        },
    }
    jsonschema.validate(described, schema)
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path, operations in described["paths"].items():
        if "get" in operations and "{" not in path and path != "/sparql":
            assert server.client.get(server.url.rstrip("/") + path).status_code == 200, path


@pytest.mark.parametrize("path", ["sparql", "id/atlantis", "problems", "problems/query"])
@pytest.mark.parametrize("prefix", ["", "kzit/"])
def test_pages_of_the_server_look_like_those_of_the_site(prefix: str, path: str, server: RunningServer) -> None:
    page = server.client.get(f"{server.url}{prefix}{path}", headers={"accept": BROWSER})
    assert f'<link rel="stylesheet" href="/{prefix}assets/site.css">' in page.text
    assert f'<a href="/{prefix}">' in page.text
    assert server.client.get(f"{server.url}{prefix}assets/site.css").headers["content-type"].startswith("text/css")
    assert server.client.get(f"{server.url}{prefix}").status_code == 200


@pytest.mark.parametrize(
    ("languages", "folder"),
    [("it", "it/"), ("de, ru-KZ;q=0.8, en;q=0.5", "ru/"), ("en-US,en;q=0.9,kk;q=0.8", ""), ("fr", ""), ("kk;q=0, *", ""), ("", "")],
)
def test_a_thing_redirects_to_its_page_in_the_language_of_the_reader(languages: str, folder: str, server: RunningServer) -> None:
    response = server.client.get(f"{server.url}id/milan", headers={"accept": BROWSER, "accept-language": languages})
    assert response.headers["location"] == f"/{folder}id/milan.html"
    assert "Accept-Language" in response.headers["vary"]
    assert (
        server.client.get(f"{server.url}id/milan", headers={"accept": "text/turtle", "accept-language": "it"}).headers["location"]
        == "/id/milan.ttl"
    )


def test_a_folder_of_pages_has_a_home(server: RunningServer) -> None:
    assert '<html lang="ru">' in server.client.get(f"{server.url}ru/").text
    response = server.client.get(f"{server.url}ru", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (301, "/ru/")
    assert server.client.get(f"{server.url}id", follow_redirects=False).status_code == 404
    assert server.client.get(f"{server.url}id/").status_code == 404


def test_a_page_has_the_policy_that_it_states_and_no_frames(server: RunningServer) -> None:
    policy = server.client.get(f"{server.url}it/id/milan.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "font-src 'self'" in policy
    assert policy.endswith("frame-ancestors 'none'")
