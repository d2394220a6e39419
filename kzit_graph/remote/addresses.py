"""Addresses of endpoints: parsed, checked, and shown without secrets."""

from __future__ import annotations

import ipaddress

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.credentials import VARIABLES
from kzit_graph.remote.faults import one_line

_SCHEMES = ("http", "https")


def read_address(url: str) -> Url:
    """Return the parts of an http or https address.

    Raises `InvalidInput` if it is malformed, or contains a user or a password, which the message does not repeat.
    """
    malformed = "invalid address: write https://host:port/path without spaces, a port up to 65535, and a host name beyond ASCII as xn--…"
    if not url.isprintable() or " " in url:
        raise InvalidInput(malformed)
    try:
        address = parse_url(url)
    except LocationParseError as error:
        raise InvalidInput(malformed) from error
    if address.auth is not None:
        raise InvalidInput(f"{redacted(url)}: an address must not contain a user or a password; set {VARIABLES}")
    if address.scheme not in _SCHEMES or not address.host:
        # Without a scheme the parser does not recognise a password, so nothing before an @ is shown.
        shortened = one_line(url.partition("?")[0].rpartition("@")[2])
        raise InvalidInput(f"{shortened or '(empty)'}: an address must begin with https:// or http:// and a host name")
    return address


def refuse_cleartext(url: str, *, through_proxy: bool = False) -> None:
    """Raise `InvalidInput` for an address that credentials must not be sent to: neither https nor this computer.

    through_proxy: whether a proxy sees what is sent.
    """
    address = read_address(url)
    if address.scheme != "https" and through_proxy:
        raise InvalidInput(f"{redacted(url)}: credentials would be sent unencrypted to a proxy; use https, or add the host to no_proxy")
    if address.scheme != "https" and not _is_loopback(address):
        raise InvalidInput(f"{redacted(url)}: credentials would be sent unencrypted; use https, or unset them")


def redacted(url: str) -> str:
    """Return a well-formed address without user, query and fragment, for messages."""
    return one_line(str(parse_url(url)._replace(auth=None, query=None, fragment=None)))


def origin(url: str) -> tuple[str | None, str | None, int]:
    """Return the scheme, host and port of an address (RFC 6454)."""
    address = parse_url(url)
    return address.scheme, address.host, address.port or (443 if address.scheme == "https" else 80)


def _is_loopback(address: Url) -> bool:
    host = (address.host or "").strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
