"""Read JSON-LD with type maps (JSON-LD 1.1, 4.6.4), which the parser reads only in its lenient mode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, Quad, RdfFormat, parse

from kzit_graph.rdf.jsonld.losses import is_dropped

_TYPE_MAP: Final = re.compile(rb'"@container"\s*+:\s*+(?:\[[^\[\]{}]*)?"@type"')


def has_type_maps(content: bytes) -> bool:
    """Return whether a context of JSON-LD has a term whose values are grouped by type."""
    return _TYPE_MAP.search(content) is not None


def with_type_maps(content: bytes, base: str | None, *, keep_labels: bool) -> Iterator[Quad]:
    """Yield the quads of JSON-LD, as the parser yields those of a file without type maps.

    content: in which `find_dropped_keys` found no problem, because the lenient parser does not check terms.
    """
    for quad in parse(content, format=RdfFormat.JSON_LD, base_iri=base, rename_blank_nodes=not keep_labels, lenient=True):
        if is_dropped(quad.predicate):
            continue
        term = quad.object
        if isinstance(term, Literal) and term.language is not None:
            literal = Literal(term.value, language=term.language.lower(), direction=term.direction)
            yield Quad(quad.subject, quad.predicate, literal, quad.graph_name)
        else:
            yield quad
