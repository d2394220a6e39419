"""Malformed requests to the reconciliation service are refused with their fault."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from kzit_graph.serve.reconcile.requests import MAX_IDS, MAX_QUERIES, MAX_TEXT, RequestRefused
from kzit_graph.serve.reconcile.routing import asked

URL = "https://example.org/graph"
TOO_MANY = json.dumps({str(number): {"query": "x"} for number in range(MAX_QUERIES + 1)})
TOO_DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"queries": "{"}, 400, "queries is not JSON: .* at line 1, column 2"),
        ({"queries": "[]"}, 400, "queries must be a JSON object"),
        ({"queries": '{"q": 1}'}, 400, "the query q must be a JSON object"),
        ({"queries": '{"q": {}}'}, 400, "the query q has neither a query nor properties"),
        ({"queries": '{"q": {"query": " "}}'}, 400, "neither a query nor properties"),
        ({"queries": '{"q": {"query": 5}}'}, 400, "the query q: query must be a text"),
        (
            {"queries": '{"q": {"query": "x", "props": []}}'},
            400,
            "unknown key props; use one of limit, properties, query, type, type_strict",
        ),
        ({"queries": '{"q": {"query": "x", "limit": -1}}'}, 400, "limit must be a whole number"),
        ({"queries": '{"q": {"query": "x", "limit": 1e999}}'}, 400, "limit must be a whole number"),
        ({"queries": '{"q": {"query": "x", "type_strict": "no"}}'}, 400, "type_strict must be one of any, all, should"),
        ({"queries": '{"q": {"query": "x", "properties": [{"p": 1}]}}'}, 400, "each property needs a pid and a v"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "a", "v": null}]}}'}, 400, "a value must be a text"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "a", "v": NaN}]}}'}, 400, "not a number of JSON"),
        ({"queries": '{"q": {"query": "\\ud800"}}'}, 400, "half of a surrogate pair"),
        ({"queries": '{"\\ud800": {"query": "x"}}'}, 400, "a key of the batch has half of a surrogate pair"),
        ({"queries": '{"q": {"\\ud800": "x"}}'}, 400, r"unknown key \\ud800;"),
        ({"queries": json.dumps({"q": {"query": "x" * (MAX_TEXT + 1)}})}, 400, "1,001 characters; send at most 1,000"),
        ({"queries": TOO_MANY}, 413, f"send at most {MAX_QUERIES}"),
        ({"queries": TOO_DEEP}, 400, "nested too deeply"),
        ({"queries": "1" * 5000}, 400, "a number that is too long"),
        ({"queries": "{}", "extend": "{}"}, 400, "either queries or extend"),
        ({"query": "Milan"}, 400, "send a batch in queries"),
        ({"callback": "x"}, 400, "JSONP is not supported; use CORS"),
        ({"extend": "{}"}, 400, "extend must be a JSON object with ids and properties"),
        ({"extend": '{"ids": [1], "properties": []}'}, 400, "an id must be a text"),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 400, "the id of a property must be a text"),
        ({"extend": json.dumps({"ids": ["x"] * (MAX_IDS + 1), "properties": []})}, 413, "asks for too much at once"),
    ],
)
def test_a_malformed_request_is_refused_with_its_fault(fields: Mapping[str, str], status: int, message: str) -> None:
    with pytest.raises(RequestRefused, match=message) as caught:
        asked("", fields, URL)
    assert caught.value.status == status
    assert "\n" not in str(caught.value)
    assert caught.value.detail.encode()


@pytest.mark.parametrize("path", ["nothing", "suggest", "suggest/facts", "in/x y", "in", "preview/x"])
def test_other_paths_are_not_found(path: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        asked(path, {"id": "x"}, URL)
    assert caught.value.status == 404


@pytest.mark.parametrize(("path", "fields"), [("suggest/entity", {"cursor": "x"}), ("suggest/entity", {"limit": "²"}), ("preview", {})])
def test_malformed_parameters_are_refused(path: str, fields: Mapping[str, str]) -> None:
    with pytest.raises(RequestRefused) as caught:
        asked(path, fields, URL)
    assert caught.value.status == 400
