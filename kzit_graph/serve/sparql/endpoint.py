"""The route /sparql: answer queries from the store of a build, with every limit kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.answer_cache import MAX_ANSWER, KeptAnswer
from kzit_graph.serve.backend import Answering, JobFailed, QueryJob
from kzit_graph.serve.exchange import ClientWatch, Exchange, exchange_of, on_newest_build
from kzit_graph.serve.http.bodies import read_body
from kzit_graph.serve.http.budget import Budget, client_of
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.guard import HTTP_1_0
from kzit_graph.serve.http.media_types import Offer
from kzit_graph.serve.http.sending import send_body
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.paths import send_kept
from kzit_graph.serve.sparql.formats import OFFERS, chosen_formats, refusal
from kzit_graph.serve.sparql.no_query import send_description_or_form
from kzit_graph.serve.sparql.request import SparqlRequest, read_request

_MAX_READ: Final = 500
"""Requests by GET that are kept as they were read."""

_MAX_COLLECTED: Final = 4 << 20
"""Bytes of an answer by HTTP/1.0."""

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class _Asked:
    """What a request asks: the request, what each kind of answer is sent as, the job, and a digest of the query for the log."""

    request: SparqlRequest
    offers: Mapping[str, Offer]
    job: QueryJob
    digest: str


class SparqlEndpoint:
    """The endpoint as an ASGI application. budget: the query time of each client."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self._limits = limits
        self._budget = budget
        self._read: OrderedDict[tuple[bytes, str | None, str | None], _Asked] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises `HttpProblem`, and `JobFailed`, also after the response has started: then it is cut."""
        exchange = exchange_of(scope)
        asked = await self._asked(scope, receive)
        if isinstance(asked, SparqlRequest):
            await send_description_or_form(scope, receive, send, asked)
            return
        exchange.query, exchange.digest = asked.job.text, asked.digest
        await on_newest_build(exchange, lambda: _Answer(exchange, self._limits, self._budget, asked).send(scope, receive, send))

    async def _asked(self, scope: Scope, receive: Receive) -> _Asked | SparqlRequest:
        """Return what a request asks, or the request if it has no query. Those by GET are kept: many clients send the same again."""
        accept = value_of(scope["headers"], b"accept")
        if scope["method"] in ("POST", "QUERY"):
            body = await read_body(scope, receive, self._limits)
            return _asked(read_request(scope, body, self._limits), accept)
        key = scope["query_string"], accept, value_of(scope["headers"], b"prefer")
        if key in self._read:
            self._read.move_to_end(key)
            return self._read[key]
        asked = _asked(read_request(scope, b"", self._limits), accept)
        if isinstance(asked, _Asked):
            self._read[key] = asked
            if len(self._read) > _MAX_READ:
                self._read.popitem(last=False)
        return asked


def _asked(request: SparqlRequest, accept: str | None) -> _Asked | SparqlRequest:
    if request.query is None:
        return request
    offers = chosen_formats(request.query, accept, request.format)
    formats = {kind: (offers.get(kind) or preferred[0]).name for kind, preferred in OFFERS.items()}
    job = QueryJob(request.query, formats, request.seconds, request.default_graphs, request.named_graphs)
    return _Asked(request, offers, job, hashlib.sha256(request.query.encode()).hexdigest()[:16])


class _Answer:
    """The answer to a query, while it is made and sent."""

    def __init__(self, exchange: Exchange, limits: Limits, budget: Budget, asked: _Asked) -> None:
        self._exchange = exchange
        self._limits = limits
        self._budget = budget
        self._offers = asked.offers
        self._job = asked.job
        waits = asked.request.waits
        self._own: list[Header] = [] if waits is None else [(b"preference-applied", b"wait=%d" % waits)]

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
        headers = self._head(self._offers[answering.kind])
        if scope["http_version"] in HTTP_1_0 and scope["method"] != "HEAD":
            content = await _collected(first, answering)
            headers.append((b"content-length", b"%d" % len(content)))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send_body(scope, send, content, stall=self._limits.stall)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await send_body(scope, send, first, stall=self._limits.stall, more=True)
        async for chunk in answering.rest():
            await send_body(scope, send, chunk, stall=self._limits.stall, more=True)
        await send({"type": "http.response.body", "body": b""})

    def _head(self, offer: Offer) -> list[Header]:
        return [(b"content-type", offer.content_type.encode()), *self._own]


async def _collected(first: bytes, answering: Answering) -> bytes:
    """Return a whole answer for HTTP/1.0, where the end of the connection is that of the answer, so that a cut one would look complete.

    Raises `JobFailed` if it is too large for that, or if it ends early.
    """
    content = bytearray(first)
    async for chunk in answering.rest():
        content += chunk
        if len(content) > _MAX_COLLECTED:
            most = f"{_MAX_COLLECTED >> 20} MiB"
            raise JobFailed("rows", f"by HTTP/1.0, an answer has at most {most}; use HTTP/1.1, or ask for less")
    return bytes(content)
