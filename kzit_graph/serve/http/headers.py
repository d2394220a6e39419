"""The headers of responses: one table of the kinds of routes.

Caching and negotiation: RFC 9110, section 12.5.5, and RFC 9111. Other origins: the Fetch standard (CORS, CORP). Security: Content Security
Policy Level 3, RFC 6797 (HSTS). A route without an entry has no headers, so `headers_of` fails for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

READ: Final = ("GET", "HEAD")

_REVALIDATED: Final = "no-cache"
"""May be stored, but is only used after the server has confirmed its ETag. So a new build is seen at once."""

_CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
_SECURITY: Final = (
    ("content-security-policy", _CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
)
CONSOLE: Final = ((b"server-timing", b"sparql"),)
"""A header of the query console, which learns by it that this server answers queries (Server Timing)."""

_EXPOSED: Final = (
    *("Accept-Post", "Accept-Query", "Accept-Ranges", "Allow", "Content-Location", "Content-Range", "ETag", "Link", "Location"),
    *("Preference-Applied", "RateLimit", "RateLimit-Policy", "Retry-After", "Vary"),
)
_ALLOWED: Final = (
    *("*", "Accept", "Accept-Language", "Cache-Control", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range"),
    *("Prefer", "Range"),
)
"""Headers that pages of other origins may send. The asterisk stands for all in new browsers; the others are for old ones."""

_PREFLIGHT_SECONDS: Final = 86_400
_HSTS_SECONDS: Final = 31_536_000


@dataclass(frozen=True)
class RouteKind:
    """A kind of route.

    vary: request headers that choose the response. cache: Cache-Control of responses below 400. methods: those that it answers, besides
    OPTIONS. is_shared: whether pages of other origins may read it. others: more headers.
    """

    vary: tuple[str, ...]
    cache: str = _REVALIDATED
    methods: tuple[str, ...] = READ
    is_shared: bool = True
    others: tuple[tuple[str, str], ...] = ()


ROUTE_KINDS: Final[Mapping[str, RouteKind]] = MappingProxyType(
    {
        "query": RouteKind(
            ("Accept", "Accept-Encoding"),
            methods=("GET", "HEAD", "POST", "QUERY"),
            others=(("accept-query", "application/sparql-query, application/x-www-form-urlencoded"),),
        ),
        "thing": RouteKind(("Accept", "Accept-Language")),  # 303 to a document
        "document": RouteKind(("Accept", "Accept-Language", "Accept-Encoding")),  # by negotiation at one URL
        "file": RouteKind(("Accept-Encoding",)),  # dumps, and documents with an extension
        "asset": RouteKind(("Accept-Encoding",), cache="public, max-age=3600"),  # styles, scripts, images
        "page": RouteKind(("Accept-Language", "Accept-Encoding")),  # HTML only
        "reconcile": RouteKind((), methods=("GET", "HEAD", "POST")),
        "well-known": RouteKind(("Accept", "Accept-Encoding")),
        "problem": RouteKind((), cache="public, max-age=3600"),
        "interface": RouteKind(("Accept-Encoding",)),  # /openapi.json, robots.txt, sitemaps
        "probe": RouteKind((), cache="no-store", is_shared=False),  # /healthz, /readyz
        "metrics": RouteKind(("Accept",), cache="no-store", is_shared=False),
        "none": RouteKind(("Accept",), cache="no-store"),  # no route: 404, and what the guard refuses
    }
)
"""The kinds of routes by name. A new route takes one of them, or adds a line."""

Fields = tuple[tuple[bytes, bytes], ...]


@cache
def headers_of(kind: str, status: int = 200, *, is_secure: bool = False) -> Fields:
    """Return the headers of each response of a route. is_secure: whether the public URL is https. Raises `KeyError` for unknown kinds.

    An error is a problem document, which is negotiated (`Vary: Accept`) and not stored.
    """
    route, is_error = ROUTE_KINDS[kind], status >= 400
    vary = dict.fromkeys((*(("Accept",) if is_error else ()), *route.vary))
    fields = [
        *_SECURITY,
        ("cross-origin-resource-policy", "cross-origin" if route.is_shared else "same-origin"),
        ("cache-control", "no-store" if is_error else route.cache),
        *([("vary", ", ".join(vary))] if vary else []),
        *([("strict-transport-security", f"max-age={_HSTS_SECONDS}")] if is_secure else []),
        *(_sharing() if route.is_shared else ()),
        *route.others,
    ]
    return _encoded(fields)


def allowed(kind: str) -> str:
    """Return the value of Allow for a route (RFC 9110, section 10.2.1)."""
    return ", ".join((*ROUTE_KINDS[kind].methods, "OPTIONS"))


@cache
def preflight(kind: str, *, is_secure: bool = False) -> Fields:
    """Return the headers of the answer to OPTIONS, which is also that to a preflight (Fetch standard, CORS-preflight fetch)."""
    route = ROUTE_KINDS[kind]
    sharing = [
        ("access-control-allow-methods", ", ".join(route.methods)),
        ("access-control-allow-headers", ", ".join(_ALLOWED)),
        ("access-control-max-age", str(_PREFLIGHT_SECONDS)),
    ]
    return (*headers_of(kind, is_secure=is_secure), *_encoded([("allow", allowed(kind)), *(sharing if route.is_shared else ())]))


def _sharing() -> tuple[tuple[str, str], ...]:
    """Return the headers for other origins. Without credentials, since there are none, so the response does not depend on the origin."""
    return ("access-control-allow-origin", "*"), ("access-control-expose-headers", ", ".join(_EXPOSED))


def _encoded(fields: list[tuple[str, str]]) -> Fields:
    return tuple((name.encode(), value.encode()) for name, value in fields)
