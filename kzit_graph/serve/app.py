"""The application: what is done for each request, and what is done when the server starts, reloads and stops.

guard ► log and metrics ► prefix ► routes: /sparql, files and documents of a build, /reconcile, /healthz …
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from starlette.types import Message, Receive, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.exchange import Exchange, exchange_of, set_exchange
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.guard import Guard
from kzit_graph.serve.http.look import Look, set_look
from kzit_graph.serve.http.proxies import Network, address_of
from kzit_graph.serve.kept_responses import KeptResponse
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.operation.metrics import Metrics
from kzit_graph.serve.operation.reload import Open, Present
from kzit_graph.serve.repeated import MESSAGES, kept_response, key_of, send_again
from kzit_graph.serve.routes import server
from kzit_graph.serve.routes.table import RouteTable
from kzit_graph.serve.served_build import ServedBuild

_POLL: Final = 0.02
_LAST_WORDS: Final = 1.0
"""Seconds in which requests end after they were told to."""

_STYLESHEET: Final = "assets/site.css"
_CONSOLE: Final = "console.html"
_IN_PATH: Final = "/!$&'()*+,;=:@-._~"
"""Characters of a path that stay in a URL (RFC 3986, section 3.3)."""


@dataclass(frozen=True)
class Options:
    """What an operator chooses, besides the limits.

    public_url: the URL of the server for its clients, or None if it is that of each request. trusted: networks of proxies whose headers
    about clients are read. watched: returns what differs when there is a new build; None to load one at a signal only.
    has_public_metrics: whether any client may read the metrics.
    """

    limits: Limits
    public_url: str | None = None
    trusted: tuple[Network, ...] = ()
    watched: Callable[[], object] | None = None
    has_public_metrics: bool = False


class Application:
    """The ASGI application. open_build: opens the newest build with a started store. log: the access log."""

    def __init__(self, options: Options, open_build: Open, log: AccessLog) -> None:
        self._options = options
        self._log = log
        self._present = Present(open_build, log)
        self.metrics = Metrics(self._figures)
        self._present.metrics = self.metrics
        self._known_prefixes: dict[str, tuple[str, ...]] = {}
        self._is_stopping = False
        self._hurries = asyncio.Event()
        self._has_proxies = bool(options.trusted)
        self._tasks: set[asyncio.Task[object]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        metrics = server.MetricsPage(self.metrics, self._is_trusted, is_public=options.has_public_metrics)
        self.routes = RouteTable(options.limits, metrics, lambda: not self._is_stopping)
        self._guarded = Guard(self._route, limits=options.limits, public_url=options.public_url, trusted=options.trusted)

    async def start(self) -> None:
        """Open the build. Raises `KzitError` if that is not possible."""
        watched = self._options.watched
        before = await asyncio.to_thread(watched) if watched else None
        await self._present.start()
        if watched is not None:
            self._keep(self._present.watch(watched, before))

    def signals(self, stop: asyncio.Event) -> Mapping[signal.Signals, Callable[[], None]]:
        """Return what to do at each signal. stop: is set when the server must stop. A second such signal does not wait for answers."""

        def end() -> None:
            if stop.is_set():
                self._hurries.set()
            self._is_stopping = True
            stop.set()

        actions: dict[signal.Signals, Callable[[], None]] = {signal.SIGINT: end, signal.SIGTERM: end}
        if hasattr(signal, "SIGHUP"):
            actions[signal.SIGHUP] = lambda: self._keep(self._present.reload())
        return actions

    async def drain(self, serving: asyncio.Future[None], seconds: float) -> None:
        """Wait until all requests have been answered and the web server has ended, at most for some seconds.

        Answers that have not ended then are cut: a client that reads slowly could hold up the end forever.
        """
        self._is_stopping = True
        end = time.monotonic() + seconds
        while (self.metrics.active or not serving.done()) and time.monotonic() < end and not self._hurries.is_set():
            await asyncio.sleep(_POLL)
        if self._answering:
            self._hurries.set()
            await self._end_answers()

    async def close(self) -> None:
        """Free the stores, after the queries that run have ended. A second signal does not wait for them."""
        for task in self._tasks:
            task.cancel()
        loop = asyncio.get_running_loop()
        closing, hurrying = loop.create_task(self._present.close()), loop.create_task(self._hurries.wait())
        await asyncio.wait((closing, hurrying), return_when=asyncio.FIRST_COMPLETED)
        hurrying.cancel()
        closing.cancel()

    async def _end_answers(self) -> None:
        """End the requests that are being answered: with a problem document, or in the middle of an answer, which its client notices."""
        for task in self._answering:
            task.cancel()
        await asyncio.wait(self._answering, timeout=_LAST_WORDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, log it, and count it."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.monotonic()
        key = key_of(scope, has_proxies=self._has_proxies)
        if key is not None and (kept := self._newest().responses.get(key)):
            await self._answer_again(kept, scope, send, started)
            return
        exchange = Exchange(self._newest(), self._newest, self._options.limits.stall, self._present.newer_than)
        set_exchange(scope, exchange)
        responses, sent = exchange.build.responses, list[Message]()
        task = asyncio.current_task()
        assert task is not None

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
            else:
                exchange.sent += len(message.get("body", b""))
            if key is not None and len(sent) <= MESSAGES:
                sent.append(message)
            await send(message)

        self.metrics.active += 1
        self._answering.add(task)
        try:
            await self._guarded(scope, receive, counted)
            if key is not None and exchange.build.responses is responses and (response := kept_response(scope, sent, self._log.line_of)):
                responses.put(key, response)
        except Exception as error:
            self._log.event("error", route=exchange.route, problem=repr(error), where=_where(error))
            raise
        finally:
            self.metrics.active -= 1
            self._answering.discard(task)
            duration = time.monotonic() - started
            self.metrics.observe(exchange, duration)
            self._log.record(scope, exchange, duration)

    async def _answer_again(self, kept: KeptResponse, scope: Scope, send: Send, started: float) -> None:
        """Send a response that is kept, and log and count it. This is the whole work for such a request."""
        host, port = scope.get("client") or ("", 0)
        metrics = self.metrics
        metrics.active += 1
        try:
            await send_again(kept, send, (host, int(port or 0)), self._guarded.dropper, self._options.limits.stall)
        except Exception as error:
            self._log.event("error", route=kept.route, problem=repr(error), where=_where(error))
            raise
        finally:
            metrics.active -= 1
            duration = time.monotonic() - started
            metrics.observe(kept, duration)
            self._log.record_line(kept.address if self._has_proxies else host, kept.logged, duration)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the prefix of a request: the path of the public URL, or that of the IRIs of the data, if it has one of these."""
        exchange, base = exchange_of(scope), caller_of(scope).base
        path = scope["path"]
        prefix = next((each for each in self._prefixes(exchange.build) if path.startswith(each) and f"{path}/".startswith(f"{each}/")), "")
        scope["root_path"], encoded = prefix, quote(prefix, safe=_IN_PATH)
        exchange.url = base if self._options.public_url else base + encoded
        exchange.location = base if self._options.public_url else encoded
        stylesheet, console = (f"{exchange.location}/{name}" if name in exchange.build.names else "" for name in (_STYLESHEET, _CONSOLE))
        set_look(scope, Look(f"{exchange.location}/", stylesheet, exchange.build.title, console))
        try:
            await self.routes.application_of(path.removeprefix(prefix))(scope, receive, send)
        except asyncio.CancelledError:
            if not self._hurries.is_set():
                raise
            exchange.outcome = "closed" if exchange.digest else ""
            raise JobFailed("closed", "the server is stopping") from None

    def _prefixes(self, build: ServedBuild) -> tuple[str, ...]:
        base = build.project.base
        if base not in self._known_prefixes:
            urls = filter(None, (self._options.public_url, base))
            self._known_prefixes[base] = tuple(dict.fromkeys(filter(None, (unquote(urlsplit(url).path.rstrip("/")) for url in urls))))
        return self._known_prefixes[base]

    def _is_trusted(self, text: str) -> bool:
        address = address_of(text)
        return address is not None and any(address in network for network in self._options.trusted)

    def _newest(self) -> ServedBuild:
        assert self._present.build is not None
        return self._present.build

    def _figures(self) -> Mapping[str, float]:
        build = self._present.build
        if build is None:
            return {}
        answers, responses = build.answers, build.responses
        kept = {"kept_answers_bytes": answers.bytes, "kept_answers_hits": answers.hits}
        again = {"kept_responses_bytes": responses.bytes, "kept_responses_hits": responses.hits}
        return {**build.backend.figures(), **kept, **again}

    def _keep(self, work: object) -> None:
        task: asyncio.Task[object] = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _live(receive: Receive, send: Send) -> None:
    """Confirm the start and the end. `kzit_graph.serve.run` does the work."""
    with suppress(asyncio.CancelledError):
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return


def _where(error: BaseException) -> str:
    """Return the place in the code where an exception was raised."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else f"{Path(traceback.tb_frame.f_code.co_filename).name}:{traceback.tb_lineno}"
