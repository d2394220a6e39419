"""Run a SHACL engine, and return its results as `Result` objects."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.project.nested_shapes import MAX_DEPTH
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.rdflib_literals import literals_as_written
from kzit_graph.rdf.rdflib_queries import queries_parsed_once
from kzit_graph.validation.engines.pyshacl_settings import settings_of_rdflib_kept
from kzit_graph.validation.results import Result, Severity, Text

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node
    from shacl import Result as ShaclResult


_MAX_ERROR: Final = 300
"""Characters of an error of an engine. pySHACL lists all shapes on the way to the wrong one."""

_MAX_DEPTH: Final = MAX_DEPTH + 10
"""Shapes that pySHACL evaluates inside one another: all that can be used, with what `corrections` adds. Its default is 15."""

_MAX_QUOTED: Final = 100
"""Characters of a line that an error quotes."""


def run_shacl_on_file(data: Path, shapes: str) -> list[Result]:
    """Validate a Turtle file with the Rust engine `shacl`, after applying the rules in the shapes (SHACL Advanced Features, section 8).

    shapes: Turtle. The engine reads the file itself, without the GIL, so other threads keep running. Raises `InvalidInput` if the
    engine cannot use the shapes or the file.
    """
    import shacl

    try:
        report = shacl.Shapes.from_text(shapes, format="turtle").validate_file(str(data), inference="rules")
    except ValueError as error:
        raise _engine_error(str(error), data) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a crash in Rust, which is not an Exception
            raise
        raise _unusable(error) from error
    return [_shacl_result(result) for result in report.results]


def shacl_can_match(pattern: str) -> bool:
    """Whether the Rust engine can compile a regular expression. It refuses long ones."""
    import shacl

    shape = f"<urn:s> <{SHACL}targetNode> <urn:n> ; <{SHACL}pattern> {Literal(pattern)} ."
    try:
        shacl.Shapes.from_text(shape, format="turtle")
    except ValueError:
        return False
    return True


def _unusable(error: object) -> InvalidInput:
    text = " ".join(str(error).split())
    return InvalidInput(f"the shapes cannot be used: {text[:_MAX_ERROR]}{'…' if len(text) > _MAX_ERROR else ''}")


def _shacl_result(result: ShaclResult) -> Result:
    severity, custom = Severity.of(result.severity_iri)
    return Result(
        focus=result.focus_node,
        path=result.path,
        value=result.value,
        component=result.component_iri,
        severity=severity,
        shape=result.source_shape,
        message=" ".join(result.messages),
        custom_severity=custom,
        texts=tuple(map(Text, result.messages)),
    )


def _engine_error(message: str, data: Path) -> InvalidInput:
    """Return the error of the engine. The data is a temporary file, so its line is quoted instead of its path."""
    message = " ".join(message.split())
    if str(data) not in message:
        return InvalidInput(f"the shapes cannot be used: {message}")
    found = re.search(r"\bline (\d+)\b.*?: (.*)", message)
    if found is None:
        return InvalidInput("the SHACL engine cannot read the data; use --engine pyshacl")
    with data.open(encoding="utf-8", errors="replace") as lines:
        line = next(islice(lines, int(found[1]) - 1, None), "").strip()[:_MAX_QUOTED]
    return InvalidInput(f"the SHACL engine cannot read the data at {line!r}: {found[2]}")


def run_pyshacl(data: str, shapes: str) -> list[Result]:
    """Validate data (N-Quads) against shapes (N-Triples) with pySHACL. Raises `InvalidInput` if pySHACL cannot use the shapes."""
    import pyshacl
    from rdflib import Graph, URIRef

    logging.getLogger("pyshacl-validate").disabled = True  # it prints errors that are raised as well
    nodes: dict[str, Node] = {}  # blank nodes by their labels in the data
    with literals_as_written(), queries_parsed_once(), settings_of_rdflib_kept():
        union = serialize((quad.triple for quad in parse(data, format=RdfFormat.N_QUADS)), format=RdfFormat.N_TRIPLES)
        graphs = [Graph().parse(data=union, format="ntriples", bnode_context=nodes), Graph().parse(data=shapes, format="ntriples")]
        try:
            _, report, text = pyshacl.validate(graphs[0], shacl_graph=graphs[1], max_validation_depth=_MAX_DEPTH)
        except Exception as error:  # any error of rdflib or pySHACL, such as NotImplementedError
            raise _unusable(error or type(error).__name__) from error
    if not isinstance(report, Graph):
        raise _unusable(text)
    # Not all instances of sh:ValidationResult: those under sh:detail only explain another result.
    results = [_pyshacl_result(report, node) for node in report.objects(None, URIRef(f"{SHACL}result"))]
    labels = {f"_:{node}": f"_:{label}" for label, node in nodes.items()}
    return [replace(each, focus=labels.get(each.focus, each.focus), value=labels.get(each.value or "", each.value)) for each in results]


def _pyshacl_result(report: Graph, node: Node) -> Result:
    from rdflib import URIRef

    def value(name: str) -> Node | None:
        return report.value(node, URIRef(SHACL + name))

    def text(name: str) -> str | None:
        term = value(name)
        return None if term is None else _ntriples(term)

    path = value("resultPath")
    severity, custom = Severity.of(str(value("resultSeverity")))
    messages = report.objects(node, URIRef(f"{SHACL}resultMessage"))
    texts = sorted(Text(str(term), getattr(term, "language", None) or "") for term in messages)
    return Result(
        focus=text("focusNode") or "",
        path=None if path is None else _path(report, path),
        value=text("value"),
        component=str(value("sourceConstraintComponent")),
        severity=severity,
        shape=text("sourceShape"),
        message=" ".join(text.value for text in texts),
        custom_severity=custom,
        texts=tuple(texts),
    )


def _ntriples(term: Node) -> str:
    """Return a term in N-Triples. rdflib's own method writes line breaks unescaped, and INF for the ill-typed inf."""
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return term.n3()
    if term.language:
        return str(Literal(str(term), language=term.language))
    return str(Literal(str(term), datatype=None if term.datatype is None else NamedNode(str(term.datatype))))


_REPETITIONS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def _path(graph: Graph, path: Node) -> str:
    """Return a SHACL property path (section 2.3.1) in SPARQL syntax."""
    from rdflib import RDF, URIRef
    from rdflib.collection import Collection

    if isinstance(path, URIRef):
        return path.n3()
    if graph.value(path, RDF.first) is not None:
        return f"({'/'.join(_path(graph, part) for part in Collection(graph, path))})"
    if (inverse := graph.value(path, URIRef(f"{SHACL}inversePath"))) is not None:
        return f"^{_path(graph, inverse)}"
    if (choice := graph.value(path, URIRef(f"{SHACL}alternativePath"))) is not None:
        return f"({'|'.join(_path(graph, part) for part in Collection(graph, choice))})"
    for name, mark in _REPETITIONS.items():
        if (inner := graph.value(path, URIRef(SHACL + name))) is not None:
            return f"({_path(graph, inner)}){mark}"
    return path.n3()
