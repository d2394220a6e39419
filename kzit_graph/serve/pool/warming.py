"""Use all that workers need once, before they are forked."""

from __future__ import annotations

import gc
import sys

from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.serve.pool.jobs import answer
from kzit_graph.serve.pool.prepared import Prepared
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS


def warm_up(prepared: Prepared) -> None:
    """Answer a query of each kind in each format, so that no worker has to import a module, which needs a descriptor.

    Each module with functions for calls may have a function `warm_up`, which takes the graph. It is not called for a graph on disk, whose
    store is not open yet.
    """

    def discard(_data: bytes) -> None:
        pass

    texts = ("SELECT ?x ?y { VALUES ?x { 1 } FILTER (REGEX('a', 'a')) }", "SELECT (GROUP_CONCAT(?x) AS ?y) { <a:b> <a:p>* ?x }")
    errors = (
        "SELECT { ? }",
        "SELECT * { ?s unknown:p ?o }",
        "INSERT DATA {}",
        "SELECT (SUM(?x) AS ?y) ?z {}",
        "SELECT * { SERVICE <a:b> {} }",
    )
    for text in (*texts, *errors, "ASK {}"):
        for name in SOLUTION_FORMATS:
            answer({"query": text, "formats": {"rows": name, "boolean": name}}, prepared, discard)
    for name in RDF_FORMATS:
        for text in ("CONSTRUCT { <a:b> <a:p> 1 } {}", "CONSTRUCT { [] <a:p> [ <a:q> [] ] , [ <a:q> [] ] } {}"):
            answer({"query": text, "formats": {"graph": name}}, prepared, discard)
    for module in () if prepared.is_on_disk else dict.fromkeys(function.__module__ for function in prepared.calls.values()):
        if (prepare := getattr(sys.modules[module], "warm_up", None)) is not None:
            prepare(prepared.graph)
    gc.collect()
    gc.freeze()  # the collector would write to the memory that workers share
