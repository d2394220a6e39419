"""Refuse malformed and oversized requests that servers let through (RFC 9110, RFC 9112), and find out who sent the others.

Guard(app, limits=limits, public_url="https://example.org", trusted=parse_networks(["10.0.0.0/8"]))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.http.connection import Dropper, set_dropper
from kzit_graph.serve.http.encoding import is_utf8
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.headers import ROUTE_KINDS, allowed
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.http.proxies import Forwarded, Network, forwarded
from kzit_graph.serve.http.served import Served
from kzit_graph.serve.limits import Limits

HTTP_1_0: Final = ("1", "1.0")
"""What servers call this version in a scope."""

PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that are asked by address, from inside: any Host is fine."""

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{0,5})?")
_ABSOLUTE: Final = re.compile(rb"https?://([^/?#]*)(/.*)?", re.IGNORECASE | re.DOTALL)
_MAX_FIELDS: Final = 100
_ALLOWED: Final = ", ".join(dict.fromkeys(method for kind in ROUTE_KINDS for method in allowed(kind).split(", "))).encode()
"""The methods that some route has."""

_CLOSE: Final = ((b"connection", b"close"),)
"""The rest of such a request cannot be trusted to be the next one."""


class Guard:
    """The outermost application. It answers bad requests with problem documents, and hands on the others with their `Caller`.

    limits: sizes of requests. hosts: names that the server has, such as `example.org` or `example.org:8000`; with a public URL, its host is
    one of them. Without both, any name is accepted. public_url: the URL of the server for links, instead of that of the request.
    trusted: proxies whose headers about the client are read. Without a port, a name stands for any port.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits,
        hosts: Collection[str] = (),
        public_url: str | None = None,
        trusted: Sequence[Network] = (),
    ) -> None:
        self.app, self.limits, self.trusted = app, limits, tuple(trusted)
        self.base = public_url.rstrip("/") if public_url else None
        public = urlsplit(public_url or "")
        self.hosts = frozenset(map(_normal_host, (*hosts, *([public.hostname] if public.hostname else []))))
        self.dropper = Dropper()
        self._checked = Served("none", self._check, is_secure=public.scheme == "https")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await (self._checked if scope["type"] == "http" else self.app)(scope, receive, send)

    async def _check(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client") or ("", 0)
        peer = str(client[0]), int(client[1] or 0)
        set_caller(scope, Caller(peer[0], self.base or "", peer))
        set_dropper(scope, self.dropper)
        check_size(scope, self.limits)
        to_origin_form(scope)
        check_host(scope)
        check_body(scope, self.limits)
        check_target(scope)
        if scope["path"] == "*":
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", _ALLOWED)]})
            await send({"type": "http.response.body", "body": b""})
            return
        sender = forwarded(scope["headers"], peer[0], self.trusted)
        host = self._host(scope, sender)
        set_caller(scope, Caller(sender.address, self.base or f"{sender.scheme or scope.get('scheme', 'http')}://{host}", peer))
        await self.app(scope, receive, send)

    def _host(self, scope: Scope, sender: Forwarded) -> str:
        """Return the host of a request. Raises `HttpProblem` if the server has another name (RFC 9110, section 7.4)."""
        server = scope.get("server") or ("localhost", None)
        host = sender.host or value_of(scope["headers"], b"host") or (f"{server[0]}:{server[1]}" if server[1] else str(server[0]))
        if not _HOST.fullmatch(host):
            raise HttpProblem("host", headers=_CLOSE)
        name = _normal_host(host)
        if self.hosts and scope["path"] not in PROBES and not {name, _without_port(name)} & self.hosts:
            raise HttpProblem("unknown-host", f"This server does not serve {_without_port(name)}.")
        return name


def check_size(scope: Scope, limits: Limits) -> None:
    """Raise `HttpProblem` if the target or the headers of a request are too large (414: RFC 9110, 15.5.15; 431: RFC 6585, section 5)."""
    target = scope.get("raw_path") or scope["path"].encode()
    if len(target) + len(scope["query_string"]) + 1 > limits.target:
        raise HttpProblem("target-too-long", members={"limit": limits.target}, headers=_CLOSE)
    headers = scope["headers"]
    if len(headers) > _MAX_FIELDS or sum(len(name) + len(value) + 4 for name, value in headers) > limits.headers:
        raise HttpProblem("headers-too-large", members={"limit": limits.headers}, headers=_CLOSE)


def to_origin_form(scope: Scope) -> None:
    """Take the path of a target that is a whole URL, and its host for the header Host (RFC 9112, section 3.2.2).

    Granian does so itself, but keeps the header. Raises `HttpProblem` if a request of HTTP/1.1 has no Host at all.
    """
    found = _ABSOLUTE.fullmatch(scope.get("raw_path") or b"")
    if found is None:
        return
    check_host(scope)
    path = found[2] or b"/"
    scope["raw_path"], scope["path"] = path, unquote(path.decode("latin-1"))
    scope["headers"] = [*((name, value) for name, value in scope["headers"] if name != b"host"), (b"host", found[1])]


def check_host(scope: Scope) -> None:
    """Raise `HttpProblem` unless a request has one well-formed Host (RFC 9112, section 3.2). HTTP/1.0 may do without."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if hosts in ([], [""]) and scope["http_version"] in HTTP_1_0:  # Granian has an empty Host for a missing one
        return
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        raise HttpProblem("host", headers=_CLOSE)


def check_body(scope: Scope, limits: Limits) -> None:
    """Raise `HttpProblem` if the length of a body is ambiguous (RFC 9112, section 6.3) or over the limit (RFC 9110, section 15.5.14)."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    codings = [value.strip().lower() for name, value in scope["headers"] if name == b"transfer-encoding"]
    if len(lengths) + len(codings) > 1 or not all(value.isdigit() for value in lengths) or codings not in ([], [b"chunked"]):
        raise HttpProblem("body-length", headers=_CLOSE)
    if lengths and (len(lengths[0]) > len(str(limits.body)) + 20 or int(lengths[0]) > limits.body):
        raise HttpProblem("body-too-large", members={"limit": limits.body}, headers=_CLOSE)


def check_target(scope: Scope) -> None:
    """Raise `HttpProblem` if the target of a request is not UTF-8 in percent-encoding (RFC 3986, section 2.1), has a NUL, or is no path.

    Only OPTIONS may have "*", which is the server as a whole (RFC 9110, section 9.3.7).
    """
    if not scope["path"].startswith("/") and (scope["method"], scope["path"]) != ("OPTIONS", "*"):
        raise HttpProblem("target", headers=_CLOSE)
    if not (is_utf8(scope.get("raw_path") or b"") and is_utf8(scope["query_string"])) or "\0" in scope["path"]:
        raise HttpProblem("encoding")


def _normal_host(host: str) -> str:
    name = host.strip().lower()
    return name.rstrip(".")


def _without_port(host: str) -> str:
    """Return a host without its port, and an address without brackets, as `urlsplit` gives it."""
    match = _HOST.fullmatch(host)
    return match[1].rstrip(".").strip("[]") if match else host
