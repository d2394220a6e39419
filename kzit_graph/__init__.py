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

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzit_graph.answers import Row, Solutions, Triples, Truth
    from kzit_graph.catalogue import Question
    from kzit_graph.endpoint import Credentials, Endpoint, credentials_from
    from kzit_graph.errors import InvalidData, InvalidInput, KzitError, MissingExtra, UnreachableEndpoint, UnwritableTarget
    from kzit_graph.knowledge_graph import KnowledgeGraph, bundled, open_dump, open_folder
    from kzit_graph.report import Report, Result, Severity
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

_MODULES = {
    "answers": ("Row", "Solutions", "Triples", "Truth"),
    "catalogue": ("Question",),
    "endpoint": ("Credentials", "Endpoint", "credentials_from"),
    "errors": ("InvalidData", "InvalidInput", "KzitError", "MissingExtra", "UnreachableEndpoint", "UnwritableTarget"),
    "knowledge_graph": ("KnowledgeGraph", "bundled", "open_dump", "open_folder"),
    "report": ("Report", "Result", "Severity"),
    "show": ("Description",),
}


def __getattr__(name: str) -> object:
    """Imports a promised name when it is first used (PEP 562), so that a command waits for none that it does not use."""
    for module, names in _MODULES.items():
        if name in names:
            globals()[name] = found = getattr(import_module(f"kzit_graph.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
