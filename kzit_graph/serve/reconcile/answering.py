"""The functions that answer requests below /reconcile in a worker, because they read the graph.

Each takes the graph and the arguments that `kzit_graph.serve.reconcile.routing.asked` makes, and returns the media type and the content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.errors import UnknownName
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.rdf.names import check_language
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.reconcile.extension import extended, proposed
from kzit_graph.serve.reconcile.manifest import manifest
from kzit_graph.serve.reconcile.matching import candidates
from kzit_graph.serve.reconcile.preview import fragment, preview
from kzit_graph.serve.reconcile.requests import read_extension, read_queries
from kzit_graph.serve.reconcile.routing import Asked
from kzit_graph.serve.reconcile.suggestions import suggest
from kzit_graph.serve.reconcile.terms import Terms, terms_of

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
URI_LIST: Final = "text/uri-list"
"""The media type of an address (RFC 2483, section 5): where the client is to be sent, by 303."""

Content = tuple[str, bytes]
Arguments = Mapping[str, Any]


def answer(graph: KnowledgeGraph, arguments: Arguments) -> Content:
    """Return the answer to a request. arguments: `name`, one of `ANSWERS`, and those of that function.

    Raises `JobFailed` if the request names a thing that the graph does not have, or a language in which it has no name.
    """
    terms = terms_of(graph, graph.names.language)
    if language := arguments.get("language"):
        try:
            check_language(language, (), (), known=terms.languages)
        except UnknownName as error:
            raise JobFailed("not-found", str(error)) from error
        terms = terms_of(graph, language)
    return ANSWERS[arguments["name"]](terms, arguments)


def warm_up(graph: KnowledgeGraph) -> None:
    """Compute what all answers need: the index of names, and the classes and properties that are used. Worth it before a fork."""
    graph.searcher.index.prepare()
    terms = terms_of(graph, graph.names.language)
    _ = terms.classes, terms.properties, graph.loaded.forms


def job_arguments(found: Asked) -> dict[str, Any]:
    """Return the arguments of `answer` for what a request asks."""
    return {**found.arguments, "name": found.name}


def _manifest(terms: Terms, arguments: Arguments) -> Content:
    return _json(manifest(terms, arguments["service"]))


def _match(terms: Terms, arguments: Arguments) -> Content:
    queries = read_queries(arguments["queries"])
    return _json({key: {"result": candidates(terms, query)} for key, query in queries.items()})


def _suggest(terms: Terms, arguments: Arguments) -> Content:
    found = suggest(
        terms,
        arguments["what"],
        arguments["prefix"],
        skip=arguments["skip"],
        limit=arguments["limit"],
        types=arguments["types"],
    )
    return _json({"result": found})


def _extend(terms: Terms, arguments: Arguments) -> Content:
    return _json(extended(terms, read_extension(arguments["query"])))


def _properties(terms: Terms, arguments: Arguments) -> Content:
    return _json(proposed(terms, arguments["type"], arguments["limit"]))


def _preview(terms: Terms, arguments: Arguments) -> Content:
    return HTML, preview(terms, _thing(terms, arguments["id"])).encode()


def _flyout(terms: Terms, arguments: Arguments) -> Content:
    given, what = arguments["id"], arguments["what"]
    if what == "entity":
        return _json({"id": given, "html": fragment(terms, _thing(terms, given))})
    term = terms.find_class(given) if what == "type" else terms.find_property(given)
    if term is None:
        raise JobFailed("not-found", f"there is no {what} {given[:100]}")
    return _json({"id": given, "html": fragment(terms, term, of_vocabulary=True)})


def _view(terms: Terms, arguments: Arguments) -> Content:
    """Return where a thing is: its IRI below the URL of this server if the base has it, else its IRI; a page if it has no web address."""
    thing = _thing(terms, arguments["id"]).value
    base = terms.graph.project.base
    if thing.startswith(base):
        return URI_LIST, f"{arguments['url']}/{thing.removeprefix(base)}".encode()
    if thing.startswith(("http://", "https://")):
        return URI_LIST, thing.encode()
    return _preview(terms, arguments)


def _thing(terms: Terms, given: str) -> NamedNode:
    found = terms.find_thing(given)
    if found is None:
        raise JobFailed("not-found", f"the graph has no thing {given[:200]}; give an id that a candidate has")
    return found


def _json(document: Mapping[str, Any]) -> Content:
    return JSON, json.dumps(document, ensure_ascii=False).encode()


ANSWERS: Final[Mapping[str, Callable[[Terms, Arguments], Content]]] = {
    "manifest": _manifest,
    "match": _match,
    "suggest": _suggest,
    "extend": _extend,
    "properties": _properties,
    "preview": _preview,
    "flyout": _flyout,
    "view": _view,
}
"""The functions by the names that `routing` gives."""
