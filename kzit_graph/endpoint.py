"""SPARQL over HTTP: asks a remote endpoint, answers with the same types as a local store (SPARQL 1.1 Protocol, W3C Recommendation)."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kzit_graph.answers import Answer
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.names import Names
from kzit_graph.sparql_text import form, refuse_updates, with_prefixes

if TYPE_CHECKING:
    from urllib3.util import Url

    from kzit_graph.http_exchange import Request

LARGEST_ANSWER: Final = 512 << 20
"""Bytes of an answer: it is held in memory, where it takes some ten times as much, and a compressed one grows a thousandfold."""

_USER: Final = "KZIT_ENDPOINT_USER"
_PASSWORD: Final = "KZIT_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
_TOKEN: Final = "KZIT_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
_LONGEST_URL: Final = 2_000  # what servers and proxies let pass without a word
_A_DAY: Final = 86_400
_BEARER: Final = re.compile(r"[A-Za-z0-9\-._~+/]+=*")


@dataclass(frozen=True)
class Credentials:
    """What an endpoint knows its client by. authorization: the value of the Authorization header (RFC 7617, RFC 6750)."""

    authorization: str = field(repr=False)


def credentials_from(environment: Mapping[str, str]) -> Credentials | None:
    """The credentials that environment variables give, None where there are none.

    Either KZIT_ENDPOINT_USER with KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN; an empty one counts as not given.

    Raises `InvalidInput` where only half is given, or both, or where HTTP cannot carry them.
    """
    user, password, token = (environment.get(name, "") for name in (_USER, _PASSWORD, _TOKEN))
    if token and (user or password):
        raise InvalidInput(f"{_TOKEN} and {_USER} with {_PASSWORD} are both given; unset the one or the other")
    if token:
        if not _BEARER.fullmatch(token):
            raise InvalidInput(f"{_TOKEN} is no bearer token: it has other characters than letters, digits and -._~+/; copy it again")
        return Credentials(f"Bearer {token}")
    if bool(user) != bool(password):
        given, missing = (_USER, _PASSWORD) if user else (_PASSWORD, _USER)
        raise InvalidInput(f"{given} is given without {missing}; set both, or none")
    if not user:
        return None
    if ":" in user or not (user + password).isprintable():
        raise InvalidInput(f"{_USER} cannot have a colon, nor {_USER} or {_PASSWORD} control characters; ask for others")
    return Credentials(f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}")


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint.

    url: its address, http or https; a query string of its own is kept. timeout: seconds for a whole answer, repetitions and
    redirects included, at most a day. retries: how often a busy endpoint (429, 503), or one that cuts the connection, is asked
    again. largest: bytes that an unpacked answer may have.

    Raises `InvalidInput` where one of these is none, or where credentials would be sent in the clear: they go only over
    https, or to this computer.

    >>> Endpoint("http://example.org/sparql", credentials=credentials_from({"KZIT_ENDPOINT_TOKEN": "secret"}))
    Traceback (most recent call last):
    kzit_graph.errors.InvalidInput: http://example.org/sparql: credentials would be sent in the clear; use https, or unset them
    """

    url: str
    timeout: float = 60.0
    credentials: Credentials | None = None
    retries: int = 4
    largest: int = LARGEST_ANSWER

    def __post_init__(self) -> None:
        from kzit_graph.http_faults import shown

        address = _address(self.url)
        if self.credentials and address.scheme != "https" and not _is_loopback(address):
            raise InvalidInput(f"{shown(self.url)}: credentials would be sent in the clear; use https, or unset them")
        if not 0 < self.timeout <= _A_DAY:
            raise InvalidInput(f"the timeout {self.timeout} is none; give seconds, more than 0 and at most {_A_DAY:,}")
        if self.retries < 0 or self.largest < 1:
            raise InvalidInput(f"retries {self.retries}, largest {self.largest}: give no negative number of retries, and at least one byte")

    def query(self, sparql: str, names: Names | None = None) -> Answer:
        """The endpoint's answer to a SPARQL 1.1 query.

        names: how the answer names things; its prefixes need no PREFIX line in the query.

        Raises `InvalidInput` where the text is an update or no query, without asking; `UnreachableEndpoint` where the endpoint
        cannot be reached, refuses, or answers with what is no answer.
        """
        from kzit_graph.foreign_answers import NoAnswer, read_answer
        from kzit_graph.http_exchange import exchange
        from kzit_graph.http_faults import shown

        names = names or Names()
        refuse_updates(sparql)
        query_form = form(sparql)
        if query_form is None:
            raise InvalidInput("not a query: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
        request = self._request(with_prefixes(sparql, names.prefixes, end=" "), query_form)
        reply = exchange(request, self.timeout, self.retries, self.largest)
        try:
            return read_answer(reply.body, reply.content_type, query_form, names)
        except NoAnswer as error:
            raise UnreachableEndpoint(f"{shown(reply.url)}: {error}") from error

    def _request(self, sparql: str, query_form: str) -> Request:
        """The query by GET, or by POST where the address would become too long (sections 2.1.1 and 2.1.2)."""
        from kzit_graph.foreign_answers import GRAPHS, RESULTS
        from kzit_graph.http_exchange import Request

        syntaxes = RESULTS if query_form in ("SELECT", "ASK") else GRAPHS
        headers = {
            "Accept": ", ".join(f"{syntax.media_type}{weight}" for syntax, weight in syntaxes.items()),
            "Accept-Encoding": "gzip",
            "User-Agent": f"kzit-graph/{version('kzit-graph')} (+https://w3id.org/kzit/)",
        }
        try:
            parameters = urlencode({"query": sparql})
        except UnicodeEncodeError as error:
            raise InvalidInput("the query has half of a surrogate pair, which is no character; remove it") from error
        url = _address(self.url)
        authorization = self.credentials.authorization if self.credentials else None
        by_get = url._replace(query=f"{url.query}&{parameters}" if url.query else parameters).url
        if len(by_get) < _LONGEST_URL:
            return Request(by_get, headers, authorization=authorization)
        return Request(url.url, headers, parameters.encode(), authorization)


def _address(url: str) -> Url:
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    from kzit_graph.http_faults import VARIABLES, one_line, shown

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


def _is_loopback(address: Url) -> bool:
    host = (address.host or "").strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
