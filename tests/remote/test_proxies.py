"""Proxies of the environment, and credentials that are sent only to their host."""

from __future__ import annotations

import socket
import traceback
from typing import Final

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import is_own_host
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.remote.proxies import Proxies
from tests.remote.endpoint_servers import Conversation, says, server

FAR: Final = "http://endpoint.example/sparql"
TURTLE: Final = says(b"<http://e/a> <http://e/b> <http://e/c> .", "text/turtle")


def ask(url: str, environment: dict[str, str]) -> bool:
    return Endpoint(url, HttpClient.from_environment(environment, [url], retries=0)).ask("ASK {}")


def host_of(talk: Conversation) -> str:
    return talk.url.split("/")[2]


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy", "ALL_PROXY"])
def test_a_request_goes_to_the_proxy_of_the_environment(variable: str) -> None:
    with server(says()) as proxy:
        assert ask(FAR, {variable: f"http://me:s3cret@{host_of(proxy)}"})
    (seen,) = proxy.seen
    assert seen.path.startswith(FAR)
    assert {name.lower(): value for name, value in seen.headers.items()}["proxy-authorization"] == "Basic bWU6czNjcmV0"


@pytest.mark.parametrize("exceptions", ["*", "127.0.0.1", "localhost, 127.0.0.1", "HOST"])
def test_a_host_in_no_proxy_is_asked_directly(exceptions: str) -> None:
    with server(says()) as direct, server(says()) as proxy:
        assert ask(direct.url, {"http_proxy": host_of(proxy), "no_proxy": exceptions.replace("HOST", host_of(direct))})
    assert (len(direct.seen), len(proxy.seen)) == (1, 0)


def test_without_variables_no_proxy_is_used() -> None:
    with server(says()) as direct:
        assert ask(direct.url, {})
    assert direct.seen[0].path.startswith("/sparql")


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({"http_proxy": "p:1"}, FAR, "http://p:1"),
        ({"HTTP_PROXY": "p:1"}, FAR, None),
        ({"http_proxy": "p:1"}, "https://e.org/", None),
        ({"HTTPS_PROXY": "https://p:1"}, "https://e.org/", "https://p:1"),
        ({"https_proxy": "p:1", "no_proxy": "e.org"}, "https://e.org/", None),
        ({"https_proxy": "p:1", "no_proxy": ".e.org"}, "https://www.e.org/", None),
        ({"https_proxy": "p:1", "NO_PROXY": "e.org"}, "https://here.org/", "http://p:1"),
        ({"all_proxy": "p:1", "no_proxy": "e.org:444"}, "https://e.org:443/", "http://p:1"),
    ],
)
def test_the_variables_have_the_meaning_that_they_have_for_curl(environment: dict[str, str], url: str, proxy: str | None) -> None:
    assert Proxies.from_environment(environment).proxy_for(url) == proxy


def test_a_proxy_that_does_not_answer_is_named_as_the_cause() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(UnreachableEndpoint, match="the proxy cannot be reached"):
            ask(FAR, {"http_proxy": f"127.0.0.1:{taken.getsockname()[1]}"})


@pytest.mark.parametrize("proxy", ["socks5://me:s3cret@127.0.0.1:1", "me:s3cret@127.0.0.1:99999", "http://", "http://[me:s3cret"])
def test_a_malformed_proxy_is_refused_without_its_password(proxy: str) -> None:
    with pytest.raises(InvalidInput, match="must be an http:// or https:// address") as refused:
        ask(FAR, {"all_proxy": proxy})
    assert "s3cret" not in "".join(traceback.format_exception(refused.value))


def test_credentials_do_not_go_through_a_proxy_unencrypted() -> None:
    with server(says()) as proxy, pytest.raises(InvalidInput, match="unencrypted to a proxy"):
        ask("http://127.0.0.1:1/sparql", {"http_proxy": host_of(proxy), "KZIT_ENDPOINT_TOKEN": "t0ken"})
    assert proxy.seen == []


@pytest.mark.parametrize(
    ("value", "host", "port", "expected"),
    [
        ("e.org", "e.org", None, True),
        ("E.org", "e.org", 8443, True),
        ("e.org:8443", "e.org", 8443, True),
        ("e.org:8443", "e.org", None, False),
        ("e.org", "www.e.org", None, False),
        ("[::1]:80", "[::1]", 80, True),
        ("", "e.org", None, True),
    ],
)
def test_the_host_of_the_credentials_can_have_a_port(value: str, host: str, port: int | None, *, expected: bool) -> None:
    assert is_own_host({"KZIT_ENDPOINT_HOST": value}, host, port) == expected


@pytest.mark.parametrize("value", ["https://e.org", "e.org/sparql", "me@e.org", "e.org:x"])
def test_a_host_with_other_parts_of_an_address_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput, match="KZIT_ENDPOINT_HOST must be a host"):
        is_own_host({"KZIT_ENDPOINT_HOST": value}, "e.org", None)


def test_diff_sends_credentials_only_to_their_host() -> None:
    with server(TURTLE) as own, server(TURTLE) as other:
        environment = {"KZIT_ENDPOINT_TOKEN": "t0ken", "KZIT_ENDPOINT_HOST": host_of(own)}
        assert not kzit_graph.diff(own.url, other.url, environment=environment).differs()
    assert [seen.headers.get("Authorization") for seen in own.seen] == ["Bearer t0ken"]
    assert [seen.headers.get("Authorization") for seen in other.seen] == [None]


def test_diff_sends_no_credentials_without_their_host() -> None:
    with server(TURTLE) as one, server(TURTLE) as other:
        kzit_graph.diff(one.url, other.url, environment={"KZIT_ENDPOINT_TOKEN": "t0ken"})
    assert [seen.headers.get("Authorization") for seen in (*one.seen, *other.seen)] == [None, None]


def test_an_endpoint_gets_the_credentials_unless_another_host_is_named() -> None:
    with server(says()) as talk:
        ask(talk.url, {"KZIT_ENDPOINT_TOKEN": "t0ken"})
        ask(talk.url, {"KZIT_ENDPOINT_TOKEN": "t0ken", "KZIT_ENDPOINT_HOST": "127.0.0.1"})
        ask(talk.url, {"KZIT_ENDPOINT_TOKEN": "t0ken", "KZIT_ENDPOINT_HOST": "e.org"})
    assert [seen.headers.get("Authorization") for seen in talk.seen] == ["Bearer t0ken", "Bearer t0ken", None]
