"""The routes about the server itself: health, metrics, kinds of problems, and the description of its interface."""

from __future__ import annotations

import json
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.look import look_of
from kzit_graph.serve.http.problems import HttpProblem, kind_page, kinds_page
from kzit_graph.serve.http.proxies import address_of
from kzit_graph.serve.operation.metrics import Metrics
from kzit_graph.serve.paths import send_content
from kzit_graph.serve.routes.openapi import openapi

_TEXT: Final = "text/plain; charset=utf-8"
_PAGE: Final = "text/html; charset=utf-8"
_FORWARDED: Final = (b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via")
"""Headers that proxies add."""


async def healthy(scope: Scope, _receive: Receive, send: Send) -> None:
    """Say that the process runs."""
    await send_content(scope, send, _TEXT, b"ok\n")


class Ready:
    """Says whether new requests are answered. is_ready: false while the server stops."""

    def __init__(self, is_ready: Callable[[], bool]) -> None:
        self._is_ready = is_ready

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the answer. Raises `HttpProblem` if the server is stopping."""
        if not self._is_ready():
            raise HttpProblem("not-ready", "the server is stopping")
        await send_content(scope, send, _TEXT, b"ready\n")


class MetricsPage:
    """The metrics. is_public: whether any client may read them; otherwise only those on this machine and in trusted networks."""

    def __init__(self, metrics: Metrics, is_trusted: Callable[[str], bool], *, is_public: bool = False) -> None:
        self._metrics = metrics
        self._is_trusted = is_trusted
        self._is_public = is_public

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the metrics. Raises `HttpProblem` if the client may not read them."""
        if not (self._is_public or self._is_near(scope)):
            raise HttpProblem("forbidden", "metrics are only for clients on this machine and in trusted networks")
        body, content_type = self._metrics.text(value_of(scope["headers"], b"accept") or "")
        await send_content(scope, send, content_type, body)

    def _is_near(self, scope: Scope) -> bool:
        """Return whether a client is on this machine or in a trusted network.

        One behind a proxy could be anywhere if the proxy is not trusted, or if its headers do not say who it is.
        """
        caller = caller_of(scope)
        is_forwarded = any(name in _FORWARDED for name, _ in scope["headers"])
        is_unknown = caller.address == str(address_of(caller.peer[0]))
        if is_forwarded and (is_unknown or not self._is_trusted(caller.peer[0])):
            return False
        return _is_loopback(caller.address) or self._is_trusted(caller.address)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


async def problem_kinds(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the list of problems that the server reports."""
    await send_content(scope, send, _PAGE, kinds_page(look_of(scope)))


async def problem_kind(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the page of a kind of problem."""
    name = scope["path_params"]["kind"]
    if (body := kind_page(name, look_of(scope))) is None:
        raise HttpProblem("not-found", f'there is no problem "{name[:60]}"')
    await send_content(scope, send, _PAGE, body)


async def interface(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the description of the interface (OpenAPI 3.1)."""
    exchange = exchange_of(scope)
    body = json.dumps(openapi(exchange.build.title, exchange.url), ensure_ascii=False, indent=1).encode()
    await send_content(scope, send, "application/vnd.oai.openapi+json; version=3.1", body)
