"""The route /sparql: answer queries from the store of a build, with every limit kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.answer_cache import MAX_ANSWER, KeptAnswer
from kzit_graph.serve.backend import Answering, JobFailed, QueryJob
from kzit_graph.serve.exchange import ClientWatch, Exchange, exchange_of, on_newest_build
from kzit_graph.serve.http.bodies import read_body
from kzit_graph.serve.http.budget import Budget, client_of
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.media_types import Offer
from kzit_graph.serve.http.sending import send_body
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.paths import send_kept
from kzit_graph.serve.sparql.formats import OFFERS, chosen_formats, refusal
from kzit_graph.serve.sparql.no_query import send_description_or_form
from kzit_graph.serve.sparql.request import SparqlRequest, read_request

FIRST: Final = 0.02
"""Seconds in which most answers are there."""

Header = tuple[bytes, bytes]


class SparqlEndpoint:
    """The endpoint as an ASGI application. budget: the query time of each client."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self._limits = limits
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `HttpProblem`, and `JobFailed`, also after the response has started: then it is cut."""
        exchange = exchange_of(scope)
        body = await read_body(scope, receive, self._limits) if scope["method"] in ("POST", "QUERY") else b""
        request = read_request(scope, body, self._limits)
        if request.query is None:
            await send_description_or_form(scope, receive, send, request)
            return
        offers = chosen_formats(request.query, value_of(scope["headers"], b"accept"), request.format)
        job = QueryJob(
            request.query,
            {kind: (offers.get(kind) or preferred[0]).name for kind, preferred in OFFERS.items()},
            request.seconds,
            request.default_graphs,
            request.named_graphs,
        )
        exchange.query = request.query
        exchange.digest = hashlib.sha256(request.query.encode()).hexdigest()[:16]
        await on_newest_build(
            exchange, lambda: _Answer(exchange, self._limits, self._budget, request, offers, job).send(scope, receive, send)
        )


class _Answer:
    """The answer to a query, while it is made and sent."""

    def __init__(
        self, exchange: Exchange, limits: Limits, budget: Budget, request: SparqlRequest, offers: Mapping[str, Offer], job: QueryJob
    ) -> None:
        self._exchange = exchange
        self._limits = limits
        self._budget = budget
        self._offers = offers
        self._job = job
        self._own: list[Header] = [] if request.waits is None else [(b"preference-applied", b"wait=%d" % request.waits)]

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer from the cache, else from the store."""
        cache = self._exchange.build.answers
        key = cache.key(self._job)
        if kept := cache.get(key):
            self._exchange.outcome = "cached"
            await self._send_whole(kept, scope, send)
            return
        watch = ClientWatch(receive)
        try:
            whole = await self._made(watch, scope, send)
        except JobFailed as failure:
            self._exchange.outcome = failure.kind
            raise
        except TimeoutError:
            if not watch.left:
                raise
            self._exchange.outcome = "left"
            raise JobFailed("left", "the client left before it had the whole answer") from None
        self._exchange.outcome = "ok"
        if whole is not None:
            cache.put(key, whole)
            await self._send_whole(whole, scope, send)

    async def _made(self, watch: ClientWatch, scope: Scope, send: Send) -> KeptAnswer | None:
        """Return a small answer, after its worker is free for others. A large one is sent, and None is returned."""
        client = client_of(caller_of(scope).address)
        with self._budget.charge(client) as charge:
            self._own += self._budget.fields(client)
            async with watch, self._exchange.build.backend.answer(self._job) as answering:
                charge.restart()
                try:
                    first = await self._first(answering)
                    if answering.is_whole and len(first) <= MAX_ANSWER:
                        return KeptAnswer(answering.kind, answering.format, first)
                    await self._stream(first, answering, scope, send)
                finally:
                    self._exchange.seconds = answering.seconds
                    self._exchange.memory = getattr(answering, "memory", None)
        return None

    async def _first(self, answering: Answering) -> bytes:
        """Return the first chunk. Raises `HttpProblem` if the client does not accept the kind of answer that came."""
        chunk = await answering.first()
        assert chunk is not None
        if answering.kind not in self._offers:
            raise refusal(answering.kind)
        return chunk

    async def _send_whole(self, answer: KeptAnswer, scope: Scope, send: Send) -> None:
        offer = self._offers.get(answer.kind)
        if offer is None:
            raise refusal(answer.kind)
        await send_kept(scope, send, offer.content_type, answer, self._own)

    async def _stream(self, first: bytes, answering: Answering, scope: Scope, send: Send) -> None:
        """Send chunks as fast as the client reads. Raises `JobFailed` if it does not, or if the answer ends early."""
        await send({"type": "http.response.start", "status": 200, "headers": self._head(self._offers[answering.kind])})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await send_body(scope, send, first, stall=self._limits.stall, more=True)
        async for chunk in answering.rest():
            await send_body(scope, send, chunk, stall=self._limits.stall, more=True)
        await send({"type": "http.response.body", "body": b""})

    def _head(self, offer: Offer) -> list[Header]:
        return [(b"content-type", offer.content_type.encode()), *self._own]
