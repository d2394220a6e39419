"""All routes of the server, and the application that a path leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kzit_graph.serve.http.budget import Budget
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.paths import redirect
from kzit_graph.serve.routes import server, site
from kzit_graph.serve.routes.documents import NEGOTIATED, Documents
from kzit_graph.serve.routes.named import NamedRoute
from kzit_graph.serve.routes.reconciliation import Reconciliation
from kzit_graph.serve.routes.worker_calls import Calls
from kzit_graph.serve.sparql.endpoint import SparqlEndpoint

_SHOWN: Final = 200
"""Characters of an unknown path that its message shows."""


class RouteTable:
    """The routes of a server.

    listed: the name, the path and the application of each route with a path of its own. metrics: the page of figures. is_ready: whether
    the server takes new requests.
    """

    def __init__(self, limits: Limits, metrics: ASGIApp, is_ready: Callable[[], bool]) -> None:
        budget = Budget(limits.budget, limits.refill, limit=2 * limits.seconds, together=limits.per_client)
        call = Calls(limits, budget)
        documents, reconcile = Documents(call), Reconciliation(call)
        listed: tuple[tuple[str, str, str, ASGIApp], ...] = (
            ("sparql", "/sparql", "query", SparqlEndpoint(limits, budget)),
            ("sparql", "/sparql/", "query", SparqlEndpoint(limits, budget)),
            ("home", "/", "document", documents.home),
            *((name, f"/{name}", "document", documents.negotiated) for name in NEGOTIATED),
            ("void", "/.well-known/void", "well-known", site.void),
            ("api-catalog", "/.well-known/api-catalog", "well-known", site.api_catalog),
            ("robots", "/robots.txt", "interface", site.robots),
            ("sitemap", "/sitemap.xml", "interface", site.sitemap),
            ("icon", "/favicon.ico", "asset", site.icon),
            ("reconcile", "/reconcile", "reconcile", reconcile),
            ("reconcile", "/reconcile/{path:path}", "reconcile", reconcile),
            ("health", "/healthz", "probe", server.healthy),
            ("ready", "/readyz", "probe", server.Ready(is_ready)),
            ("metrics", "/metrics", "metrics", metrics),
            ("openapi", "/openapi.json", "interface", server.interface),
            ("problems", "/problems", "problem", server.problem_kinds),
            ("problem", "/problems/{kind}", "problem", server.problem_kind),
        )
        self.listed = tuple((name, path, NamedRoute(name, kind, app)) for name, path, kind, app in listed)
        self._by_path = {path: app for _, path, app in self.listed if "{" not in path}
        self._by_kind = {
            "file": NamedRoute("file", "file", documents.file),
            "thing": NamedRoute("thing", "thing", documents.thing),
            "document": NamedRoute("document", "file", documents.made),
            "folder": NamedRoute("file", "file", documents.folder),
        }
        routes = [Route(path, app, name=name) for name, path, app in self.listed]
        self._router = Router(routes, default=self._otherwise, redirect_slashes=False)

    def application_of(self, path: str) -> ASGIApp:
        """Return the application for a path without the server's prefix."""
        return self._by_path.get(path, self._router)

    async def _otherwise(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a path without a route: a file of the build, a document, a thing, or a folder. The prefix alone is the home page."""
        if scope["path"] == scope["root_path"]:
            query = scope["query_string"].decode("latin-1")
            await redirect(scope, send, 308, f"?{query}" if query else "", [])
            return
        app = self._by_kind.get(Documents.kind_of(scope) or "")
        if app is None:
            raise HttpProblem("not-found", f"nothing has the path {scope['path'][:_SHOWN]}")
        await app(scope, receive, send)
