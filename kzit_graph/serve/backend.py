"""What the front asks of a store: to answer one job at a time, in chunks, and to stop at once when told to.

Backend
├── pool.pool.Pool             worker processes over a build, on this machine
└── proxy.RemoteEndpoint       an existing SPARQL endpoint
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from kzit_graph.errors import KzitError

ANSWER_KINDS: Final = ("rows", "boolean", "graph")
"""What a query gives: SELECT, ASK, and CONSTRUCT or DESCRIBE."""


@dataclass(frozen=True)
class QueryJob:
    """A SPARQL query to answer.

    text: the query. formats: the format of the answer for each of `ANSWER_KINDS`, by the names of
    `kzit_graph.sparql.result_formats.SOLUTION_FORMATS` and `kzit_graph.rdf.formats.RDF_FORMATS`. default_graphs, named_graphs: IRIs of the
    dataset, which replaces FROM clauses if either is given (SPARQL 1.1 Protocol, section 2.1.4). seconds: time limit.
    """

    text: str
    formats: Mapping[str, str]
    seconds: float
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True)
class CallJob:
    """A function of `kzit_graph.serve.calls` to call in a worker, because it reads the graph. arguments: JSON values."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 10.0


Job = QueryJob | CallJob


class JobFailed(KzitError):
    """A job has no answer, or no complete one.

    kind: one of `FAILURES`. detail: a sentence for the client. line, column: where in the query, from 1. seconds: the time used.
    retry_after: seconds after which another try can succeed.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        line: int | None = None,
        column: int | None = None,
        seconds: float | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.line = line
        self.column = column
        self.seconds = seconds
        self.retry_after = retry_after


FAILURES: Final[Mapping[str, int]] = {
    "query": 400,  # malformed, an update, SERVICE, too large or too deep
    "not-found": 404,  # a thing that a call names
    "not-acceptable": 406,  # the format cannot hold the answer
    "time": 504,  # the time limit of the query
    "memory": 503,  # its memory limit
    "rows": 503,  # more rows or bytes than an answer may have, before the first byte was sent
    "busy": 503,  # no worker became free in time
    "stalled": 503,  # the client does not read
    "left": 400,  # the client left; nobody reads this status, but the log has it
    "crashed": 503,  # the worker ended for another reason, also on a second try
    "closed": 503,  # the server is stopping
    "unreachable": 502,  # a remote endpoint
}
"""The kinds of failures, with the HTTP status of each before the first byte. After it, the connection is cut."""


class Answering(Protocol):
    """A job that is being answered. Leaving its context stops the work at once, whether it is done or not."""

    @property
    def kind(self) -> str:
        """One of `ANSWER_KINDS`, or the media type of the answer to a call; set when the first chunk is there."""

    @property
    def format(self) -> str:
        """The name of the format of the answer; empty for a call."""

    @property
    def seconds(self) -> float:
        """The time used so far."""

    async def first(self, patience: float | None = None) -> bytes | None:
        """Return the first chunk, or None if it is not there after some seconds. Raises `JobFailed` if the job has no answer."""

    @property
    def is_whole(self) -> bool:
        """Whether the first chunk is the whole answer."""

    def rest(self) -> AsyncIterator[bytes]:
        """Yield the chunks after the first one. Raises `JobFailed` if the answer is not complete."""


class Backend(Protocol):
    """A store that answers jobs. No query runs in the process of the front."""

    async def start(self) -> None:
        """Get ready. Raises `KzitError` if that is not possible."""

    def answer(self, job: Job) -> AbstractAsyncContextManager[Answering]:
        """Return the context of a job. Entering it waits for a worker. Raises `JobFailed` with the kind "busy" or "closed"."""

    async def close(self) -> None:
        """Refuse new jobs, wait until those that run have ended, and free what the backend holds."""

    def figures(self) -> Mapping[str, float]:
        """Return figures for the metrics: workers, idle, running, waiting, killed by kind."""
