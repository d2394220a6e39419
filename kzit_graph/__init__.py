"""kzit-graph: a knowledge graph of cited facts about the relations of two countries, and its publisher.

    import kzit_graph

    kg = kzit_graph.bundled()          # or kzit_graph.open_folder(Path("my-project"))
    kg.validate().passed
    kg.questions()
    kg.query("theatre-partners", theatre="La Scala").table()
    kg.query("SELECT * WHERE { ?s ?p ?o } LIMIT 5").to_pandas()
    kg.show("Milan").text()
    kg.to_rdflib()
    kg.export("turtle")

What is listed here is promised; the modules behind it may change.
"""

from kzit_graph.answers import Row, Solutions, Triples, Truth
from kzit_graph.catalogue import Question
from kzit_graph.endpoint import Credentials, Endpoint, credentials_from
from kzit_graph.errors import InvalidInput, KzitError, MissingExtra, UnreachableEndpoint, UnwritableTarget
from kzit_graph.knowledge_graph import KnowledgeGraph, bundled, open_dump, open_folder
from kzit_graph.report import InvalidData, Report, Result, Severity
from kzit_graph.show import Description

__all__ = [
    "Credentials",
    "Description",
    "Endpoint",
    "InvalidData",
    "InvalidInput",
    "KnowledgeGraph",
    "KzitError",
    "MissingExtra",
    "Question",
    "Report",
    "Result",
    "Row",
    "Severity",
    "Solutions",
    "Triples",
    "Truth",
    "UnreachableEndpoint",
    "UnwritableTarget",
    "bundled",
    "credentials_from",
    "open_dump",
    "open_folder",
]
