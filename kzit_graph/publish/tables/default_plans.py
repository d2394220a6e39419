"""Plan tables for a project that describes none: one for each class with many instances."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.column_names import UniqueNames
from kzit_graph.publish.tables.columns import Hop, PlannedColumn, TablePlan
from kzit_graph.publish.tables.rows import TableData
from kzit_graph.publish.tables.shape_columns import shape_columns
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.queries import ask, select

KEY: Final = "id"
"""The name of the first column, with the IRI of the thing."""


@dataclass(frozen=True)
class _Class:
    iri: NamedNode
    things: int


def default_plans(loaded: LoadedProject, data: TableData, languages: tuple[str, ...]) -> tuple[tuple[TablePlan, ...], tuple[str, ...]]:
    """Return the plans of tables, and a note if there are too many classes.

    The settings of the project bound the number of tables, and say how many instances a class needs.
    """
    settings = loaded.project.settings.tables
    classes = _distinct(loaded, data, list(_classes(data, settings.minimum)), settings.maximum + 1)
    prefixes = loaded.known_prefixes
    names = UniqueNames(prefixes)
    plans = tuple(_plan(loaded, data, found, names, prefixes, languages) for found in classes[: settings.maximum])
    if len(classes) <= settings.maximum:
        return plans, ()
    return plans, (
        f"more classes than tables.maximum = {settings.maximum} have many instances; raise it, or describe tables in data/tables/",
    )


def _classes(data: TableData, minimum: int) -> Iterator[_Class]:
    least = Literal(str(minimum), datatype=NamedNode(f"{XSD}integer"))
    for row in select(data.store, "table-classes.rq", minimum=least):
        if isinstance(row["class"], NamedNode) and isinstance(row["things"], Literal):
            yield _Class(row["class"], int(row["things"].value))


def _distinct(loaded: LoadedProject, data: TableData, classes: list[_Class], count: int) -> list[_Class]:
    """Return up to a number of classes, without those that have the same instances as another one: the most special class stays."""
    found: list[_Class] = []
    for one in classes:
        same = next((at for at, other in enumerate(found) if _has_same_things(data, one, other)), None)
        if same is None:
            if len(found) == count:
                break
            found.append(one)
        elif found[same].iri.value in loaded.vocabulary.superclasses(one.iri.value):
            found[same] = one
    return found


def _has_same_things(data: TableData, one: _Class, other: _Class) -> bool:
    if one.things != other.things:
        return False
    return not ask(data.store, "table-classes-differ.rq", **{"class": one.iri, "other": other.iri})


def _plan(
    loaded: LoadedProject, data: TableData, found: _Class, tables: UniqueNames, prefixes: dict[str, str], languages: tuple[str, ...]
) -> TablePlan:
    names, other_names = UniqueNames(prefixes, [KEY]), UniqueNames(prefixes, [KEY])
    used = [row["property"] for row in select(data.store, "table-properties.rq", **{"class": found.iri})]
    labels = [iri for iri in loaded.project.naming.labels if iri in used]
    shaped = tuple(column for column in shape_columns(loaded, found.iri, names) if _starts_with(column, used))
    starts = {path[0].property for column in shaped for path in column.paths}
    if shaped and starts & set(labels):
        columns = shaped
    elif shaped:
        columns = (*(_column(iri, names) for iri in labels[:1]), *shaped)
    else:
        rest = [iri for iri in used if iri not in labels]
        columns = tuple(_column(iri, other_names) for iri in (*labels, *rest) if isinstance(iri, NamedNode))
    label = Names(prefixes, loaded.vocabulary.labels).label(found.iri, "en")
    return TablePlan(
        name=tables.for_class(found.iri.value),
        of_class=found.iri,
        languages=languages,
        columns=(PlannedColumn(KEY, (), "thing", several=False, named=False, term=found.iri), *columns),
        description=f"One record per instance of {label}.",
        own_classes=frozenset(map(NamedNode, loaded.vocabulary.superclasses(found.iri.value))),
    )


def _starts_with(column: PlannedColumn, used: Collection[object]) -> bool:
    """Return whether a path of a column may have values. used: the properties that instances of the class have."""
    return any(path[0].is_inverse or path[0].property in used for path in column.paths)


def _column(iri: NamedNode, names: UniqueNames) -> PlannedColumn:
    path = (Hop(iri),)
    return PlannedColumn(names.for_path(path), (path,), by_language=True, term=iri)
