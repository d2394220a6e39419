"""Wrap the application of a route: methods, preflights, headers by the table, problem documents and HEAD.

    Served("file", files)    # an ASGI application

The guard wraps the whole application as kind "none": it gives headers to responses that no route made.
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http.caller import caller_of, instance_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.headers import ROUTE_KINDS, allowed, headers_of, preflight
from kzit_graph.serve.http.look import look_of
from kzit_graph.serve.http.problems import HttpProblem, of_failure, response

_MARK: Final = b"cross-origin-resource-policy"
"""A header that each kind of route has, and no application sets. A response that has it got its headers from an inner route."""


class Served:
    """An application with the headers of its kind of route. is_secure: whether to send HSTS also without a public URL of https.

    It may raise `HttpProblem` and `JobFailed`. Before the response has started, they become problem documents. After it, they go on to the
    outermost application, which ends without the end of the body: the server then closes the connection, so that the client notices. Other
    exceptions become problem documents too, and go on to the server, which logs them.
    """

    def __init__(self, kind: str, app: ASGIApp, *, is_secure: bool = False) -> None:
        self.kind, self.app, self.is_secure = kind, app, is_secure
        self._route = ROUTE_KINDS[kind]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_secure = self.is_secure or caller_of(scope).base.startswith("https://")
        sender = _Sender(send, self.kind, is_secure=is_secure, is_head=scope["method"] == "HEAD")
        is_routed = self.kind != "none"  # a route decides about its methods
        if is_routed and scope["method"] == "OPTIONS":
            await sender.whole(204, list(preflight(self.kind, is_secure=is_secure)))
            return
        try:
            if is_routed and scope["method"] not in self._route.methods:
                allow = allowed(self.kind)
                raise HttpProblem("method", f"Use one of: {allow}.", headers=[(b"allow", allow.encode())])  # noqa: TRY301
            await self.app(scope, receive, sender)
        except (HttpProblem, JobFailed) as problem:
            if sender.has_started and is_routed:
                raise
            if sender.has_started:
                return
            await sender.problem(scope, problem if isinstance(problem, HttpProblem) else of_failure(problem))
        except Exception:
            if not sender.has_started:
                await sender.problem(scope, HttpProblem("internal"))
            raise


class _Sender:
    """Send a response with the headers of its route. The body of a response to HEAD is left out (RFC 9110, section 9.3.2)."""

    def __init__(self, send: Send, kind: str, *, is_secure: bool, is_head: bool) -> None:
        self.send, self.kind, self.is_secure, self.is_head = send, kind, is_secure, is_head
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            own = list(message.get("headers", ()))
            await self.send({**message, "headers": self._complete(own, message["status"])})
        elif self.is_head and message["type"] == "http.response.body":
            if not message.get("more_body"):
                await self.send({"type": "http.response.body", "body": b""})
        else:
            await self.send(message)

    def _complete(self, own: list[tuple[bytes, bytes]], status: int) -> list[tuple[bytes, bytes]]:
        names = {name for name, _ in own}
        if _MARK in names:
            return own
        fields = headers_of(self.kind, status, is_secure=self.is_secure)
        if b"vary" in names:
            vary = [value for name, value in (*own, *fields) if name == b"vary"]
            parts: dict[bytes, bytes] = {}
            for part in b",".join(reversed(vary)).split(b","):
                parts.setdefault(part.strip().lower(), part.strip())
            own = [*((name, value) for name, value in own if name != b"vary"), (b"vary", b", ".join(parts.values()))]
        return own + [field for field in fields if field[0] not in names]

    async def whole(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})

    async def problem(self, scope: Scope, problem: HttpProblem) -> None:
        accept = value_of(scope["headers"], b"accept")
        await self.whole(*response(problem, accept, instance_of(scope), caller_of(scope).base, look_of(scope)))
