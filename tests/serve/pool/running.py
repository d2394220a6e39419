"""A pool of workers with an event loop of its own, and the outcome of jobs, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from kzit_graph.serve.backend import Answering, Backend, Job, JobFailed, QueryJob
from kzit_graph.serve.pool.pool import Pool

T = TypeVar("T")

FORMATS: Final = {"rows": "json", "boolean": "json", "graph": "turtle"}
SECONDS: Final = 20.0
"""A limit that no test reaches unless it is meant to."""


@dataclass(frozen=True)
class Outcome:
    """What came of a job. failure: why the answer is not complete. is_whole: whether the first chunk was all."""

    kind: str
    format: str
    content: bytes
    is_whole: bool
    seconds: float
    failure: JobFailed | None = None


async def outcome(backend: Backend, job: Job) -> Outcome:
    """Return what comes of a job."""
    content, is_whole = b"", False
    try:
        async with backend.answer(job) as answer:
            try:
                content = await answer.first() or b""
                is_whole = answer.is_whole
                async for chunk in answer.rest():
                    content += chunk
            except JobFailed as failure:
                return _outcome(answer, content, is_whole, failure)
            return _outcome(answer, content, is_whole, None)
    except JobFailed as failure:
        return Outcome("", "", b"", False, 0.0, failure)


def _outcome(answer: Answering, content: bytes, is_whole: bool, failure: JobFailed | None) -> Outcome:
    return Outcome(answer.kind, answer.format, content, is_whole, answer.seconds, failure)


def job(text: str, seconds: float = SECONDS, formats: Mapping[str, str] = FORMATS, **graphs: tuple[str, ...]) -> QueryJob:
    return QueryJob(text, {**FORMATS, **formats}, seconds, **graphs)


@dataclass(frozen=True)
class Running:
    """A started backend."""

    backend: Any
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def outcome(self, one: Job) -> Outcome:
        return self.run(outcome(self.backend, one))

    def outcomes(self, *jobs: Job) -> list[Outcome]:
        async def all_of_them() -> list[Outcome]:
            return await asyncio.gather(*(outcome(self.backend, one) for one in jobs))

        return self.run(all_of_them())

    def content(
        self, text: str, format_name: str = "", default_graphs: tuple[str, ...] | None = None, named_graphs: tuple[str, ...] | None = None
    ) -> bytes:
        """Return the answer to a query, which must be complete."""
        formats = dict.fromkeys(FORMATS, format_name) if format_name else FORMATS
        found = self.outcome(QueryJob(text, {**FORMATS, **formats}, SECONDS, default_graphs, named_graphs))
        assert found.failure is None, found.failure
        return found.content

    def failure(self, one: Job | str) -> JobFailed:
        """Return why a job has no answer."""
        found = self.outcome(job(one) if isinstance(one, str) else one)
        assert found.failure is not None, found.content[:200]
        return found.failure

    def pids(self) -> list[int]:
        """Return the process ids of the workers that have started."""
        pool: Pool = self.backend
        return [worker.process.pid for worker in (*pool._idle, *pool._running) if worker.process]


@contextmanager
def running(make: Callable[[], Any]) -> Iterator[Running]:
    """Start a backend, and close it at the end."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        backend = make()
        loop.run_until_complete(backend.start())
        try:
            yield Running(backend, loop)
        finally:
            loop.run_until_complete(backend.close())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
