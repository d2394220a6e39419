"""Addresses on the web that people give: checked before anything is sent there."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.auth import Credentials

if TYPE_CHECKING:
    from urllib3.util import Url


def read_address(url: str) -> Url:
    """The parts of an address, http or https.

    Raises `InvalidInput` where it is none, or where it holds a user or a password, which is not repeated.
    """
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

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
