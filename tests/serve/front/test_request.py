"""Requests of the SPARQL Protocol are read, or refused with a reason."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.sparql.request import SparqlRequest, read_request

LIMITS = Limits(seconds=10, fields=5)
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


def read(method: str = "GET", url: str = "", body: bytes = b"", **headers: str) -> SparqlRequest:
    fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": method, "query_string": url.encode(), "headers": fields}
    return read_request(scope, body, LIMITS)


def problem(*arguments: Any, **headers: Any) -> HttpProblem:
    with pytest.raises(HttpProblem) as caught:
        read(*arguments, **headers)
    return caught.value


@pytest.mark.parametrize(
    "request_read",
    [
        lambda: read("GET", urlencode({"query": "ASK {}"})),
        lambda: read("POST", "", b"query=ASK+%7B%7D", content_type=FORM),
        lambda: read("POST", "", b"ASK {}", content_type=QUERY),
        lambda: read("POST", "", b"ASK {}", content_type=f"{QUERY}; charset=UTF-8"),
        lambda: read("QUERY", "", b"ASK {}", content_type=QUERY),
        lambda: read("QUERY", "", b"query=ASK+%7B%7D", content_type=FORM),
    ],
)
def test_a_query_is_read_from_each_place(request_read: Any) -> None:
    assert request_read().query == "ASK {}"


@pytest.mark.parametrize(
    "request_read",
    [
        lambda: read("GET", urlencode({"query": "\ufeffASK {}"})),
        lambda: read("POST", "", urlencode({"query": "\ufeffASK {}"}).encode(), content_type=FORM),
        lambda: read("POST", "", b"\xef\xbb\xbfASK {}", content_type=QUERY),
        lambda: read("QUERY", "", b"\xef\xbb\xbfASK {}", content_type=QUERY),
    ],
)
def test_a_byte_order_mark_is_no_part_of_a_query(request_read: Any) -> None:
    assert request_read().query == "ASK {}"


def test_a_request_without_a_query_has_none() -> None:
    assert read().query is None


def test_a_query_in_url_and_body_is_refused() -> None:
    refused = problem("POST", "query=ASK+%7B%7D", b"ASK {}", content_type=QUERY)
    assert (refused.status, refused.detail) == (400, 'the parameter "query" is given in the URL and in the body; give it once')


def test_a_repeated_query_is_refused() -> None:
    assert problem("GET", "query=a&query=b").detail == 'the parameter "query" is given more than once; give it once'


@pytest.mark.parametrize(("names", "chosen"), [("rdf%2Bxml&format=application/rdf%2Bxml", "rdf+xml"), ("csv&format=json", "csv")])
def test_the_first_format_of_several_is_taken(names: str, chosen: str) -> None:
    assert read("GET", f"query=x&format={names}").format == chosen


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_graphs_of_the_dataset_are_read_from_url_and_form(method: str) -> None:
    graphs = urlencode([("default-graph-uri", "urn:a"), ("named-graph-uri", "urn:b"), ("default-graph-uri", "urn:c")])
    asked = read("GET", f"query=x&{graphs}") if method == "GET" else read("POST", "", f"query=x&{graphs}".encode(), content_type=FORM)
    assert (asked.default_graphs, asked.named_graphs) == (("urn:a", "urn:c"), ("urn:b",))


def test_a_form_and_the_url_may_both_name_graphs() -> None:
    asked = read("POST", "default-graph-uri=urn:a", b"query=x&default-graph-uri=urn:b", content_type=FORM)
    assert asked.default_graphs == ("urn:a", "urn:b")


def test_without_graphs_the_dataset_is_that_of_the_query() -> None:
    asked = read("GET", "query=x")
    assert (asked.default_graphs, asked.named_graphs) == (None, None)


def test_a_relative_graph_is_refused() -> None:
    assert problem("GET", "query=x&default-graph-uri=data.ttl").detail == 'the graph "data.ttl" is not an absolute IRI'


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.2-basic"])
def test_a6_known_versions_are_accepted(version: str) -> None:
    assert read("GET", f"query=x&version={version}").query == "x"
    assert read("POST", "", b"x", content_type=f"{QUERY};version={version}").query == "x"


def test_a6_an_unknown_version_is_refused() -> None:
    refused = problem("GET", "query=x&version=3.0")
    assert (refused.status, refused.detail) == (400, 'the version "3.0" is unknown; use one of 1.0, 1.1, 1.2, 1.2-basic')
    assert problem("POST", "", b"x", content_type=f"{QUERY};version=3.0").status == 400


def test_a6_two_versions_are_refused() -> None:
    assert (
        problem("POST", "version=1.1", b"x", content_type=f"{QUERY};version=1.2").detail == "two versions are given: 1.1 and 1.2; give one"
    )


@pytest.mark.parametrize("url", ["update=CLEAR+ALL", "query=x&using-graph-uri=urn:a", "using-named-graph-uri=urn:a"])
def test_a24_parameters_of_updates_are_refused(url: str) -> None:
    assert problem("GET", url).status == 403


def test_a24_the_media_type_of_updates_is_refused() -> None:
    refused = problem("POST", "", b"CLEAR ALL", content_type="application/sparql-update")
    assert (refused.status, refused.detail) == (
        403,
        "application/sparql-update is an update; this endpoint is read-only; send a query, not an update",
    )


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_other_media_types_are_refused_with_those_that_are_read(method: str) -> None:
    refused = problem(method, "", b"ASK {}", content_type="text/plain")
    name = b"accept-query" if method == "QUERY" else b"accept-post"
    assert refused.status == 415
    assert (name, f"{QUERY}, {FORM}".encode()) in refused.headers


def test_a_body_without_a_media_type_is_refused() -> None:
    assert problem("POST", "", b"ASK {}").detail.startswith("the request has no Content-Type; use application/sparql-query or ")


def test_a22_a_query_that_is_not_utf8_is_refused() -> None:
    assert problem("POST", "", b"ASK {\xff}", content_type=QUERY).status == 400
    assert problem("GET", "query=%FF").status == 400


def test_a22_too_many_fields_are_refused() -> None:
    assert problem("GET", "&".join(f"a{number}=1" for number in range(6))).kind.name == "fields"


@pytest.mark.parametrize(
    ("url", "prefer", "seconds"),
    [
        ("query=x", "", 10),
        ("query=x&timeout=2.5", "", 2.5),
        ("query=x&timeout=60", "", 10),
        ("query=x&timeout=", "", 10),
        ("query=x", "wait=3", 3),
        ("query=x", 'respond-async, wait="4"; x=y', 4),
        ("query=x&timeout=5", "wait=3", 3),
        ("query=x", "wait=100", 10),
        ("query=x", "wait=soon", 10),
        ("query=x", "await=3", 10),
    ],
)
def test_a_client_can_only_lower_the_timeout(url: str, prefer: str, seconds: float) -> None:
    assert read("GET", url, prefer=prefer).seconds == seconds


@pytest.mark.parametrize("value", ["0", "-1", "soon", "nan", "inf"])
def test_a_timeout_that_is_no_positive_number_is_refused(value: str) -> None:
    assert problem("GET", f"query=x&timeout={value}").detail == f'the timeout "{value}" is not a positive number of seconds'
