"""RDF files whose blank nodes have the same labels each time that they are parsed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, parse, serialize

from kzit_graph.rdf.reading import RdfFile


class LabelledFile(RdfFile):
    """An RDF file as N-Quads, whose blank nodes have the same labels whenever it is parsed, and other labels than those of other files.

    So results about blank nodes can be found in a store.
    """

    @classmethod
    def of(cls, file: RdfFile, numbers: Iterator[int]) -> LabelledFile:
        """Return a file with labels that are the same in each run. numbers: those that no file before has in its labels.

        Raises `InvalidInput` if the file is malformed.
        """
        labels: dict[BlankNode, BlankNode] = {}

        def named(term: Any) -> Any:
            if not isinstance(term, BlankNode):
                return term
            if term not in labels:
                labels[term] = BlankNode(f"b{next(numbers)}")
            return labels[term]

        quads: Any = (Quad(named(quad.subject), quad.predicate, named(quad.object), named(quad.graph_name)) for quad in file.parse())
        return cls(file.path, serialize(quads, format=RdfFormat.N_QUADS) or b"")

    @property
    def syntax(self) -> RdfFormat:
        """N-Quads, for any extension of the file."""
        return RdfFormat.N_QUADS

    def parse(self, *, keep_labels: bool = True) -> Iterator[Quad]:  # noqa: ARG002 - they are always kept
        """Yield the quads one by one."""
        return parse(self.content, format=RdfFormat.N_QUADS, lenient=True)

    def labels(self) -> list[str]:
        """Return the labels of its blank nodes in the order in which the triples have them first."""
        terms = (term for quad in self.parse() for term in (quad.subject, quad.object) if isinstance(term, BlankNode))
        return list(dict.fromkeys(term.value for term in terms))
