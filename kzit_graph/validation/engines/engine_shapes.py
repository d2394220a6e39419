"""A shapes graph that was prepared for an engine, and how to read the engine's results back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.validation.engines.corrections import Components, Matching, Values, correct
from kzit_graph.validation.engines.literals import UNREADABLE, is_unreadable
from kzit_graph.validation.results import Result
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, Term


@dataclass(frozen=True)
class EngineShapes:
    """A prepared shapes graph.

    names: the names of shapes to their labels. patterns, components: see `corrections.correct`.
    """

    engine: str
    graph: ShapesGraph
    names: Mapping[str, str]
    patterns: Mapping[Node, Matching]
    components: Components = field(default_factory=dict)

    def with_values(self, values: Values) -> EngineShapes:
        """Return shapes that give the exact result for values that the engine may read in its own way."""
        graph = self.graph.copy()
        components = correct(graph, values, self.patterns, has_lookahead=self.engine == "pyshacl")
        if self.engine == "shacl" and any(isinstance(value, Literal) and is_unreadable(value) for *_, value in graph.triples()):
            graph.replace_terms(readable)
        return replace(self, graph=graph, components=components)

    def read_back(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield the results of an engine with the shapes, components and values as written."""
        for result in results:
            component = self.components.get((result.shape or "", result.component), result.component)
            shape = self.names.get(result.shape or "", result.shape)
            value, focus = (text and text.replace(f"<{UNREADABLE}", f"<{XSD}") for text in (result.value, result.focus))
            yield replace(result, focus=focus or "", value=value, shape=shape, component=component)


def readable(term: Term) -> Term:
    """Return a term that the engine "shacl" can read: a literal with a huge year gets another datatype."""
    if isinstance(term, Literal) and is_unreadable(term):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.replace(XSD, UNREADABLE, 1)))
    return term
