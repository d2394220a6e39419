"""Whole small responses of one build, kept for requests that are the same in every byte. They skip all that makes a response.

A build does not change, so neither does such a response. A client is charged only for work: a kept response is free, as a kept answer is.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from starlette.types import Message

_ENTRY: Final = 2048
"""Bytes of an entry besides its body and its query, about."""

Key = tuple[object, ...]


class LogLine(NamedTuple):
    """What the log says of a request. before, after: its line from the client on, before and after the duration."""

    before: str
    after: str


@dataclass(frozen=True)
class KeptResponse:
    """A response. start, body: its messages. address: see `kzit_graph.serve.http.caller.Caller`. logged: what the log says of it.

    request: bytes of the request. The others: see `Exchange`.
    """

    start: Message
    body: Message
    address: str
    route: str
    outcome: str
    logged: LogLine
    request: int
    status: int = field(init=False)
    sent: int = field(init=False)
    seconds: None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Take the numbers of the messages."""
        object.__setattr__(self, "status", self.start["status"])
        object.__setattr__(self, "sent", len(self.body.get("body", b"")))

    @property
    def weight(self) -> int:
        """The memory that it takes, about."""
        return _ENTRY + self.sent + len(self.logged.before) + len(self.logged.after) + self.request


class KeptResponses:
    """The responses that were asked for last. size: bytes of all of them."""

    def __init__(self, size: int = 16 << 20) -> None:
        self._size = size
        self._responses: OrderedDict[Key, KeptResponse] = OrderedDict()
        self.bytes = 0
        self.hits = 0

    def get(self, key: Key | None) -> KeptResponse | None:
        """Return the response to a request."""
        if key is None or (found := self._responses.get(key)) is None:
            return None
        self._responses.move_to_end(key)
        self.hits += 1
        return found

    def put(self, key: Key, response: KeptResponse) -> None:
        """Keep a response, and drop those that were not asked for the longest time."""
        if key in self._responses or response.weight > self._size:
            return
        self._responses[key] = response
        self.bytes += response.weight
        while self.bytes > self._size:
            self.bytes -= self._responses.popitem(last=False)[1].weight
