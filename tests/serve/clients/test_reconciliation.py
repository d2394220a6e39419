"""The Reconciliation API over HTTP, as OpenRefine asks: each answer fits the schema of the API."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.serve.reconcile.test_reconcile import validated
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

ID: Final = "https://w3id.org/kzit/id/"


def match(server: RunningServer, *queries: dict[str, Any], path: str = "reconcile") -> list[list[dict[str, Any]]]:
    batch = validated({f"q{number}": query for number, query in enumerate(queries)}, "reconciliation-query-batch")
    response = server.client.post(f"{server.url}{path}", data={"queries": json.dumps(batch)})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    found = validated(response.json(), "reconciliation-result-batch")
    return [found[name]["result"] for name in batch]


@pytest.fixture(scope="module")
def manifest(server: RunningServer) -> Any:
    return validated(server.client.get(f"{server.url}reconcile").json(), "manifest")


def test_a31_the_manifest_has_the_urls_of_the_server(manifest: Any, server: RunningServer) -> None:
    assert manifest["view"]["url"].startswith(server.url)
    assert manifest["preview"]["url"].startswith(server.url)
    assert manifest["suggest"]["entity"]["service_url"].startswith(server.url.rstrip("/"))


@pytest.mark.parametrize("text", ["Milan", "milano", "Милан", "id:milan", f"{ID}milan"])
def test_a31_an_equal_label_or_an_identifier_is_first(text: str, server: RunningServer) -> None:
    (found,) = match(server, {"query": text, "limit": 5})
    assert (found[0]["id"], found[0]["match"]) == (f"{ID}milan", True)


def test_a31_queries_of_a_batch_are_answered_together(server: RunningServer) -> None:
    milan, nothing, typed = match(
        server, {"query": "Milan"}, {"query": "qqqqqqqqqqqq"}, {"query": "Milan", "type": "https://schema.org/City", "limit": 1}
    )
    assert milan[0]["id"] == typed[0]["id"] == f"{ID}milan"
    assert nothing == []


@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_a31_the_suggest_services_of_the_manifest_answer(kind: str, manifest: Any, server: RunningServer) -> None:
    service = manifest["suggest"][kind]
    response = server.client.get(service["service_url"] + service["service_path"], params={"prefix": {"entity": "mila"}.get(kind, "c")})
    found = validated(response.json(), f"suggest-{'entities' if kind == 'entity' else {'type': 'types'}.get(kind, 'properties')}-response")
    assert found["result"]
    if kind == "entity":
        assert found["result"][0]["id"] == f"{ID}milan"


def test_a31_preview_and_view_show_the_thing(manifest: Any, server: RunningServer) -> None:
    preview = server.client.get(manifest["preview"]["url"].replace("{{id}}", f"{ID}milan"))
    assert (preview.status_code, preview.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Milan" in preview.text
    view = server.client.get(manifest["view"]["url"].replace("{{id}}", f"{ID}milan"))
    assert view.status_code == 303


def test_a31_data_extension_gives_values(manifest: Any, server: RunningServer) -> None:
    service = manifest["extend"]["propose_properties"]
    proposed = server.client.get(service["service_url"] + service["service_path"], params={"type": "https://schema.org/City"}).json()
    validated(proposed, "data-extension-property-proposal")
    wanted = validated(
        {"ids": [f"{ID}milan"], "properties": [{"id": each["id"]} for each in proposed["properties"][:3]]}, "data-extension-query"
    )
    response = server.client.post(f"{server.url}reconcile", data={"extend": json.dumps(wanted)})
    found = validated(response.json(), "data-extension-response")
    assert set(found["rows"]) == {f"{ID}milan"}
    assert any(values for values in found["rows"][f"{ID}milan"].values())


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"queries": "{"}, 400), ({"queries": "[]"}, 400), ({"extend": '{"ids": 1}'}, 400), ({"queries": "{}" * 600_000}, 413)],
)
def test_a31_a_malformed_request_is_a_problem(sent: dict[str, str], status: int, server: RunningServer) -> None:
    response = server.client.post(f"{server.url}reconcile", data=sent)
    assert (response.status_code, response.json()["status"]) == (status, status)
