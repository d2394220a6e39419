"""The documents that an assistant can read: the description of the dataset, the ontology, and the list of questions."""

from __future__ import annotations

import json
from typing import Any, Final

from pyoxigraph import Quad, RdfFormat

from kzit_graph.errors import UnknownName
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.dataset import read_dataset
from kzit_graph.rdf.writing import write_quads
from kzit_graph.serve.mcp.tools import described

_SCHEME: Final = "graph://"
_TURTLE: Final = "text/turtle"
_JSON: Final = "application/json"
_DOCUMENTS: Final = {
    "dataset": ("Dataset", "What the dataset is: title, description, creators, licence, dates (DCAT, VoID).", _TURTLE),
    "ontology": ("Ontology", "The classes and properties, with definitions. Read it before you write SPARQL.", _TURTLE),
    "questions": ("Questions", "The questions of the catalogue, with their parameters.", _JSON),
}
"""Title, description and media type of each document, by the end of its URI."""


def resources(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return the title of the dataset, how to use the tools, and the documents as the protocol has them."""
    dataset = read_dataset(graph.loaded)
    title = dataset.title or graph.project.name
    listed = [
        {"uri": f"{_SCHEME}{name}", "name": name, "title": heading, "description": text, "mime_type": kind}
        for name, (heading, text, kind) in _DOCUMENTS.items()
        if name != "ontology" or graph.loaded.ontology
    ]
    return {"title": title, "instructions": _instructions(graph, title, dataset.description), "resources": listed}


def _instructions(graph: KnowledgeGraph, title: str, description: str) -> str:
    about = f"{title}. {description}".strip()
    if not graph.project.settings.roles["claim"]:
        return f"{about}\n\nFind things with search, then call show. Cite the IRIs of what you state."
    return (
        f"{about}\n\nEach fact is a claim of someone, not a truth: state who claims it and its stance, and cite the IRI of the fact and "
        "its passages. An empty stance means that none is stated. Find things with search, see the facts about them with show, and check "
        "a fact with evidence. Sources may disagree: say so. Only say what the answers support. All tools with rows take max_rows, "
        "skip_rows (to read on where an answer was cut) and label_language (the language of names, such as it)."
    )


def read_resource(graph: KnowledgeGraph, uri: str) -> tuple[str, bytes]:
    """Return the media type and the content of a document. Raises `UnknownName` if there is none with the URI."""
    known = [resource["uri"] for resource in resources(graph)["resources"]]
    if uri not in known:
        raise UnknownName("resource", uri, known)
    name = uri.removeprefix(_SCHEME)
    if name == "questions":
        return _JSON, json.dumps(described(graph.questions().values(), graph), ensure_ascii=False).encode()
    quads = [Quad(*triple) for triple in graph.loaded.description] if name == "dataset" else list(graph.vocabulary.store)
    return _TURTLE, write_quads(quads, RdfFormat.TURTLE, graph.prefixes, None)
