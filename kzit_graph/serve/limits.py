"""The limits of a server. Each one can be set on the command line; the defaults fit a public endpoint on a small machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What a query, a request, a client and the server may use. Sizes are in bytes, times in seconds.

    seconds: time of one query. memory: what one query may add to its worker. rows, answer: the largest answer; 0 for no limit.
    workers: queries at the same time. per_client: those of one client. waiting: queries that wait for a worker.
    budget: the query time that a client may use up at once. refill: what it gets back per minute.
    target, headers, fields, body: sizes of a request: its path and query string, all its headers, the number of its form fields, its body.
    header_time, body_time: how long a client may take to send them. stall: how long it may take to read 64 KiB of an answer.
    """

    seconds: float = 10.0
    memory: int = 512 << 20
    rows: int = 0
    answer: int = 0
    workers: int = 24
    per_client: int = 16
    waiting: int = 512
    budget: float = 120.0
    refill: float = 60.0
    target: int = 8192
    headers: int = 16384
    fields: int = 50
    body: int = 1 << 20
    header_time: float = 10.0
    body_time: float = 10.0
    stall: float = 10.0
