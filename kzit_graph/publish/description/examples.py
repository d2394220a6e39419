"""Describe the questions of the catalogue as example queries, and the prefixes that queries use, for query editors.

Both follow SHACL (sections 5.1 and 5.2.1) as the SPARQL examples of the SIB Swiss Institute of Bioinformatics do: a question is a
sh:SPARQLExecutable with its title as rdfs:comment in each language, and the dataset has a sh:declare for each prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.names.resolver import Resolver
from kzit_graph.project.prefixes import with_usual
from kzit_graph.project.questions.catalogue import fitting_catalogue
from kzit_graph.project.questions.parameters import parameter_values
from kzit_graph.project.questions.question import Parameter, Question, with_labels
from kzit_graph.rdf.languages import is_language_tag
from kzit_graph.rdf.names import naming_properties, part_of
from kzit_graph.rdf.namespaces import RDF_TYPE, RDFS, SCHEMA, SHACL, SPARQL_EXAMPLES, XSD
from kzit_graph.sparql.lexer import bind, form, missing_declarations

_FORMS: Final = {
    "SELECT": (f"{SHACL}SPARQLSelectExecutable", f"{SHACL}select"),
    "ASK": (f"{SHACL}SPARQLAskExecutable", f"{SHACL}ask"),
    "CONSTRUCT": (f"{SHACL}SPARQLConstructExecutable", f"{SHACL}construct"),
    "DESCRIBE": (f"{SPARQL_EXAMPLES}SPARQLDescribeExecutable", f"{SPARQL_EXAMPLES}describe"),
}
"""Forms of queries to the class of such an example, and the property of its text. SHACL has none for DESCRIBE."""


def prefix_declarations(loaded: LoadedProject) -> set[Quad]:
    """Return a declaration of each prefix of a project and the usual ones, in the default graph."""
    dataset = loaded.project.dataset
    quads: set[Quad] = set()
    for prefix, namespace in with_usual(loaded.prefixes).items():
        declaration = NamedNode(part_of(dataset.value, f"prefix-{quote(prefix)}"))
        quads.add(Quad(dataset, NamedNode(f"{SHACL}declare"), declaration))
        quads.add(Quad(declaration, NamedNode(f"{SHACL}prefix"), Literal(prefix)))
        quads.add(Quad(declaration, NamedNode(f"{SHACL}namespace"), Literal(namespace, datatype=NamedNode(f"{XSD}anyURI"))))
    return quads


def examples(loaded: LoadedProject) -> set[Quad]:
    """Return the questions that fit the data of a project as example queries, in the default graph.

    A parameter has its default value, its example, or a thing of the data, and the language of the reader is the preferred one. A question
    without a value for a required parameter is left out.
    """
    dataset, prefixes = loaded.project.dataset, with_usual(loaded.prefixes)
    resolver = Resolver(loaded.store, loaded.names, naming_properties(loaded.vocabulary.store, loaded.project.naming))
    quads: set[Quad] = set()
    for question in fitting_catalogue(loaded).values():
        if (sparql := runnable(question, loaded, resolver)) is not None:
            # Values have no prefixes, and the tokens of the text without them are cached.
            declarations = missing_declarations(with_labels(question, loaded.project.naming.labels), prefixes)
            quads.update(_example(dataset, question, declarations + sparql))
    return quads


def example_iri(dataset: NamedNode, question: str) -> NamedNode:
    """Return the IRI of the example of a question. question: its name."""
    return NamedNode(part_of(dataset.value, f"question-{quote(question)}"))


def runnable(question: Question, loaded: LoadedProject, resolver: Resolver) -> str | None:
    """Return the SPARQL of a question with a value for each parameter that needs one; None if the data have no such value."""
    values = {}
    for parameter in question.parameters:
        if parameter.default is None and not parameter.required and not parameter.reader:
            continue
        value = _value(question, parameter, resolver)
        if value is None:
            return None
        values[parameter.name] = value
    return bind(with_labels(question, loaded.project.naming.labels), values).strip()


def _value(question: Question, parameter: Parameter, resolver: Resolver) -> NamedNode | Literal | None:
    """Return the default of a parameter or its example, or another thing of the data. None if the data have no such thing."""
    given = resolver.language if parameter.reader else parameter.example if parameter.default is None else parameter.default
    try:
        if parameter.type in ("thing", "concept"):
            return resolver.known_or_any(given, parameter.of_class, parameter.scheme)
        return parameter_values(replace(question, parameters=(parameter,)), {parameter.name: given}, resolver)[parameter.name]
    except InvalidInput:  # the class has an unknown prefix, or the value another form
        return None


def _example(dataset: NamedNode, question: Question, sparql: str) -> Iterator[Quad]:
    kind = form(question.sparql)
    assert kind is not None
    specific, text = _FORMS[kind]
    example = example_iri(dataset, question.name)
    yield Quad(example, RDF_TYPE, NamedNode(f"{SHACL}SPARQLExecutable"))
    yield Quad(example, RDF_TYPE, NamedNode(specific))
    yield Quad(example, NamedNode(text), Literal(sparql))
    yield Quad(example, NamedNode(f"{SHACL}prefixes"), dataset)
    yield Quad(example, NamedNode(f"{SCHEMA}keywords"), Literal(question.group))
    for language, title in question.titles.items():
        if is_language_tag(language):
            yield Quad(example, NamedNode(f"{RDFS}comment"), Literal(title, language=language))
