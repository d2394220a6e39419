"""Load on a server from many clients, and what the server uses meanwhile."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count

import httpx
import psutil

from tests.serve.running import RunningServer

SENT = (
    "sparql?query=ASK {{ ?s <urn:{0}> ?o }}",
    "sparql?query=SELECT * {{ ?s ?p ?o }} LIMIT 10",
    "sparql?query=SELECT ?x{0} {{ ?s ?p ?x{0} }} LIMIT 5",
    "sparql?query=SELEC {0}",
    "id/milan",
    "id/milan.ttl",
    "id/milan.rdf",
    "id/nothing-{0}",
    "dataset",
    "kzit.nt?{0}",
    "reconcile?query=Milan",
)
"""Targets of requests; {0} is a number that makes one of its own."""


@dataclass(frozen=True)
class Usage:
    """What the front and its workers use. memory: in bytes, each shared page counted once."""

    threads: int
    descriptors: int
    memory: int
    processes: int


def usage(server: RunningServer) -> Usage:
    front = psutil.Process(server.pid)
    memory = 0
    processes = server.processes()
    for process in processes:
        try:
            memory += process.memory_full_info().pss
        except psutil.Error:
            continue
    return Usage(front.num_threads(), front.num_fds(), memory, len(processes))


async def _send(client: httpx.AsyncClient, numbers: Iterator[int], end: float | None, total: int, seen: Counter[int | str]) -> None:
    for number in numbers:
        if number >= total or (end is not None and time.monotonic() > end):
            return
        target = SENT[number % len(SENT)].format(number)
        method = "HEAD" if target.startswith("kzit.nt") else "GET"
        try:
            seen[(await client.request(method, target)).status_code] += 1
        except httpx.HTTPError as error:
            seen[repr(error)] += 1


def send_requests(server: RunningServer, total: int, clients: int, seconds: float | None = None) -> Counter[int | str]:
    """Send requests from clients at once, and return how often each status or error came. seconds: when to stop before the total."""

    async def run() -> Counter[int | str]:
        seen: Counter[int | str] = Counter()
        numbers = count()
        certificates = ssl.create_default_context()  # of no use here, but each client would make its own, which takes long
        async with AsyncExitStack() as opened:
            made = [httpx.AsyncClient(base_url=server.url, timeout=60, verify=certificates) for _ in range(clients)]
            senders = [await opened.enter_async_context(client) for client in made]
            end = None if seconds is None else time.monotonic() + seconds
            await asyncio.gather(*(_send(client, numbers, end, total, seen) for client in senders))
        return seen

    return asyncio.run(run())
