"""Read a request of the SPARQL Protocol: the query, its dataset, the version, the format and the timeout.

SPARQL 1.1 Protocol, section 2.1; SPARQL 1.2 Protocol (draft of July 2026) for `version`; RFC 10008 for the method QUERY; RFC 7240 for
`Prefer: wait`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode
from starlette.types import Scope

from kzit_graph.serve.http.bodies import FORM, Fields, form_fields, media_type_of, text_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.limits import Limits

QUERY: Final = "application/sparql-query"
BODY_TYPES: Final = (QUERY, FORM)
"""Media types of the body of a request."""

VERSIONS: Final = ("1.0", "1.1", "1.2", "1.2-basic")
"""Versions of SPARQL that a request may announce."""

_UPDATE: Final = "application/sparql-update"
_UPDATE_PARAMETERS: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_READ_ONLY: Final = "this endpoint is read-only; send a query, not an update"
_ONCE: Final = ("query", "version", "timeout", "example")
"""Parameters that a request may have once. SPARQLWrapper sends the format twice, as a name and as a media type; the first counts."""

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Some editors write it at the start of a file, which a client then sends. It is no part of the query."""

_WAIT: Final = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d{1,9})\"?\s*(?=$|[,;])", re.IGNORECASE)


@dataclass(frozen=True)
class SparqlRequest:
    """A request of the protocol.

    query: None if there is none. default_graphs, named_graphs: None if the request has neither. format: the value of the parameter, or
    empty. seconds: the time limit of the query. waits: the seconds of `Prefer: wait`. example: the name of an example for the form.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str
    seconds: float
    waits: int | None = None
    example: str = ""


def read_request(scope: Scope, body: bytes, limits: Limits) -> SparqlRequest:
    """Return the request of the protocol in an HTTP request.

    Raises `HttpProblem` if it is malformed, ambiguous, an update, or of an unknown version.
    """
    in_url, in_body, versions = form_fields(scope["query_string"], limits), Fields(), list[str]()
    if scope["method"] in ("POST", "QUERY"):
        media_type, parameters = _content_type(scope)
        versions += [parameters["version"]] if "version" in parameters else []
        in_body = (("query", text_of(body)),) if media_type == QUERY else form_fields(body, limits)
    found = _found(in_url, in_body)
    version = _one(found, "version")
    _check_versions([*versions, *([] if version is None else [version])])
    query, waits = _one(found, "query"), _waits(scope)
    graphs = [tuple(map(_iri, found.get(name, ()))) for name in ("default-graph-uri", "named-graph-uri")]
    return SparqlRequest(
        query=None if query is None else query.removeprefix(_BYTE_ORDER_MARK),
        default_graphs=graphs[0] if any(graphs) else None,
        named_graphs=graphs[1] if any(graphs) else None,
        format=_one(found, "format") or "",
        seconds=min(limits.seconds, *filter(None, (_timeout(found), waits)), math.inf),
        waits=waits,
        example=_one(found, "example") or "",
    )


def _found(in_url: Fields, in_body: Fields) -> dict[str, list[str]]:
    """Return the values of each parameter. Raises `HttpProblem` for an update, and for a parameter that must not be repeated."""
    found: dict[str, list[str]] = {}
    for name, value in (*in_url, *in_body):
        found.setdefault(name, []).append(value)
    if update := next((name for name in _UPDATE_PARAMETERS if name in found), None):
        raise HttpProblem("read-only", f'the parameter "{update}" belongs to an update; {_READ_ONLY}')
    for name in _ONCE:
        if len(found.get(name, ())) > 1:
            is_in_both = name in dict(in_url) and name in dict(in_body)
            where = "in the URL and in the body" if is_in_both else "more than once"
            raise HttpProblem("parameters", f'the parameter "{name}" is given {where}; give it once')
    return found


def _content_type(scope: Scope) -> tuple[str, Mapping[str, str]]:
    """Return the media type of the body, with its parameters. Raises `HttpProblem` if it is missing or not supported."""
    accepted = [(b"accept-query" if scope["method"] == "QUERY" else b"accept-post", ", ".join(BODY_TYPES).encode())]
    media_type, parameters = media_type_of(scope)
    if media_type == _UPDATE:
        raise HttpProblem("read-only", f"{_UPDATE} is an update; {_READ_ONLY}")
    if media_type not in BODY_TYPES:
        given = f'the Content-Type "{media_type[:100]}" is not supported' if media_type else "the request has no Content-Type"
        raise HttpProblem("media-type", f"{given}; use {' or '.join(BODY_TYPES)}", headers=accepted)
    return media_type, parameters


def _one(found: Mapping[str, Sequence[str]], name: str) -> str | None:
    values = found.get(name)
    return values[0] if values else None


def _check_versions(given: Iterable[str]) -> None:
    versions = {version.strip() for version in given}
    for version in versions:
        if version not in VERSIONS:
            raise HttpProblem("parameters", f'the version "{version[:40]}" is unknown; use one of {", ".join(VERSIONS)}')
    if len(versions) > 1:
        raise HttpProblem("parameters", f"two versions are given: {' and '.join(sorted(versions))}; give one")


def _iri(value: str) -> str:
    """Return the IRI of a graph. Raises `HttpProblem` if it is relative or malformed."""
    try:
        return NamedNode(value).value
    except ValueError as error:
        raise HttpProblem("parameters", f'the graph "{value[:200]}" is not an absolute IRI') from error


def _timeout(found: Mapping[str, Sequence[str]]) -> float | None:
    value = _one(found, "timeout")
    if value is None or not value.strip():
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise HttpProblem("parameters", f'the timeout "{value[:40]}" is not a positive number of seconds')
    return seconds


def _waits(scope: Scope) -> int | None:
    """Return the seconds of `Prefer: wait=…`. What else a client prefers is ignored (RFC 7240, section 2)."""
    found = _WAIT.search(value_of(scope["headers"], b"prefer") or "")
    return (int(found[1]) or None) if found else None
