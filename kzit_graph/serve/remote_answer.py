"""The answer of an existing SPARQL endpoint to one query, read as fast as the client reads it. Below `proxy`."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeVar
from urllib.parse import urlencode

import httpx
from pyoxigraph import QueryBoolean, parse_query_results

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.remote.addresses import origin
from kzit_graph.remote.authorization import Authorization
from kzit_graph.remote.faults import explanation, one_line, status_fault
from kzit_graph.remote.results import MAX_ROWS, was_stopped
from kzit_graph.serve.answer_ends import TAIL, broken_end
from kzit_graph.serve.backend import JobFailed, QueryJob
from kzit_graph.serve.remote_query import checked_query
from kzit_graph.sparql.engine_results import read_truth
from kzit_graph.sparql.query_file import position_of
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS

_MEDIA_TYPES: Final = {
    name: syntax.media_type.partition(";")[0] for formats in (SOLUTION_FORMATS, RDF_FORMATS) for name, syntax in formats.items()
}
_TEXT_OF_ROWS: Final = ("csv", "tsv")
"""Formats without a standard for the answer to ASK. Stores write it in different ways, or not at all."""

_MAX_URL: Final = 2_000
"""Longer ones are cut by some servers and proxies without an error."""

_LONG: Final = 1 << 14
"""Characters of a text that takes long to read."""

_FIRST: Final = 1 << 16
"""Bytes of the first chunk, if there are as many."""

_MAX_REDIRECTS: Final = 5
_MAX_CHALLENGES: Final = 2
_MAX_EXPLANATION: Final = 1 << 14
_SAME_METHOD: Final = (307, 308)
_REDIRECTS: Final = (301, 302, 303, *_SAME_METHOD)
_STATUS_KINDS: Final = {400: "query", 408: "time", 413: "query", 414: "query", 429: "busy", 503: "busy", 504: "time"}

T = TypeVar("T")


@dataclass(frozen=True)
class Remote:
    """An endpoint. most: the largest number of bytes of an answer; 0 for no limit. authorization: for its own server only.

    long_reader: the thread that reads long texts. Several threads would leave the event loop little time, since Python runs one at once.
    """

    url: str
    prefixes: Mapping[str, str]
    most: int
    authorization: Authorization | None
    client: httpx.AsyncClient
    long_reader: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "long-queries"))


class RemoteAnswer:
    """The answer of the endpoint to a query; see `kzit_graph.serve.backend.Answering`. failure: why it is not complete."""

    def __init__(self, endpoint: Remote, job: QueryJob) -> None:
        self._endpoint = endpoint
        self._job = job
        self._used = 0.0
        self._since: float | None = None
        self._size = 0
        self._tail = b""
        self._begun: asyncio.Task[bytes] | None = None
        self._response: httpx.Response | None = None
        self._chunks: AsyncIterator[bytes] | None = None
        self._has_ended = False
        self._wanted = math.inf
        self.kind = self.format = ""
        self._sent = ""
        """The format in which the endpoint sends the answer."""

        self.failure: JobFailed | None = None

    @property
    def seconds(self) -> float:
        """The time used so far, without that in which the client read nothing."""
        return self._used + (0.0 if self._since is None else time.monotonic() - self._since)

    @property
    def is_whole(self) -> bool:
        """Whether the first chunk is the whole answer."""
        return self._has_ended

    async def first(self, patience: float | None = None) -> bytes | None:
        """Return the first chunk, or None if it is not there after some seconds. Raises `JobFailed` if the job has no answer."""
        if self._begun is None:
            self._begun = asyncio.get_running_loop().create_task(self._within_limits(self._first))
        await asyncio.wait((self._begun,), timeout=patience)
        return self._begun.result() if self._begun.done() else None

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the chunks after the first one. Raises `JobFailed` if the answer is not complete."""
        while not self._has_ended:
            if chunk := await self._within_limits(self._next):
                yield chunk

    async def leave(self) -> None:
        """Close the connection if the answer has not been read to its end."""
        if self._begun is not None:
            self._begun.cancel()
            await asyncio.wait((self._begun,))
            if not self._begun.cancelled():
                self._begun.exception()  # it counts as seen
        if self._response is not None:
            await self._response.aclose()
        if not self._has_ended and self.failure is None:
            self.failure = JobFailed("left", "the client left")

    async def _within_limits(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what some work with the network returns. Raises `JobFailed` for its errors, and if the time is over."""
        self._since = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._job.seconds - self._used)):
                return await work()
        except TimeoutError:
            raise self._failed("time", f"stopped at the time limit of {self._job.seconds:g} s; ask for less, or add LIMIT") from None
        except httpx.HTTPError as error:
            raise self._failed("unreachable", _fault(error, self._size)) from error
        except JobFailed as error:
            error.seconds, self.failure = self.seconds, error
            raise
        finally:
            self._used, self._since = self.seconds, None

    def _failed(self, kind: str, detail: str, retry_after: float | None = None) -> JobFailed:
        self.failure = JobFailed(kind, detail, seconds=self.seconds, retry_after=retry_after)
        return self.failure

    async def _first(self) -> bytes:
        try:
            self.kind, sparql, self._wanted = await self._read()
        except InvalidInput as error:
            line, column = position_of(error.problem)
            raise JobFailed("query", error.problem, line=line, column=column) from error
        self.format = self._job.formats[self.kind]
        is_made_here = self.kind == "boolean" and self.format in _TEXT_OF_ROWS
        self._sent = "json" if is_made_here else self.format
        self._response = await self._reply(self._request(sparql))
        await self._refuse_fault(self._response)
        self._chunks = self._response.aiter_bytes()
        parts: list[bytes] = []
        while not self._has_ended and self._size < _FIRST:
            parts.append(await self._next())
        return _truth(b"".join(parts), self.format) if is_made_here else b"".join(parts)

    async def _read(self) -> tuple[str, str, float]:
        """Return what `checked_query` does, from a thread."""
        text, prefixes = self._job.text, self._endpoint.prefixes
        reader = self._endpoint.long_reader if len(text) > _LONG else None
        return await asyncio.get_running_loop().run_in_executor(reader, checked_query, text, prefixes)

    async def _next(self) -> bytes:
        assert self._chunks is not None
        chunk = await anext(self._chunks, None)
        if chunk is None:
            if (end := broken_end(self._tail, self._sent)) is not None:
                raise JobFailed(
                    "unreachable", f"the answer of the endpoint is not complete, it ends with: {end}; try again, or ask for less"
                )
            self._has_ended = True
            return b""
        self._size += len(chunk)
        self._tail = (self._tail + chunk)[-TAIL:]
        if 0 < self._endpoint.most < self._size:
            raise JobFailed("rows", f"the answer is larger than {self._endpoint.most:,} bytes; add LIMIT, or ask for less")
        return chunk

    async def _reply(self, request: httpx.Request) -> httpx.Response:
        """Return the reply to a request, after redirects and challenges. Credentials go to the endpoint's own server only."""
        endpoint, authorization = self._endpoint, self._endpoint.authorization
        redirects = challenges = 0
        while True:
            is_own = origin(str(request.url)) == origin(endpoint.url)
            if authorization is not None and is_own and (value := authorization.header(request.method, str(request.url))):
                request.headers["Authorization"] = value
            response = await endpoint.client.send(request, stream=True)
            if response.status_code in _REDIRECTS and "Location" in response.headers and redirects < _MAX_REDIRECTS:
                redirects += 1
                request = await self._redirected(request, response)
            elif response.status_code == 401 and authorization is not None and is_own and challenges < _MAX_CHALLENGES:
                found = response.headers.get_list("WWW-Authenticate")
                if not authorization.accept_challenge(found, str(request.url), repeated=challenges > 0):
                    return response
                challenges += 1
                await response.aclose()
                request.headers.pop("Authorization", None)
            else:
                return response

    async def _redirected(self, request: httpx.Request, response: httpx.Response) -> httpx.Request:
        await response.aclose()
        target = request.url.join(response.headers["Location"])
        if request.method != "GET" and response.status_code not in _SAME_METHOD:
            raise JobFailed("unreachable", f"the endpoint redirects queries with status {response.status_code}; correct its address")
        if target.scheme not in ("http", "https"):
            raise JobFailed("unreachable", "the endpoint redirects to an address that is not http or https")
        headers = {name: request.headers[name] for name in ("Accept", "Accept-Encoding", "Content-Type") if name in request.headers}
        return self._endpoint.client.build_request(request.method, target, headers=headers, content=request.content or None)

    def _request(self, sparql: str) -> httpx.Request:
        """Return the query by GET, or by POST if the address would become too long (sections 2.1.1 and 2.1.2)."""
        job = self._job
        fields = [
            ("query", sparql),
            *(("default-graph-uri", graph) for graph in job.default_graphs or ()),
            *(("named-graph-uri", graph) for graph in job.named_graphs or ()),
        ]
        headers = {"Accept": _MEDIA_TYPES[self._sent], "Accept-Encoding": "identity"}
        parameters = urlencode(fields)
        url = httpx.URL(self._endpoint.url)
        by_get = f"{url}{'&' if url.query else '?'}{parameters}"
        if len(by_get) < _MAX_URL:
            return self._endpoint.client.build_request("GET", by_get, headers=headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._endpoint.client.build_request("POST", url, headers=headers, content=parameters.encode())

    def _refuse_part(self, headers: httpx.Headers) -> None:
        """Raise `JobFailed` if the endpoint says that its answer is only a part."""
        if was_stopped(headers):
            raise JobFailed("time", "the endpoint stopped at its own time limit; ask for less, or add LIMIT")
        limit = headers.get(MAX_ROWS, "")
        if limit and self.kind != "boolean" and not (limit.isdecimal() and self._wanted <= int(limit)):
            most = one_line(limit, 20)
            raise JobFailed("rows", f"the endpoint gives at most {most} rows; add a smaller LIMIT, and ask for the rest with OFFSET")

    async def _refuse_fault(self, response: httpx.Response) -> None:
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.status_code == 200 and media_type == _MEDIA_TYPES[self._sent]:
            self._refuse_part(response.headers)
            return
        if response.status_code == 200:
            found = one_line(media_type, 80) or "no type"
            raise JobFailed("unreachable", f"the endpoint gave {found} instead of {_MEDIA_TYPES[self._sent]}; ask for another format")
        body = b""
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > _MAX_EXPLANATION:
                break
        fault = status_fault(response.status_code, explanation(body.decode(errors="replace"), media_type))
        kind = _STATUS_KINDS.get(response.status_code, "unreachable")
        retry_after = response.headers.get("Retry-After", "")
        raise JobFailed(kind, f"the endpoint: {fault}", retry_after=float(retry_after) if retry_after.isdecimal() else None)


def _truth(content: bytes, format_name: str) -> bytes:
    """Return the answer to ASK as workers write it. content: the answer in JSON. Raises `JobFailed` for anything else."""
    try:
        result = parse_query_results(content, format=SOLUTION_FORMATS["json"])
    except (ValueError, SyntaxError):
        result = None
    if not isinstance(result, QueryBoolean):
        raise JobFailed("unreachable", "the answer of the endpoint to ASK is neither true nor false; report it to its operator")
    return read_truth(result).serialize(format_name)


def _fault(error: httpx.HTTPError, received: int) -> str:
    if isinstance(error, httpx.ConnectError):
        return "the endpoint cannot be reached; try again later"
    if received:
        return f"the answer of the endpoint was cut off after {received:,} bytes; try again, or ask for less"
    return "the endpoint closed the connection without an answer; try again later"
