"""The description of the dataset of a project: what its data state, with what a description must have at least."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from kzit_graph.project.identity import missing_statements
from kzit_graph.project.project import Project
from kzit_graph.project.statements.statements import GraphName, Statements
from kzit_graph.sparql.queries import select

GraphFiles = Mapping[GraphName, tuple[Path, ...]]
"""The data files of each named graph."""


def graph_of_description(project: Project, graph_files: GraphFiles, statements: Statements) -> NamedNode:
    """Return the name of the graph that describes the dataset: one of the description, if it has graph names."""
    start = f"{project.dataset} ".encode()
    for name, paths in graph_files.items():
        if not isinstance(name, NamedNode) or project.description not in paths:
            continue
        if b"\n" + start in b"\n" + statements.graph(name).lines:
            return name
    return project.description_graph


def described(project: Project, graph_files: GraphFiles, statements: Statements, data: Callable[[], Store]) -> tuple[Triple, ...]:
    """Return what the data states in the graphs of the description of its dataset, with what a description must have at least.

    data: returns the data, which is looked up if there is no description.
    """
    graphs = [name for name, paths in graph_files.items() if project.description in paths]
    stated = tuple(triple for name in graphs for triple in statements.graph(name).triples())
    if project.settings.dataset.title:
        titles: Sequence[Literal] = (Literal(project.settings.dataset.title),)
    else:
        titles = () if graphs else _titles_without_description(project, data())
    return (*stated, *missing_statements(project.dataset, project.base, titles, stated))


def _titles_without_description(project: Project, data: Store) -> Sequence[Literal]:
    """Return the titles of the only dataset in the data, else of the only vocabulary, else the last part of the base IRI.

    A host gives no title.
    """
    for query in ("datasets-with-title.rq", "vocabularies-with-title.rq"):
        titles: dict[object, list[Literal]] = {}
        for row in select(data, query):
            titles.setdefault(row["named"], []).extend([row["title"]] if row["title"] is not None else [])
        if len(titles) == 1 and any(found := next(iter(titles.values()))):
            return found
        if titles:
            break
    return () if project.is_named_by_host else (Literal(project.name),)
