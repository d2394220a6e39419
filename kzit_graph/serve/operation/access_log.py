"""The access log: one line of JSON for each request."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from starlette.types import Scope

from kzit_graph.serve.exchange import Exchange
from kzit_graph.serve.http.caller import caller_of, instance_of

_MAX_TARGET: Final = 200
_MAX_QUERY: Final = 2000

Write = Callable[[str], None]
"""Writes a line, which has no line break."""


class AccessLog:
    """The log. write: writes a line. with_queries: whether a line has the text of a query, and not only its digest.

    A line never has query strings, since these may hold queries, which can be personal.
    """

    def __init__(self, write: Write, *, with_queries: bool = False) -> None:
        self._write = write
        self._with_queries = with_queries

    def record(self, scope: Scope, exchange: Exchange, duration: float) -> None:
        """Write the line of a request that has ended. duration: in seconds."""
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "client": caller_of(scope).address,
            "method": scope["method"],
            "target": instance_of(scope)[:_MAX_TARGET],
            "route": exchange.route,
            "status": exchange.status,
            "bytes": exchange.sent,
            "duration": round(duration, 4),
        }
        if exchange.outcome:
            line["outcome"] = exchange.outcome
        if exchange.seconds is not None:
            line["query_seconds"] = round(exchange.seconds, 4)
        if exchange.memory is not None:
            line["query_memory"] = exchange.memory
        if exchange.digest:
            line["query_digest"] = exchange.digest
        if exchange.query and self._with_queries:
            line["query"] = exchange.query[:_MAX_QUERY]
        self._write(json.dumps(line, ensure_ascii=True))

    def event(self, event: str, **facts: object) -> None:
        """Write a line about the server itself, such as a reload."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._write(json.dumps({"time": now, "event": event, **facts}, ensure_ascii=True, default=str))
