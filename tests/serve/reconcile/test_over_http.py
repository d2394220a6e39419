"""The reconciliation service, asked over HTTP as OpenRefine asks it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import kzit_graph
from kzit_graph.serve.reconcile.requests import MAX_QUERIES
from tests.serve.running import RunningServer, running_server
from tests.small_project import small_project

pytestmark = pytest.mark.slow

SCALA = "https://example.org/tiny/id/one/scala"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("over-http")
    kzit_graph.open_folder(small_project(folder / "project", {})).build(folder / "dist")
    with running_server(folder / "dist", folder / "server", "--budget", "0", "--per-client", "0") as running:
        yield running


def test_the_addresses_of_the_manifest_answer(service: RunningServer) -> None:
    manifest = service.client.get(f"{service.url}reconcile").json()
    for place in manifest["suggest"].values():
        found = service.client.get(place["service_url"] + place["service_path"], params={"prefix": "scal"})
        assert (found.status_code, found.headers["content-type"]) == (200, "application/json")
        assert found.headers["access-control-allow-origin"] == "*"
    proposed = manifest["extend"]["propose_properties"]
    assert service.client.get(proposed["service_url"] + proposed["service_path"]).json()["properties"]
    page = service.client.get(manifest["preview"]["url"].replace("{{id}}", SCALA.replace("/", "%2F")))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    view = service.client.get(manifest["view"]["url"].replace("{{id}}", SCALA))
    assert (view.status_code, view.headers["location"]) == (303, f"{service.url}id/one/scala")


def test_a_batch_is_sent_as_a_form(service: RunningServer) -> None:
    queries = json.dumps({"q0": {"query": "la scala", "type_strict": "should"}})
    answer = service.client.post(f"{service.url}reconcile", data={"queries": queries})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["q0"]["result"][0]["id"] == SCALA
    assert answer.json() == service.client.get(f"{service.url}reconcile", params={"queries": queries}).json()
    extend = json.dumps({"ids": [SCALA], "properties": [{"id": "beside"}]})
    assert service.client.post(f"{service.url}reconcile", data={"extend": extend}).json()["rows"][SCALA]["beside"]


def test_faults_are_problem_documents_with_their_status(service: RunningServer) -> None:
    too_many = json.dumps({str(number): {"query": "x"} for number in range(MAX_QUERIES + 1)})
    for fields, status in (({"queries": too_many}, 413), ({"queries": "{"}, 400), ({"callback": "x"}, 400)):
        problem = service.client.post(f"{service.url}reconcile", data=fields)
        assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    assert service.client.get(f"{service.url}reconcile/preview", params={"id": "nobody"}).status_code == 404
    assert service.client.post(f"{service.url}reconcile", json={"queries": {}}).status_code == 415
    assert service.client.post(f"{service.url}reconcile").status_code == 200


def test_a_service_in_another_language_has_its_own_addresses(service: RunningServer) -> None:
    manifest = service.client.get(f"{service.url}reconcile/in/it").json()
    assert manifest["preview"]["url"].startswith(f"{service.url}reconcile/in/it/preview")
    assert service.client.get(f"{service.url}reconcile/in/no%20language").status_code == 404


def test_a_language_without_names_is_named_with_those_of_the_graph(service: RunningServer) -> None:
    for path in ("in/xx", "in/xx/preview?id=one", "in/klingon"):
        problem = service.client.get(f"{service.url}reconcile/{path}")
        assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")
        assert "because no name has it; known: " in problem.json()["detail"]
    assert service.client.get(f"{service.url}reconcile/in/it-CH").status_code == 200
