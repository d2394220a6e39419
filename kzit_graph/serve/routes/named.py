"""A route with a name, and what is common to all of them."""

from __future__ import annotations

from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.problems import FilesGone
from kzit_graph.serve.http.served import Served


class NamedRoute:
    """The application of a route, wrapped by the headers of its kind. The log and the metrics have the name."""

    def __init__(self, name: str, kind: str, app: ASGIApp) -> None:
        self.kind = kind
        self._name = name
        self._app = Served(kind, partial(_on_present_files, app))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        exchange_of(scope).route = self._name
        await self._app(scope, receive, send)


async def _on_present_files(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request. It is answered again by a newer build if the files of its build were replaced before that one was loaded."""
    try:
        await app(scope, receive, send)
    except FilesGone:
        exchange = exchange_of(scope)
        if not await exchange.is_replaced():
            raise
        exchange.build = exchange.newest()
        await app(scope, receive, send)
