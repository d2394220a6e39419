"""An HTTP request and its reply, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What is asked. It must be safe to repeat: it changes nothing on the server, or has the same outcome each time.

    body: the content to send, of the media type `content_type`. expected: the statuses that are not faults. what: how messages
    name what is sent.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes | None = field(default=None, repr=False)
    content_type: str = ""
    expected: tuple[int, ...] = (200,)
    what: str = "query"


@dataclass(frozen=True)
class Reply:
    """What a server answered. url: the address after redirects. headers: looked up in any case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The Content-Type header; "" if there is none."""
        return self.headers.get("Content-Type", "")

    @property
    def text(self) -> str:
        """The body as UTF-8; bytes that are not are replaced."""
        return self.body.decode(errors="replace")
