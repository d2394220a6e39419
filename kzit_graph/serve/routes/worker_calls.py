"""Call a function of a worker for a request, within the limits of its client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import Receive, Scope

from kzit_graph.serve.backend import CallJob, JobFailed
from kzit_graph.serve.exchange import ClientWatch, Exchange, exchange_of, on_newest_build
from kzit_graph.serve.http.budget import Budget, client_of
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.limits import Limits


class Calls:
    """Calls of functions of `kzit_graph.serve.calls` in a worker. budget: the query time of each client."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self.limits = limits
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, name: str, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
        """Return the media type and the content that a function gives.

        Raises `JobFailed` if there is none or the client leaves, and `HttpProblem` if the client has no time left.
        """
        exchange, job = exchange_of(scope), CallJob(name, arguments, self.limits.seconds)
        return await on_newest_build(exchange, lambda: self._answer(scope, receive, exchange, job))

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange, job: CallJob) -> tuple[str, bytes]:
        watch = ClientWatch(receive)
        try:
            with self._budget.charge(client_of(caller_of(scope).address)) as charge:
                async with watch, exchange.build.backend.answer(job) as answering:
                    charge.restart()
                    try:
                        chunks = [await answering.first() or b""]
                        if not answering.is_whole:
                            chunks += [chunk async for chunk in answering.rest()]
                    finally:
                        exchange.seconds = answering.seconds
        except JobFailed as failure:
            exchange.outcome = failure.kind
            raise
        except TimeoutError:
            if not watch.left:
                raise
            exchange.outcome = "left"
            raise JobFailed("left", "the client left before it had the answer") from None
        exchange.outcome = "ok"
        return answering.kind, b"".join(chunks)
