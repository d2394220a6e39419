"""Read the bodies and the form fields of requests, within limits of size, time and number."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.types import Receive, Scope

from kzit_graph.serve.http.encoding import decoded
from kzit_graph.serve.http.fields import parameters, value_of
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.limits import Limits

FORM: Final = "application/x-www-form-urlencoded"

_CLOSE: Final = ((b"connection", b"close"),)
"""What is left of the body is not read."""

Fields = tuple[tuple[str, str], ...]


async def read_body(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """Return the body of a request.

    Raises `HttpProblem` if it is too large (413), too slow (408), compressed (415), or without its end (400): its chunks are malformed, or
    the client has left. Servers do not tell these two apart.
    """
    coding = (value_of(scope["headers"], b"content-encoding") or "identity").strip().lower()
    if coding != "identity":
        # RFC 9110, section 15.5.16: Accept-Encoding tells the client which codings are read
        raise HttpProblem(
            "media-type", f"Content-Encoding {coding} is not supported.", headers=[(b"accept-encoding", b"identity"), *_CLOSE]
        )
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.body_time):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise HttpProblem("incomplete-body", headers=_CLOSE)
                part: bytes = message.get("body", b"")
                parts.append(part)
                size += len(part)
                if size > limits.body:
                    raise HttpProblem("body-too-large", members={"limit": limits.body}, headers=_CLOSE)
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise HttpProblem("slow-body", members={"limit": limits.body_time}, headers=_CLOSE) from None


def media_type_of(scope: Scope) -> tuple[str, Mapping[str, str]]:
    """Return the media type of a body in lower case, and its parameters. Empty if there is none.

    Raises `HttpProblem` if Content-Type is malformed or repeated, or names a charset other than UTF-8 (415).
    """
    value = value_of(scope["headers"], b"content-type") or ""
    name, _, rest = value.partition(";")
    found = parameters(rest)
    if found is None or "," in name:
        raise HttpProblem("media-type", "Content-Type is malformed.")
    charset = found.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpProblem("media-type", f"The charset {charset} is not supported. Send UTF-8.")
    return name.strip(" \t").lower(), found


def text_of(body: bytes) -> str:
    """Return the text of a body. Raises `HttpProblem` if it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpProblem("encoding", f"The body is not UTF-8: byte {error.start + 1}.") from None


def form_fields(encoded: bytes, limits: Limits) -> Fields:
    """Return the fields of a query string or of a form, in order (URL standard, section 5.1). Names may occur several times.

    Raises `HttpProblem` if there are too many, or if one is not UTF-8.
    """
    if encoded.count(b"&") >= limits.fields:
        raise HttpProblem("fields", f"There are more than {limits.fields} fields.", members={"limit": limits.fields})
    found: list[tuple[str, str]] = []
    for part in encoded.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            pair = decoded(name), decoded(value)
            if pair[0] is None or pair[1] is None:
                raise HttpProblem("encoding", f"Field {len(found) + 1} is not UTF-8 in percent-encoding.")
            found.append((pair[0], pair[1]))
    return tuple(found)
