"""Labels of blank nodes in a conversion: as written, distinct for each file, and the same in each run.

The parser gives random labels to nodes without one, such as [] in Turtle. They are numbered: anon1, anon2, …
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Quad, Triple

from kzit_graph.rdf.blank_nodes import has_blank_node, renamed

_GENERATED: Final = re.compile("[a-f][0-9a-f]{23,31}")
"""A random label of the parser: up to 32 hexadecimal digits. Shorter ones practically do not occur."""

_OURS: Final = "_*(?:anon[0-9]+$|f[0-9]+_"
_RESERVED: Final = re.compile(f"{_OURS})")
_RESERVED_IN_XML: Final = re.compile(rf"{_OURS}|[0-9])")
"""Labels that get a further "_", so that no label of a file becomes one of ours. In XML, a label cannot begin with a digit."""

_MAX_NUMBERED: Final = 200_000
"""Nodes without a label that are known at a time. Those beyond keep their random label."""


class BlankNodeLabels:
    """The labels of the blank nodes of one file.

    number: of the file, from 1; the labels of further files begin with f2_, f3_, … for_xml: whether they must fit RDF/XML.
    nested: whether the description of a named node can be inside that of a node without a label, as in RDF/XML and JSON-LD.
    """

    def __init__(self, number: int, *, for_xml: bool = False, nested: bool = False) -> None:
        self._prefix = "" if number == 1 else f"f{number}_"
        self._reserved = _RESERVED_IN_XML if for_xml else _RESERVED
        self._count = 0
        self._is_limited = self._forgets = not nested
        self._top: object = None
        self._before: dict[str, BlankNode] = {}
        self._since: dict[str, BlankNode] = {}
        self._graphs: dict[str, BlankNode] = {}

    def renamed(self, quads: Iterable[Quad], *, has_generated_labels: bool) -> list[Quad]:
        """Return quads with the labels of the output. has_generated_labels: whether a label of the file looks like a random one."""
        return [self._quad(quad, keep_generated=has_generated_labels) for quad in quads]

    def _quad(self, quad: Quad, *, keep_generated: bool) -> Quad:
        subject, graph = quad.subject, quad.graph_name
        if self._forgets and not (isinstance(subject, BlankNode) and _GENERATED.fullmatch(subject.value)) and subject != self._top:
            self._begin(subject, quad)
        if not has_blank_node(quad):
            return quad
        if isinstance(graph, BlankNode) and not keep_generated and _GENERATED.fullmatch(graph.value):
            self._number(graph.value, self._graphs)

        def rename(node: BlankNode) -> BlankNode:
            label = node.value
            if found := self._since.get(label) or self._before.get(label) or self._graphs.get(label):
                return found
            if keep_generated or not _GENERATED.fullmatch(label):
                return BlankNode(f"{self._prefix}{'_' if self._reserved.match(label) else ''}{label}")
            return self._number(label, self._since)

        return renamed(quad, rename)

    def _begin(self, subject: object, quad: Quad) -> None:
        """Forget the nodes that cannot occur again, at a quad with another named subject than before.

        A node without a label occurs in a single statement of Turtle, and the subjects inside it have no label either. So the quads
        of two different named subjects are in different statements, and a node that was seen before the first of them has ended.
        Only reifiers of RDF 1.2 can be named subjects inside a statement.
        """
        if isinstance(quad.object, Triple):
            self._forgets = False
            return
        self._top = subject
        self._before, self._since = self._since, {}

    def _number(self, label: str, known: dict[str, BlankNode]) -> BlankNode:
        if label in known:
            return known[label]
        if self._is_limited and len(self._before) + len(self._since) + len(self._graphs) >= _MAX_NUMBERED:
            return BlankNode(f"{self._prefix}{label}")
        self._count += 1
        known[label] = BlankNode(f"{self._prefix}anon{self._count}")
        return known[label]
