"""Answers to queries: rows, yes or no, or a graph. Local stores and remote endpoints give the same types.

Answer
├── Solutions   the rows of SELECT
├── Truth       the yes or no of ASK
└── Triples     the graph of CONSTRUCT and DESCRIBE
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput
from kzit_graph.extensions import unknown_format
from kzit_graph.plain_text import counted
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import Names, Term
from kzit_graph.sparql.result_formats import DEFAULT_FORMAT, SOLUTION_FORMATS, as_csv, converted, refuse_labels, with_columns
from kzit_graph.sparql.row import Row
from kzit_graph.sparql.table import Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib


def no_warnings() -> tuple[str, ...]:
    """Return no warnings."""
    return ()


@dataclass(frozen=True)
class Answer(ABC):
    """The answer to a query: `Solutions`, `Truth` or `Triples`. They share these methods.

    find_warnings: returns the warnings, when they are first needed.
    """

    find_warnings: Callable[[], Iterable[str]] = field(default=no_warnings, compare=False, repr=False, kw_only=True)

    @computed_once
    def warnings(self) -> tuple[str, ...]:
        """What can be wrong with the answer: numbers that the engine cannot compare or add, and terms that the data does not have."""
        return tuple(self.find_warnings())

    def __getstate__(self) -> dict[str, Any]:
        """Return the state of a copy or a pickle, with the warnings: a store cannot be pickled."""
        return self.__dict__ | {"warnings": self.warnings, "find_warnings": no_warnings}

    @abstractmethod
    def serialize(self, name: str | None = None, *, labels: str | None = None) -> bytes:
        """Return the answer in a standard format.

        name: one of `SOLUTION_FORMATS` for rows and for yes or no (default: json), one of `kzit_graph.rdf.formats.RDF_FORMATS`
        for a graph (default: turtle).
        labels: language of additional columns of names in csv and tsv; see `to_pandas`.

        Raises `UnknownName` for any other format, and `InvalidInput` if the format does not support labels or a character.
        """

    @abstractmethod
    def table(self, language: str | None = None, *, iris: bool = False, width: int | None = None) -> str:
        """Return a plain-text table.

        language: of the names of things; None means the project's preferred one. iris: show shortened IRIs instead of names. width:
        columns of the terminal, to which long texts are wrapped. None does not wrap.
        """

    @abstractmethod
    def markdown(self, language: str | None = None, *, iris: bool = False) -> str:
        """Return a Markdown table (GitHub Flavored Markdown). Parameters are those of `table`."""

    @abstractmethod
    def to_python(self, *, labels: str | None = None) -> Any:
        """Return a list of dictionaries, one per row, or a bool for yes or no.

        Numbers, booleans, dates and times become Python values, other terms become text, and unbound variables become None.
        labels: as in `to_pandas`.
        """

    @abstractmethod
    def to_pandas(self, *, labels: str | None = None) -> pd.DataFrame:
        """Return a pandas DataFrame with typed columns.

        labels: language of additional columns `<name>_label`, one after each column with at least one IRI. They have the names
        of things in that language, with the project's preferred and then any language as fallback. A thing without a name has a
        missing value.

        Raises `MissingExtra` if pandas is not installed, and `InvalidInput` for yes or no, or if a variable is called
        `<name>_label` already.
        """

    @abstractmethod
    def to_polars(self, *, labels: str | None = None) -> pl.DataFrame:
        """Return a polars DataFrame with typed columns. Parameters and errors are those of `to_pandas`."""

    @abstractmethod
    def _repr_html_(self) -> str:
        """Return HTML for notebooks."""


class _Tabular(Answer):
    """An answer with rows and columns."""

    @abstractmethod
    def _table(self) -> Table: ...

    def __getstate__(self) -> dict[str, Any]:
        """Return the state of a copy or a pickle, with the labels of the answer's own things only: a store cannot be pickled."""
        table = self._table()
        things = {term for row in table.rows for term in row if isinstance(term, NamedNode)}
        return super().__getstate__() | {"names": table.names.limited_to(things)}

    def table(self, language: str | None = None, *, iris: bool = False, width: int | None = None) -> str:
        return self._table().text(language, iris=iris, width=width)

    def markdown(self, language: str | None = None, *, iris: bool = False) -> str:
        return self._table().markdown(language, iris=iris)

    def to_python(self, *, labels: str | None = None) -> list[dict[str, Any]]:
        return self._table().with_labels(labels).to_python()

    def to_pandas(self, *, labels: str | None = None) -> pd.DataFrame:
        return self._table().with_labels(labels).to_pandas()

    def to_polars(self, *, labels: str | None = None) -> pl.DataFrame:
        return self._table().with_labels(labels).to_polars()

    def _repr_html_(self) -> str:
        return self._table().html()


