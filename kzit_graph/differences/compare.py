"""Compare two versions of a dataset: facts, things, terms of the ontology, and graphs.

The quads are compared line by line. Only the statements around the changes are then read to describe them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from kzit_graph.differences.changes import ThingChange, compare_things
from kzit_graph.differences.difference import Difference
from kzit_graph.differences.difference_data import Aspect, GraphChange, Side, StatementCounts
from kzit_graph.differences.excerpt import Excerpt, Node, as_node
from kzit_graph.differences.quad_changes import quad_changes
from kzit_graph.differences.quad_lines import QuadLines, compare_lines, split_graph, subject_of, write_lines
from kzit_graph.differences.versions import DatasetVersion, loaded_version, read_version
from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import bundled_folder, open_project
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.work_folder import temporary_folder


@runtime_checkable
class OpenGraph(Protocol):
    """An open graph, as `kzit_graph.KnowledgeGraph` is."""

    loaded: LoadedProject


Version = str | os.PathLike[str] | LoadedProject | OpenGraph
"""A version to compare: a path, a URL, or an open graph."""


def diff(
    old: Version,
    new: Version,
    *,
    project: LoadedProject | OpenGraph | None = None,
    unions: bool = True,
    timeout: float = 60.0,
    environment: Mapping[str, str] | None = None,
) -> Difference:
    """Compare two versions of a dataset.

    old, new: each an open graph, a build's folder, an RDF file, a project's folder, or the URL of a dump, of a SPARQL endpoint or
    of a store. project: a fallback for prefixes, and for the labels and the order of terms; default: the first of the two that is
    an open graph, else the bundled project. unions: compare the unions of graphs if only one version has named graphs; False:
    compare graphs as they are, as a patch or an update requires. timeout: seconds for each answer from the web. environment:
    variables with the credentials for the web, such as `os.environ` (see `kzit_graph.credentials_from`), which are sent only to the
    host in KZIT_ENDPOINT_HOST; by default, no credentials are sent and no .netrc file is read.

    Raises `InvalidInput` if a version is of another kind or malformed, and `UnreachableEndpoint` if a URL does not answer.

    >>> from kzit_graph.project.project import bundled_folder
    >>> diff(bundled_folder(), bundled_folder()).differs()
    False
    """
    with temporary_folder() as folder:
        before, after = (_read(version, folder, name, timeout, environment) for version, name in ((old, "old"), (new, "new")))
        return compare(before, after, _first_open(project, old, new), folder, unions=unions)


def _first_open(*versions: Version | None) -> LoadedProject:
    """Return the first open project, else the bundled one."""
    contents = (_contents(version) for version in versions if version is not None)
    opened = (project for project in contents if isinstance(project, LoadedProject))
    return next(opened, None) or LoadedProject(open_project(bundled_folder()))


def _contents(version: Version) -> str | os.PathLike[str] | LoadedProject:
    return version.loaded if isinstance(version, OpenGraph) else version


def _read(version: Version, folder: Path, name: str, timeout: float, environment: Mapping[str, str] | None) -> DatasetVersion:
    version = _contents(version)
    if isinstance(version, LoadedProject):
        return loaded_version(version, folder / f"{name}.lines")
    address = os.fspath(version)
    if not address:
        raise InvalidInput("the name of a version is empty; name a build, a project folder, an RDF file, or a URL")
    if "://" not in address:
        return read_version(Path(address), folder / f"{name}.lines")
    from kzit_graph.differences.web_versions import read_web_version
    from kzit_graph.remote.client import HttpClient

    client = HttpClient(timeout=timeout)
    if environment is not None:
        client = HttpClient.from_environment(environment, [address], timeout=timeout, require_host=True)
    return read_web_version(address, client, folder, name)


def compare(old: DatasetVersion, new: DatasetVersion, project: LoadedProject, folder: Path, *, unions: bool = True) -> Difference:
    """Compare two versions.

    Terms are equal as in RDF 1.1 ("1.0" and "1.00" differ), blank nodes by their statements, not their labels. If only one
    version has named graphs, the unions of graphs are compared, unless `unions` is False.

    project: a fallback for prefixes, for the labels and the order of terms, and for the roles. folder: for temporary files, which may be
    deleted afterwards.
    """
    unions = unions and old.lines.keeps_graphs != new.lines.keeps_graphs and bool(old.lines.graphs) and bool(new.lines.graphs)
    olds, news = _data(old, folder / "old-union.nq", unions=unions), _data(new, folder / "new-union.nq", unions=unions)
    removed, added = compare_lines(olds, news)
    ontologies = _ontologies(old, new, folder)
    terms = _subjects(compare_lines(*ontologies)) if ontologies else set()
    own = tuple(quad for file in project.ontology for quad in file.quads)
    prefixes = {prefix: space for prefix, space in {**project.prefixes, **old.prefixes, **new.prefixes}.items() if prefix}
    roles = new.roles or old.roles or project.project.settings.roles
    naming = project.project.naming
    before = Excerpt((olds, *ontologies[:1]), (*filter(None, (old.ontology,)), own), prefixes, naming, roles)
    after = Excerpt((news, *ontologies[1:]), (*filter(None, (new.ontology,)), own), prefixes, naming, roles)
    changes = compare_things(before, after, _subjects((removed, added)) | terms)
    by_aspect = _by_aspect(changes.things, before, after, set(map(as_node, terms)))
    return Difference(
        old=Side(old.name, before),
        new=Side(new.name, after),
        facts=by_aspect[Aspect.FACTS],
        things=by_aspect[Aspect.THINGS],
        ontology=by_aspect[Aspect.ONTOLOGY],
        graphs=_graphs(removed, added, olds, news),
        values=changes.values,
        statements=StatementCounts(len(added), len(removed)),
        implied=StatementCounts(*changes.implied),
        unions=unions,
        with_ontology=bool(ontologies),
        quads=None if unions else quad_changes(olds, news, removed, added),
        notes=(*old.notes, *new.notes),
        has_claims=any(excerpt.have_instance("diff-facts.rq") for excerpt in (before, after)),
    )


def _data(version: DatasetVersion, path: Path, *, unions: bool) -> QuadLines:
    return version.lines.union(path) if unions else version.lines


def _ontologies(old: DatasetVersion, new: DatasetVersion, folder: Path) -> tuple[QuadLines, ...]:
    """Return the ontologies of both versions, or nothing if one of them is missing."""
    if old.ontology is None or new.ontology is None:
        return ()
    return write_lines(old.ontology, folder / "old-ontology.nq"), write_lines(new.ontology, folder / "new-ontology.nq")


def _subjects(lines: Iterable[set[bytes]]) -> set[bytes]:
    return {subject_of(line) for some in lines for line in some}


def _by_aspect(changes: Iterable[ThingChange], before: Excerpt, after: Excerpt, terms: set[Node]) -> dict[Aspect, tuple[ThingChange, ...]]:
    """Group changes by aspect, in natural order of the things. terms: the changed subjects of the ontologies."""
    facts = before.instances("diff-facts.rq") | after.instances("diff-facts.rq")
    terms = terms | before.instances("diff-terms.rq") | after.instances("diff-terms.rq")
    found: dict[Aspect, list[ThingChange]] = {aspect: [] for aspect in Aspect}
    for change in sorted(changes, key=lambda change: natural_key(str(change.thing))):
        aspect = Aspect.FACTS if change.thing in facts else Aspect.ONTOLOGY if change.thing in terms else Aspect.THINGS
        found[aspect].append(change)
    return {aspect: tuple(some) for aspect, some in found.items()}


def _graphs(removed: set[bytes], added: set[bytes], olds: QuadLines, news: QuadLines) -> tuple[GraphChange, ...]:
    fewer, more = (Counter(split_graph(line)[1] for line in lines) for lines in (removed, added))
    before, after = olds.graphs, news.graphs
    if any(before[name] - fewer[name] + more[name] != after[name] for name in fewer | more):  # a file has some lines twice
        before, after = olds.distinct(), news.distinct()
    return tuple(
        GraphChange(as_node(name) if name else None, more[name], fewer[name], before[name], after[name])
        for name in sorted(fewer | more, key=lambda name: natural_key(name.decode()))
    )
