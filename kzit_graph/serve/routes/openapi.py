"""Describe the interface of the server for programs (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

from kzit_graph.serve.http.media_types import DOCUMENTS, GRAPHS, ROWS, Offer
from kzit_graph.serve.sparql.request import BODY_TYPES, VERSIONS

_TEXT: Final = {"type": "string"}
_RECONCILE: Final = {"type": "object", "properties": {"queries": _TEXT, "extend": _TEXT}}
_PROBLEM: Final = {"$ref": "#/components/responses/Problem"}
_EXAMPLES: Final = ["SELECT * WHERE { ?s ?p ?o } LIMIT 10", "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 10"]
_NUMBERS: Final = {
    "400": "malformed",
    "406": "no such format",
    "429": "the client used up its query time",
    "503": "busy, or too large",
    "504": "timed out",
}


def openapi(title: str, url: str) -> dict[str, Any]:
    """Return the description as JSON. title: of the dataset. url: of the server, without a final slash."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version("kzit-graph"),
            "description": "A read-only SPARQL endpoint, and documents about the things in a knowledge graph.",
        },
        "servers": [{"url": url}],
        "paths": {**_sparql(), **_documents(), **_server()},
        "components": {
            "schemas": {"Problem": _problem()},
            "responses": {
                "Problem": {
                    "description": "There is no answer; the document says why (RFC 9457).",
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}, "text/html": {}},
                }
            },
        },
    }


def _sparql() -> dict[str, Any]:
    parameters = [
        _parameter(
            "query",
            "A SPARQL 1.1 query. Without one, the answer is the service description, or a form for browsers.",
            {"type": "string", "examples": _EXAMPLES},
        ),
        _parameter("default-graph-uri", "A graph to merge into the default graph.", many=True),
        _parameter("named-graph-uri", "A graph that GRAPH can select.", many=True),
        _parameter("version", "The version of SPARQL.", {"type": "string", "enum": list(VERSIONS)}),
        _parameter("format", "The format of the answer, instead of the header Accept: a name, an extension or a media type."),
        _parameter(
            "timeout", "Seconds after which the query is ended. It can only lower the limit.", {"type": "number", "exclusiveMinimum": 0}
        ),
    ]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {each["name"]: each["schema"] for each in parameters},
    }
    body = {"required": True, "content": {BODY_TYPES[0]: {"schema": _TEXT}, BODY_TYPES[1]: {"schema": form}}}
    return {
        "/sparql": {
            "get": {"operationId": "queryByGet", "summary": "Answer a query", "parameters": parameters, "responses": _answers()},
            "post": {"operationId": "queryByPost", "summary": "Answer a query", "requestBody": body, "responses": _answers()},
        }
    }


def _answers() -> dict[str, Any]:
    return {
        "200": {"description": "The answer to the query.", "content": _content(ROWS) | _content(GRAPHS) | {"text/html": {}}},
        **dict.fromkeys((*_NUMBERS, "403", "408", "413", "414", "415", "431"), _PROBLEM),
    }


def _documents() -> dict[str, Any]:
    negotiated = {
        "200": {"description": "The document.", "content": _content(DOCUMENTS)},
        "304": {"description": "Not modified."},
        "406": _PROBLEM,
    }
    chosen = _parameter("format", "The format, instead of the header Accept.")
    local = {"name": "path", "in": "path", "required": True, "description": "The end of the IRI of a thing.", "schema": _TEXT}
    found: dict[str, Any] = {
        f"/{name}": {"get": {"operationId": name, "summary": text, "parameters": [chosen], "responses": negotiated}}
        for name, text in {
            "dataset": "The description of the dataset (DCAT, VoID)",
            "ontology": "The classes and properties",
            "shapes": "The shapes that the data conform to (SHACL)",
        }.items()
    }
    found["/id/{path}"] = {
        "get": {
            "operationId": "thing",
            "summary": "Redirect from a thing to a document about it",
            "parameters": [local, chosen],
            "responses": {"303": {"description": "The URL of the document is in Location."}, "404": _PROBLEM, "406": _PROBLEM},
        }
    }
    return found


def _server() -> dict[str, Any]:
    def simple(name: str, summary: str, media_type: str) -> dict[str, Any]:
        answer = {"description": summary, "content": {media_type: {}}}
        return {"get": {"operationId": name, "summary": summary, "responses": {"200": answer}}}

    return {
        "/": simple("home", "The home page", "text/html"),
        "/reconcile": {
            **simple("reconcile", "The manifest of the reconciliation service, version 0.2", "application/json"),
            "post": {
                "operationId": "match",
                "summary": "Candidates for names, or values of properties",
                "requestBody": {"content": {BODY_TYPES[1]: {"schema": _RECONCILE}}},
                "responses": {"200": {"description": "An object with a result for each query.", "content": {"application/json": {}}}}
                | dict.fromkeys(("400", "413", "415", "429", "503", "504"), _PROBLEM),
            },
        },
        "/.well-known/api-catalog": simple("apiCatalog", "The interfaces of the server (RFC 9727)", "application/linkset+json"),
        "/robots.txt": simple("robots", "What crawlers may read", "text/plain"),
        "/healthz": simple("health", "Whether the process runs", "text/plain"),
        "/readyz": simple("ready", "Whether new requests are answered", "text/plain"),
        "/openapi.json": simple("openapi", "This description", "application/vnd.oai.openapi+json"),
        "/problems": simple("problems", "The problems that the server reports", "text/html"),
    }


def _parameter(name: str, description: str, schema: dict[str, Any] | None = None, *, many: bool = False) -> dict[str, Any]:
    own = {"type": "array", "items": {"type": "string", "format": "uri"}} if many else schema or _TEXT
    return {"name": name, "in": "query", "description": description, "schema": own}


def _content(offers: Sequence[Offer]) -> dict[str, Any]:
    return {offer.media_type: {} for offer in offers if offer.is_main}


def _problem() -> dict[str, Any]:
    number = {"type": "integer"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": number,
            "detail": _TEXT,
            "instance": {"type": "string", "format": "uri-reference"},
            "line": number,
            "column": number,
            "seconds": {"type": "number"},
            "alternatives": {"type": "array", "items": _TEXT},
        },
    }
