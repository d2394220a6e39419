"""The W3C test suite of SHACL Core and SHACL-SPARQL, with both engines, through the function that validates files."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.reading import read_file
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import validate_files
from tests.suites.manifests import RDF, Entry, Graph, Suite, entries
from tests.suites.suites import FOLDER, Misses, cases, is_refused, unknown

pytestmark = pytest.mark.slow

SHT: Final = "http://www.w3.org/ns/shacl-test#"
SUITE: Final = Suite(FOLDER / "shacl", "http://www.w3.org/ns/shacl-test/")
TESTS: Final = {"core": 98, "sparql": 23}

# Of the default engine:
WRONG: Misses = {}
REFUSED: Misses = {}

# Of pySHACL:
PYSHACL_WRONG: Misses = {}
PYSHACL_REFUSED: Misses = {
    "$shapesGraph is refused (5.3.1)": "sparql/pre-binding/shapesGraph-001",
}

# Each test has its own file. The manifests that list the files leave one out.
FILES: Final = sorted(path.relative_to(SUITE.folder).as_posix() for path in SUITE.folder.rglob("*.ttl") if path.name != "manifest.ttl")
ALL: Final = [entry for file in FILES for entry in entries(SUITE, file)]
FAILURE: Final = NamedNode(f"{SHT}Failure")


def test_no_test_of_shacl_is_left_out() -> None:
    assert Counter(case.id.split("/")[0] for case in ALL) == TESTS
    assert not unknown([WRONG, REFUSED], ALL)
    assert not unknown([PYSHACL_WRONG, PYSHACL_REFUSED], ALL)


@pytest.mark.parametrize("case", cases(ALL, WRONG, REFUSED))
def test_shacl_gives_the_report(case: Entry) -> None:
    check(case, "shacl")


@pytest.mark.parametrize("case", cases(ALL, PYSHACL_WRONG, PYSHACL_REFUSED))
def test_pyshacl_gives_the_report(case: Entry) -> None:
    check(case, "pyshacl")


def check(case: Entry, engine: str) -> None:
    """Validate the data of a test, and compare the results with those that the suite expects."""
    expected = case.part("result")
    assert expected is not None
    if expected == FAILURE:
        assert is_refused(lambda: report_of(case, engine))
        return
    report = report_of(case, engine)
    conforms = case.manifest.object(expected, f"{SHACL}conforms")
    assert isinstance(conforms, Literal)
    assert report.conforms is (conforms.value == "true")
    assert found_results(report) == expected_results(case.manifest, expected)


def report_of(case: Entry, engine: str) -> Report:
    action = case.part("action")
    assert action is not None
    data, shapes = (
        [read_file(SUITE.path(name), str(name)[1:-1]) for name in case.manifest.objects(action, f"{SHT}{graph}")]
        for graph in ("dataGraph", "shapesGraph")
    )
    return validate_files(data, shapes, engine)


Results = Counter[tuple[str, ...]]
"""Focus node, path, value, constraint component, severity and source shape of results. Blank nodes have no label."""


def found_results(report: Report) -> Results:
    return Counter(tuple(map(without_label, (*result.key(), result.shape or ""))) for result in report.results)


def without_label(term: str) -> str:
    return "_:" if term.startswith("_:") else term


def expected_results(graph: Graph, report: Term) -> Results:
    return Counter(expected_result(graph, result) for result in graph.objects(report, f"{SHACL}result"))


def expected_result(graph: Graph, result: Term) -> tuple[str, ...]:
    def text(name: str) -> str:
        return without_label(str(graph.object(result, SHACL + name) or ""))

    path = graph.object(result, f"{SHACL}resultPath")
    return (
        text("focusNode"),
        path_text(graph, path) if path else "",
        text("value"),
        text("sourceConstraintComponent")[1:-1],
        text("resultSeverity")[1:-1].removeprefix(SHACL),
        text("sourceShape"),
    )


REPETITIONS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def path_text(graph: Graph, path: Term) -> str:
    """Return a property path in SPARQL syntax, as a result has it."""
    if isinstance(path, NamedNode):
        return str(path)
    if graph.objects(path, f"{RDF}first"):
        return f"({'/'.join(path_text(graph, part) for part in graph.items(path))})"
    for inverse in graph.objects(path, f"{SHACL}inversePath"):
        return f"^{path_text(graph, inverse)}"
    for choice in graph.objects(path, f"{SHACL}alternativePath"):
        return f"({'|'.join(path_text(graph, part) for part in graph.items(choice))})"
    (repeated,) = ((name, inner) for name in REPETITIONS for inner in graph.objects(path, SHACL + name))
    return f"({path_text(graph, repeated[1])}){REPETITIONS[repeated[0]]}"
