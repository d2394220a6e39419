"""What belongs to one request besides its HTTP: the build that answers it, what the log says of it, and whether its client is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

from starlette.types import Receive, Scope

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.served_build import ServedBuild

T = TypeVar("T")

_KEY: Final = "kzit_graph.exchange"


@dataclass
class Exchange:
    """A request that is being answered.

    build: what answers it. newest: returns the build that answers new requests. stall: see `kzit_graph.serve.limits.Limits`. newer_than:
    waits for a newer build than one, and returns whether there is one. url: the URL of the server as the client knows it, without a final
    slash. location: the same for redirections, only its path if the public URL is not known. route: the name of the route. digest, query:
    of a SPARQL query. seconds, memory: what it used. outcome: how it ended: "ok", "cached", or a kind of
    `kzit_graph.serve.backend.FAILURES`; empty for other routes. status, sent: of the response; sent: bytes of its body.
    """

    build: ServedBuild
    newest: Callable[[], ServedBuild]
    stall: float
    newer_than: Callable[[ServedBuild], Awaitable[bool]] | None = None
    url: str = ""
    location: str = ""
    route: str = "none"
    digest: str = ""
    query: str = ""
    seconds: float | None = None
    memory: int | None = None
    outcome: str = ""
    status: int = 0
    sent: int = 0

    async def is_replaced(self) -> bool:
        """Wait until a newer build is served than that of this request. Return False if none comes."""
        return self.newer_than is not None and await self.newer_than(self.build)


def exchange_of(scope: Scope) -> Exchange:
    """Return the exchange of a request."""
    found: Exchange = scope[_KEY]
    return found


def set_exchange(scope: Scope, exchange: Exchange) -> None:
    """Set the exchange of a request."""
    scope[_KEY] = exchange


async def on_newest_build(exchange: Exchange, work: Callable[[], Awaitable[T]]) -> T:
    """Return the result of some work. It is done again if the store of its build was closed, because a newer build had come."""
    try:
        return await work()
    except JobFailed as failure:
        if failure.kind != "closed" or exchange.newest() is exchange.build:
            raise
    exchange.build = exchange.newest()
    return await work()


class ClientWatch:
    """A context that raises `TimeoutError` as soon as the client has left; `left` is true then.

    It begins to watch after some milliseconds. Most answers are there earlier, and a task for each would cost more than they do.
    """

    def __init__(self, receive: Receive, patience: float = 0.02) -> None:
        self._receive = receive
        self._patience = patience
        self._timeout = asyncio.timeout(None)
        self._task: asyncio.Task[None] | None = None
        self.left = False

    async def __aenter__(self) -> Self:
        await self._timeout.__aenter__()
        self._timer = asyncio.get_running_loop().call_later(self._patience, self._begin)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()
        await self._timeout.__aexit__(kind, error, traceback)

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.left = True
        self._timeout.reschedule(asyncio.get_running_loop().time())
