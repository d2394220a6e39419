"""Find out who sent a request through proxies: X-Forwarded-For, -Proto and -Host, and Forwarded (RFC 7239).

Anyone can send these headers. They are only read from proxies that the operator names; from the right, because each proxy adds its line at
the end, and what is left of the first unknown address may be invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.serve.http.fields import RawHeaders, parameters, split, value_of

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_PORT: Final = re.compile(r"(\[[^\]]*\]|[^:]*)(?::[0-9_a-zA-Z.-]*)?")
_SCHEMES: Final = ("http", "https")


@dataclass(frozen=True)
class Forwarded:
    """What proxies say about a request. address: of the client. scheme, host: as the client used them, or None."""

    address: str
    scheme: str | None = None
    host: str | None = None


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return networks of trusted proxies, such as 10.0.0.0/8 or ::1. Raises `InvalidInput` if one is malformed.

    >>> parse_networks(["10.0.0.0/8", "::1"])
    (IPv4Network('10.0.0.0/8'), IPv6Network('::1/128'))
    """
    found = []
    for text in texts:
        try:
            found.append(ip_network(text.strip()))
        except ValueError as error:
            raise InvalidInput(f'"{text}" is not an IP address or network; write it like 10.0.0.0/8 or ::1') from error
    return tuple(found)


@lru_cache(maxsize=4096)
def address_of(text: str) -> Address | None:
    """Return an address, without its port and brackets. An IPv4 address inside IPv6 is IPv4. None if it is malformed.

    >>> [str(address_of(text)) for text in ("192.0.2.1:80", "[2001:db8::1]:80", "2001:db8::1", "::ffff:192.0.2.1", "unknown")]
    ['192.0.2.1', '2001:db8::1', '2001:db8::1', '192.0.2.1', 'None']
    """
    text = text.strip(' \t"')
    match = _PORT.fullmatch(text)
    for candidate in (text, match[1].strip("[]") if match else ""):
        try:
            address = ip_address(candidate.partition("%")[0])
        except ValueError:
            continue
        return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
    return None


def forwarded(headers: RawHeaders, peer: str, trusted: Sequence[Network]) -> Forwarded:
    """Return who sent a request. peer: the address of the connection. trusted: the networks of proxies whose headers are read.

    If Forwarded and X-Forwarded-For name different clients, one of them is invented, and both are ignored.
    """
    address = address_of(peer)
    own = Forwarded(str(address) if address else peer)
    if not _is_trusted(address, trusted):
        return own
    lines = list(headers)
    standard, usual = value_of(lines, b"forwarded"), value_of(lines, b"x-forwarded-for")
    found = [_of_elements(_elements(standard), own, trusted)] if standard else []
    if usual:
        proto, host = (_last(value_of(lines, name)) for name in (b"x-forwarded-proto", b"x-forwarded-host"))
        client = _of_elements([{"for": each} for each in split(usual)], own, trusted)
        found.append(Forwarded(client.address, proto if proto in _SCHEMES else None, host))
    if len({each.address for each in found}) != 1:
        return own
    scheme, host = (next((getattr(each, name) for each in reversed(found) if getattr(each, name)), None) for name in ("scheme", "host"))
    return Forwarded(found[0].address, scheme, host)


def _elements(value: str) -> list[Mapping[str, str]]:
    """Return the elements of Forwarded. From the last malformed one on, everything to the left is unknown."""
    elements = [parameters(part) for part in split(value)]
    known: list[Mapping[str, str]] = []
    for element in reversed(elements):
        if element is None:
            break
        known.insert(0, element)
    return known


def _of_elements(elements: Sequence[Mapping[str, str]], own: Forwarded, trusted: Sequence[Network]) -> Forwarded:
    """Return the first client from the right that is no trusted proxy, or the last address that is known."""
    found = own
    for element in reversed(elements):
        address = address_of(element.get("for", ""))
        if address is None:
            break
        proto = element.get("proto", "").lower()
        found = Forwarded(str(address), proto if proto in _SCHEMES else found.scheme, element.get("host") or found.host)
        if not _is_trusted(address, trusted):
            break
    return found


def _is_trusted(address: Address | None, trusted: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in trusted)


def _last(value: str | None) -> str | None:
    """Return the last value of a list, which the nearest proxy added."""
    parts = list(split(value or ""))
    return parts[-1].lower() if parts else None
