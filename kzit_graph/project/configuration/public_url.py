"""The address at which a build is published: the root of its files and pages, and of the endpoint at sparql."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput

_DOTS: Final = re.compile(r"/\.{1,2}(?=/|$)")
_PORTS: Final = {"http": 80, "https": 443}


def read_public_url(text: str) -> str:
    """Return the address of a published build in one form: scheme and host in lower case, no default port, a "/" at the end.

    Raises `InvalidInput` if it is not an http or https address, or has a user, a query or a fragment, which could not be extended.
    """
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise InvalidInput("the address must not have a user or a password; write it like https://data.example.org/")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        NamedNode(text)
    except ValueError as error:
        raise InvalidInput(f'"{text}" is not an address; write it like https://data.example.org/') from error
    if parts.scheme not in _PORTS or not host:
        raise InvalidInput(f'"{text}" is not an address on the web; write it like https://data.example.org/')
    if "?" in text or "#" in text:
        raise InvalidInput(
            f'"{text.partition("?")[0]}…" has a query or a fragment; write only the address of a folder, like https://data.example.org/'
        )
    if _DOTS.search(parts.path) or "//" in parts.path:
        raise InvalidInput(f'"{text}" has an empty part or one of dots in its path; write the path as it is served')
    name = f"[{host}]" if ":" in host else host
    place = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    return urlunsplit((parts.scheme, place, f"{parts.path.rstrip('/')}/", "", ""))
