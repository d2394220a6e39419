"""Share the query time of a server among its clients.

Each client has a balance of seconds. A running query takes one second per second from it; time gives back some, up to the full balance. A
client with nothing left gets 429 (RFC 6585, section 4) with the seconds after which a query is accepted for certain.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_network
from typing import Final

from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.http.proxies import address_of

_POLICY: Final = "query-time"
"""The name of the budget in headers and problem documents."""

_OVERRUN: Final = 1.0
"""Seconds that a query may take to end after its time limit."""

_KEPT: Final = 0.9
"""The part of the clients that is kept when there are too many."""

_IPV6_PREFIX: Final = 64
"""One customer of a provider has at least as many addresses."""


def client_of(address: str) -> str:
    """Return the client that an address belongs to: itself, or the network of 64 bits in IPv6.

    >>> client_of("2001:db8::1"), client_of("::ffff:192.0.2.1"), client_of("192.0.2.1")
    ('2001:db8::/64', '192.0.2.1', '192.0.2.1')
    """
    found = address_of(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found) if found else address


@dataclass
class _Client:
    """balance: seconds left at the time `at`, less what running queries have used until then. starts: when they started."""

    balance: float
    at: float
    starts: dict[int, float] = field(default_factory=dict)


class Charge:
    """The charge of one query."""

    def __init__(self, budget: Budget, entry: _Client, ticket: int) -> None:
        self._budget, self._entry, self._ticket = budget, entry, ticket

    def restart(self) -> None:
        """Give back the time so far, in which the query waited for a worker."""
        self._budget.give_back(self._entry, self._ticket)


class Budget:
    """The balances of all clients.

    seconds: the full balance; 0 for no limit of time. refill: seconds that a client gets back per minute. limit: the longest that a
    charged block can take, with the time that a query waits for a worker. together: queries of one client at once; 0 for no limit.
    max_clients: clients that are remembered. now: a monotonic clock.
    """

    def __init__(
        self,
        seconds: float,
        refill: float,
        *,
        limit: float,
        together: int = 0,
        max_clients: int = 50_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds, self.rate, self.limit, self.together = seconds, refill / 60, limit, together
        self.max_clients, self.now = max_clients, now
        self._clients: dict[str, _Client] = {}
        self._tickets = 0

    def __len__(self) -> int:
        return len(self._clients)

    @contextmanager
    def charge(self, client: str) -> Iterator[Charge]:
        """Charge a client for the time of the block, however it ends. Raises `HttpProblem` if the client may not start a query."""
        entry = self._settled(client)
        if self.seconds > 0 and entry.balance <= 0:
            raise HttpProblem(
                "budget",
                f"A client may use {self.seconds:g} seconds of query time, and gets back {self.rate * 60:g} per minute.",
                members={"violated-policies": [_POLICY]},
                retry_after=self._wait(entry),
                headers=self.fields(client),
            )
        if 0 < self.together <= len(entry.starts):
            raise HttpProblem(
                "together",
                f"A client may run {self.together} queries at the same time.",
                retry_after=self._wait(entry),
                headers=self.fields(client),
            )
        self._tickets += 1
        ticket = self._tickets
        entry.starts[ticket] = entry.at
        try:
            yield Charge(self, entry, ticket)
        finally:
            self._settle(entry)
            del entry.starts[ticket]

    def give_back(self, entry: _Client, ticket: int) -> None:
        """Give a client the time back that a running query has used."""
        self._settle(entry)
        entry.balance = min(self.seconds, entry.balance + entry.at - entry.starts[ticket])
        entry.starts[ticket] = entry.at

    def fields(self, client: str) -> tuple[tuple[bytes, bytes], ...]:
        """Return RateLimit and RateLimit-Policy for a client (draft-ietf-httpapi-ratelimit-headers-10). The unit is the second."""
        if self.seconds <= 0:
            return ()
        balance = self.balance(client)
        window = math.ceil(self.seconds / self.rate) if self.rate else 0
        full = math.ceil((self.seconds - balance) / self.rate) if self.rate else 0
        policy = f'"{_POLICY}";q={int(self.seconds)};qu="seconds"' + (f";w={window}" if window else "")
        rest = f'"{_POLICY}";r={max(0, int(balance))}' + (f";t={full}" if self.rate else "")
        return (b"ratelimit-policy", policy.encode()), (b"ratelimit", rest.encode())

    def balance(self, client: str) -> float:
        """Return the seconds that a client has left. Negative if it used more than it had."""
        entry = self._clients.get(client)
        if entry is None:
            return self.seconds
        self._settle(entry)
        return entry.balance

    def running(self, client: str) -> int:
        """Return how many queries of a client are running."""
        entry = self._clients.get(client)
        return len(entry.starts) if entry else 0

    def _settled(self, client: str) -> _Client:
        entry = self._clients.get(client)
        if entry is None:
            if len(self._clients) >= self.max_clients:
                self._forget()
            entry = self._clients[client] = _Client(self.seconds, self.now())
        self._settle(entry)
        return entry

    def _settle(self, entry: _Client) -> None:
        """Bring a balance to the present time."""
        now = self.now()
        passed = max(0.0, now - entry.at)
        entry.balance = min(self.seconds, entry.balance + passed * (self.rate - len(entry.starts)))
        entry.at = max(now, entry.at)

    def _wait(self, entry: _Client) -> float | None:
        """Return whole seconds after which a query is accepted, even if those that run use all their time. None without a refill."""
        left = [max(0.0, start + self.limit + _OVERRUN - entry.at) for start in entry.starts.values()]
        if self.seconds <= 0 or entry.balance - sum(left) > 0:
            return math.floor(min(left, default=0.0)) + 1
        if self.rate <= 0:
            return None
        return math.floor(max((sum(left) - entry.balance) / self.rate, *left, 0.0)) + 1

    def _forget(self) -> None:
        """Forget the clients with the fullest balances; a full one is as good as none. Those with running queries are kept."""
        for entry in self._clients.values():
            self._settle(entry)
        idle = sorted((name for name, entry in self._clients.items() if not entry.starts), key=lambda name: self._clients[name].balance)
        surplus = len(self._clients) - int(self.max_clients * _KEPT)
        for name in idle[max(0, len(idle) - surplus) :]:
            del self._clients[name]
