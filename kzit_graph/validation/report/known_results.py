"""A baseline: results that are known from reports written before, so that only new ones are listed and fail."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.hidden_characters import visible_name
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.namespaces import RDFS, SHACL
from kzit_graph.rdf.reading import read_file
from kzit_graph.rdf.text_files import read_text
from kzit_graph.validation.report.paths import path_in_sparql
from kzit_graph.validation.results import Baseline, ReportData, Result, Severity
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph, Term, sh

_Report = TypeVar("_Report", bound=ReportData)

_BLANK: Final = "_:"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_COMMENT: Final = f"{RDFS}comment"
_NAMES: Final = {severity.lower(): SHACL + severity for severity in Severity}


class Key(NamedTuple):
    """What makes two results the same. Lines and messages do not count. Blank nodes are all alike, because their labels change."""

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str


@dataclass(frozen=True)
class KnownResults:
    """The results of reports. files: the reports. counts: how often each result is known."""

    files: tuple[Path, ...]
    counts: Counter[Key]


def read_known(paths: Sequence[Path]) -> KnownResults:
    """Return the results of reports in JSON, as `-f json` writes them, or in any RDF syntax, as SHACL defines them (section 3.6).

    A result that several reports have counts as often as in the report that has it most often.

    Raises `InvalidInput` if a file is not a report, or is one that does not list all results.
    """
    counts: Counter[Key] = Counter()
    for path in paths:
        counts |= Counter(_of_json(path) if _is_json(path) else _of_rdf(path))
    return KnownResults(tuple(paths), counts)


def without_known(report: _Report, known: KnownResults) -> _Report:
    """Return a report without the results that are known, and with their number."""
    left = known.counts.copy()
    new: list[Result] = []
    for result in report.results:
        key = key_of(result)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(result)
    found = len(report.results) - len(new)
    baseline = Baseline(tuple(map(str, known.files)), found, left.total())
    warnings = report.warnings
    if known.counts and not found and report.results:
        files = " and ".join(map(visible_name, baseline.files))
        warnings += (f"{files}: none of the known results is found; is it the report of other data or shapes?",)
    return replace(report, results=tuple(new), baseline=baseline, warnings=warnings)


def key_of(result: Result) -> Key:
    """Return what identifies a result in a baseline."""
    shape = result.shape if result.shape and result.shape.startswith("<") else ""
    terms = (_normal(result.focus), result.path or "", _normal(result.value or ""))
    return Key(*terms, result.component, shape, result.severity_iri)


@lru_cache(maxsize=1 << 16)
def _normal(term: str) -> str:
    """Return a term in the N-Triples syntax of the parser. Engines and JSON can escape other characters."""
    if term.startswith(_BLANK):
        return _BLANK
    if not term.startswith('"'):
        return term
    try:
        (quad,) = parse(f"<urn:s> <urn:p> {term} .", format=RdfFormat.N_TRIPLES, lenient=True)
    except (SyntaxError, ValueError):
        return term
    return str(quad.object)


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json" or format_of_file(path) is None


def _of_json(path: Path) -> Iterator[Key]:
    try:
        document = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        place = Position(path, error.lineno if isinstance(error, json.JSONDecodeError) else None)
        raise InvalidInput(f"not a report: not valid JSON ({reason}); write one with -f json or -f turtle", place) from error
    if not isinstance(document, dict) or not isinstance(document.get("results"), list):
        raise InvalidInput('not a report: it has no list of "results"; write one with -f json or -f turtle', Position(path))
    if document.get("omitted"):
        raise _incomplete(path)
    for number, entry in enumerate(document["results"], start=1):
        yield _key_of_entry(path, number, entry)


def _key_of_entry(path: Path, number: int, entry: Any) -> Key:
    names = ("focusNode", "path", "value", "constraintComponent", "shape", "severity")
    texts = [entry.get(name) or "" for name in names] if isinstance(entry, dict) else [None]
    if not all(isinstance(text, str) for text in texts) or not (texts[0] and texts[3] and texts[5]):
        raise InvalidInput(
            f"not a report: result {number:,} has no focusNode, constraintComponent and severity as texts; write it anew", Position(path)
        )
    focus, steps, value, component, shape, severity = map(str, texts)
    shape = f"<{shape}>" if _IRI.match(shape) else ""  # without an IRI, it is a blank node, or the file of a rule
    return Key(_normal(_in_brackets(focus)), _in_brackets(steps), _normal(value), component, shape, _NAMES.get(severity, severity))


def _in_brackets(text: str) -> str:
    """Return an IRI of a report in JSON in angle brackets. Literals, blank nodes and paths are as they are."""
    return text if not text or text.startswith(("<", '"', _BLANK, "(", "^")) else f"<{text}>"


def _of_rdf(path: Path) -> Iterator[Key]:
    graph = ShapesGraph([read_file(path, "urn:kzit-graph:")])
    kind = NamedNode(sh("ValidationReport"))
    reports = [node for node in graph.subjects() if any(kind in values for values in graph.properties(node).values())]
    if not reports:
        raise InvalidInput("not a report: it has no sh:ValidationReport; write one with -f json or -f turtle", Position(path))
    for report in reports:
        if any(isinstance(text, Literal) and text.value.endswith("left out.") for text in graph.values(report, _COMMENT)):
            raise _incomplete(path)
        for result in graph.values(report, sh("result")):
            if isinstance(result, NamedNode | BlankNode):
                yield _key_of_node(graph, result)


def _key_of_node(graph: ShapesGraph, result: NamedNode | BlankNode) -> Key:
    def term(name: str) -> Term | None:
        return next(iter(graph.values(result, sh(name))), None)

    def text(name: str) -> str:
        found = term(name)
        return "" if found is None else _normal(str(found))

    steps = term("resultPath")
    shape = text("sourceShape")
    return Key(
        text("focusNode"),
        "" if steps is None else path_in_sparql(graph, steps),
        text("value"),
        text("sourceConstraintComponent")[1:-1],
        "" if shape == _BLANK else shape,
        text("resultSeverity")[1:-1],
    )


def _incomplete(path: Path) -> InvalidInput:
    return InvalidInput("the report does not list all results; write it without --limit", Position(path))
