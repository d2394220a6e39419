"""Decide which responses are kept for the same request, and send them again; see `kzit_graph.serve.kept_responses`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from starlette.types import Message, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.exchange import Exchange, exchange_of
from kzit_graph.serve.http.caller import Caller, caller_of, set_caller
from kzit_graph.serve.http.sending import CHUNK, send_body
from kzit_graph.serve.kept_responses import KeptResponse, Key

MESSAGES: Final = 2
"""A response that is sent whole has so many messages: its head and its body."""

_MAX_REQUEST: Final = 4096
_FIELD: Final = 150
"""Bytes of memory that a header field takes besides its text, about."""

_STATUSES: Final = frozenset({200, 303, 304})
_ROUTES: Final = frozenset({"file", "thing"})


def key_of(scope: Scope, *, has_proxies: bool) -> Key | None:
    """Return all of a request that its response may depend on, or None if the response is not kept.

    has_proxies: whether some proxies are trusted: then the address of the connection matters.
    """
    if scope["method"] != "GET" or len(scope["query_string"]) > _MAX_REQUEST:
        return None
    peer = scope.get("client") if has_proxies else None
    target = scope.get("raw_path"), scope["path"], scope["query_string"], scope["http_version"]
    return (*target, peer and peer[0], tuple(scope["headers"]))


def kept_response(scope: Scope, sent: Sequence[Message]) -> KeptResponse | None:
    """Return a response to keep, or None if it depends on more than the request and the build. sent: its messages."""
    exchange = exchange_of(scope)
    if len(sent) != MESSAGES or sent[1].get("more_body") or exchange.status not in _STATUSES:
        return None
    body: bytes = sent[1].get("body", b"")
    if len(body) > CHUNK or not (exchange.route in _ROUTES or (exchange.route, exchange.outcome) == ("sparql", "cached")):
        return None
    caller = caller_of(scope)
    logged = exchange.route, exchange.outcome, exchange.digest, exchange.query
    request = sum(len(name) + len(value) + _FIELD for name, value in scope["headers"])
    return KeptResponse(sent[0], body, caller.address, caller.base, *logged, request)


async def send_again(kept: KeptResponse, exchange: Exchange, scope: Scope, send: Send, *, has_proxies: bool) -> None:
    """Send a response that is kept."""
    host, port = scope.get("client") or ("", 0)
    peer = str(host), int(port or 0)
    set_caller(scope, Caller(kept.address if has_proxies else peer[0], kept.base, peer))
    exchange.route, exchange.outcome, exchange.digest, exchange.query = kept.route, kept.outcome, kept.digest, kept.query
    exchange.status, exchange.sent = kept.start["status"], len(kept.body)
    await send(kept.start)
    with suppress(JobFailed):  # the client does not read: the server cuts the answer
        await send_body(scope, send, kept.body, stall=exchange.stall)
