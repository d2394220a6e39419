"""A table of RDF terms, converted to text, Markdown, HTML, Python values or data frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import as_markdown, as_table, counted, html_text
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.values import is_number, to_python

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_MAX_HTML_ROWS: Final = 100
LABEL_SUFFIX: Final = "_label"
"""Suffix of the name of a column of labels."""


@dataclass(frozen=True)
class Table:
    """Rows of terms, None if unbound. variables: the column names, in order."""

    variables: tuple[str, ...]
    rows: Sequence[Sequence[Term | None]]
    names: Names

    def text(self, language: str | None, *, iris: bool, width: int | None) -> str:
        """Return a plain-text table; see `kzit_graph.plain_text.as_table`."""
        return as_table(self.variables, self._texts(language, iris=iris), self._numeric(), width)

    def markdown(self, language: str | None, *, iris: bool) -> str:
        """Return a Markdown table."""
        return as_markdown(self.variables, self._texts(language, iris=iris), self._numeric())

    def html(self, language: str | None = None) -> str:
        """Return an HTML table of the first 100 rows. A last line has the number of other rows."""
        head = "".join(f"<th>{html_text(variable)}</th>" for variable in self.variables)
        rows = (
            "".join(f"<td>{html_text(text)}</td>" for text in texts) for texts in self._texts(language, iris=False, count=_MAX_HTML_ROWS)
        )
        body = "".join(f"<tr>{cells}</tr>" for cells in rows)
        if (omitted := len(self.rows) - _MAX_HTML_ROWS) > 0:
            body += f'<tr><td colspan="{max(1, len(self.variables))}">… and {counted(omitted, "more row")}</td></tr>'
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_python(self) -> list[dict[str, Any]]:
        """Return one dictionary per row; see `kzit_graph.rdf.values.to_python`."""
        return [dict(zip(self.variables, map(to_python, row), strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas DataFrame; see `kzit_graph.sparql.dataframes`."""
        from kzit_graph.sparql.dataframes import to_pandas

        return to_pandas(self.variables, self.rows)

    def to_polars(self) -> pl.DataFrame:
        """Return a polars DataFrame; see `kzit_graph.sparql.dataframes`."""
        from kzit_graph.sparql.dataframes import to_polars

        return to_polars(self.variables, self.rows)

    def labels(self, language: str) -> dict[str, list[Literal | None]]:
        """Return columns of names for all columns with at least one IRI, by the name of the new column.

        Names are in the language, with the preferred languages and then any language as fallback. Things without a name and terms that are
        not IRIs have None.

        Raises `InvalidInput` if a variable has the name of a new column.
        """
        found = {f"{name}{LABEL_SUFFIX}": self._column_labels(index, language) for index, name in enumerate(self.variables)}
        columns = {name: labels for name, labels in found.items() if labels is not None}
        if taken := next((name for name in columns if name in self.variables), None):
            thing = taken.removesuffix(LABEL_SUFFIX)
            raise InvalidInput(f"the labels of {thing} need a column {taken}, but the query has a variable {taken}; rename that variable")
        return columns

    def with_labels(self, language: str | None) -> Table:
        """Return the table with a column of names after each column of things; see `labels`. None adds no columns."""
        if language is None:
            return self
        _check_language("labels", language)
        labels = self.labels(language)
        columns: dict[str, Sequence[Term | None]] = {}
        for index, name in enumerate(self.variables):
            columns[name] = [row[index] for row in self.rows]
            label = f"{name}{LABEL_SUFFIX}"
            if label in labels:
                columns[label] = labels[label]
        return Table(tuple(columns), list(zip(*columns.values(), strict=True)) if columns else self.rows, self.names)

    def _column_labels(self, index: int, language: str) -> list[Literal | None] | None:
        """Return the labels of one column, or None if it has no IRI."""
        things = {term for row in self.rows if isinstance(term := row[index], NamedNode)}
        labels = {thing: self.names.name(thing, language) for thing in things}
        return [labels[term] if isinstance(term := row[index], NamedNode) else None for row in self.rows] if things else None

    def _texts(self, language: str | None, *, iris: bool, count: int | None = None) -> list[list[str]]:
        """Return the texts of the first `count` rows. None means all rows."""
        if language is not None:
            _check_language("language", language)
        rows = self.rows[:count]
        return [[self.names.shorten(term) if iris else self.names.label(term, language) for term in row] for row in rows]

    def _numeric(self) -> list[bool]:
        """Return for each column whether all its values are numbers."""
        columns = ([to_python(row[index]) for row in self.rows if row[index] is not None] for index in range(len(self.variables)))
        return [bool(values) and all(is_number(value) for value in values) for values in columns]


def _check_language(parameter: str, language: object) -> None:
    if not isinstance(language, str):
        raise InvalidInput(f'{parameter} must be a language such as "it", not {language!r}')
