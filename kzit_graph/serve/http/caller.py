"""Who sent a request, and by which URL: what the guard found out, for budgets, logs and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import quote

from starlette.types import Scope

_KEY: Final = "kzit_graph.caller"


@dataclass(frozen=True)
class Caller:
    """The sender of a request.

    address: its IP address, or that of the proxy if the proxy is not trusted; empty if unknown. base: the public URL of the server,
    without a final slash, such as `https://example.org`. peer: address and port of the connection, which is the proxy's if there is one.
    """

    address: str
    base: str
    peer: tuple[str, int] = ("", 0)


def caller_of(scope: Scope) -> Caller:
    """Return the sender of a request. Without a guard, nothing is known of it."""
    return cast("Caller", scope.get(_KEY, Caller("", "")))


def set_caller(scope: Scope, caller: Caller) -> None:
    """Set the sender of a request."""
    scope[_KEY] = caller


def instance_of(scope: Scope) -> str:
    """Return the path of a request, percent-encoded, without the query string: a URI reference, also if what was sent is none."""
    raw: bytes | None = scope.get("raw_path")
    if raw:
        return quote(raw.partition(b"?")[0], safe="/%!$&'()*+,;=:@-._~")
    return quote(scope.get("path", "/"), safe="/!$&'()*+,;=:@-._~")
