"""The access log: one line of JSON for each request."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.types import Scope

from kzit_graph.hidden_characters import without_surrogates
from kzit_graph.serve.exchange import Exchange
from kzit_graph.serve.http.caller import caller_of, instance_of
from kzit_graph.serve.kept_responses import LogLine

_MAX_TARGET: Final = 200
_MAX_QUERY: Final = 2000
_PLAIN: Final = re.compile(r"[A-Za-z0-9 !#-\[\]-~]*")
"""Text without quotes, backslashes and what is not ASCII."""

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
        self.record_line(caller_of(scope).address, self.line_of(scope, exchange), duration)

    def record_line(self, client: str, line: LogLine, duration: float) -> None:
        """Write the line of a request that has ended. client: its address."""
        self._write(f'{{"time": "{_now()}", "client": {_quoted_address(client)}{line.before}{duration:.4f}{line.after}')

    def line_of(self, scope: Scope, exchange: Exchange) -> LogLine:
        """Return what the log says of a request, besides its time, client and duration."""
        method, target = _quoted(scope["method"]), _quoted(instance_of(scope)[:_MAX_TARGET])
        before = (
            f', "method": {method}, "target": {target}, "route": "{exchange.route}", "status": {exchange.status}, '
            f'"bytes": {exchange.sent}, "duration": '
        )
        after = ""
        if exchange.outcome:
            after += f', "outcome": "{exchange.outcome}"'
        if exchange.seconds is not None:
            after += f', "query_seconds": {exchange.seconds:.4f}'
        if exchange.memory is not None:
            after += f', "query_memory": {exchange.memory}'
        if exchange.digest:
            after += f', "query_digest": "{exchange.digest}"'
        if exchange.query and self._with_queries:
            after += f', "query": {json.dumps(exchange.query[:_MAX_QUERY])}'
        return LogLine(before, f"{after}}}")

    def event(self, event: str, **facts: object) -> None:
        """Write a line about the server itself, such as a reload."""
        texts = {name: without_surrogates(str(fact)) if isinstance(fact, str | Path) else fact for name, fact in facts.items()}
        self._write(json.dumps({"time": _now(), "event": event, **texts}, ensure_ascii=True, default=str))


def _quoted(text: str) -> str:
    """Return a JSON string. Most texts need no escapes."""
    return f'"{text}"' if _PLAIN.fullmatch(text) else json.dumps(text)


@lru_cache(maxsize=256)
def _quoted_address(text: str) -> str:
    return _quoted(text)


def _now() -> str:
    """Return the time in UTC with milliseconds (RFC 3339)."""
    seconds, fraction = divmod(time.time(), 1)
    return f"{_second(int(seconds))}.{int(fraction * 1000):03}Z"


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
