"""The W3C test suite of JSON-LD 1.1 to RDF, through the function that reads the files of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Quad

from kzit_graph.rdf.reading import read_file
from tests.suites.datasets import isomorphic
from tests.suites.round_trips import check_round_trips
from tests.suites.suites import FOLDER, Misses, cases, is_refused, unknown

SUITE: Final = FOLDER / "json-ld-api"
TESTS: Final = 443
"""The number of tests of the manifest that apply."""

OPTIONS: Final = ("produceGeneralizedRdf", "rdfDirection", "expandContext")
"""Options that the reading of a file does not have. Their tests do not apply, nor do those of JSON-LD 1.0."""

WRONG: Misses = {
    "dot segments are kept in @base, and after // (RFC 3986, 5.2.4)": "t0122 t0123 te062 te091",
    "in a type map, the index map inside does not get the context of the type": "tc013",
}
"""Documents that are read wrongly, or accepted though they are malformed."""

REFUSED: Misses = {
    "contexts in other files are not loaded": "tc031 tc034 te126 te127 te128 tso05 tso06 tso08 tso09 tso11",
    "an invalid @base is refused; the suite ignores the statements": "tli12",
    "a relative IRI is refused; the suite drops the statements": "te060 tli14",
    "an invalid IRI or tag is refused; the suite drops the statements": "te111 te112 twf01 twf02 twf03 twf04 twf05 twf07",
}
"""Well-formed documents that are refused."""


@dataclass(frozen=True)
class JsonLdCase:
    """A test of the manifest. expected: the file of the expected dataset, if any."""

    id: str
    kind: str
    input: Path
    base: str
    expected: Path | None


def read_manifest() -> Iterator[JsonLdCase]:
    """Yield the tests that apply."""
    path = SUITE / "toRdf-manifest.jsonld"
    if not path.is_file():
        return
    manifest = json.loads(path.read_bytes())
    for test in manifest["sequence"]:
        options = test.get("option", {})
        if "json-ld-1.0" in options.values() or any(name in options for name in OPTIONS):
            continue
        base = options.get("base", manifest["baseIri"] + test["input"])
        expected = SUITE / test["expect"] if "expect" in test else None
        yield JsonLdCase(test["@id"].removeprefix("#"), test["@type"][0].removeprefix("jld:"), SUITE / test["input"], base, expected)


ALL: Final = [*read_manifest()]


def test_no_test_of_json_ld_is_left_out() -> None:
    assert len(ALL) == TESTS
    assert not unknown([WRONG, REFUSED], ALL)


@pytest.mark.parametrize("case", cases((case for case in ALL if case.kind != "NegativeEvaluationTest"), WRONG, REFUSED))
def test_a_well_formed_document_is_read(case: JsonLdCase) -> None:
    found = quads(case)
    if case.expected:
        assert isomorphic(found, read_file(case.expected).quads)


@pytest.mark.parametrize("case", cases((case for case in ALL if case.kind == "NegativeEvaluationTest"), WRONG))
def test_a_malformed_document_is_refused(case: JsonLdCase) -> None:
    assert is_refused(lambda: quads(case))


@pytest.mark.slow
@pytest.mark.parametrize("case", cases((case for case in ALL if case.expected), refused=REFUSED))
def test_a_document_is_written_and_read_back(case: JsonLdCase) -> None:
    check_round_trips(quads(case))


def quads(case: JsonLdCase) -> tuple[Quad, ...]:
    return read_file(case.input, case.base).quads