@dataclass(frozen=True, repr=False)
class Solutions(_Tabular):
    """The rows of a SELECT query. variables: the column names, in order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    sparql_json: bytes = field(compare=False)
    names: Names = field(default_factory=Names, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> Row:
        """Return the row at a position, from 0. Raises `IndexError`."""
        return self.rows[index]

    def serialize(self, name: str | None = None, *, labels: str | None = None) -> bytes:
        """Return the rows in one of `SOLUTION_FORMATS`. See `Answer.serialize`.

        CSV has only the text of terms. It loses kinds, languages and datatypes, and does not distinguish unbound from empty
        cells. The other formats keep the terms.
        """
        name = DEFAULT_FORMAT if name is None else name
        if name not in SOLUTION_FORMATS:
            raise unknown_format("format for rows", name, SOLUTION_FORMATS)
        if labels is not None:
            refuse_labels(name)
        table = self._table()
        labelled = table.with_labels(labels)
        if name == "csv":
            return as_csv(labelled.variables, labelled.rows)
        added = table.labels(labels) if labels is not None else {}
        sparql_json = with_columns(self.sparql_json, labelled.variables, added) if added else self.sparql_json
        return converted(sparql_json, SOLUTION_FORMATS[name])

    def _table(self) -> Table:
        return Table(self.variables, self.rows, self.names)

    def __repr__(self) -> str:
        return f"<Solutions: {counted(len(self), 'row')} of {', '.join(self.variables) or 'no variables'}>"


@dataclass(frozen=True, repr=False)
class Truth(Answer):
    """The yes or no of an ASK query. It can be used as a condition: `if answer`."""

    value: bool
    sparql_json: bytes = field(compare=False)

    def __bool__(self) -> bool:
        return self.value

    def serialize(self, name: str | None = None, *, labels: str | None = None) -> bytes:
        """Return yes or no in one of `SOLUTION_FORMATS`. See `Answer.serialize`.

        CSV and TSV have the word true or false, since the Recommendation does not define them for ASK.
        """
        name = DEFAULT_FORMAT if name is None else name
        if name not in SOLUTION_FORMATS:
            raise unknown_format("format for yes or no", name, SOLUTION_FORMATS)
        if labels is not None:
            refuse_labels(name)
        return f"{str(self.value).lower()}\n".encode() if name in ("csv", "tsv") else converted(self.sparql_json, SOLUTION_FORMATS[name])

    def table(self, language: str | None = None, *, iris: bool = False, width: int | None = None) -> str:  # noqa: ARG002 - nothing to name
        """Return the line yes or no."""
        return f"{self._word()}\n"

    def markdown(self, language: str | None = None, *, iris: bool = False) -> str:  # noqa: ARG002 - nothing to name
        """Return the line yes or no."""
        return f"{self._word()}\n"

    def to_python(self, *, labels: str | None = None) -> bool:  # noqa: ARG002 - nothing to name
        """Return True or False."""
        return self.value

    def to_pandas(self, *, labels: str | None = None) -> pd.DataFrame:  # noqa: ARG002 - always refused
        """Raise `InvalidInput`, because yes or no has no rows."""
        raise _no_rows()

    def to_polars(self, *, labels: str | None = None) -> pl.DataFrame:  # noqa: ARG002 - always refused
        """Raise `InvalidInput`, because yes or no has no rows."""
        raise _no_rows()

    def _repr_html_(self) -> str:
        return f"<p>{self._word()}</p>"

    def _word(self) -> str:
        return "yes" if self.value else "no"

    def __repr__(self) -> str:
        return f"<Truth: {self._word()}>"


@dataclass(frozen=True, repr=False)
class Triples(_Tabular):
    """The graph of a CONSTRUCT or DESCRIBE query. As a table it has the columns subject, predicate and object."""

    triples: tuple[Triple, ...]
    names: Names = field(default_factory=Names, compare=False)

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def serialize(self, name: str | None = None, *, labels: str | None = None) -> bytes:
        """Return the graph in one of `kzit_graph.rdf.formats.RDF_FORMATS`. See `Answer.serialize`.

        JSON-LD is compacted with the context. Raises `InvalidInput` for any labels.
        """
        name = "turtle" if name is None else name
        if name not in RDF_FORMATS:
            raise unknown_format("format for graphs", name, RDF_FORMATS)
        if labels is not None:
            raise InvalidInput(f"{name} does not support labels; leave them out, or use a data frame")
        from kzit_graph.rdf.jsonld.context_file import ContextFile
        from kzit_graph.rdf.writing import write_quads

        context = ContextFile(self.names.context) if self.names.context else None
        return write_quads((Quad(*triple) for triple in self), RDF_FORMATS[name], self.names.prefixes, context)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph as an rdflib graph with the same terms, and with the prefixes bound.

        Raises `InvalidInput` if it has triple terms or base directions (RDF 1.2), which rdflib does not support.
        """
        import rdflib

        from kzit_graph.rdf.rdflib_literals import literals_as_written

        if new := next((term for triple in self for term in triple if _is_rdf_1_2(term)), None):
            raise InvalidInput(f"rdflib does not support terms of RDF 1.2 such as {new}; use serialize() instead")
        graph = rdflib.Graph()
        for prefix, namespace in self.names.prefixes.items():
            graph.bind(prefix, namespace, replace=True)
        with literals_as_written():
            return graph.parse(data=serialize(self, format=RdfFormat.N_TRIPLES), format="nt")

    def _table(self) -> Table:
        return Table(("subject", "predicate", "object"), [tuple(triple) for triple in self], self.names)

    def __repr__(self) -> str:
        return f"<Triples: {len(self):,}>"


def _no_rows() -> InvalidInput:
    return InvalidInput("the answer is yes or no and has no rows; use bool(answer)")


def _is_rdf_1_2(term: Term) -> bool:
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)
