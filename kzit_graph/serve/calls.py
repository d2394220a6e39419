"""The functions that a worker calls for a `CallJob`, by name, because they read the graph.

Each takes the graph and the arguments of the job, and returns the media type and the content of the answer. It raises `JobFailed` with
a kind of `kzit_graph.serve.backend.FAILURES`. `UnknownName` becomes "not-found", `UnwritableXml` and `UnwritableJsonLd` become
"not-acceptable", and any other `KzitError` becomes "query".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kzit_graph.knowledge_graph import KnowledgeGraph

CALLS: Final[Mapping[str, str]] = {
    "document": "kzit_graph.publish.site.on_demand:document",
    "known": "kzit_graph.publish.site.on_demand:known",
    "reconcile": "kzit_graph.serve.reconcile.answering:answer",
    "rdfxml": "kzit_graph.serve.calls:rdfxml",
}
"""The function of each name, as "module:function". The modules are imported before the first job.

A module may have a function `warm_up(graph)`, which is called once, before workers are forked.
"""


def rdfxml(graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return a document in RDF/XML. arguments: `ntriples`, its text in N-Triples."""
    from pyoxigraph import RdfFormat, parse

    from kzit_graph.rdf.writing import write_quads

    quads = parse(arguments["ntriples"], format=RdfFormat.N_TRIPLES)
    return RdfFormat.RDF_XML.media_type, write_quads(quads, RdfFormat.RDF_XML, graph.prefixes, None)
