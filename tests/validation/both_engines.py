"""Validate small graphs with both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import ENGINES, validate
from tests.small_project import small_project

PREFIXES: Final = """\
@prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LINE: Final = PREFIXES.count("\n") + 1
"""The line on which the shapes begin."""


def project_folder(folder: Path, shapes: str, data: str, ontology: str = "") -> Path:
    files: dict[str, str | None] = {"shapes/s.ttl": PREFIXES + shapes, "data/a.ttl": PREFIXES + data}
    if ontology:
        files["ontology/more.ttl"] = PREFIXES + ontology
    return small_project(folder, files)


def report(folder: Path, engine: str, shapes: str, data: str, ontology: str = "") -> Report:
    return validate(LoadedProject(open_project(project_folder(folder, shapes, data, ontology))), engine)


def same_report(folder: Path, shapes: str, data: str, ontology: str = "") -> Report:
    """Return the report of the default engine. It must have the same results, messages and warnings as the other one."""
    reports = [report(folder / engine, engine, shapes, data, ontology) for engine in ENGINES]
    found = [sorted((*result.key(), result.message) for result in each.results) for each in reports]
    assert found[0] == found[1]
    assert reports[0].warnings == reports[1].warnings
    return reports[0]


def refusals(folder: Path, shapes: str, data: str = "e:x a e:T .") -> dict[str, InvalidInput]:
    """Return the error of each engine."""
    found = {}
    for engine in ENGINES:
        with pytest.raises(InvalidInput) as caught:
            report(folder / engine, engine, shapes, data)
        found[engine] = caught.value
    return found


def values(found: Report, component: str) -> list[str]:
    """Return the values of the results of a constraint component, without datatypes of XML Schema."""
    texts = (result.value or "" for result in found.results if result.component == f"{SHACL}{component}ConstraintComponent")
    return sorted(text.partition("^^")[0].strip('"') for text in texts)
