"""Builds of small projects, and queries that tools put to their descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.dcat import description
from kzit_graph.publish.description.partitions import partitions
from tests.publish.dumps.counting import counts_of
from tests.small_project import BASE

DATASET: Final = NamedNode(f"{BASE}dataset")

PREFIXES: Final = """\
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""

# What the SPARQL editor of SIB asks of an endpoint: classes with their properties and the kinds of their values, example
# queries, and prefixes.
KINDS_OF_VALUES: Final = """\
SELECT DISTINCT ?class ?property ?kind ?datatype ?triples ?class_label
WHERE {
  {
    OPTIONAL { ?graph sd:graph ?described . ?described void:classPartition ?of_class }
    ?of_class void:class ?class ; void:propertyPartition ?of_property .
    OPTIONAL { ?class rdfs:label ?class_label }
    ?of_property void:property ?property .
    OPTIONAL { ?of_property void:triples ?triples }
    OPTIONAL {
      { ?of_property void:classPartition [ void:class ?kind ] }
      UNION { ?of_property void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
    }
  }
  UNION { ?links void:subjectsTarget [ void:class ?class ] ; void:linkPredicate ?property ; void:objectsTarget [ void:class ?kind ] }
}
ORDER BY ?class ?property ?kind ?datatype
"""
EXAMPLES: Final = """\
SELECT DISTINCT ?example ?comment ?query
WHERE { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query }
ORDER BY ?example
"""
DECLARED: Final = "SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"
METADATA_QUERIES: Final = {"kinds of values": KINDS_OF_VALUES, "examples": EXAMPLES, "prefixes": DECLARED}


def description_of(loaded: LoadedProject) -> set[Quad]:
    """Return the description of a dataset with its statistics, as a build has it before its files are described."""
    return description(loaded) | partitions(loaded.project.dataset, counts_of(loaded.statements.labelled())).quads


def described_in(build: Path) -> Store:
    """Return the description of a build."""
    store = Store()
    store.load(path=build / "dataset.ttl", format=RdfFormat.TURTLE)
    return store


def rows(store: Store, query: str, *, union: bool = False) -> list[tuple[str, ...]]:
    """Return the values of the rows of a query; an unbound variable is an empty text. union: whether the store has named graphs."""
    solutions = store.query(PREFIXES + query, use_default_graph_as_union=union)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [tuple(_text(solution[name]) for name in names) for solution in solutions]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
