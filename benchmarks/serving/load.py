"""`python -m benchmarks.serving.load < LOAD`: ask a server from many connections at once, and print what came back as JSON.

It is a process of its own, so that its processor time is known: a figure is that of the server only while the generator has time to
spare. One thread watches all connections; each sends its next request when it has its answer.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from benchmarks.serving.response import BadResponse, Response

NUMBER: Final = "0000000000000000"
"""Each request has a number in the place of this text that no other request has, also not in another run."""

_PIECE: Final = 1 << 18
_RECONNECT: Final = 0.05
"""Seconds after a failure until the next request of the same client."""


@dataclass(frozen=True)
class Load:
    """What to ask.

    requests: whole HTTP requests, asked in turn. warm: seconds before those that count. patience: seconds to wait for
    answers after the end. pause: seconds of a client between two requests. nice: how far the generator steps back behind other processes.
    """

    port: int
    requests: tuple[str, ...]
    clients: int = 1
    seconds: float = 1.0
    warm: float = 0.1
    patience: float = 2.0
    pause: float = 0.0
    nice: int = 0


@dataclass
class Asked:
    """What came back after the warm-up.

    taken: seconds of each answer. open: seconds that clients had waited for an answer when the generator gave up. elapsed: seconds from the
    first counted request to the last answer. own_cpu: seconds of processor time of the generator. sizes: how many answers had so many
    bytes. failures: how many requests ended otherwise, by what happened. answers: how many there were, with those of the warm-up.
    """

    taken: list[float] = field(default_factory=list)
    open: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    own_cpu: float = 0.0
    answers: int = 0
    sizes: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)


class _Client:
    def __init__(self) -> None:
        self.socket: socket.socket | None = None
        self.response = Response()
        self.sent = 0.0
        self.is_waiting = False
        self.next_at = 0.0


class Generator:
    """Asks a server. `run` is called once."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._asked = Asked()
        self._selector = selectors.DefaultSelector()
        self._requests = [tuple(map(str.encode, request.split(NUMBER, 1))) for request in load.requests]
        self._number = time.time_ns() // 1000
        self._start = self._end = self._last = 0.0
        self._paused: list[_Client] = []

    def run(self) -> Asked:
        """Ask for some seconds, and return what came back."""
        load, asked = self._load, self._asked
        begun = time.perf_counter()
        self._start = begun + load.warm
        self._end = self._start + load.seconds
        cpu, clients = 0.0, [_Client() for _ in range(load.clients)]
        self._paused = clients.copy()
        is_warm = False
        while (now := time.perf_counter()) < self._end + load.patience:
            if not is_warm and now >= self._start:
                is_warm, cpu = True, _cpu()
            if now < self._end:
                self._wake(now)
            elif not any(client.is_waiting for client in clients):
                break
            for key, _ in self._selector.select(self._until_next(now)):
                self._read(key.data)
        asked.own_cpu = _cpu() - cpu
        asked.elapsed = (self._last or self._end) - self._start
        now = time.perf_counter()
        for client in clients:
            if client.is_waiting:
                asked.open.append(now - client.sent)
            if client.socket is not None:
                client.socket.close()
        return asked

    def _until_next(self, now: float) -> float:
        if self._paused and now < self._end:
            return max(0.0, min(client.next_at for client in self._paused) - now)
        return 0.02 if now >= self._end else min(0.02, self._end - now)

    def _wake(self, now: float) -> None:
        if not self._paused:
            return
        due = [client for client in self._paused if client.next_at <= now]
        if due:
            self._paused = [client for client in self._paused if client.next_at > now]
            for client in due:
                self._ask(client)

    def _ask(self, client: _Client) -> None:
        parts = self._requests[self._number % len(self._requests)]
        self._number += 1
        request = parts[0] if len(parts) == 1 else b"%s%016d%s" % (parts[0], self._number, parts[1])
        client.sent = time.perf_counter()
        client.is_waiting = True
        client.response = Response()
        try:
            if client.socket is None:
                client.socket = socket.create_connection(("127.0.0.1", self._load.port), timeout=5.0)
                client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._selector.register(client.socket, selectors.EVENT_READ, client)
            client.socket.sendall(request)
            client.socket.setblocking(False)
        except OSError as error:
            self._fail(client, type(error).__name__)

    def _read(self, client: _Client) -> None:
        assert client.socket is not None
        try:
            data = client.socket.recv(_PIECE)
            if not data:
                self._fail(client, "connection closed")
                return
            is_done = client.response.feed(data)
        except BlockingIOError:
            return
        except (OSError, BadResponse, ValueError) as error:
            self._fail(client, f"{type(error).__name__}: {error}")
            return
        if is_done:
            self._done(client)

    def _done(self, client: _Client) -> None:
        now, response = time.perf_counter(), client.response
        client.is_waiting = False
        self._asked.answers += 1
        if now >= self._start:
            if response.status == 200:
                self._last = now
                self._asked.taken.append(now - client.sent)
                self._asked.sizes[response.size] += 1
            else:
                self._asked.failures[f"status {response.status}"] += 1
        if response.closes:
            self._close(client)
        if now >= self._end:
            return
        if self._load.pause or response.status != 200:
            client.next_at = now + max(self._load.pause, 0.0 if response.status == 200 else _RECONNECT)
            self._paused.append(client)
        else:
            self._ask(client)

    def _fail(self, client: _Client, why: str) -> None:
        now = time.perf_counter()
        client.is_waiting = False
        if now >= self._start:
            self._asked.failures[why] += 1
        self._close(client)
        client.next_at = now + _RECONNECT
        self._paused.append(client)

    def _close(self, client: _Client) -> None:
        if client.socket is not None:
            if client.socket.fileno() >= 0 and client.socket in self._selector.get_map():
                self._selector.unregister(client.socket)
            client.socket.close()
            client.socket = None


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Read a load from standard input, and print what came back."""
    read = json.load(sys.stdin)
    load = Load(**{**read, "requests": tuple(read["requests"])})
    if load.nice:
        os.nice(load.nice)
    asked = Generator(load).run()
    json.dump(vars(asked), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
