"""The kinds of problems that the server reports: one table, and a page for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kzit_graph.serve.backend import FAILURES


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem. title: what is wrong, in few words. meaning: why it happens. remedy: what the client can do."""

    name: str
    status: int
    title: str
    meaning: str
    remedy: str


def _failure(name: str, title: str, meaning: str, remedy: str) -> ProblemKind:
    return ProblemKind(name, FAILURES[name], title, meaning, remedy)


_KINDS: Final = (
    # of requests
    ProblemKind(
        "host",
        400,
        "The Host header is missing or malformed",
        "A request of HTTP/1.1 has exactly one Host header.",
        "Send Host with the name of the server.",
    ),
    ProblemKind(
        "unknown-host",
        421,
        "The server has another name",
        "The Host header names a host that this server does not serve.",
        "Use the public URL of the server.",
    ),
    ProblemKind(
        "target",
        400,
        "The target of the request is no path",
        'CONNECT names another server, or another method than OPTIONS has the target "*".',
        "Send a URL of this server. It is no proxy.",
    ),
    ProblemKind(
        "target-too-long",
        414,
        "The URL is too long",
        "The path and the query string are longer than the server allows.",
        "Send a long query by POST, in the body.",
    ),
    ProblemKind(
        "headers-too-large",
        431,
        "The headers are too large",
        "The headers of the request are larger than the server allows.",
        "Send fewer or shorter headers.",
    ),
    ProblemKind(
        "body-length",
        400,
        "The length of the body is ambiguous",
        "Content-Length is malformed, is there twice, or is there beside Transfer-Encoding, or this is not chunked alone.",
        "Send one Content-Length, or Transfer-Encoding: chunked.",
    ),
    ProblemKind(
        "incomplete-body",
        400,
        "The body is malformed or incomplete",
        "A chunk of the body is malformed, or the connection was closed before the end of the body.",
        "Send the whole body, in well-formed chunks or with its Content-Length.",
    ),
    ProblemKind(
        "encoding",
        400,
        "The request is not valid UTF-8",
        "The URL, a form field or the body has bytes that are not UTF-8, or a percent sign without two hexadecimal digits.",
        "Encode text as UTF-8, then percent-encode it.",
    ),
    ProblemKind(
        "body-too-large",
        413,
        "The body is too large",
        "The body of the request is larger than the server allows.",
        "Send a smaller body. The problem document has the limit.",
    ),
    ProblemKind(
        "slow-body",
        408,
        "The body did not arrive in time",
        "The client took too long to send the body of the request.",
        "Send the request again, at once.",
    ),
    ProblemKind(
        "fields",
        400,
        "There are too many form fields",
        "The query string or the form has more fields than the server allows.",
        "Send fewer parameters.",
    ),
    ProblemKind(
        "parameters",
        400,
        "A parameter is missing, repeated or invalid",
        "The parameters of the request do not fit what is asked.",
        "See the detail of the problem document, and the description of the interface at /openapi.json.",
    ),
    ProblemKind(
        "media-type",
        415,
        "The media type of the body is not supported",
        "The server does not read bodies of this Content-Type or Content-Encoding.",
        "Send a query as application/sparql-query or application/x-www-form-urlencoded, without a content coding.",
    ),
    ProblemKind(
        "method",
        405,
        "The method is not allowed here",
        "The server is read-only, and this URL does not have the method.",
        "Use a method of the Allow header.",
    ),
    ProblemKind(
        "not-acceptable",
        406,
        "There is no such format",
        "The server has the answer, but in no format that the Accept header or the parameter names.",
        "Choose one of the alternatives of the problem document.",
    ),
    ProblemKind(
        "precondition",
        412,
        "A precondition failed",
        "If-Match or If-Unmodified-Since names another version than the present one.",
        "Fetch the present version.",
    ),
    ProblemKind(
        "range",
        416,
        "The range is outside of the file",
        "The Range header asks for bytes that do not exist.",
        "Ask for bytes below the length in Content-Range.",
    ),
    ProblemKind(
        "read-only",
        403,
        "The server is read-only",
        "The endpoint answers queries. It takes no updates.",
        "Send a query: SELECT, ASK, CONSTRUCT or DESCRIBE.",
    ),
    ProblemKind(
        "forbidden",
        403,
        "Not for everyone",
        "This part of the server is only for its operator.",
        "Ask from the machine of the server, or from a network that its operator allows.",
    ),
    # of clients
    ProblemKind(
        "budget",
        429,
        "The query time of this client is used up",
        "Each client has an amount of query time, which is refilled every second.",
        "Wait as long as Retry-After says. For many queries, download the data and query them on your own machine.",
    ),
    ProblemKind(
        "together",
        429,
        "Too many requests of this client at once",
        "A client may only run some queries, and download some large files, at the same time.",
        "Wait until one of them ends.",
    ),
    # of queries
    _failure(
        "query",
        "The query cannot be answered",
        "It has a syntax error, changes data, uses SERVICE, or is too large or too deeply nested.",
        "Correct the query at the line and the column that the problem document names.",
    ),
    _failure(
        "not-found",
        "Not found",
        "Nothing has this name here.",
        "Check the spelling. The sitemap lists all documents.",
    ),
    _failure(
        "time",
        "The query took too long",
        "The query did not end within the time limit of the server.",
        "Restrict the query: fewer cross products, a FILTER earlier, a LIMIT. Or download the data.",
    ),
    _failure(
        "memory",
        "The query needs too much memory",
        "The query needs more memory than the server gives to one query.",
        "Avoid ORDER BY, DISTINCT and GROUP BY over many rows, or download the data.",
    ),
    _failure(
        "rows",
        "The answer is too large",
        "The answer has more rows or bytes than the server sends at once.",
        "Ask for parts of it, with ORDER BY, LIMIT and OFFSET, or download the data.",
    ),
    _failure("busy", "The server is busy", "Too many queries are waiting.", "Try again later."),
    _failure("stalled", "The answer was not read", "The client did not read the answer in time.", "Read faster, or ask for less."),
    _failure("left", "The client left", "The connection was closed before the answer was there.", "Send the request again."),
    _failure(
        "crashed",
        "The query ended without an answer",
        "The process that ran the query ended unexpectedly, twice.",
        "Simplify the query, and report it to the operator of the server.",
    ),
    _failure("closed", "The server is stopping", "The server does not take new queries.", "Try again in a few seconds."),
    _failure(
        "unreachable",
        "The store behind the server does not answer",
        "The server sends queries to another endpoint, which is not reachable or sent an invalid answer.",
        "Try again later, or report it to the operator of the server.",
    ),
    # of the server
    ProblemKind(
        "not-ready",
        503,
        "The server is not ready",
        "The server is starting, or it is loading a new build.",
        "Try again in a few seconds.",
    ),
    ProblemKind(
        "internal",
        500,
        "The server made a mistake",
        "An unexpected error. It is in the log of the server.",
        "Report it to the operator of the server.",
    ),
)

PROBLEMS: Final[Mapping[str, ProblemKind]] = MappingProxyType({kind.name: kind for kind in _KINDS})
"""The kinds by name, which is also the end of their URL: /problems/<name>."""
