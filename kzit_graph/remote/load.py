"""Load named graphs into a running triple store, and verify that it holds exactly them.

Only graphs under the project's base IRI and graphs of its data files are touched, and of these only graphs that the manifest lists
(see `kzit_graph.remote.manifest`) lose triples. A graph that the store already has is kept, even if some values have another form
there. One that differs is replaced in one request if it is small or has blank nodes; else missing triples are added in batches,
and surplus ones removed afterwards. So running an interrupted load again resumes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Triple

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.plain_text import counted
from kzit_graph.project.statements.statements import Statements
from kzit_graph.project.statements.store import FILES
from kzit_graph.rdf.comparison import GraphDifference, canonical_digest, compare_graphs, has_blank_nodes
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.remote.graph_store import GraphStore
from kzit_graph.remote.manifest import manifest_name, read_manifest, write_manifest

CREATE: Final = "create"
REPLACE: Final = "replace"
KEEP: Final = "keep"
REMOVE: Final = "remove"
LEAVE: Final = "leave"

_MAX_PUT: Final = 100_000


@dataclass(frozen=True)
class Step:
    """What to do with a graph of the store. action: one of the five above. triples: how many the graph is to have.

    added, removed: how many triples are added and removed, without those that the store only writes in another form. is_listed:
    whether the manifest lists the graph. A graph that is left is not in the data and not in the manifest.
    """

    graph: NamedNode
    action: str
    triples: int
    added: int
    removed: int
    is_listed: bool = True

    @property
    def is_unclaimed(self) -> bool:
        """Whether triples would be removed that no manifest says were loaded from here."""
        return self.removed > 0 and self.action != LEAVE and not self.is_listed


@dataclass(frozen=True)
class Outcome:
    """How a graph in the store compares with the data after a load.

    triples: how many the graph is to have. counted: how many the store counts. digest: the canonical digest (SHA-256)
    that the graph is to have. found: the one it has.
    """

    graph: NamedNode
    triples: int
    counted: int
    digest: str
    found: str
    difference: GraphDifference = field(default_factory=GraphDifference)

    @property
    def is_right(self) -> bool:
        """Whether the graph holds the values that it is to have, in any form."""
        merged = sum(self.difference.normalised.values())  # two forms of a value may have become one
        return not self.difference.is_loss and self.triples - merged <= self.counted <= self.triples


Progress = Callable[[NamedNode, int], None]
"""Called with a graph and the number of its triples that were added or removed just now."""


def _no_progress(_graph: NamedNode, _triples: int) -> None:
    pass


def named_graphs(source: Statements, base: str, *, anywhere: bool = False) -> list[NamedNode]:
    """Return the names of the graphs in natural order. anywhere: whether names may be outside of the base.

    Raises `InvalidInput` if there are none, if one is not under the base, if one has no IRI, or if one has the name of the manifest.
    """
    names: list[NamedNode] = []
    for name in (graph.name for graph in source):
        if name == FILES:
            raise InvalidInput("the data has no named graphs; give a dump with named graphs (.nq, .trig, .jsonld)")
        if not isinstance(name, NamedNode):
            raise InvalidInput(
                f'the graph {name} has no IRI, so it cannot be loaded; give it one, or set blank_nodes = "skolemize" in kzit-graph.toml'
            )
        if not anywhere and not name.value.startswith(base):
            raise InvalidInput(
                f"the graph {name} is not under {base}; add --any-graph to load it as well, or choose its project with --project"
            )
        if name == manifest_name(base):
            raise InvalidInput(f"the graph {name} is reserved for the list of loaded graphs; rename its file")
        names.append(name)
    if not names:
        raise InvalidInput("there are no named graphs to load")
    return sorted(names, key=_order)


def load(
    source: Statements,
    base: str,
    target: GraphStore,
    progress: Progress = _no_progress,
    *,
    force: bool = False,
    max_put: int = _MAX_PUT,
    anywhere: bool = False,
) -> list[Outcome]:
    """Make the target's graphs under the base those of the source, and return how each compares afterwards.

    force: remove triples even if no manifest lists their graph. anywhere: whether the source may have graphs outside of the base. See
    `plan`, `refuse_unclaimed`, `carry_out` and `verify`, which it calls in turn, for the other parameters and the exceptions.
    """
    steps = plan(source, base, target, anywhere=anywhere)
    if not force:
        refuse_unclaimed(steps, base)
    carry_out(steps, source, base, target, progress, max_put=max_put)
    return verify(source, base, target, anywhere=anywhere)


def plan(source: Statements, base: str, target: GraphStore, *, anywhere: bool = False) -> list[Step]:
    """Return what to do to make the target's graphs under the base those of the source. Nothing is changed.

    A graph that is not in the source is removed if the manifest lists it, or if there is no manifest; else it is left. Outside of the
    base, only graphs of the source, and those that the manifest lists, are touched. anywhere: whether the source may have some there.

    Raises as `named_graphs` and the methods of `kzit_graph.remote.graph_store.GraphStore` do.
    """
    names = named_graphs(source, base, anywhere=anywhere)
    manifest, listed = manifest_name(base), read_manifest(target, base)
    there = _present(target, base, {*names, *(listed or ())}) - {manifest}
    steps = []
    for name in names:
        wanted = _triples(source, name)
        lacking = compare_graphs(wanted, target.read(name) if name in there else ())
        action = KEEP if not lacking.is_loss else REPLACE if name in there else CREATE
        steps.append(Step(name, action, len(wanted), len(lacking.missing), len(lacking.surplus), name in (listed or ())))
    for name in sorted(there - set(names), key=_order):
        action = REMOVE if listed is None or name in listed else LEAVE
        steps.append(Step(name, action, 0, 0, target.count(name) if action == REMOVE else 0, name in (listed or ())))
    return steps


def refuse_unclaimed(steps: Iterable[Step], base: str) -> None:
    """Raise `InvalidInput` if a plan removes triples that no manifest says were loaded from here."""
    unclaimed = [f"{step.graph.value.removeprefix(base)} ({counted(step.removed, 'triple')})" for step in steps if step.is_unclaimed]
    if unclaimed:
        raise InvalidInput(
            f"the store has triples under {base} that its manifest does not list, and they would be removed:"
            f" {', '.join(unclaimed)}; run the command again with --force to remove them"
        )


def carry_out(
    steps: Iterable[Step], source: Statements, base: str, target: GraphStore, progress: Progress = _no_progress, *, max_put: int = _MAX_PUT
) -> None:
    """Carry out a plan, and write the manifest. Graphs are removed last, when all others are in.

    While the work is under way, the manifest lists all graphs of the plan, so that an interrupted load can be resumed.

    progress: called after each part of the work. max_put: a graph with more triples is not replaced in one request.

    Raises `UnreachableEndpoint` if a request fails; what was done until then is kept.
    """
    ours = [step for step in steps if step.action != LEAVE]
    done = 0
    try:
        write_manifest(target, base, (step.graph for step in ours))
        for done, step in enumerate(ours):  # noqa: B007 - used in the message
            _carry_out(step, source, target, progress, max_put)
        done = len(ours)
        write_manifest(target, base, (step.graph for step in ours if step.action != REMOVE))
    except UnreachableEndpoint as error:
        state = f"{done} of {len(ours)} graphs are done; run the same command again to resume"
        raise UnreachableEndpoint(f"{error}; {state}") from error


def verify(source: Statements, base: str, target: GraphStore, *, anywhere: bool = False) -> list[Outcome]:
    """Return how each graph of the source, and each other one that the manifest lists, compares in the target."""
    names = named_graphs(source, base, anywhere=anywhere)
    listed = read_manifest(target, base) or frozenset()
    surplus = _present(target, base, listed).intersection(listed) - set(names)
    outcomes = []
    for name in [*names, *sorted(surplus, key=_order)]:
        wanted, found = _triples(source, name), tuple(target.read(name))
        digest, other = canonical_digest(wanted), canonical_digest(found)
        unlike = GraphDifference() if digest == other else compare_graphs(wanted, found)
        outcomes.append(Outcome(name, len(wanted), target.count(name), digest, other, unlike))
    return outcomes


def _present(target: GraphStore, base: str, others: Iterable[NamedNode]) -> set[NamedNode]:
    """Return the graphs of a store that are not empty: those under the base, and others by name."""
    outside = (graph for graph in others if not graph.value.startswith(base))
    return target.graphs(base) | {graph for graph in outside if target.count(graph)}


def _carry_out(step: Step, source: Statements, target: GraphStore, progress: Progress, max_put: int) -> None:
    if step.action == KEEP:
        progress(step.graph, step.triples)
    elif step.action == REMOVE:
        target.remove(step.graph)
        progress(step.graph, step.removed)
    else:
        wanted = _triples(source, step.graph)
        if _is_put(wanted, target, max_put) and target.put(step.graph, wanted):
            progress(step.graph, len(wanted))
        else:
            _update(step.graph, wanted, target, progress)


def _is_put(triples: tuple[Triple, ...], target: GraphStore, max_put: int) -> bool:
    """Return whether a graph is replaced in one request: if it is small or has blank nodes, or if the store cannot remove triples."""
    small = target.via == "gsp" and (len(triples) <= max_put or target.services.update is None)
    return small or has_blank_nodes(triples)


def _update(graph: NamedNode, wanted: tuple[Triple, ...], target: GraphStore, progress: Progress) -> None:
    unlike = compare_graphs(wanted, target.read(graph))
    progress(graph, len(wanted) - len(unlike.missing))
    for size in target.add(graph, unlike.missing):
        progress(graph, size)
    named = [triple for triple in unlike.surplus if not has_blank_nodes([triple])]
    for _size in target.discard(graph, named):
        pass
    if len(named) < len(unlike.surplus):
        target.discard_blank_nodes(graph)


def _order(graph: NamedNode) -> str:
    return natural_key(graph.value)


def _triples(source: Statements, graph: NamedNode) -> tuple[Triple, ...]:
    return tuple(source.graph(graph).triples())
