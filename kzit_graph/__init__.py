"""kzit-graph: a knowledge graph of cited facts about the relations of two countries, and its publisher.

    import kzit_graph

    kg = kzit_graph.bundled()          # or kzit_graph.open_folder(Path("my-project"))
    kg.validate().passed
    kg.query("SELECT * WHERE { ?s ?p ?o } LIMIT 5")
    kg.to_rdflib()
    kg.export("turtle")

What is listed here is promised; the modules behind it may change.
"""

from kzit_graph.errors import InvalidInput, KzitError, UnwritableTarget
from kzit_graph.knowledge_graph import KnowledgeGraph, bundled, open_folder
from kzit_graph.query import Solutions, Triples, Truth
from kzit_graph.report import InvalidData, Report, Result, Severity

__all__ = [
    "InvalidData",
    "InvalidInput",
    "KnowledgeGraph",
    "KzitError",
    "Report",
    "Result",
    "Severity",
    "Solutions",
    "Triples",
    "Truth",
    "UnwritableTarget",
    "bundled",
    "open_folder",
]
