"""The stores of the tests are real servers: they implement the protocols of SPARQL 1.1, with access control."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from kzit_graph.remote.endpoint import Endpoint
from tests.stores import fuseki
from tests.stores.server import Server

GRAPH: Final = "https://example.org/graph"
UPDATE: Final = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <https://example.org/s> <https://example.org/p> 'updated' }} }}"
AUTHENTICATION: Final = {"basic": urllib.request.HTTPBasicAuthHandler, "digest": urllib.request.HTTPDigestAuthHandler}
TURTLE: Final = "<https://example.org/s> <https://example.org/p> 'put' ."


def send(server: Server, method: str, url: str, body: str | None = None, media_type: str = "", *, with_account: bool = True) -> int:
    """Send a request with the account of the store, if any, and return the status."""
    handlers = []
    if server.account and with_account:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, server.base, server.account.user, server.account.password)
        handlers.append(AUTHENTICATION[server.account.scheme](passwords))
    headers = {"Content-Type": media_type} if media_type else {}
    request = urllib.request.Request(url, body.encode() if body is not None else None, headers, method=method)
    try:
        with urllib.request.build_opener(*handlers).open(request) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def found(server: Server) -> set[str]:
    """Return the texts in the graph of these tests."""
    answer = Endpoint(server.query).query(f"SELECT ?text {{ GRAPH <{GRAPH}> {{ ?s ?p ?text }} }}")
    return {row["text"] for row in answer.to_python()}


def test_a_store_takes_an_update_a_graph_and_the_deletion_of_a_graph(server: Server) -> None:
    graph = f"{server.graph_store}?graph={quote(GRAPH, safe='')}"
    assert send(server, "POST", server.update, UPDATE, "application/sparql-update") in (200, 204)
    assert found(server) == {"updated"}
    assert send(server, "PUT", graph, TURTLE, "text/turtle") in (200, 201, 204)
    assert found(server) == {"put"}
    assert send(server, "DELETE", graph) in (200, 204)
    assert found(server) == set()


@pytest.mark.parametrize("authentication", ["basic", "digest"])
def test_fuseki_with_accounts_admits_only_their_users(authentication: str, tmp_path: Path) -> None:
    start: Callable[[Path], AbstractContextManager[Server]] = partial(fuseki.start, authentication=authentication)  # type: ignore[arg-type]
    with start(tmp_path) as server:
        assert server.account is not None
        assert server.account.scheme == authentication
        for status, known in ((401, False), (204, True)):
            assert send(server, "POST", server.update, UPDATE, "application/sparql-update", with_account=known) == status


def test_a_store_with_accounts_refuses_writes_without_one(server: Server) -> None:
    graph = f"{server.graph_store}?graph={quote(GRAPH, safe='')}"
    updated = send(server, "POST", server.update, UPDATE, "application/sparql-update", with_account=False)
    put = send(server, "PUT", graph, TURTLE, "text/turtle", with_account=False)
    if server.account:
        assert (updated, put) == (401, 401)
        assert found(server) == set()
    else:
        assert found(server) == {"put"}
        send(server, "DELETE", graph)
