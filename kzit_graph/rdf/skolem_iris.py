"""Tell Skolem IRIs, which stand for blank nodes, from the IRIs of things (RDF 1.1 Concepts and Abstract Syntax, section 3.5).

Queries have the same condition: CONTAINS(STR(?thing), ".well-known/genid/").
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, NamedNode

SKOLEM_PATH: Final = ".well-known/genid/"
"""What Skolem IRIs have behind their base."""


def is_anonymous(term: object) -> bool:
    """Return whether a term is a blank node, or an IRI that stands for one."""
    return isinstance(term, BlankNode) or (isinstance(term, NamedNode) and SKOLEM_PATH in term.value)
