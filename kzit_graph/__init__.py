"""kzit-graph: publish and query knowledge graphs of cited facts, such as the bundled one on Kazakhstan–Italy relations.

    import kzit_graph

    kg = kzit_graph.bundled()                     # or kzit_graph.open_folder("my-project")
    print(kg.validate().text())
    print(kzit_graph.validate("any.ttl", "shapes.ttl").text())

    rows = kg.select("theatre-partners", theatre="La Scala")
    print(rows.table("it"))
    rows.to_pandas(labels="en")
    kg.query("SELECT * WHERE { ?fact a kzit:Goal }").markdown()

    print(kg.search("milano").table())
    print(kg.show("Milan").text())
    kg.evidence.check("article.txt", source="kazinform-2017-08-21").holds

    kg.build("dist")
    print(kzit_graph.diff("dist-before", "dist").text())

    kzit_graph.convert("any.ttl", "nquads", "any.nq.gz")

The names in `__all__` are the public interface. The modules behind them may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzit_graph.describe.evidence import Coverage, EvidenceCheck
    from kzit_graph.describe.inspection.inspect import Inspection
    from kzit_graph.describe.passage_page import ShownEvidence
    from kzit_graph.describe.project_evidence import ProjectEvidence
    from kzit_graph.describe.rebase import RebasedEvidence
    from kzit_graph.describe.search import Hit, SearchResult
    from kzit_graph.describe.segment import Draft
    from kzit_graph.describe.show import Description
    from kzit_graph.differences.compare import diff
    from kzit_graph.differences.difference import Difference
    from kzit_graph.differences.difference_data import Aspect
    from kzit_graph.errors import (
        InvalidInput,
        KzitError,
        MissingExtra,
        UnknownName,
        UnreachableEndpoint,
        UnsupportedContext,
        UnwritableTarget,
    )
    from kzit_graph.file_validation import validate
    from kzit_graph.knowledge_graph import KnowledgeGraph, bundled, open_build, open_dump, open_folder
    from kzit_graph.project.questions.question import Question
    from kzit_graph.project.start.init import NewProject, TemplateUpdate, init_project, update_project
    from kzit_graph.publish.build import Summary
    from kzit_graph.publish.conversion.convert import Conversion, convert
    from kzit_graph.publish.release.plan import Release, plan_release
    from kzit_graph.remote.client import HttpClient
    from kzit_graph.remote.credentials import Credentials, credentials_from
    from kzit_graph.remote.endpoint import Endpoint
    from kzit_graph.remote.graph_store import GraphStore, open_graph_store
    from kzit_graph.remote.load import Outcome
    from kzit_graph.remote.services import Services
    from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
    from kzit_graph.sparql.row import Row
    from kzit_graph.validation.report.report import InvalidData, Report
    from kzit_graph.validation.results import Result, Severity

__all__ = [
    "Answer",
    "Aspect",
    "Conversion",
    "Coverage",
    "Credentials",
    "Description",
    "Difference",
    "Draft",
    "Endpoint",
    "EvidenceCheck",
    "GraphStore",
    "Hit",
    "HttpClient",
    "Inspection",
    "InvalidData",
    "InvalidInput",
    "KnowledgeGraph",
    "KzitError",
    "MissingExtra",
    "NewProject",
    "Outcome",
    "ProjectEvidence",
    "Question",
    "RebasedEvidence",
    "Release",
    "Report",
    "Result",
    "Row",
    "SearchResult",
    "Services",
    "Severity",
    "ShownEvidence",
    "Solutions",
    "Summary",
    "TemplateUpdate",
    "Triples",
    "Truth",
    "UnknownName",
    "UnreachableEndpoint",
    "UnsupportedContext",
    "UnwritableTarget",
    "bundled",
    "convert",
    "credentials_from",
    "diff",
    "init_project",
    "open_build",
    "open_dump",
    "open_folder",
    "open_graph_store",
    "plan_release",
    "update_project",
    "validate",
]

_MODULES = {
    "sparql.answers": ("Answer", "Solutions", "Triples", "Truth"),
    "sparql.row": ("Row",),
    "project.questions.question": ("Question",),
    "project.start.init": ("NewProject", "TemplateUpdate", "init_project", "update_project"),
    "remote.client": ("HttpClient",),
    "remote.credentials": ("Credentials", "credentials_from"),
    "publish.build": ("Summary",),
    "publish.conversion.convert": ("Conversion", "convert"),
    "publish.release.plan": ("Release", "plan_release"),
    "differences.compare": ("diff",),
    "differences.difference": ("Difference",),
    "differences.difference_data": ("Aspect",),
    "remote.endpoint": ("Endpoint",),
    "errors": (
        "InvalidInput",
        "KzitError",
        "MissingExtra",
        "UnknownName",
        "UnreachableEndpoint",
        "UnsupportedContext",
        "UnwritableTarget",
    ),
    "remote.graph_store": ("GraphStore", "open_graph_store"),
    "file_validation": ("validate",),
    "knowledge_graph": ("KnowledgeGraph", "bundled", "open_build", "open_dump", "open_folder"),
    "remote.load": ("Outcome",),
    "validation.report.report": ("InvalidData", "Report"),
    "validation.results": ("Result", "Severity"),
    "describe.evidence": ("Coverage", "EvidenceCheck"),
    "describe.inspection.inspect": ("Inspection",),
    "describe.passage_page": ("ShownEvidence",),
    "describe.project_evidence": ("ProjectEvidence",),
    "describe.rebase": ("RebasedEvidence",),
    "describe.search": ("Hit", "SearchResult"),
    "describe.segment": ("Draft",),
    "describe.show": ("Description",),
    "remote.services": ("Services",),
}


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562), so that a program loads only what it uses."""
    for module, names in _MODULES.items():
        if name in names:
            globals()[name] = found = getattr(import_module(f"kzit_graph.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
