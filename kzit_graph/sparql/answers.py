"""What a query answers: rows, a truth value or a graph, each able to turn itself into what its reader wants.

Local stores and remote endpoints answer with the same types.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self, SupportsIndex, overload

from pyoxigraph import Literal, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse_query_results, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import as_markdown, as_table
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.values import as_text, is_number, to_python

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib

SOLUTION_FORMATS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
"""Syntaxes of SELECT and ASK results, as the SPARQL 1.1 recommendations define them."""


class Row(tuple[Term | None, ...]):
    """One solution: a term for each variable in their order, None where unbound; also by the variable's name."""

    _variables: tuple[str, ...]

    def __new__(cls, variables: tuple[str, ...], terms: tuple[Term | None, ...]) -> Self:
        """A row of a table: as many terms as there are variables."""
        row = super().__new__(cls, terms)
        row._variables = variables
        return row

    def __getnewargs__(self) -> tuple[tuple[str, ...], tuple[Term | None, ...]]:
        return self._variables, tuple(self)

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Term | None: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Term | None, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Term | tuple[Term | None, ...] | None:
        """The term at a position or of a variable. Raises `KeyError` for an unknown variable, `IndexError` for a position."""
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self._variables:
            raise KeyError(f"no variable {key}; there are: {', '.join(self._variables) or 'none'}")
        return super().__getitem__(self._variables.index(key))

    def as_dict(self) -> dict[str, Term | None]:
        """The terms by their variables."""
        return dict(zip(self._variables, self, strict=True))


@dataclass(frozen=True)
class Solutions:
    """Rows of a SELECT query. variables: the column names, in order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    sparql_json: bytes = field(repr=False, compare=False)
    names: Names = field(default_factory=Names, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> Row:
        """The row at a position, from 0. Raises `IndexError`."""
        return self.rows[index]

    def serialize(self, name: str) -> bytes:
        """The rows in one of `SOLUTION_FORMATS`; `KeyError` for any other.

        CSV keeps texts alone: of a term neither its kind, nor its language or datatype, and no difference between unbound
        and empty. The other three keep the terms. Raises `InvalidInput` where XML cannot hold a character of a literal.
        """
        return self._csv() if SOLUTION_FORMATS[name] == QueryResultsFormat.CSV else _convert(self.sparql_json, name)

    def table(self, language: str = "en", *, labels: bool = True, width: int | None = None) -> str:
        """The rows as a plain table. labels: things by their name in a language, else by their shortened IRI.

        width: columns of the terminal to wrap to; None: rows are never wrapped.
        """
        return as_table(self.variables, self._texts(language, labels), self._numeric(), width)

    def markdown(self, language: str = "en", *, labels: bool = True) -> str:
        """The rows as a Markdown table (GitHub Flavored Markdown)."""
        return as_markdown(self.variables, self._texts(language, labels), self._numeric())

    def to_python(self) -> list[dict[str, Any]]:
        """A dictionary a row: numbers, truth values, dates and times as Python's own, all else as text; None where unbound."""
        return [{variable: to_python(term) for variable, term in row.as_dict().items()} for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame with typed columns. Raises `MissingExtra` where pandas is not installed."""
        from kzit_graph.sparql.dataframes import to_pandas

        return to_pandas(self.variables, self.rows)

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame with typed columns. Raises `MissingExtra` where polars is not installed."""
        from kzit_graph.sparql.dataframes import to_polars

        return to_polars(self.variables, self.rows)

    def _csv(self) -> bytes:
        # Python's writer quotes the empty field of a lone column, whose line readers would skip as blank.
        output = io.StringIO(newline="")
        writer = csv.writer(output, lineterminator="\r\n")
        writer.writerow(self.variables)
        writer.writerows(["" if term is None else as_text(term) for term in row] for row in self)
        return output.getvalue().encode()

    def _texts(self, language: str, labels: bool) -> list[list[str]]:
        return [[self.names.label(term, language) if labels else self.names.shorten(term) for term in row] for row in self]

    def _numeric(self) -> list[bool]:
        """For each column, whether it holds numbers alone."""
        columns = ([to_python(row[index]) for row in self if row[index] is not None] for index in range(len(self.variables)))
        return [bool(values) and all(is_number(value) for value in values) for values in columns]

    def _repr_html_(self) -> str:
        """The rows as notebooks show them."""
        import html

        head = "".join(f"<th>{html.escape(variable)}</th>" for variable in self.variables)
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in texts)}</tr>" for texts in self._texts("en", labels=True))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class Truth:
    """The answer of an ASK query."""

    value: bool
    sparql_json: bytes = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.value

    def serialize(self, name: str) -> bytes:
        """The truth value in one of `SOLUTION_FORMATS`; `KeyError` for any other.

        The recommendation for CSV and TSV defines none: there it is one word, true or false.
        """
        return f"{str(self.value).lower()}\n".encode() if name in ("csv", "tsv") else _convert(self.sparql_json, name)

    def table(self, *_language: object, **_options: object) -> str:
        """The word yes or no. What `Solutions.table` can be given is taken and changes nothing."""
        return "yes\n" if self else "no\n"

    def markdown(self, *_language: object, **_options: object) -> str:
        """The word yes or no. What `Solutions.markdown` can be given is taken and changes nothing."""
        return self.table()


