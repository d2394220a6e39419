"""What goes wrong when a stranger is asked over HTTP, told in one line that a person can act on.

Below `http_exchange` and `endpoint`. Nothing that the stranger sent reaches a terminal unless it is printable and short,
and no address is shown with the parts that can hold secrets.
"""

from __future__ import annotations

import html
import ipaddress
import re
import ssl
from typing import Final

from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, NameResolutionError, NewConnectionError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as TimedOut
from urllib3.util import Url, parse_url

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.auth import Credentials

VARIABLES: Final = "KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN"
"""The environment variables that credentials come from, as messages name them."""

_LONGEST: Final = 200
# Bounded, so that a page of nothing but "<title" is read once.
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype html|html[\s>])", re.IGNORECASE | re.DOTALL)

_STATUS_FAULTS: Final = {
    400: ("refuses the {what} (400)", "correct the {what}; what it uses may be unknown there"),
    401: ("asks for credentials, or refuses them (401)", f"set or correct {VARIABLES}"),
    403: ("denies access (403)", f"it may want credentials: set or correct {VARIABLES}"),
    404: ("there is no endpoint at this address (404)", "check its path, which often ends in /sparql or /query"),
    405: ("there is no endpoint at this address, or it takes no such request (405)", "check its path"),
    406: ("knows no syntax of results that can be read here (406)", "ask another endpoint"),
    408: ("gave up waiting (408)", "ask again"),
    410: ("there is no longer an endpoint at this address (410)", "ask its keepers for the new one"),
    413: ("finds the {what} too long (413)", "shorten it"),
    414: ("finds the {what} too long (414)", "shorten it"),
    429: ("has too much to do (429)", "ask again later, or less often"),
    503: ("has too much to do (503)", "ask again later"),
    504: ("ran out of its own time (504)", "ask for less"),
}


def one_line(text: str, longest: int = _LONGEST) -> str:
    """A text without line ends, control characters and doubled spaces, shortened to a number of characters."""
    # Cut before it is cleaned as well: strangers choose how much there is to clean.
    printable = "".join(character if character.isprintable() else " " for character in text[: 10 * longest])
    line = " ".join(printable.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def shown(url: str) -> str:
    """An address as messages show it: without user, query and fragment. The address must be one that can be parsed."""
    return one_line(str(parse_url(url)._replace(auth=None, query=None, fragment=None)))


def is_page(text: str, media_type: str) -> bool:
    """Whether a body is a web page rather than data, by its media type or its first tag."""
    return media_type in ("text/html", "application/xhtml+xml") or _PAGE.match(text) is not None


def page_title(text: str) -> str | None:
    """The title of a web page in one line, or None where it has none."""
    found = _TITLE.search(text)
    return one_line(html.unescape(found[1]), 100) or None if found else None


def explanation(text: str, media_type: str) -> str | None:
    """What a body says of a fault: a page's title, else the first line that is not empty; None where there is none."""
    if is_page(text, media_type):
        return page_title(text)
    return next((line for line in map(one_line, text[:10_000].splitlines()) if line), None)


def status_fault(status: int, said: str | None, note: str = "", what: str = "query") -> str:
    """The line for an HTTP status that is no success.

    said: the endpoint's own explanation; note: what else explains it; what: the name of what it was sent.
    """
    refusal = "answers with no results" if what == "query" else "takes no {what}"
    unknown = ("fails", "ask again later, or tell its keepers") if status >= 500 else (refusal, "check its address")
    fault, repair = _STATUS_FAULTS.get(status, (f"{unknown[0]} ({status})", unknown[1]))
    return f"{fault.format(what=what)}{f', saying: {said}' if said else ''}; {note or repair.format(what=what)}"


def late(seconds: float) -> str:
    """The line for an answer that did not come in time."""
    return f"no answer within {seconds:g} s; ask for less, or give more time (the timeout)"


def was_cut(error: HTTPError) -> bool:
    """Whether the connection was closed or reset before there was an answer."""
    return isinstance(error, ProtocolError) and isinstance(error.args[-1], ConnectionError)


def connection_fault(error: HTTPError, seconds: float) -> str:
    """The line for a fault that left no answer at all. seconds: the time that was given."""
    if isinstance(error, NameResolutionError):
        return "the name of its host is not known; check the address, and your connection"
    if isinstance(error, NewConnectionError):
        cause = error.__cause__ or error.__context__
        reason = (cause.strerror if isinstance(cause, OSError) else None) or "no connection"
        return f"cannot be reached ({one_line(reason)}); check the address, and that the endpoint runs"
    if isinstance(error, TimedOut):
        return late(seconds)
    if isinstance(error, SSLError):
        return _tls_fault(error)
    if was_cut(error):
        return "closed the connection without an answer; ask again later"
    return "does not answer as HTTP asks for; check the address and its port"


def body_fault(error: HTTPError, received: int, seconds: float) -> str:
    """The line for an answer whose body cannot be read to its end. received: how many bytes came."""
    if isinstance(error, TimedOut):
        return late(seconds)
    if isinstance(error, DecodeError):
        return "the answer is not compressed as it claims to be; tell the endpoint's keepers"
    return f"the answer breaks off after {received:,} bytes; ask again, or ask for less"


def _tls_fault(error: SSLError) -> str:
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = one_line(cause.verify_message or str(cause))
        return f"its certificate cannot be trusted ({reason}); if you trust its issuer, name the issuer's file in SSL_CERT_FILE"
    reason = one_line((cause.reason if isinstance(cause, ssl.SSLError) else None) or str(cause or error), 80)
    return f"no secure connection comes about ({reason}); check whether its address begins with http:// or https://"


def read_address(url: str) -> Url:
    """The parts of an address, http or https.

    Raises `InvalidInput` where it is none, or where it holds a user or a password, which is not repeated.
    """
    from kzit_graph.remote.faults import VARIABLES, one_line, shown

    unreadable = "the endpoint's address cannot be read; write https://host/path without spaces, a host beyond ASCII as xn--…"
    if not url.isprintable() or " " in url:
        raise InvalidInput(unreadable)
    try:
        address = parse_url(url)
    except LocationParseError as error:
        raise InvalidInput(unreadable) from error
    if address.auth is not None:
        raise InvalidInput(f"{shown(url)}: an address must hold no user and no password; set {VARIABLES}")
    if address.scheme not in ("http", "https") or not address.host:
        # Without a scheme a password is no part that the parser knows, so nothing before an @ is shown.
        shortened = one_line(url.partition("?")[0].rpartition("@")[2])
        raise InvalidInput(f"{shortened or 'the address'}: an endpoint's address begins with https:// or http:// and a host")
    return address


def refuse_in_the_clear(url: str, credentials: Credentials | None) -> None:
    """Raises `InvalidInput` where credentials would be sent to an address that is neither https nor this computer."""
    from kzit_graph.remote.faults import shown

    address = read_address(url)
    if credentials and address.scheme != "https" and not _is_loopback(address):
        raise InvalidInput(f"{shown(url)}: credentials would be sent in the clear; use https, or unset them")


def _is_loopback(address: Url) -> bool:
    host = (address.host or "").strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
