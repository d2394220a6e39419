"""An application for tests on a real server: the guard before a few routes. The variable TINY_BUILD names the folder of a build."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http.bodies import read_body
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.http.guard import Guard
from kzit_graph.serve.http.proxies import parse_networks
from kzit_graph.serve.http.sending import departure, send_body
from kzit_graph.serve.http.served import Served
from kzit_graph.serve.limits import Limits

LIMITS = Limits(target=2000, headers=4000, body=10_000, body_time=1.0, stall=1.0)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Send the body of the request, or the address of the client."""
    body = await read_body(scope, receive, LIMITS) or caller_of(scope).address.encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def endless(scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer without an end, until the client leaves."""
    await read_body(scope, receive, LIMITS)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    async with departure(receive) as has_left:
        while not has_left.is_set():
            await send_body(scope, send, bytes(1 << 18), stall=LIMITS.stall, more=True)


async def cut(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Reach a limit in the middle of an answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"half":', "more_body": True})
    raise JobFailed("time", "too slow")


async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Fail in the middle of an answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"half":', "more_body": True})
    raise LookupError("in the middle")


ROUTES = {
    "/echo": Served("query", echo),
    "/endless": Served("file", endless),
    "/broken": Served("file", broken),
    "/cut": Served("query", cut),
}


def make_app() -> Guard:
    """Return the application."""
    files = Served("file", BuildFiles(Path(os.environ["TINY_BUILD"])))

    async def routes(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await ROUTES.get(scope["path"], files)(scope, receive, send)

    return Guard(routes, limits=LIMITS, trusted=parse_networks(["127.0.0.1"]))
