"""Answer a request to /sparql without a query: the service description for programs, a form for browsers."""

from __future__ import annotations

from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.look import look_of
from kzit_graph.serve.http.media_types import GRAPHS, HTML, Offer, named, offers
from kzit_graph.serve.http.negotiation import choose
from kzit_graph.serve.http.problems import HttpProblem, not_acceptable
from kzit_graph.serve.sparql.description import describe
from kzit_graph.serve.sparql.form import form_page
from kzit_graph.serve.sparql.request import SparqlRequest

_OFFERED: Final = (*GRAPHS, *offers(HTML))


async def send_description_or_form(scope: Scope, _receive: Receive, send: Send, request: SparqlRequest) -> None:
    """Send the service description, if the client asks for RDF, or the form, if it asks for HTML.

    Raises `HttpProblem` if it asks for neither: then the query was probably forgotten.
    """
    offer = _asked_for(scope, request)
    exchange = exchange_of(scope)
    build, endpoint = exchange.build, f"{exchange.url}/sparql"
    if offer.name == HTML.name:
        body = form_page(build.title, endpoint, build.examples, look_of(scope), request.example)
    else:
        body = describe(endpoint, build.dataset, offer.name)
    headers = [(b"content-type", offer.content_type.encode()), (b"content-length", b"%d" % len(body)), (b"vary", b"Accept")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _asked_for(scope: Scope, request: SparqlRequest) -> Offer:
    accept = value_of(scope["headers"], b"accept")
    if scope["method"] not in ("GET", "HEAD"):
        raise HttpProblem("parameters", 'the request has no query; send it in the parameter "query"')
    if request.format:
        offer = named(request.format, _OFFERED)
    elif accept is None or accept.strip() in ("", "*/*"):
        raise HttpProblem("parameters", _NO_QUERY)
    else:
        offer = choose(accept, _OFFERED)
    if offer is None:
        raise not_acceptable(_OFFERED) if request.format or not _is_for_results(accept or "") else HttpProblem("parameters", _NO_QUERY)
    return offer


_NO_QUERY: Final = (
    'the request has no query; send it in the parameter "query". For the service description, ask for text/turtle in the header Accept'
)


def _is_for_results(accept: str) -> bool:
    return "sparql-results" in accept or "csv" in accept or "tab-separated" in accept
