"""Limit the large files that one client downloads at once. Slow readers of many would fill the memory and the time of the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kzit_graph.serve.http.budget import client_of
from kzit_graph.serve.http.problems import HttpProblem


class Downloads:
    """The downloads that are running. per_client: how many one client may have; 0 for no limit."""

    def __init__(self, per_client: int) -> None:
        self._per_client = per_client
        self._running: Counter[str] = Counter()

    @contextmanager
    def started(self, address: str) -> Iterator[None]:
        """Count a download while the block runs. Raises `HttpProblem` (429) if the client has too many. An empty address is not counted."""
        client = client_of(address)
        if not (client and self._per_client):
            yield
            return
        if self._running[client] >= self._per_client:
            raise HttpProblem("together", f"A client may download {self._per_client} large files at the same time.")
        self._running[client] += 1
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]

    def __len__(self) -> int:
        return self._running.total()
