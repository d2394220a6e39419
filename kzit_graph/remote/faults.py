"""What went wrong in an HTTP exchange, in one line with the repair, and what a server's text contributes to it.

Nothing that a server sent reaches a message unless it is printable and short.
"""

from __future__ import annotations

import html
import re
import ssl
from typing import Final

from urllib3.exceptions import DecodeError, HTTPError, NameResolutionError, NewConnectionError, ProtocolError, ProxyError, SSLError
from urllib3.exceptions import TimeoutError as TimedOut

from kzit_graph.remote.credentials import VARIABLES

_MAX_LENGTH: Final = 200
# Bounded, so that a page of nothing but "<title" is read once.
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype html|html[\s>])", re.IGNORECASE | re.DOTALL)

_STATUS_FAULTS: Final = {
    400: ("the {what} was rejected (400)", "correct the {what}; the server may not support all that it uses"),
    401: ("credentials are missing or were rejected (401)", f"set or correct {VARIABLES}, and for diff KZIT_ENDPOINT_HOST"),
    403: ("access was denied (403)", f"it may need credentials: set or correct {VARIABLES}"),
    404: ("no endpoint at this address (404)", "check its path, which often ends in /sparql or /query"),
    405: ("no endpoint at this address, or none for this kind of request (405)", "check its path"),
    406: ("no supported format of results (406)", "use another endpoint"),
    408: ("the server timed out (408)", "try again"),
    410: ("the endpoint was removed (410)", "ask its operator for the new address"),
    413: ("the {what} is too long (413)", "shorten it"),
    414: ("the {what} is too long (414)", "shorten it"),
    429: ("too many requests (429)", "try again later, or less often"),
    503: ("the server is busy (503)", "try again later"),
    504: ("the server timed out (504)", "ask for less"),
}


def one_line(text: str, max_length: int = _MAX_LENGTH) -> str:
    """Return a text without line ends, control characters and double spaces, shortened to a number of characters."""
    # Cut before it is cleaned as well: servers choose how much there is to clean.
    printable = "".join(character if character.isprintable() else " " for character in text[: 10 * max_length])
    line = " ".join(printable.split())
    return line if len(line) <= max_length else f"{line[: max_length - 1].rstrip()}…"


def is_page(text: str, media_type: str) -> bool:
    """Return whether a body is a web page rather than data, by its media type or its first tag."""
    return media_type in ("text/html", "application/xhtml+xml") or _PAGE.match(text) is not None


def page_title(text: str) -> str | None:
    """Return the title of a web page in one line, or None if it has none."""
    found = _TITLE.search(text)
    return one_line(html.unescape(found[1]), 100) or None if found else None


def explanation(text: str, media_type: str) -> str | None:
    """Return what a body says about a fault: a page's title, else the first line that is not empty; None if there is none."""
    if is_page(text, media_type):
        return page_title(text)
    return next((line for line in map(one_line, text[:10_000].splitlines()) if line), None)


def status_fault(status: int, detail: str | None, note: str = "", what: str = "query") -> str:
    """Return the line for an HTTP status that is a fault.

    detail: the server's own explanation. note: a better repair than the usual one. what: the name of what was sent.
    """
    other = "no results in the answer" if what == "query" else f"the {what} was not accepted"
    unknown = (
        ("server error", "try again later, or report it to the endpoint's operator") if status >= 500 else (other, "check its address")
    )
    fault, repair = _STATUS_FAULTS.get(status, (f"{unknown[0]} ({status})", unknown[1]))
    return f"{fault.format(what=what)}{f': {detail}' if detail else ''}; {note or repair.format(what=what)}"


def timeout_fault(seconds: float) -> str:
    """Return the line for an answer that did not come in time."""
    return f"no answer within {seconds:g} s; ask for less, or raise the timeout"


def was_cut(error: HTTPError) -> bool:
    """Return whether the connection was closed or reset before there was an answer."""
    return isinstance(error, ProtocolError) and isinstance(error.args[-1], ConnectionError)


def connection_fault(error: HTTPError, seconds: float) -> str:
    """Return the line for a fault that left no answer at all. seconds: the timeout."""
    if isinstance(error, ProxyError):
        return "the proxy cannot be reached, or refuses the request; correct or unset http_proxy and https_proxy, or set no_proxy"
    if isinstance(error, NameResolutionError):
        return "unknown host name; check the address, and your connection"
    if isinstance(error, NewConnectionError):
        cause = error.__cause__ or error.__context__
        reason = (cause.strerror if isinstance(cause, OSError) else None) or "no reason given"
        return f"connection failed ({one_line(reason)}); check the address, and that the server is running"
    if isinstance(error, TimedOut):
        return timeout_fault(seconds)
    if isinstance(error, SSLError):
        return _tls_fault(error)
    if was_cut(error):
        return "the connection was closed without an answer; try again later"
    return "the answer is not HTTP; check the address and its port"


def body_fault(error: HTTPError, received: int, seconds: float) -> str:
    """Return the line for an answer whose body cannot be read to its end. received: how many bytes came. seconds: the timeout."""
    if isinstance(error, TimedOut):
        return timeout_fault(seconds)
    if isinstance(error, DecodeError):
        return "the answer is not compressed as its header says; report it to the endpoint's operator"
    return f"the answer was cut off after {received:,} bytes; try again, or ask for less"


def _tls_fault(error: SSLError) -> str:
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = one_line(cause.verify_message or str(cause))
        return f"certificate not trusted ({reason}); if you trust its issuer, set SSL_CERT_FILE to the issuer's certificate"
    reason = one_line((cause.reason if isinstance(cause, ssl.SSLError) else None) or str(cause or error), 80)
    return f"TLS handshake failed ({reason}); check whether the address begins with http:// or https://"