@dataclass(frozen=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE query."""

    triples: tuple[Triple, ...]
    names: Names = field(default_factory=Names, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def serialize(self, name: str = "turtle") -> bytes:
        """The graph in one of `kzit_graph.rdf.formats.RDF_FORMATS`; `KeyError` for any other. JSON-LD is compacted with the context."""
        from kzit_graph.rdf.writing import write_quads

        return write_quads((Quad(*triple) for triple in self), RDF_FORMATS[name], self.names.prefixes, self.names.context)

    def to_rdflib(self) -> rdflib.Graph:
        """The graph as rdflib's own, with the prefixes bound.

        Raises `InvalidInput` where it has what rdflib does not know: triple terms and base directions (RDF 1.2).
        """
        import rdflib

        if new := next((term for triple in self for term in triple if _is_new(term)), None):
            raise InvalidInput(f"rdflib does not know terms of RDF 1.2 such as {new}; serialize the graph instead")
        graph = rdflib.Graph()
        for prefix, namespace in self.names.prefixes.items():
            graph.bind(prefix, namespace, replace=True)
        return graph.parse(data=serialize(self, format=RdfFormat.N_TRIPLES), format="nt")


Answer = Solutions | Truth | Triples


def solutions(results: QuerySolutions, names: Names) -> Solutions:
    """The rows that an engine or a parser gives, read to their end."""
    sparql_json = _serialized(results)
    parsed = parse_query_results(sparql_json, format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)
    variables = tuple(variable.value for variable in parsed.variables)
    return Solutions(variables, tuple(Row(variables, tuple(row)) for row in parsed), sparql_json, names)


def truth(result: QueryBoolean) -> Truth:
    """The truth value that an engine or a parser gives."""
    return Truth(bool(result), _serialized(result))


def _is_new(term: Term) -> bool:
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def _serialized(answer: QueryBoolean | QuerySolutions) -> bytes:
    text = answer.serialize(format=QueryResultsFormat.JSON)
    assert text is not None
    return text


def _convert(sparql_json: bytes, name: str) -> bytes:
    syntax = SOLUTION_FORMATS[name]
    if syntax == QueryResultsFormat.JSON:
        return sparql_json
    converted = parse_query_results(sparql_json, format=QueryResultsFormat.JSON).serialize(format=syntax)
    assert converted is not None
    if syntax != QueryResultsFormat.XML:
        return converted
    from kzit_graph.rdf.writing import safe_xml

    return safe_xml(converted, "XML", "choose json, csv or tsv")
