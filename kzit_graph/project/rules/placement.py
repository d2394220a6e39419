"""Choose the graph of each statement that rules add: the one in which its subject is described.

All statements about a blank node go into one graph, because graphs are published and loaded one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.namespaces import TYPE_IRI

_BLANK: Final = b"_:"
_TYPE: Final = f"<{TYPE_IRI}>".encode()


@dataclass(frozen=True)
class Placed:
    """Statements that rules add, as lines by graph. shared: whether a blank node is now in two graphs."""

    lines: Mapping[GraphName, Sequence[bytes]]
    shared: bool


def homes_of(graphs: Mapping[GraphName, bytes]) -> dict[bytes, GraphName]:
    """Return the graph in which each subject is described: the first with its type, else the first with any statement about it."""
    typed: dict[bytes, GraphName] = {}
    described: dict[bytes, GraphName] = {}
    for name, lines in graphs.items():
        for line in lines.splitlines():
            subject, predicate, _ = line.split(b" ", 2)
            described.setdefault(subject, name)
            if predicate == _TYPE:
                typed.setdefault(subject, name)
    return described | typed


def place(added: Iterable[bytes], graphs: Mapping[GraphName, bytes], homes: Mapping[bytes, GraphName], derived: NamedNode) -> Placed:
    """Return the graph of each added line: that in which its subject is described as it was written, else `derived`."""
    found = list(added)
    groups, others = _groups([line for line in found if _BLANK in line])
    plain = [line for line in found if _BLANK not in line] + others
    owners = _owners({node for nodes, _ in groups for node in nodes}, graphs)
    placed: dict[GraphName, list[bytes]] = {}
    for line in plain:
        placed.setdefault(homes.get(line.split(b" ", 1)[0], derived), []).append(line)
    shared = False
    for nodes, lines in groups:
        own = {owners[node] for node in nodes if node in owners}
        shared = shared or len(own) > 1
        possible = own or {homes[subject] for line in lines if (subject := line.split(b" ", 1)[0]) in homes}
        graph = next((name for name in graphs if name in possible), derived)
        placed.setdefault(graph, []).extend(lines)
    return Placed(placed, shared)


def _groups(lines: Iterable[bytes]) -> tuple[list[tuple[set[bytes], list[bytes]]], list[bytes]]:
    """Return the blank nodes that lines connect with the lines of each, and the lines without blank nodes."""
    leaders: dict[bytes, bytes] = {}

    def leader(node: bytes) -> bytes:
        while (above := leaders.setdefault(node, node)) != node:
            leaders[node] = node = leaders[above]
        return node

    blank: list[tuple[bytes, bytes]] = []
    others: list[bytes] = []
    for line in lines:
        subject, _, rest = line.split(b" ", 2)
        nodes = [term for term in (subject, rest[:-3]) if term.startswith(_BLANK)]
        if nodes:
            leaders[leader(nodes[0])] = leader(nodes[-1])
            blank.append((nodes[0], line))
        else:
            others.append(line)
    groups: dict[bytes, tuple[set[bytes], list[bytes]]] = {}
    for node in leaders:
        groups.setdefault(leader(node), (set(), []))[0].add(node)
    for node, line in blank:
        groups[leader(node)][1].append(line)
    return list(groups.values()), others


def _owners(nodes: set[bytes], graphs: Mapping[GraphName, bytes]) -> dict[bytes, GraphName]:
    """Return the graph of each blank node that a file has."""
    owners: dict[bytes, GraphName] = {}
    for name, lines in graphs.items() if nodes else ():
        for line in lines.splitlines():
            if _BLANK in line:
                subject, _, rest = line.split(b" ", 2)
                owners.update({term: name for term in (subject, rest[:-2]) if term in nodes})
    return owners
