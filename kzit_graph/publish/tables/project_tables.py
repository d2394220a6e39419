"""The tables of a project: those of its table files or, without any, those of its classes with many instances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kzit_graph.describe.inspection.data import TableFound
from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.plain_text import counted
from kzit_graph.project.configuration.toml_text import KeyLines
from kzit_graph.project.known_terms import KnownTerms
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.columns import Table, TablePlan
from kzit_graph.publish.tables.default_plans import default_plans
from kzit_graph.publish.tables.resolution import resolved
from kzit_graph.publish.tables.rows import TableData
from kzit_graph.publish.tables.table_file import read_table_file
from kzit_graph.rdf.text_files import read_text


@dataclass(frozen=True)
class ProjectTables:
    """The tables of a project, the main one first. notes: what has no table or column. empty: the names of tables without rows.

    reason: why there is no table; empty if there is one. data: what the rows are read from.
    """

    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    empty: tuple[str, ...]
    reason: str
    data: TableData

    def chosen(self, name: str | None) -> Table:
        """Return a table by its name, or without a name the main or only one.

        Raises `InvalidInput` if there is no table, or several and none is the main one, and `UnknownName` with the nearest names.
        """
        self.check_any()
        if name is None:
            if len(self.tables) > 1 and not self.tables[0].is_main:
                listed = ", ".join(table.name for table in self.tables)
                raise InvalidInput(f"the project has {len(self.tables)} tables; choose one of them with --table: {listed}")
            return self.tables[0]
        found = next((table for table in self.tables if table.name == name), None)
        if found is None:
            if name in self.empty:
                raise InvalidInput(f"the table {name} has no rows, because its class has no instances")
            raise UnknownName("table", name, [table.name for table in self.tables])
        return found

    def check_any(self) -> None:
        """Raise `InvalidInput` if there is no table."""
        if not self.tables:
            raise InvalidInput(f"the project has no table: {self.reason}")


def project_tables(loaded: LoadedProject) -> ProjectTables:
    """Return the tables of a project, without those that have no rows.

    Raises `InvalidInput` with file and line if a table file is malformed, or if two of them are the main one.
    """
    data, settings = TableData.of(loaded), loaded.project.settings.tables
    plans, notes, empty = tuple(_file_plans(loaded)), list[str](), list[str]()
    if loaded.dumps and all(next(data.instances(plan.of_class), None) is None for plan in plans):
        plans = ()  # data of another project
    if plans:
        reason = "the classes of its table files have no instances"
    elif not settings.automatic:
        reason = "tables.automatic is false; describe one in data/tables/NAME.toml"
    else:
        plans, found = default_plans(loaded, data, loaded.project.languages)
        notes += found
        reason = f"no class has {counted(settings.minimum, 'instance')} with an IRI; describe a table in data/tables/NAME.toml"
    tables, known = list[Table](), KnownTerms(loaded)
    for plan in plans:
        if next(data.instances(plan.of_class), None) is None:
            near = [] if known.has(plan.of_class) else known.near(plan.of_class)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            notes.append(f"{plan.path}: {plan.of_class} has no instances, so there is no table {plan.name}{hint}")
            empty.append(plan.name)
            continue
        notes += _unknown_properties(plan, known)
        table, more = resolved(plan, data)
        if plan.path or len(table.columns) > 1:
            tables.append(table)
            notes += more
    return ProjectTables(tuple(tables), tuple(notes), tuple(empty), "" if tables else reason, data)


def _unknown_properties(plan: TablePlan, known: KnownTerms) -> Iterator[str]:
    """Yield a line for each column of a table file whose paths all have a property that nothing has."""
    for column in plan.columns if plan.path else ():
        unknown = [next((hop.property for hop in path if not known.has(hop.property)), None) for path in column.paths]
        if plan.path and unknown and all(unknown):
            term = next(filter(None, unknown))
            position = KeyLines(plan.path, read_text(plan.path)).position(f"columns.{column.name}.path")
            near = known.near(term)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            yield f"{position}: nothing has the property {known.name(term)}, so the column {column.name} is empty{hint}"


def found_tables(loaded: LoadedProject) -> tuple[TableFound, ...]:
    """Return the tables of a project for an inspection, with their numbers of rows."""
    found = project_tables(loaded)
    return tuple(
        TableFound(
            name=table.name,
            of_class=table.of_class.value,
            rows=len(set(found.data.instances(table.of_class))),
            columns=table.header,
            file=table.path.relative_to(loaded.project.root).as_posix() if table.path else "",
        )
        for table in found.tables
    )


def _file_plans(loaded: LoadedProject) -> Iterator[TablePlan]:
    """Yield the plans of the table files: the main one, then the others by name."""
    files = loaded.project.tables
    if not files:
        return
    plans = list(map(partial(read_table_file, prefixes=loaded.known_prefixes, languages=loaded.project.languages), files))
    for plan in plans:
        if other := next((other for other in plans if other is not plan and _clash(plan, other)), None):
            what = "is the main table too" if plan.is_main and other.is_main else "has the same name"
            raise InvalidInput(f"the table {other.name} {what}; change one of them", Position(plan.path) if plan.path else None)
    yield from sorted(plans, key=lambda plan: not plan.is_main)


def _clash(one: TablePlan, other: TablePlan) -> bool:
    return (one.is_main and other.is_main) or one.name.casefold() == other.name.casefold()
