"""Describe the columns of a table by a project's vocabulary and shapes, for `csvw`, `data_package` and `croissant`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import UnsupportedContext
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.cell_types import CELL_TYPES
from kzit_graph.publish.tables.column_names import plain
from kzit_graph.publish.tables.columns import TEXT_LANGUAGE, Column, Content, Table
from kzit_graph.publish.tables.csv_table import Written
from kzit_graph.publish.tables.shape_columns import shapes_of
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import labels_in, split_iri
from kzit_graph.rdf.namespaces import RDF_TYPE, RDFS, SKOS_DEFINITION
from kzit_graph.sparql.queries import select

_COMMENT: Final = NamedNode(f"{RDFS}comment")


@dataclass(frozen=True)
class DescribedColumn:
    """A column with its description.

    holds: type of its values; a text if one of them does not fit the type of the column. titles: by language, always including
    English. description: in English. required: whether cells are never empty. namespace: prefix that turns a cell into the IRI of
    its value; "" if the cell already is the IRI, None if the value has no IRI or the namespace is unknown. language: of all its
    texts; "" if they have none, None if they may differ. has_blank: whether a cell has a blank node.
    """

    column: Column
    holds: Content
    titles: Mapping[str, str]
    description: str
    required: bool
    namespace: str | None
    language: str | None
    has_blank: bool


@dataclass(frozen=True)
class DescribedTable:
    """A table with its description. file: the name of its CSV file."""

    table: Table
    file: str
    columns: tuple[DescribedColumn, ...]

    @property
    def key(self) -> DescribedColumn:
        """The column with the IRI of the row's thing."""
        return self.columns[0]


def described_table(loaded: LoadedProject, table: Table, written: Written | None = None) -> DescribedTable:
    """Return a table with its columns described, in order. written: what its CSV file holds.

    Titles and descriptions come from labels and definitions of the project's ontology, with those of the table as fallback. A column
    is required if the shapes require it of every instance, and no cell is empty. The namespaces of codes come from the JSON-LD
    context.

    Raises `InvalidInput` if one of these files is malformed.
    """
    vocabulary, found = loaded.vocabulary.store, written or Written()
    required = set(_iris(shapes_of(loaded), "required-properties.rq", table.of_class))
    namespaces = _namespaces_of_codes(loaded.context) | _namespace_of_kinds(vocabulary, table.of_class)
    described: dict[str, DescribedColumn] = {}
    for number, column in enumerate(table.columns):
        if column.names:
            described[column.name] = _naming(column, described[column.names], is_full=number not in found.with_empty)
            continue
        holds = "text" if number in found.misfits else column.holds
        namespace = "" if holds == "thing" else namespaces.get(column.property) if holds in ("class", "code") else None
        described[column.name] = DescribedColumn(
            column,
            holds=holds,
            titles=_titles(vocabulary, column, loaded.project.naming.labels),
            description=_definition(vocabulary, column.term) or column.description,
            required=number == 0 or (column.property in required and number not in found.with_empty),
            namespace=namespace,
            language=_language(table, column, holds),
            has_blank=number in found.with_blank,
        )
    return DescribedTable(table, table.file_name(loaded.project.name), tuple(described.values()))


def misfit_warnings(table: Table, written: Written) -> Iterator[str]:
    """Yield a line for each column of a table file with a value that does not fit its type."""
    for number, value in sorted(written.misfits.items()) if table.path else ():
        column = table.columns[number]
        yield (
            f'{table.path}: the column {column.name} has "{value}", which is not {CELL_TYPES[column.holds].noun}, '
            "so it is described as text; correct the value, or holds"
        )


def _language(table: Table, column: Column, holds: Content) -> str | None:
    if holds != "text" or column.holds != "text":
        return None
    return column.language if column.language is not None else table.languages[0] if len(table.languages) == 1 else None


def _titles(vocabulary: Store, column: Column, properties: Sequence[NamedNode]) -> dict[str, str]:
    suffix = f"_{plain(column.language)}" if column.language else ""
    titles = {TEXT_LANGUAGE: column.name.removesuffix(suffix), **column.titles}
    if column.term:
        labels = labels_in(vocabulary, properties=properties)(column.term)
        titles |= {TEXT_LANGUAGE: labels[""]} if "" in labels and not column.titles else {}
        titles |= {language: label for language, label in sorted(labels.items()) if language}
    if column.language:
        return {language: f"{title} ({column.language})" for language, title in titles.items()}
    return titles


def _naming(column: Column, things: DescribedColumn, *, is_full: bool) -> DescribedColumn:
    titles = {language: column.titles[language].format(title) for language, title in things.titles.items() if language in column.titles}
    required = things.required and is_full
    return DescribedColumn(column, "name", titles, column.description, required, namespace=None, language=None, has_blank=False)


def _definition(vocabulary: Store, term: NamedNode | None) -> str:
    for predicate in (SKOS_DEFINITION, _COMMENT):
        found = [quad.object for quad in vocabulary.quads_for_pattern(term, predicate, None)] if term else []
        texts = [text for text in found if isinstance(text, Literal)]
        for language in (TEXT_LANGUAGE, None):
            if chosen := min((text.value for text in texts if text.language == language), default=""):
                return chosen
    return ""


def _namespaces_of_codes(context: ContextFile) -> dict[NamedNode | None, str]:
    """Return the namespaces that the context prepends to codes, by property."""
    try:
        terms = context.terms.by_name.values()
    except UnsupportedContext:
        return {}
    return {NamedNode(term.iri): term.vocab for term in terms if term.vocab is not None}


def _namespace_of_kinds(vocabulary: Store, of_class: NamedNode) -> dict[NamedNode | None, str]:
    """Return the namespace shared by all subclasses of a class, if there is one."""
    kinds = _iris(vocabulary, "subclasses.rq", of_class)
    namespaces = {split_iri(kind.value)[0] for kind in kinds}
    return {RDF_TYPE: namespaces.pop()} if len(namespaces) == 1 else {}


def _iris(store: Store, query: str, of_class: NamedNode) -> Iterator[NamedNode]:
    return (iri for (iri,) in select(store, query, **{"class": of_class}) if isinstance(iri, NamedNode))
