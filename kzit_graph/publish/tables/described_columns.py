"""Describe the columns of the table of facts by a project's vocabulary and shapes, for `csvw`, `data_package` and `croissant`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import UnsupportedContext
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.columns import TEXT_LANGUAGE, Column, columns
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import labels_in
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS_DEFINITION
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True)
class DescribedColumn:
    """A column with its description.

    titles: by language, always including English. description: in English. required: whether cells are never empty.
    namespace: prefix that turns a cell into the IRI of its value; "" if the cell already is the IRI, None if the value has no
    IRI or the namespace is unknown.
    """

    column: Column
    titles: Mapping[str, str]
    description: str
    required: bool
    namespace: str | None


def described_columns(loaded: LoadedProject) -> tuple[DescribedColumn, ...]:
    """Return the columns of the table of facts, described, in order.

    Titles and descriptions come from labels and definitions of the project's ontology, with columns.toml as fallback. A column is
    required if the shapes require it of every fact. The namespaces of codes come from the JSON-LD context.

    Raises `InvalidInput` if one of these files is malformed.
    """
    vocabulary = loaded.vocabulary.store
    required = set(_iris(loaded.shapes, "required-properties.rq", loaded.project.settings.roles))
    namespaces = _namespaces_of_codes(loaded.context) | _namespace_of_kinds(vocabulary, loaded.project.settings.roles)
    described: dict[str, DescribedColumn] = {}
    for column in columns():
        if column.names:
            described[column.name] = _naming(column, described[column.names])
        else:
            namespace = "" if column.holds == "thing" else namespaces.get(column.property)
            described[column.name] = DescribedColumn(
                column,
                titles={TEXT_LANGUAGE: column.name, **column.titles, **_labels(vocabulary, column.term, loaded.project.naming.labels)},
                description=_definition(vocabulary, column.term) or column.description,
                required=column is columns()[0] or column.property in required,
                namespace=namespace,
            )
    return tuple(described.values())


def _naming(column: Column, things: DescribedColumn) -> DescribedColumn:
    titles = {language: column.titles[language].format(title) for language, title in things.titles.items() if language in column.titles}
    return DescribedColumn(column, titles, column.description, things.required, namespace=None)


def _labels(vocabulary: Store, term: NamedNode | None, labels: Sequence[NamedNode]) -> dict[str, str]:
    return (
        {language: label for language, label in sorted(labels_in(vocabulary, properties=labels)(term).items()) if language} if term else {}
    )


def _definition(vocabulary: Store, term: NamedNode | None) -> str:
    found = (quad.object for quad in vocabulary.quads_for_pattern(term, SKOS_DEFINITION, None)) if term else ()
    return min((text.value for text in found if isinstance(text, Literal) and text.language == TEXT_LANGUAGE), default="")


def _namespaces_of_codes(context: ContextFile) -> dict[NamedNode | None, str]:
    """Return the namespaces that the context prepends to codes, by property."""
    try:
        terms = context.terms.by_name.values()
    except UnsupportedContext:
        return {}
    return {NamedNode(term.iri): term.vocab for term in terms if term.vocab is not None}


def _namespace_of_kinds(vocabulary: Store, roles: Roles) -> dict[NamedNode | None, str]:
    """Return the namespace shared by all kinds of facts, if there is one."""
    namespaces = {kind.value[: max(map(kind.value.rfind, "#/")) + 1] for kind in _iris(vocabulary, "kinds-of-fact.rq", roles)}
    return {RDF_TYPE: namespaces.pop()} if len(namespaces) == 1 else {}


def _iris(store: Store, query: str, roles: Roles) -> Iterator[NamedNode]:
    return (iri for (iri,) in select(store, query, roles) if isinstance(iri, NamedNode))
