"""Drop the lists of keys of JSON-LD that have no IRI. The parser drops such keys, but not the nodes of their lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Quad

from kzit_graph.rdf.namespaces import RDF

_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
_STATED: Final = re.compile(rb'rest"\s*+:')
"""What a document has that states rdf:rest itself, instead of @list."""


def without_orphan_lists(quads: Iterable[Quad], content: bytes) -> Iterable[Quad]:
    """Return the quads of a document without the lists that nothing refers to, in the same order. content: of the document."""
    if b"@list" not in content or _STATED.search(content):
        return quads
    found = list(quads)
    following: dict[BlankNode, list[BlankNode]] = {}
    for quad in found:
        if quad.predicate.value in (_FIRST, _REST) and isinstance(quad.subject, BlankNode):
            cells = following.setdefault(quad.subject, [])
            if isinstance(quad.object, BlankNode):
                cells.append(quad.object)
    used = {quad.object for quad in found if isinstance(quad.object, BlankNode)}
    orphans: set[object] = set()
    waiting = [cell for cell in following if cell not in used]
    while waiting:
        cell = waiting.pop()
        orphans.add(cell)
        waiting += [other for other in following[cell] if other in following]
    return [quad for quad in found if quad.subject not in orphans]
