"""The named graphs: what each one holds, and where the statements of a page are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.graph_links import GRAPHS_PAGE, MAX_GRAPHS, graph_anchor
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.things.statement_index import GraphSize, WholeIndex
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from markupsafe import Markup

    from kzit_graph.project.statements.statements import GraphName

_EXAMPLES: Final = 3
_CONSOLE: Final = "console.html"
_IN_FRAGMENT: Final = "/-._~"


class GraphsPage:
    """Makes the page of the named graphs."""

    path = GRAPHS_PAGE

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if there are several graphs."""
        return [MenuEntry(GRAPHS_PAGE, "graphs_menu")] if len(edition.graphs) > 1 else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        words, index = edition.words, edition.reader.index
        assert isinstance(index, WholeIndex)
        sizes = index.graphs
        largest = sorted(sizes, key=lambda graph: -sizes[graph].statements)[:MAX_GRAPHS]
        listed = sorted(largest, key=lambda graph: natural_key(str(graph)))
        values = {
            "title": edition.counted("graphs_title", len(sizes)),
            "graphs": [_row(edition, graph, sizes[graph]) for graph in listed],
            "note": words.list_note.format(first=1, last=words.number(len(listed)), all=words.number(len(sizes)))
            if len(listed) < len(sizes)
            else "",
        }
        yield Page(GRAPHS_PAGE, words.graphs_menu, edition.rendered("graphs.html", values), words.graphs_lede)


def _row(edition: Edition, graph: GraphName, size: GraphSize) -> dict[str, object]:
    has_console = any(entry.path == _CONSOLE for entry in edition.menu)
    return {
        "anchor": graph_anchor(edition, graph),
        "name": edition.cells.graph(graph),
        "href": edition.href(graph) if isinstance(graph, NamedNode) else "",
        "statements": edition.words.number(size.statements),
        "things": edition.words.number(len(size.subjects)),
        "examples": _examples(edition, size.subjects),
        "query": _query(graph) if has_console and isinstance(graph, NamedNode) else "",
    }


def _examples(edition: Edition, subjects: Sequence[NamedNode]) -> list[Markup]:
    """Return the first things with a name. Short IRIs come first, because those of parts begin with that of their whole."""
    ordered = sorted(subjects, key=lambda one: (len(one.value), natural_key(one.value)))
    named = list(islice((one for one in ordered if edition.reader.names.labels(one)), _EXAMPLES))
    return [edition.link(one) for one in named or ordered[:_EXAMPLES]]


def _query(graph: NamedNode) -> str:
    sparql = f"SELECT ?thing ?property ?value {{ GRAPH <{graph.value}> {{ ?thing ?property ?value }} }}"
    return f"{HOME}{_CONSOLE}#query={quote(sparql, safe=_IN_FRAGMENT)}"
