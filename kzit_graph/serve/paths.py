"""Paths and parameters of requests, redirections, and whole responses."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.types import Scope, Send

from kzit_graph.serve.answer_cache import KeptAnswer
from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.caller import instance_of
from kzit_graph.serve.http.conditional import SAFE, Validators, outcome
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.http.sending import send_body


def local_path(scope: Scope) -> str:
    """Return the path of a request below the URL of the server, percent-encoded, without the slash at the start."""
    parts = instance_of(scope).split("/")
    return "/".join(parts[1 + str(scope.get("root_path", "")).count("/") :])  # the prefix can be percent-encoded in several ways


def parameter(scope: Scope, name: str) -> str:
    """Return the value of a parameter of the query string, the first one; empty without one."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return next((value for key, value in pairs if key == name), "")


def url_for(scope: Scope, path: str) -> str:
    """Return the URL of a path for the header Location. path: percent-encoded, without the slash at the start.

    It is absolute if the public URL of the server is known. Otherwise it has no host, so that it is right behind any proxy.
    """
    location = exchange_of(scope).location
    if not location and path.startswith("/"):
        location = "/."  # two slashes at the start would begin the name of another host (RFC 3986, section 4.2)
    return f"{location}/{path}"


async def redirect(scope: Scope, send: Send, status: int, path: str, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a redirection. path: see `url_for`."""
    location = url_for(scope, path).encode()
    await send({"type": "http.response.start", "status": status, "headers": [(b"location", location), (b"content-length", b"0"), *headers]})
    await send({"type": "http.response.body", "body": b""})


async def send_content(
    scope: Scope, send: Send, content_type: str, body: bytes, status: int = 200, headers: Sequence[tuple[bytes, bytes]] = ()
) -> None:
    """Send a whole response. Raises `JobFailed` if the client does not read it."""
    own = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send_body(scope, send, body, stall=exchange_of(scope).stall)


async def send_kept(
    scope: Scope, send: Send, content_type: str, answer: KeptAnswer, headers: Sequence[tuple[bytes, bytes]] = (), status: int = 200
) -> None:
    """Send a whole answer with its ETag, or 304 if the client has it. Raises `HttpProblem` if another precondition fails."""
    validators = Validators(answer.etag(content_type).decode())
    own = [*headers, *validators.fields()]
    said = outcome(scope["method"], scope["headers"], validators) if scope["method"] in SAFE else "proceed"
    if said == "failed":
        raise HttpProblem("precondition")
    if said == "not-modified":
        await send({"type": "http.response.start", "status": 304, "headers": own})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send_content(scope, send, content_type, answer.content, status, own)
