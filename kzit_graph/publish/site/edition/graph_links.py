"""The page of the named graphs: which graphs it lists, and where on it each one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.markup import escape, joined, safe
from kzit_graph.publish.site.edition.environment import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from kzit_graph.project.statements.statements import GraphName
    from kzit_graph.publish.site.edition.edition import Edition

GRAPHS_PAGE: Final = "graphs.html"
MAX_GRAPHS: Final = 1_000
"""Graphs that the page lists, those with most statements."""

_IN_FRAGMENT: Final = "/-._~"


def graph_anchor(edition: Edition, graph: GraphName) -> str:
    """Return the anchor of a graph on the page of graphs: its IRI without the base, behind a prefix that no other anchor has."""
    return f"in-{visible(graph.value.removeprefix(edition.publication.base))}"


def graph_links(edition: Edition, graphs: Iterable[tuple[GraphName, int]]) -> Markup:
    """Return the graphs of a thing, each with the number of its statements if there are several, as links to the page of graphs."""
    found, links = tuple(graphs), edition.shared(_Links)
    shown = [links.of(graph) for graph, _ in found]
    if len(found) > 1:
        counts = (escape(edition.counted("graphs_n_statements", number)) for _, number in found)
        shown = [safe(f"{link} <small>{count}</small>") for link, count in zip(shown, counts, strict=True)]
    return joined(shown, ", ")


class _Links:
    """Writes graphs as links in one language. Each is written once, because it has many things."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._has_page = any(entry.path == GRAPHS_PAGE for entry in edition.menu) and len(edition.graphs) <= MAX_GRAPHS
        self._known: dict[GraphName, Markup] = {}

    def of(self, graph: GraphName) -> Markup:
        """Return a graph as a link to the page of graphs, if that lists it."""
        found = self._known.get(graph)
        if found is None:
            found = self._known[graph] = self._link(graph)
        return found

    def _link(self, graph: GraphName) -> Markup:
        name = self._edition.cells.graph(graph)
        if not self._has_page or not isinstance(graph, NamedNode):
            return name
        anchor = quote(graph_anchor(self._edition, graph), safe=_IN_FRAGMENT)
        return safe(f'<a href="{HOME}{GRAPHS_PAGE}#{escape(anchor)}">{name}</a>')
