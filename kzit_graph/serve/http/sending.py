"""Send the body of a response to a client that may read slowly, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http.connection import drop_client

CHUNK: Final = 64 << 10
"""Bytes that a client has the time `Limits.stall` for."""


async def send_body(scope: Scope, send: Send, body: bytes, *, stall: float, more: bool = False) -> None:
    """Send a part of a body, in chunks. more: whether further parts follow.

    Raises `JobFailed` ("stalled") if the client does not read a chunk within some seconds, whose connection is closed soon.
    """
    for start in range(0, len(body) or 1, CHUNK):
        has_more = more or start + CHUNK < len(body)
        await _send(scope, send, body[start : start + CHUNK], stall, more=has_more)
        if has_more:
            await asyncio.sleep(0)  # `send` may return at once, for a fast client and for one that has left; others get their turn


@asynccontextmanager
async def departure(receive: Receive | None) -> AsyncIterator[asyncio.Event]:
    """Yield an event that is set when the client leaves: no server raises from `send` then. The request must have been read.

    Without `receive`, it is never set.
    """
    has_left = asyncio.Event()

    async def watch(receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        has_left.set()

    watching = asyncio.ensure_future(watch(receive)) if receive else None
    try:
        yield has_left
    finally:
        if watching:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


async def send_within(send: Send, message: Message, seconds: float) -> None:
    """Send a message. Raises `TimeoutError` if that takes longer.

    It does what `asyncio.timeout` does, in a third of the time: nearly every message is sent at once.
    """
    task = asyncio.current_task()
    assert task is not None
    before, is_late = task.cancelling(), False

    def cancel() -> None:
        nonlocal is_late
        is_late = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, cancel)
    try:
        await send(message)
    except asyncio.CancelledError:
        if is_late and task.uncancel() <= before:
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


async def _send(scope: Scope, send: Send, body: bytes, stall: float, *, more: bool) -> None:
    try:
        await send_within(send, {"type": "http.response.body", "body": body, "more_body": more}, stall)
    except TimeoutError:
        drop_client(scope)
        raise JobFailed("stalled", f"the client did not read {CHUNK >> 10} KiB in {stall:g} seconds") from None
