"""Terms in rows and columns, and what people and programs read them as: text, Markdown, HTML, Python values, data frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import as_markdown, as_table
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.values import is_number, to_python

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

LABEL_SUFFIX = "_label"
"""What follows a column's name in the name of its column of labels."""


@dataclass(frozen=True)
class Table:
    """Rows of terms, None where unbound. variables: the column names, in order."""

    variables: tuple[str, ...]
    rows: Sequence[Sequence[Term | None]]
    names: Names

    def text(self, language: str, *, labels: bool, width: int | None) -> str:
        """Return a plain table; see `kzit_graph.plain_text.as_table`."""
        return as_table(self.variables, self._texts(language, labels=labels), self._numeric(), width)

    def markdown(self, language: str, *, labels: bool) -> str:
        """Return a Markdown table."""
        return as_markdown(self.variables, self._texts(language, labels=labels), self._numeric())

    def html(self, language: str) -> str:
        """Return an HTML table with things by their names."""
        import html

        head = "".join(f"<th>{html.escape(variable)}</th>" for variable in self.variables)
        rows = ("".join(f"<td>{html.escape(text)}</td>" for text in texts) for texts in self._texts(language, labels=True))
        body = "".join(f"<tr>{cells}</tr>" for cells in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_python(self) -> list[dict[str, Any]]:
        """Return a dictionary for each row; see `kzit_graph.rdf.values.to_python`."""
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
        """Return the names of things, by the column to add; only for columns with at least one IRI.

        A name is in the language, else in English, else in any; None for a thing without a name and for any other term.

        Raises `InvalidInput` if a column of such a name is there already.
        """
        found = {f"{name}{LABEL_SUFFIX}": self._column_labels(index, language) for index, name in enumerate(self.variables)}
        columns = {name: labels for name, labels in found.items() if labels is not None}
        if taken := next((name for name in columns if name in self.variables), None):
            thing = taken.removesuffix(LABEL_SUFFIX)
            raise InvalidInput(f"the labels of {thing} need a column {taken}, but the query has a variable {taken}; rename that variable")
        return columns

    def with_labels(self, language: str | None) -> Table:
        """Return the table with a column of names after each column of things; see `labels`. None: the table as it is."""
        if language is None:
            return self
        labels = self.labels(language)
        columns: dict[str, Sequence[Term | None]] = {}
        for index, name in enumerate(self.variables):
            columns[name] = [row[index] for row in self.rows]
            label = f"{name}{LABEL_SUFFIX}"
            if label in labels:
                columns[label] = labels[label]
        return Table(tuple(columns), list(zip(*columns.values(), strict=True)) if columns else self.rows, self.names)

    def _column_labels(self, index: int, language: str) -> list[Literal | None] | None:
        """The labels of one column, or None if it has no IRI."""
        things = {term for row in self.rows if isinstance(term := row[index], NamedNode)}
        labels = {thing: self.names.name(thing, language) for thing in things}
        return [labels[term] if isinstance(term := row[index], NamedNode) else None for row in self.rows] if things else None

    def _texts(self, language: str, *, labels: bool) -> list[list[str]]:
        return [[self.names.label(term, language) if labels else self.names.shorten(term) for term in row] for row in self.rows]

    def _numeric(self) -> list[bool]:
        """For each column, whether it holds only numbers."""
        columns = ([to_python(row[index]) for row in self.rows if row[index] is not None] for index in range(len(self.variables)))
        return [bool(values) and all(is_number(value) for value in values) for values in columns]
