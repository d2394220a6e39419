"""Answer queries from an existing SPARQL endpoint, within the limits of this server (SPARQL 1.1 Protocol).

Texts that the gate refuses are not sent. An answer is read only as fast as the client reads it, and the connection to the endpoint is
closed when the client leaves. What an endpoint does after that is its own affair.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from kzit_graph.remote.addresses import read_address, refuse_cleartext
from kzit_graph.remote.authorization import Authorization
from kzit_graph.remote.credentials import credentials_from, is_own_host
from kzit_graph.remote.proxies import Proxies
from kzit_graph.serve.backend import CallJob, Job, JobFailed
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.remote_answer import Remote, RemoteAnswer


class RemoteEndpoint:
    """An existing endpoint. It implements `kzit_graph.serve.backend.Backend`.

    url: its address, http or https; its own query string is kept. prefixes: those that queries can use without PREFIX lines.
    environment: variables with credentials and proxies; see `kzit_graph.remote.credentials`.

    Raises `InvalidInput` if the address or a variable is invalid, or if credentials would be sent unencrypted.
    """

    def __init__(
        self,
        url: str,
        limits: Limits | None = None,
        *,
        prefixes: Mapping[str, str] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        address = read_address(url)
        host = address.host or ""
        credentials = credentials_from(environment, host, use_variables=is_own_host(environment, host, address.port))
        self._proxy = Proxies.from_environment(environment).proxy_for(url)
        if credentials is not None:
            refuse_cleartext(url, through_proxy=self._proxy is not None)
        self.url = url
        self.limits = limits or Limits()
        self._prefixes = dict(prefixes or {})
        self._authorization = Authorization(credentials) if credentials else None
        self._remote: Remote | None = None
        self._slots = asyncio.Semaphore(self.limits.workers)
        self._waiting = self._running = 0
        self._counts: Counter[str] = Counter()
        self._is_closed = False
        self._none_runs = asyncio.Event()

    async def start(self) -> None:
        """Open the client. The endpoint is not asked."""
        limits = httpx.Limits(max_connections=self.limits.workers, max_keepalive_connections=self.limits.workers)
        client = httpx.AsyncClient(timeout=None, limits=limits, proxy=self._proxy, trust_env=False)  # noqa: S113 - each wait has one
        self._remote = Remote(self.url, self._prefixes, self.limits.answer, self._authorization, client)

    @asynccontextmanager
    async def answer(self, job: Job) -> AsyncIterator[RemoteAnswer]:
        """Return the context of a job; see `Backend.answer`. Calls are not answered: they need the data."""
        if isinstance(job, CallJob):
            raise JobFailed("not-found", "this server has no data of its own; it passes queries on to another endpoint")
        if self._is_closed or self._remote is None:
            raise JobFailed("closed", "the server is stopping")
        await self._take_slot(job.seconds)
        self._running += 1
        self._counts["jobs"] += 1
        answer = RemoteAnswer(self._remote, job)
        try:
            yield answer
        finally:
            await answer.leave()
            if answer.failure is not None:
                self._counts[f"failed_{answer.failure.kind}"] += 1
            self._running -= 1
            self._slots.release()
            if not self._running:
                self._none_runs.set()

    async def _take_slot(self, patience: float) -> None:
        if self._slots.locked() and self._waiting >= self.limits.waiting:
            raise JobFailed("busy", "too many queries are waiting; try again later", retry_after=self.limits.seconds)
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._slots.acquire()
        except TimeoutError:
            raise JobFailed("busy", "too many queries are running; try again later", retry_after=self.limits.seconds) from None
        finally:
            self._waiting -= 1
        if self._is_closed:
            self._slots.release()
            raise JobFailed("closed", "the server is stopping")

    async def close(self) -> None:
        """Refuse new jobs, wait until those that run have ended, and close all connections."""
        self._is_closed = True
        while self._running:
            self._none_runs.clear()
            await self._none_runs.wait()
        if self._remote is not None:
            self._remote.long_reader.shutdown(wait=False, cancel_futures=True)
            await self._remote.client.aclose()

    def figures(self) -> Mapping[str, float]:
        """Return the numbers of jobs now, and those of all jobs and failed ones so far."""
        return {"slots": self.limits.workers, "running": self._running, "waiting": self._waiting, **self._counts}
