"""Write what a suite has, and read it back."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.writing import write_quads
from tests.suites.datasets import isomorphic


def check_round_trips(quads: Sequence[Quad]) -> None:
    """Assert that quads are the same after writing and reading, in each syntax. RDF/XML may refuse to write them."""
    for name, syntax in RDF_FORMATS.items():
        expected = quads if syntax.supports_datasets else [Quad(*quad.triple) for quad in quads]
        try:
            written = write_quads(quads, syntax, {}, None)
        except InvalidInput:
            assert name == "rdfxml"
        else:
            assert isomorphic(parse(written, format=syntax), expected), name
