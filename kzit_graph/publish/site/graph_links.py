"""The page of the named graphs: which graphs it lists, and where on it each one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.environment import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzit_graph.project.statements import GraphName
    from kzit_graph.publish.site.edition import Edition

GRAPHS_PAGE: Final = "graphs.html"
MAX_GRAPHS: Final = 1_000
"""Graphs that the page lists, those with most statements."""

_IN_FRAGMENT: Final = "/-._~"


def graph_anchor(edition: Edition, graph: GraphName) -> str:
    """Return the anchor of a graph on the page of graphs: its IRI without the base, behind a prefix that no other anchor has."""
    return f"in-{visible(graph.value.removeprefix(edition.settings.base))}"


def graph_links(edition: Edition, graphs: Iterable[tuple[GraphName, int]]) -> Markup:
    """Return the graphs of a thing, each with the number of its statements if there are several, as links to the page of graphs."""
    found = tuple(graphs)
    shown = [_link(edition, graph) for graph, _ in found]
    if len(found) > 1:
        counts = (edition.counted("graphs_n_statements", number) for _, number in found)
        shown = [Markup("{} <small>{}</small>").format(link, count) for link, count in zip(shown, counts, strict=True)]
    return Markup(", ").join(shown)


def _link(edition: Edition, graph: GraphName) -> Markup:
    name = edition.cells.graph(graph)
    has_page = any(entry.path == GRAPHS_PAGE for entry in edition.menu) and len(edition.graphs) <= MAX_GRAPHS
    if not has_page or not isinstance(graph, NamedNode):
        return name
    return Markup('<a href="{}{}#{}">{}</a>').format(HOME, GRAPHS_PAGE, quote(graph_anchor(edition, graph), safe=_IN_FRAGMENT), name)
