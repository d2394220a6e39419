"""A SPARQL endpoint, which answers with the same types as a local store (SPARQL 1.1 Protocol, W3C Recommendation)."""

from __future__ import annotations

import re
from typing import Final, TypeVar
from urllib.parse import urlencode

from pyoxigraph import Literal

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.names import Names, Term
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import Credentials
from kzit_graph.remote.messages import Request
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.gate import refuse_updates
from kzit_graph.sparql.lexer import form, with_prefixes

_MAX_URL: Final = 2_000  # longer ones are cut by some servers and proxies without an error
_FORM: Final = "application/x-www-form-urlencoded"
_COUNT: Final = re.compile(r"[0-9]{1,18}")

A = TypeVar("A", Solutions, Triples, Truth)


class Endpoint:
    """A SPARQL endpoint.

    url: its address, http or https; its own query string is kept. client: how requests are sent. timeout, credentials: used
    instead of the client's.

    Raises `InvalidInput` if the address or the timeout is invalid, or if credentials would be sent unencrypted: they are sent
    only over https, or to this computer.

    >>> Endpoint("http://example.org/sparql", credentials=Credentials("Bearer secret"))
    Traceback (most recent call last):
    kzit_graph.errors.InvalidInput: http://example.org/sparql: credentials would be sent unencrypted; use https, or unset them
    """

    def __init__(
        self, url: str, client: HttpClient | None = None, *, timeout: float | None = None, credentials: Credentials | None = None
    ) -> None:
        client = (client or HttpClient()).with_settings(timeout, credentials)
        client.check(url)
        self.url = url
        self.client = client

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"

    def query(self, sparql: str, names: Names | None = None) -> Answer:
        """Return the answer to a SPARQL 1.1 query.

        names: how the answer names things; its prefixes need no PREFIX line in the query.

        Raises `InvalidInput` without a request if the text is an update or no query; `UnreachableEndpoint` if the endpoint
        cannot be reached, refuses the query, or does not answer it.
        """
        from kzit_graph.remote.results import read_answer

        names = names or Names()
        refuse_updates(sparql)
        query_form = form(sparql)
        if query_form is None:
            raise InvalidInput("not a query: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
        reply = self.client.send(self._request(with_prefixes(sparql, names.prefixes, end=" "), query_form))
        return read_answer(reply, query_form, names)

    def select(self, sparql: str, names: Names | None = None, *, variables: tuple[str, ...] = ()) -> Solutions:
        """Return the rows of a SELECT query; see `query`. Any other query raises `InvalidInput`.

        variables: those that the answer must have, else `UnreachableEndpoint` is raised, as for an answer that may be cut; () for any.
        """
        answer = self._typed(Solutions, "SELECT", sparql, names)
        if variables and set(answer.variables) != set(variables):
            raise self._fault("the answer has other variables than the query")
        if variables and answer.warnings:
            raise self._fault("the answer is cut at the number of rows that the endpoint allows")
        return answer

    def construct(self, sparql: str, names: Names | None = None) -> Triples:
        """Return the triples of a CONSTRUCT or DESCRIBE query; see `query`. Any other query raises `InvalidInput`."""
        return self._typed(Triples, "CONSTRUCT or DESCRIBE", sparql, names)

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query; see `query`. Any other query raises `InvalidInput`."""
        return bool(self._typed(Truth, "ASK", sparql, None))

    def count(self, value: Term | None) -> int:
        """Return the number that the endpoint gave as a count. Raises `UnreachableEndpoint` if it is not a number."""
        if not isinstance(value, Literal) or not _COUNT.fullmatch(value.value):
            raise self._fault("the count of triples is not a number")
        return int(value.value)

    def _typed(self, kind: type[A], forms: str, sparql: str, names: Names | None) -> A:
        answer = self.query(sparql, names)  # raises if it is not of the query's form
        if not isinstance(answer, kind):
            raise InvalidInput(f"not a {forms} query")
        return answer

    def _fault(self, problem: str) -> UnreachableEndpoint:
        from kzit_graph.remote.addresses import redacted

        return UnreachableEndpoint(f"{redacted(self.url)}: {problem}; report it to the endpoint's operator")

    def _request(self, sparql: str, query_form: str) -> Request:
        """Return the query by GET, or by POST if the address would become too long (sections 2.1.1 and 2.1.2)."""
        from kzit_graph.remote.results import ACCEPT_GRAPH, ACCEPT_RESULTS

        headers = {"Accept": ACCEPT_RESULTS if query_form in ("SELECT", "ASK") else ACCEPT_GRAPH}
        try:
            parameters = urlencode({"query": sparql})
        except UnicodeEncodeError as error:
            raise InvalidInput("the query has half of a surrogate pair, which is no character; remove it") from error
        url = self.client.check(self.url)
        by_get = url._replace(query=f"{url.query}&{parameters}" if url.query else parameters).url
        if len(by_get) < _MAX_URL:
            return Request(by_get, headers)
        return Request(url.url, headers, "POST", parameters.encode(), _FORM)
