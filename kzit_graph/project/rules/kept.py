"""Keep what rules made of the data of a project in the user's cache, since the same files and rules always give the same.

Rules have no functions such as NOW(), see `kzit_graph.sparql.update_gate`, so an expansion depends on its inputs and this program
alone. Expansions with blank nodes, whose labels differ each time, with mistakes, or of large data are not kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.kept_file import KeptFile
from kzit_graph.project.rules.expansion import Expansion
from kzit_graph.project.rules.typed import TypedProject
from kzit_graph.project.statements.statements import GraphName

_KIND: Final = "expansions"
_BLANK: Final = b"_:"
_PROGRAM: Final = ("project/rules", "project/statements", "rdf", "sparql")
"""The parts of this package that make expansions."""


def expand(typed: TypedProject) -> Expansion:
    """Return what the rules of a project make of it, kept of an earlier time if possible.

    Raises `InvalidInput` with file and line if a file is malformed or a rule is broken.
    """
    kept = KeptExpansion.of(typed)
    if (known := kept.read()) is not None:
        return Expansion(known.typed, known.graphs, known.changed, shared=False)
    from kzit_graph.project.rules.applying import apply_rules  # what it imports takes time

    expansion = apply_rules(typed)
    if not expansion.mistakes:
        kept.write(KeptGraphs(expansion.typed, expansion.graphs, expansion.changed))
    return expansion


@dataclass(frozen=True)
class KeptGraphs:
    """The lines of each graph before and after the rules. changed: the graphs that the rules changed."""

    typed: Mapping[GraphName, bytes]
    graphs: Mapping[GraphName, bytes]
    changed: frozenset[GraphName]


class KeptExpansion:
    """The place of one expansion in the cache."""

    def __init__(self, file: KeptFile) -> None:
        self._file = file

    @classmethod
    def of(cls, typed: TypedProject, environment: Mapping[str, str] = os.environ) -> KeptExpansion:
        """Return the place for what rules make of a project."""
        return cls(KeptFile.of(_KIND, typed.parts(), _PROGRAM, environment))

    def read(self) -> KeptGraphs | None:
        """Return the graphs after the rules, or None if they are not kept, or their file cannot be trusted."""
        content = self._file.read()
        return None if content is None else _graphs(content)

    def write(self, kept: KeptGraphs) -> None:
        """Keep graphs after the rules, if they have no blank nodes."""
        listed, parts = _listed(kept)
        if not _has_blank_node(kept.graphs, parts):
            self._file.write(b"\n".join((json.dumps(listed).encode(), b"".join(parts))))


def _has_blank_node(names: Iterable[GraphName], parts: Iterable[bytes]) -> bool:
    return any(isinstance(name, BlankNode) for name in names) or any(_BLANK in lines for lines in parts)


def _listed(kept: KeptGraphs) -> tuple[list[tuple[str, bool, int, int, bool]], list[bytes]]:
    """Return what `_graphs` needs to know of each graph, and the lines. Most rules only add, so most lines before begin those after."""
    listed, parts = [], []
    for name, after in kept.graphs.items():
        before = kept.typed.get(name, b"")
        extended = after.startswith(before)
        listed.append((name.value, name in kept.changed, len(before), len(after), extended))
        parts += [after] if extended else [before, after]
    return listed, parts


def _graphs(content: bytes) -> KeptGraphs:
    listed, _, lines = content.partition(b"\n")
    typed: dict[GraphName, bytes] = {}
    graphs: dict[GraphName, bytes] = {}
    changed: set[GraphName] = set()
    start = 0
    for iri, is_changed, before, after, extended in json.loads(listed):
        name = NamedNode(iri)
        typed[name] = lines[start : start + before]
        start += 0 if extended else before
        graphs[name] = lines[start : start + after]
        start += after
        if is_changed:
            changed.add(name)
    return KeptGraphs(typed, graphs, frozenset(changed))
