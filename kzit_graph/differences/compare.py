"""Two versions of a dataset → what changed between them: facts, things, terms of the ontology, graphs.

Their quads are compared line by line; what changed is then told by the statements around it. `diff_page`, `diff_markdown` and
`diff_json` write it for people and programs; `diff_patch` and `diff_update` write the quads, for stores.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kzit_graph.differences.changes import Change, changed_things
from kzit_graph.differences.excerpt import Excerpt, Node, as_node
from kzit_graph.differences.quad_lines import QuadLines, difference, split_graph, subject_of, write_lines
from kzit_graph.differences.versions import Version, read_version
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.rdf.ordering import natural_key


class Aspect(StrEnum):
    """What can differ between two versions."""

    FACTS = "facts"
    THINGS = "things"
    ONTOLOGY = "ontology"
    GRAPHS = "graphs"


@dataclass(frozen=True)
class GraphChange:
    """A graph that differs. graph: its name, None for the default graph. new, gone: statements; before, after: how many it had and has."""

    graph: Node | None
    new: int
    gone: int
    before: int
    after: int


@dataclass(frozen=True)
class Statements:
    """How many statements are new, and how many gone."""

    new: int
    gone: int


@dataclass(frozen=True)
class Side:
    """One of the versions: what it is called, and what tells the terms of its changes."""

    name: str
    excerpt: Excerpt


@dataclass(frozen=True)
class Difference:
    """How a new version of a dataset differs from an old one.

    facts, things: what is new, gone or changed in the data; ontology: likewise the terms of the ontology that the versions
    came with, and those that the data hold. graphs: those that differ.
    values: nodes without a name, such as an amount, in which something changed; what points to them tells of it.
    statements: of all graphs; implied: those of them that follow from others by the ontology, which no change lists.
    unions: whether unions of graphs were compared, since only one version keeps graphs.
    with_ontology: whether both versions came with an ontology, so that these were compared.
    """

    old: Side = field(repr=False)
    new: Side = field(repr=False)
    facts: tuple[Change, ...]
    things: tuple[Change, ...]
    ontology: tuple[Change, ...]
    graphs: tuple[GraphChange, ...]
    values: Mapping[Node, Change]
    statements: Statements
    implied: Statements
    unions: bool
    with_ontology: bool

    def differs(self, aspects: Collection[Aspect] = tuple(Aspect)) -> bool:
        """Whether anything differs in some aspects. Whatever differs in the data differs in a graph."""
        return any(getattr(self, aspect.value) for aspect in aspects)


def compare(old: Version, new: Version, project: LoadedProject, folder: Path) -> Difference:
    """How the new version differs from the old one.

    Statements are compared as RDF 1.1 compares terms ("1.0" and "1.00" are two values), blank nodes by what is said of them,
    whatever their labels. Where only one version keeps graphs, the unions of graphs are compared.

    project: its prefixes and its ontology name and order what the versions themselves do not. folder: for temporary files.
    """
    unions = old.lines.keeps_graphs != new.lines.keeps_graphs and bool(old.lines.graphs) and bool(new.lines.graphs)
    olds, news = _data(old, folder / "old-union.nq", unions=unions), _data(new, folder / "new-union.nq", unions=unions)
    gone, came = difference(olds, news)
    ontologies = _ontologies(old, new, folder)
    terms = _subjects(difference(*ontologies)) if ontologies else set()
    own = tuple(quad for file in project.ontology for quad in file.quads)
    prefixes = {prefix: space for prefix, space in {**project.prefixes, **old.prefixes, **new.prefixes}.items() if prefix}
    before = Excerpt((olds, *ontologies[:1]), (*filter(None, (old.ontology,)), own), prefixes)
    after = Excerpt((news, *ontologies[1:]), (*filter(None, (new.ontology,)), own), prefixes)
    changes = changed_things(before, after, _subjects((gone, came)) | terms)
    sorts = _sorts(changes.things, before, after, set(map(as_node, terms)))
    return Difference(
        old=Side(old.name, before),
        new=Side(new.name, after),
        facts=sorts[Aspect.FACTS],
        things=sorts[Aspect.THINGS],
        ontology=sorts[Aspect.ONTOLOGY],
        graphs=_graphs(gone, came, olds.graphs, news.graphs),
        values=changes.values,
        statements=Statements(len(came), len(gone)),
        implied=Statements(*changes.implied),
        unions=unions,
        with_ontology=bool(ontologies),
    )


def diff_paths(old: Path, new: Path, project: LoadedProject | None = None) -> Difference:
    """How the dataset at one path differs from that at another: each a build's folder, an RDF file, or a project's folder.

    project: as for `compare`; default: the bundled one.

    Raises `InvalidInput` where one of them is none of these, or malformed.

    >>> from kzit_graph.project.project import bundled_folder
    >>> diff_paths(bundled_folder(), bundled_folder()).differs()
    False
    """
    with tempfile.TemporaryDirectory(prefix="kzit-graph-") as temporary:
        folder = Path(temporary)
        before, after = read_version(old, folder / "old.lines"), read_version(new, folder / "new.lines")
        return compare(before, after, project or LoadedProject(open_project(bundled_folder())), folder)


def _data(version: Version, path: Path, *, unions: bool) -> QuadLines:
    return version.lines.union(path) if unions else version.lines


def _ontologies(old: Version, new: Version, folder: Path) -> tuple[QuadLines, ...]:
    """The ontologies of both versions, or none where not both came with one."""
    if old.ontology is None or new.ontology is None:
        return ()
    return write_lines(old.ontology, folder / "old-ontology.nq"), write_lines(new.ontology, folder / "new-ontology.nq")


def _subjects(lines: Iterable[set[bytes]]) -> set[bytes]:
    return {subject_of(line) for some in lines for line in some}


def _sorts(changes: Iterable[Change], before: Excerpt, after: Excerpt, terms: set[Node]) -> dict[Aspect, tuple[Change, ...]]:
    """Changes by what they are of, in the order of their things. terms: what differs in the ontologies."""
    facts = before.instances("diff-facts.rq") | after.instances("diff-facts.rq")
    terms = terms | before.instances("diff-terms.rq") | after.instances("diff-terms.rq")
    found: dict[Aspect, list[Change]] = {aspect: [] for aspect in Aspect}
    for change in sorted(changes, key=lambda change: natural_key(str(change.thing))):
        aspect = Aspect.FACTS if change.thing in facts else Aspect.ONTOLOGY if change.thing in terms else Aspect.THINGS
        found[aspect].append(change)
    return {aspect: tuple(some) for aspect, some in found.items()}


def _graphs(gone: set[bytes], came: set[bytes], before: Counter[bytes], after: Counter[bytes]) -> tuple[GraphChange, ...]:
    lost, won = (Counter(split_graph(line)[1] for line in lines) for lines in (gone, came))
    return tuple(
        GraphChange(as_node(name) if name else None, won[name], lost[name], before[name], after[name])
        for name in sorted(lost | won, key=lambda name: natural_key(name.decode()))
    )
