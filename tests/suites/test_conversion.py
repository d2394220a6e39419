"""The W3C test suites of the RDF 1.1 syntaxes, through conversions: what goes in comes out in every syntax."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Quad, parse

from kzit_graph.publish.conversion.convert import convert
from kzit_graph.rdf.formats import RDF_FORMATS
from tests.suites.datasets import isomorphic
from tests.suites.manifests import Entry
from tests.suites.suites import cases, is_refused
from tests.suites.test_rdf_syntaxes import ALL, SUITE, WRONG, file, is_negative

pytestmark = pytest.mark.slow

GRAPHS: Final = ("nquads", "trig", "jsonld")
"""Syntaxes that keep everything."""


def converted(path: Path, name: str, *, sort: bool = False) -> bytes:
    output = io.BytesIO()
    convert(path, name, output, base=SUITE.iri(path), sort=sort)
    return output.getvalue()


@pytest.mark.parametrize("case", cases((case for case in ALL if not is_negative(case)), WRONG))
def test_a_well_formed_file_is_converted(case: Entry) -> None:
    wanted: tuple[Quad, ...] = file(case.result if case.kind.endswith("Eval") else case.action).quads
    for name in GRAPHS:
        for sort in (False, True):
            assert isomorphic(parse(converted(case.action, name, sort=sort), format=RDF_FORMATS[name]), wanted), (name, sort)


@pytest.mark.parametrize("case", cases((case for case in ALL if is_negative(case)), WRONG))
def test_a_malformed_file_is_not_converted(case: Entry) -> None:
    assert is_refused(lambda: converted(case.action, "nquads"))
