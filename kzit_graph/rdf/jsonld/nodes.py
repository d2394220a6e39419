"""Turn the quads of one graph into the nodes of JSON-LD, some of them embedded in others."""

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
"""The datatypes of JSON numbers and booleans in JSON-LD."""

_MAX_SAFE_INTEGER: Final = 2**53 - 1
"""The largest JSON number that JavaScript and others read exactly."""

Value = str | Literal
"""A literal, or the name of a node: its IRI, or "_:" and its label."""

Properties = Mapping[str, Sequence[Value]]
"""Values by the IRI of their property, in the order of the quads."""


class UnwritableJsonLd(InvalidInput):
    """JSON-LD cannot hold a term; other formats can."""


@dataclass(frozen=True)
class NodeMap:
    """Nodes by name. nodes: top-level nodes, in the order of their first quads. embedded: the others."""

    nodes: Mapping[str, Properties]
    embedded: Mapping[str, Properties]


def node_map(quads: Iterable[Quad], embedding: frozenset[str]) -> NodeMap:
    """Return the nodes of one graph. embedding: the IRIs of properties whose values may be embedded nodes.

    A node is embedded in a top-level node if its only reference is an embedding property of that node. Blank nodes and classes
    are never embedded. Raises `UnwritableJsonLd` if there is a triple term, which JSON-LD 1.1 does not support.
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
        if iri in embedding and iri != TYPE_IRI and isinstance(value, NamedNode):
            owners[target] = name
    owned = {name: owner for name, owner in owners.items() if references[name] == 1}
    embedded = {name: nodes.pop(name) for name, owner in owned.items() if name in nodes and owner not in owned}
    return NodeMap(nodes, embedded)


def node_name(term: NamedNode | BlankNode | Triple) -> str:
    """Return an IRI, or "_:" and the label of a blank node. Raises `UnwritableJsonLd` if it is a triple term."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return str(term)
    raise UnwritableJsonLd(f"JSON-LD cannot hold the triple term <<( {term} )>>; remove it")


def is_native(text: str, datatype: str) -> bool:
    """Whether a literal of one of `NATIVE_DATATYPES` can be a JSON number or boolean without loss."""
    return text in ("true", "false") if datatype == _BOOLEAN else _is_plain_integer(text)


def _is_plain_integer(text: str) -> bool:
    try:
        number = int(text)
    except ValueError:
        return False
    return str(number) == text and abs(number) <= _MAX_SAFE_INTEGER
