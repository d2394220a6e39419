"""The W3C test suite of SHACL, and the shapes and examples of DCAT-AP, through the command `kzit-graph validate --shapes`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal

from kzit_graph.cli import cli
from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.namespaces import SHACL
from tests.suites.manifests import Entry, entries
from tests.suites.suites import FOLDER, cases
from tests.suites.test_shacl import FAILURE, FILES, SHT, SUITE, Results, expected_results, without_label

pytestmark = pytest.mark.slow

HERE: Final = replace(SUITE, base=f"{SUITE.folder.absolute().as_uri()}/")
"""The suite with the addresses of its files as base IRIs, as the command has them."""

ALL: Final = [entry for file in FILES for entry in entries(HERE, file)]
DCAT_AP: Final = FOLDER / "dcat-ap-3.0.1"
NOT_TURTLE: Final = ("example-bee-population-dataset-series-api.ttl", "example-bee-population-dataset-series-combined.ttl")
"""Examples that are malformed: they have a slash in a prefixed name."""

EXAMPLES: Final = sorted(path.name for path in (DCAT_AP / "examples").glob("*.ttl"))
SEVERITIES: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}


@pytest.mark.parametrize("case", cases(ALL))
def test_the_command_gives_the_report(case: Entry) -> None:
    action, expected = case.part("action"), case.part("result")
    assert action is not None
    assert expected is not None
    data, shapes = ([HERE.path(name) for name in case.manifest.objects(action, f"{SHT}{graph}")] for graph in ("dataGraph", "shapesGraph"))
    if expected == FAILURE:
        with pytest.raises(InvalidInput):
            report(data, shapes)
        return
    found = report(data, shapes)
    conforms = case.manifest.object(expected, f"{SHACL}conforms")
    assert isinstance(conforms, Literal)
    assert found["conforms"] is (conforms.value == "true")
    assert results(found) == expected_results(case.manifest, expected)


def test_no_test_is_left_out() -> None:
    assert len(ALL) == 121


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in EXAMPLES])
def test_dcat_ap_has_the_results_of_the_reference(name: str) -> None:
    data, shapes = [DCAT_AP / "examples" / name], [DCAT_AP / "shacl"]
    if name in NOT_TURTLE:
        with pytest.raises(InvalidInput):
            report(data, shapes)
        return
    found, reference = (results(report(data, shapes, "--engine", engine)) for engine in ("shacl", "pyshacl"))
    assert found == reference
    assert found.total() > 0


@pytest.mark.parametrize("name", ["dataset.ttl", "dataset.jsonld"])
def test_the_description_of_a_build_conforms_to_dcat_ap(name: str, dist: Path) -> None:
    assert results(report([dist / name], [DCAT_AP / "shacl"])) == Counter()


def report(data: list[Path], shapes: list[Path], *options: str) -> Mapping[str, Any]:
    """Return the report of the command in JSON, with the exit status that fits. Raises the error of the command."""
    shapes_options = [text for path in shapes for text in ("--shapes", str(path))]
    done = CliRunner().invoke(cli, ["validate", *map(str, data), *shapes_options, "--format", "json", *options])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    assert done.exit_code == int(not found["passed"])
    return found


def results(found: Mapping[str, Any]) -> Results:
    return Counter(
        (
            term(result["focusNode"]),
            term(result["path"]),
            term(result["value"]),
            result["constraintComponent"],
            SEVERITIES.get(result["severity"], result["severity"]),
            term(result["shape"]),
        )
        for result in found["results"]
    )


def term(text: str | None) -> str:
    """Return a term as the other tests of the suite have it: IRIs in angle brackets, blank nodes without a label."""
    if not text or text.startswith(("<", '"', "(", "^")):
        return text or ""
    return without_label(text) if text.startswith("_:") else f"<{text}>"
