"""Quads of one graph as JSON-LD sees them: nodes with their properties, some of them standing inside another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import TYPE_IRI, XSD

_BOOLEAN: Final = f"{XSD}boolean"
NATIVE_DATATYPES: Final = frozenset({_BOOLEAN, f"{XSD}integer"})
"""Datatypes that JSON-LD reads from numbers and truth values of JSON."""

_LARGEST_SAFE_INTEGER: Final = 2**53 - 1
"""Beyond it, JavaScript and others lose digits of a JSON number."""

Value = str | Literal
"""Text is the name of a node: its IRI, or "_:" and its label."""

Properties = Mapping[str, Sequence[Value]]
"""Values by the IRI of their property, in the order in which they came."""


@dataclass(frozen=True)
class NodeMap:
    """Nodes by their names. nodes: those that stand by themselves, in the order in which they first came; inside: the others."""

    nodes: Mapping[str, Properties]
    inside: Mapping[str, Properties]


def node_map(quads: Iterable[Quad], owning: frozenset[str]) -> NodeMap:
    """The nodes of one graph. owning: IRIs of the properties under which a node may stand whole.

    A node stands inside another where that one alone refers to it, once and by an owning property, and itself stands inside
    none. Blank nodes and classes never do. Raises `InvalidInput` for a triple term, which JSON-LD 1.1 cannot hold.
    """
    nodes: dict[str, dict[str, list[Value]]] = {}
    references: dict[str, int] = defaultdict(int)
    owners: dict[str, str] = {}
    for subject, predicate, value, _graph in quads:
        name, iri = node_name(subject), predicate.value
        properties = nodes.get(name)
        if properties is None:
            properties = nodes[name] = defaultdict(list)
        if isinstance(value, Literal):
            properties[iri].append(value)
            continue
        target = node_name(value)
        properties[iri].append(target)
        references[target] += 1
        if iri in owning and iri != TYPE_IRI and isinstance(value, NamedNode):
            owners[target] = name
    owned = {name: owner for name, owner in owners.items() if references[name] == 1}
    inside = {name: nodes.pop(name) for name, owner in owned.items() if name in nodes and owner not in owned}
    return NodeMap(nodes, inside)


def node_name(term: NamedNode | BlankNode | Triple) -> str:
    """An IRI, or "_:" and the label of a blank node. Raises `InvalidInput` for a triple term."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return str(term)
    raise InvalidInput(f"JSON-LD cannot hold the triple term <<( {term} )>>; take it out")


def is_native(text: str, datatype: str) -> bool:
    """Whether JSON writes a literal of one of `NATIVE_DATATYPES` as itself, a number or truth value, and every reader keeps it so."""
    return text in ("true", "false") if datatype == _BOOLEAN else _is_plain_integer(text)


def _is_plain_integer(text: str) -> bool:
    try:
        number = int(text)
    except ValueError:
        return False
    return str(number) == text and abs(number) <= _LARGEST_SAFE_INTEGER
