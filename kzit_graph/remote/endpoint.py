"""SPARQL over HTTP: asks a remote endpoint, answers with the same types as a local store (SPARQL 1.1 Protocol, W3C Recommendation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.names import Names
from kzit_graph.remote.auth import Credentials
from kzit_graph.remote.faults import read_address, refuse_in_the_clear
from kzit_graph.sparql.answers import Answer
from kzit_graph.sparql.lexer import form, refuse_updates, with_prefixes

if TYPE_CHECKING:
    from kzit_graph.remote.client import Request

LARGEST_ANSWER: Final = 512 << 20
"""Bytes of an answer: it is held in memory, where it takes some ten times as much, and a compressed one grows a thousandfold."""

_LONGEST_URL: Final = 2_000  # what servers and proxies let pass without a word
_A_DAY: Final = 86_400


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint.

    url: its address, http or https; a query string of its own is kept. timeout: seconds for a whole answer, repetitions and
    redirects included, at most a day. retries: how often a busy endpoint (429, 503), or one that cuts the connection, is asked
    again. largest: bytes that an unpacked answer may have.

    Raises `InvalidInput` where one of these is none, or where credentials would be sent in the clear: they go only over
    https, or to this computer.

    >>> Endpoint("http://example.org/sparql", credentials=Credentials("Bearer secret"))
    Traceback (most recent call last):
    kzit_graph.errors.InvalidInput: http://example.org/sparql: credentials would be sent in the clear; use https, or unset them
    """

    url: str
    timeout: float = 60.0
    credentials: Credentials | None = None
    retries: int = 4
    largest: int = LARGEST_ANSWER

    def __post_init__(self) -> None:
        refuse_in_the_clear(self.url, self.credentials)
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
        from kzit_graph.remote.client import exchange
        from kzit_graph.remote.faults import shown
        from kzit_graph.remote.results import NoAnswer, read_answer

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
        from kzit_graph.remote.auth import Authorization
        from kzit_graph.remote.client import FORM, USER_AGENT, Request
        from kzit_graph.remote.results import GRAPHS, RESULTS

        syntaxes = RESULTS if query_form in ("SELECT", "ASK") else GRAPHS
        headers = {
            "Accept": ", ".join(f"{syntax.media_type}{weight}" for syntax, weight in syntaxes.items()),
            "Accept-Encoding": "gzip",
            "User-Agent": USER_AGENT,
        }
        try:
            parameters = urlencode({"query": sparql})
        except UnicodeEncodeError as error:
            raise InvalidInput("the query has half of a surrogate pair, which is no character; remove it") from error
        url = read_address(self.url)
        authorization = Authorization(self.credentials) if self.credentials else None
        by_get = url._replace(query=f"{url.query}&{parameters}" if url.query else parameters).url
        if len(by_get) < _LONGEST_URL:
            return Request(by_get, headers, authorization=authorization)
        return Request(url.url, headers, "POST", parameters.encode(), FORM, authorization)
