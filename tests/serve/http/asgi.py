"""Call ASGI applications in tests, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class Got:
    """A response. headers: those of it, in order."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        values = [value for key, value in self.headers if key == name]
        assert len(values) == 1, f"{name}: {values}"
        return values[0]

    def get(self, name: str) -> str | None:
        return dict(self.headers).get(name)


def scope_of(
    target: str = "/", method: str = "GET", headers: Mapping[str, str] | Sequence[tuple[str, str]] = (), **others: object
) -> Scope:
    """Return the scope of a request."""
    from urllib.parse import unquote

    path, _, query = target.partition("?")
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs],
        "client": ("192.0.2.7", 4711),
        "server": ("127.0.0.1", 8000),
        **others,
    }


def call(app: ASGIApp, scope: Scope, *events: Message) -> Got:
    """Return the response of an application. events: what it receives; a body without bytes if there are none."""
    return asyncio.run(answer(app, scope, *events))


async def answer(app: ASGIApp, scope: Scope, *events: Message) -> Got:
    """Return the response of an application."""
    incoming = list(events or [{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[Message] = []

    async def receive() -> Message:
        if not incoming:
            await asyncio.Event().wait()  # the client stays
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[-1].get("more_body", False) is False
    headers = [(name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    return Got(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


def says(body: bytes = b"hello", status: int = 200, headers: Sequence[tuple[bytes, bytes]] = ()) -> ASGIApp:
    """Return an application that sends one response."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"%d" % len(body)), *headers]})
        await send({"type": "http.response.body", "body": body})

    return app


def raises(error: Exception, after: bytes | None = None) -> ASGIApp:
    """Return an application that raises an error, perhaps after a part of the response."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        if after is not None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": after, "more_body": True})
        raise error

    return app
