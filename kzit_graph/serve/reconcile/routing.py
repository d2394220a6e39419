"""Decide what a request below /reconcile asks for, without the graph.

| path below /reconcile | parameters | answer |
|---|---|---|
| (none) | none | the manifest |
| (none) | `queries` or `extend`, in the URL or a form | candidates, or values of properties |
| suggest/entity, /type, /property | `prefix`, `cursor`, `limit`, `type` | suggestions |
| properties | `type`, `limit` | properties of the things of a type |
| preview, view | `id` | a page for a frame; the thing itself |
| flyout/entity, /type, /property | `id` | the same page as part of a JSON object |

Each path may begin with `in/<language>/`, for names in that language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kzit_graph.rdf.languages import is_language_tag
from kzit_graph.serve.reconcile.preview import CONTENT_SECURITY_POLICY
from kzit_graph.serve.reconcile.requests import (
    DEFAULT_LIMIT,
    RequestRefused,
    read_extension,
    read_json,
    read_limit,
    read_number,
    read_queries,
    read_text,
)

KINDS: Final = ("entity", "type", "property")
"""What can be suggested."""

_NOT_FOUND: Final = 404
_MAX_SKIPPED: Final = 10_000
"""The most suggestions to leave out."""

_IN: Final = "in"
_FRAMED: Final = (("content-security-policy", CONTENT_SECURITY_POLICY), ("cross-origin-opener-policy", "unsafe-none"))


@dataclass(frozen=True)
class Asked:
    """A function of `kzit_graph.serve.reconcile.answering.ANSWERS` to call. headers: of its answer, instead of the usual ones."""

    name: str
    arguments: Mapping[str, Any]
    headers: tuple[tuple[str, str], ...] = field(default=())


def asked(path: str, fields: Mapping[str, str], url: str) -> Asked:
    """Return what a request asks for.

    path: below /reconcile, without slashes at its ends. fields: parameters of the URL and the form. url: of the server, without a final
    slash.

    Raises `RequestRefused` with the status if the request is malformed or too large, or the path is unknown.
    """
    if "callback" in fields:
        raise RequestRefused("JSONP is not supported; use CORS, which all answers allow")
    language, local = _language(path)
    service = f"{url}/reconcile/{_IN}/{language}" if language else f"{url}/reconcile"
    found = _asked(local, fields, service)
    return Asked(found.name, {**found.arguments, "language": language}, found.headers)


def _language(path: str) -> tuple[str, str]:
    """Split the language off a path."""
    first, _, rest = path.partition("/")
    if first != _IN:
        return "", path
    language, _, local = rest.partition("/")
    if not is_language_tag(language):
        raise RequestRefused(f'"{language[:20]}" is not a language; use a code such as it', _NOT_FOUND)
    return language, local


def _asked(path: str, fields: Mapping[str, str], service: str) -> Asked:
    first, _, kind = path.partition("/")
    if not path:
        return _service(fields, service)
    if first in ("suggest", "flyout") and kind in KINDS:
        return _suggestions(kind, fields) if first == "suggest" else Asked("flyout", {"what": kind, "id": _id(fields)})
    if path == "properties":
        limit = read_limit(fields["limit"], "limit") if "limit" in fields else None
        return Asked("properties", {"type": read_text(fields.get("type", ""), "type"), "limit": limit})
    if path in ("preview", "view"):
        return Asked(path, {"id": _id(fields), "url": service.partition("/reconcile")[0]}, _FRAMED if path == "preview" else ())
    raise RequestRefused(f"the reconciliation service has no {path[:100]}; its manifest lists what it has", _NOT_FOUND)


def _service(fields: Mapping[str, str], service: str) -> Asked:
    if "queries" in fields and "extend" in fields:
        raise RequestRefused("send either queries or extend, not both")
    if "queries" in fields:
        queries = read_json(fields["queries"], "queries")
        read_queries(queries)
        return Asked("match", {"queries": queries})
    if "extend" in fields:
        query = read_json(fields["extend"], "extend")
        read_extension(query)
        return Asked("extend", {"query": query})
    if "query" in fields:
        raise RequestRefused('send a batch in queries, such as queries={"q0": {"query": "Milan"}}')
    return Asked("manifest", {"service": service})


def _suggestions(kind: str, fields: Mapping[str, str]) -> Asked:
    return Asked(
        "suggest",
        {
            "what": kind,
            "prefix": read_text(fields.get("prefix", ""), "prefix"),
            "skip": min(read_number(fields.get("cursor") or 0, "cursor"), _MAX_SKIPPED),
            "limit": read_limit(fields.get("limit") or DEFAULT_LIMIT, "limit"),
            "types": [kind for kind in read_text(fields.get("type", ""), "type").split(",") if kind],
        },
    )


def _id(fields: Mapping[str, str]) -> str:
    if not fields.get("id", "").strip():
        raise RequestRefused("id is missing; add the identifier of a thing")
    return read_text(fields["id"], "id")
