"""Report problems as documents: JSON for programs, HTML for browsers (RFC 9457, Problem Details for HTTP APIs)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kzit_graph.errors import KzitError
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http.html_pages import page
from kzit_graph.serve.http.look import Look
from kzit_graph.serve.http.media_types import ERRORS, HTML, Offer
from kzit_graph.serve.http.negotiation import choose
from kzit_graph.serve.http.problem_kinds import PROBLEMS, ProblemKind

_RESERVED: Final = frozenset({"type", "title", "status", "detail", "instance"})
_MAX_DETAIL: Final = 2000
_PLAIN: Final = Look()

ResponseParts = tuple[int, list[tuple[bytes, bytes]], bytes]
"""The status, the headers and the body of a response."""


class HttpProblem(KzitError):
    """A request has no answer but a problem document.

    kind: one of `PROBLEMS`. detail: a sentence about this case. members: more members of the document, such as line and column
    (RFC 9457, section 3.2). retry_after: seconds after which the request can succeed. headers: more header fields, such as Allow.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        members: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        self.kind = PROBLEMS[kind]
        self.detail = (detail or self.kind.meaning)[:_MAX_DETAIL]
        self.members = {name: value for name, value in (members or {}).items() if value is not None and name not in _RESERVED}
        self.retry_after = retry_after
        self.headers = tuple(headers)
        super().__init__(self.detail)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.kind.status


class FilesGone(HttpProblem):
    """The files of the build were deleted or replaced after it was opened. A newer build has them, once it is loaded."""

    def __init__(self) -> None:
        super().__init__("not-ready", "A new build is being loaded.", retry_after=1.0)


def of_failure(failure: JobFailed) -> HttpProblem:
    """Return the problem of a job that has no answer."""
    members = {"line": failure.line, "column": failure.column, "seconds": None if failure.seconds is None else round(failure.seconds, 3)}
    kind = failure.kind if failure.kind in PROBLEMS else "internal"
    return HttpProblem(kind, failure.detail, members=members, retry_after=failure.retry_after)


def not_acceptable(offered: Sequence[Offer], asked: str = "") -> HttpProblem:
    """Return the problem of a request for a format that is not offered. The document lists those that are (RFC 9110, section 15.5.7)."""
    types = [offer.media_type for offer in offered if offer.is_main]
    detail = f"{asked} is not offered" if asked else "No media type of the Accept header is offered"
    return HttpProblem("not-acceptable", f"{detail}. Choose one of: {', '.join(types)}.", members={"alternatives": types})


def document(problem: HttpProblem, instance: str, base: str = "") -> dict[str, Any]:
    """Return a problem as a JSON object. instance: the path of the request. base: the public URL of the server, without a final slash."""
    own: dict[str, Any] = {
        "type": f"{base}/problems/{problem.kind.name}",
        "title": problem.kind.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
    }
    if problem.retry_after is not None:
        own["retry_after"] = _seconds(problem.retry_after)
    return {**own, **problem.members}


def response(problem: HttpProblem, accept: str | None, instance: str, base: str = "", look: Look = _PLAIN) -> ResponseParts:
    """Return the response for a problem. A client that prefers HTML, such as a browser, gets a page; all others get JSON."""
    offer = choose(accept, ERRORS)
    if offer is not None and offer.format is HTML:
        kind, body = HTML.media_type + "; charset=utf-8", _page("problem.html", document(problem, instance, base), problem.kind, look)
    else:
        kind, body = "application/problem+json", json.dumps(document(problem, instance, base), ensure_ascii=False).encode()
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"content-language", b"en"),
        *([] if problem.retry_after is None else [(b"retry-after", b"%d" % _seconds(problem.retry_after))]),
        *problem.headers,
    ]
    return problem.status, headers, body


def kind_page(name: str, look: Look = _PLAIN) -> bytes | None:
    """Return the HTML page of a kind of problem, or None if there is no such kind. It is the document of the problem's type IRI."""
    kind = PROBLEMS.get(name)
    return _page("problem_kind.html", {}, kind, look) if kind else None


def kinds_page(look: Look = _PLAIN) -> bytes:
    """Return the HTML page that lists all kinds of problems."""
    return page("problem_kinds.html", look, kinds=list(PROBLEMS.values()))


def _page(template: str, problem: Mapping[str, Any], kind: ProblemKind, look: Look) -> bytes:
    others = {name: value for name, value in problem.items() if name not in _RESERVED}
    return page(template, look, problem=problem, kind=kind, others=others)


def _seconds(retry_after: float) -> int:
    """Return whole seconds for Retry-After, rounded up, so that a retry then succeeds."""
    return max(1, math.ceil(retry_after))
