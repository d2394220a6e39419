"""Small projects and commands for the acceptance tests in this folder, which use only the public interface."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import kzit_graph
from kzit_graph import InvalidInput, Report
from tests.small_project import small_project

ENGINES: Final = ("shacl", "pyshacl")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
PREFIXES: Final = f"""\
@prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <{XSD}> .
"""
FIRST_LINE: Final = PREFIXES.count("\n") + 1
"""The line on which data and shapes begin in their files."""

NO_SHAPE: Final = "e:S a sh:NodeShape ; sh:targetClass e:Nothing ."
TRIPLE_DUMPS: Final = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
DUMPS: Final = TRIPLE_DUMPS | {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
_TIMEOUT: Final = 60


def project(folder: Path, data: str, shapes: str = NO_SHAPE, more: Mapping[str, str | None] | None = None) -> Path:
    """Write a project whose only data is one file of Turtle, apart from the description of the dataset."""
    files: dict[str, str | None] = {"data/a.ttl": PREFIXES + data + "\n", "data/sources/one.ttl": None, "shapes/s.ttl": PREFIXES + shapes}
    return small_project(folder, files | dict(more or {}))


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command like a user. It must end in time, and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "kzit_graph", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"} | environment,
        timeout=_TIMEOUT,
    )
    assert "Traceback" not in done.stderr
    assert "panicked" not in done.stderr
    assert done.returncode in (0, 1, 2), done.stderr
    return done


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a refusal."""
    assert done.returncode == 2, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("kzit-graph: ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def build(project_folder: Path) -> Path:
    """Build a project and return the folder of the build."""
    dist = project_folder.with_name(f"{project_folder.name}-dist")
    kzit_graph.open_folder(project_folder).build(dist)
    return dist


def literals(dump: Path, predicate: str = "http://e/p") -> list[str]:
    """Return the literals of a property in a dump, in the syntax of N-Triples."""
    statements = parse(path=str(dump), format=DUMPS[dump.suffix[1:]])
    return sorted(str(each.object) for each in statements if each.predicate.value == predicate and isinstance(each.object, Literal))


def objects(dump: Path, predicate: str) -> Counter[str]:
    """Return the objects of a property in a dump, with their numbers."""
    return Counter(str(each.object) for each in parse(path=str(dump), format=DUMPS[dump.suffix[1:]]) if each.predicate.value == predicate)


def literal(text: str, datatype: str) -> str:
    """Return a literal in the syntax of N-Triples. datatype: the local name in XML Schema."""
    return str(Literal(text, datatype=NamedNode(XSD + datatype)))


def report(folder: Path, shapes: str, data: str, engine: str, more: Mapping[str, str | None] | None = None) -> Report:
    """Return the report of an engine."""
    return kzit_graph.open_folder(project(folder / engine, data, shapes, more)).validate(engine)


def wrong_values(found: Report) -> list[str]:
    """Return the values of the results without their datatypes, or the focus nodes of results without a value."""
    return sorted((result.value or result.focus).partition("^^")[0].strip('"') for result in found.results)


def refusal(folder: Path, shapes: str, data: str, engine: str) -> str:
    """Return the message with which an engine refuses shapes or data."""
    with pytest.raises(InvalidInput) as caught:
        report(folder, shapes, data, engine)
    return str(caught.value)


def of_property(constraints: str) -> str:
    """Return a shape that constrains the property e:p of e:x."""
    return f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; {constraints} ] ."


def dump(folder: Path, text: str, name: str = "graphs.nq") -> Path:
    """Write a file in a folder."""
    path = folder / name
    path.write_text(text, "utf-8", newline="\n")
    return path


def names(answer: kzit_graph.Solutions) -> list[str]:
    """Return the rows of an answer as text, without the namespace and quotes; - for an unbound variable."""
    return sorted(" ".join("-" if term is None else _name(str(term)) for term in row) for row in answer)


def _name(term: str) -> str:
    return term.replace("http://e/", "").partition("^^")[0].strip('<>"')
