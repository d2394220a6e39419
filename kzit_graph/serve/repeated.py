"""Decide which responses are kept for the same request, and send them again; see `kzit_graph.serve.kept_responses`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from starlette.types import Message, Scope, Send

from kzit_graph.serve.exchange import Exchange, exchange_of
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.connection import Dropper, Peer
from kzit_graph.serve.http.sending import CHUNK, send_within
from kzit_graph.serve.kept_responses import KeptResponse, Key, LogLine

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


def kept_response(scope: Scope, sent: Sequence[Message], line_of: Callable[[Scope, Exchange], LogLine]) -> KeptResponse | None:
    """Return a response to keep, or None if it depends on more than the request and the build. sent: its messages."""
    exchange = exchange_of(scope)
    if len(sent) != MESSAGES or sent[1].get("more_body") or exchange.status not in _STATUSES:
        return None
    if len(sent[1].get("body", b"")) > CHUNK:
        return None
    if not (exchange.route in _ROUTES or (exchange.route, exchange.outcome) == ("sparql", "cached")):
        return None
    request = len(scope["query_string"]) + 2 * len(scope["path"])
    request += sum(len(name) + len(value) + _FIELD for name, value in scope["headers"])
    logged = line_of(scope, exchange)
    return KeptResponse(sent[0], sent[1], caller_of(scope).address, exchange.route, exchange.outcome, logged, request)


async def send_again(kept: KeptResponse, send: Send, peer: Peer, dropper: Dropper, stall: float) -> None:
    """Send a response that is kept. peer: of the connection, which the dropper closes if the client does not read."""
    await send(kept.start)
    try:
        await send_within(send, kept.body, stall)
    except TimeoutError:
        dropper.drop(peer)
