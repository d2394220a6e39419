"""Turn the plan of a table into its columns. What the plan leaves open, the values decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kzit_graph.publish.tables.column_names import UniqueNames, plain
from kzit_graph.publish.tables.columns import LABEL_SUFFIX, Column, Hop, PlannedColumn, Table, TablePlan
from kzit_graph.publish.tables.profile import Profile, profiles
from kzit_graph.publish.tables.rows import TableData
from kzit_graph.rdf.namespaces import RDF_TYPE

MAX_COLUMNS: Final = 60
"""Columns of a table that no file describes."""

MAX_LANGUAGES: Final = 6
"""Languages of a property that get a column each."""

_TYPE_PATHS: Final = ((Hop(RDF_TYPE),),)


def resolved(plan: TablePlan, data: TableData) -> tuple[Table, tuple[str, ...]]:
    """Return a table, and a note for each property or language without a column."""
    return _Resolution(plan, data).table()


class _Resolution:
    """Makes a table. notes: what it leaves out."""

    def __init__(self, plan: TablePlan, data: TableData) -> None:
        self._plan = plan
        self._names = UniqueNames({}, (column.name for column in plan.columns))
        self.notes: list[str] = []
        open_columns = [column for column in plan.columns if column.holds is None]
        found = profiles(data, plan, open_columns) if open_columns else []
        self._profiles = {column.name: profile for column, profile in zip(open_columns, found, strict=True)}

    def table(self) -> tuple[Table, tuple[str, ...]]:
        plan = self._plan
        columns: list[Column] = []
        left_out = 0
        for planned in plan.columns:
            made = list(self._columns(planned))
            if plan.path is None and len(columns) + len(made) > MAX_COLUMNS:
                left_out += 1
            else:
                columns += made
        if left_out:
            self.notes.append(f"table {plan.name}: properties without a column: {left_out}; describe the table in data/tables/")
        table = Table(plan.name, plan.of_class, plan.languages, tuple(columns), plan.is_main, plan.description, plan.path, plan.own_classes)
        return table, tuple(self.notes)

    def _columns(self, planned: PlannedColumn) -> Iterator[Column]:
        if planned.holds is not None:
            yield from self._with_names(_column(planned), named=bool(planned.named))
            return
        profile = self._profiles[planned.name]
        if profile.is_empty:
            if self._plan.path:  # a table file decides which columns there are
                yield _column(replace(planned, holds="text"))
        elif planned.paths == _TYPE_PATHS:
            yield _column(replace(planned, holds="class", several=_several(planned, profile.most.total())))
        elif profile.languages and planned.by_language and not profile.has_things:
            yield from self._by_language(planned, profile)
        elif profile.languages:
            most = profile.most[""] + max(profile.most[tag] for tag in profile.languages)
            yield _column(replace(planned, holds="wording" if profile.has_things else "text", several=_several(planned, most)))
        else:
            named = profile.has_labels if planned.named is None else planned.named
            column = replace(planned, holds=profile.content, several=_several(planned, profile.most[""]))
            if column.holds == "text":
                column = replace(column, language="")
            yield from self._with_names(_column(column), named=named and column.holds == "thing")

    def _by_language(self, planned: PlannedColumn, profile: Profile) -> Iterator[Column]:
        """Yield a column for texts without a language, and one for each language."""
        if profile.most[""]:
            yield _column(replace(planned, holds="text", language="", several=_several(planned, profile.most[""])))
        tags = self._languages(planned, profile)
        for tag in tags:
            name = self._names.unique(f"{planned.name}_{plain(tag)}")
            yield _column(replace(planned, name=name, holds="text", language=tag, several=_several(planned, profile.most[tag])))

    def _languages(self, planned: PlannedColumn, profile: Profile) -> list[str]:
        preferred = [tag.lower() for tag in self._plan.languages]
        tags = sorted(profile.languages, key=lambda tag: (tag not in preferred, -profile.languages[tag], tag))
        if len(tags) > MAX_LANGUAGES:
            kept = ", ".join(sorted(tags[:MAX_LANGUAGES]))
            self.notes.append(f"table {self._plan.name}: {planned.name} has {len(tags)} languages, and columns for {kept}")
        return sorted(tags[:MAX_LANGUAGES], key=lambda tag: (preferred.index(tag) if tag in preferred else len(preferred), tag))

    def _with_names(self, column: Column, *, named: bool) -> Iterable[Column]:
        yield column
        if named:
            plan = self._plan
            name = self._names.unique(f"{column.name}{LABEL_SUFFIX}")
            titles, description = plan.naming_titles, plan.naming_description
            yield Column(name, "name", column.several, (), column.term, titles, description, names=column.name)


def _several(planned: PlannedColumn, most: int) -> bool:
    """Return whether cells hold several values. The values show it, unless the plan says so."""
    return planned.keep is None and (planned.several if planned.several is not None else most > 1)


def _column(planned: PlannedColumn) -> Column:
    assert planned.holds is not None
    return Column(
        name=planned.name,
        holds=planned.holds,
        several=bool(planned.several),
        paths=planned.paths,
        term=planned.term,
        titles=planned.titles,
        description=planned.description,
        language=planned.language,
        keep=planned.keep,
    )
