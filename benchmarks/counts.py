"""Counts the output of a run, so that peers can be compared: validation results, statements, facts, rows."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from benchmarks.peers.peer import Counts, Unreadable

SEVERITIES: Final = {"Violation": "violations", "Warning": "warnings", "Info": "infos"}
_SUMMARY: Final = re.compile(r"([\d,]+) violations?, ([\d,]+) warnings?, ([\d,]+) infos?")
_SEVERITY: Final = re.compile(rb"resultSeverity>?\s+(?:sh:|<http://www\.w3\.org/ns/shacl#)(Violation|Warning|Info)\b")


def summary(path: Path) -> Counts:
    """Read the counts by severity from the program's own report."""
    found = _SUMMARY.findall(path.read_text("utf-8"))
    if not found:
        raise Unreadable("its output has no summary line with counts")
    return dict(zip(SEVERITIES.values(), (int(number.replace(",", "")) for number in found[-1]), strict=True))


def severities(path: Path) -> Counts:
    """Count the results of a SHACL report in Turtle or N-Triples by severity."""
    content = path.read_bytes()
    if b"ValidationReport" not in content:
        raise Unreadable("its output is not a validation report")
    found = [match.decode() for match in _SEVERITY.findall(content)]
    return {name: found.count(severity) for severity, name in SEVERITIES.items()}


def as_json(path: Path) -> Counts:
    """Read an object of numbers, as the scripts of this package print it."""
    try:
        return {str(name): int(number) for name, number in json.loads(path.read_text("utf-8")).items()}
    except ValueError as error:
        raise Unreadable("its output is not JSON") from error


def rows(path: Path) -> Counts:
    """Count the rows of an answer in CSV, without the header."""
    with path.open(encoding="utf-8", newline="") as file:
        return {"rows": max(0, sum(1 for row in csv.reader(file) if row) - 1)}


def table_rows(path: Path) -> Counts:
    """Count the rows of an answer as the program shows it, without the header and the rule."""
    return {"rows": max(0, len(path.read_text("utf-8").splitlines()) - 2)}


TRIPLES_FILE: Final = "converted.nt"
TURTLE_FILE: Final = "converted.ttl"
TRIG_FILE: Final = "converted.trig"
"""The files that conversions write."""


def triples(path: Path) -> dict[str, int]:
    """Count the statements of N-Triples."""
    return {"triples": _lines(path)}


def triples_of_turtle(path: Path) -> dict[str, int]:
    """Count the statements of Turtle."""
    return {"triples": _parsed(path, RdfFormat.TURTLE)}


def quads(path: Path) -> dict[str, int]:
    """Count the statements of TriG."""
    return {"quads": _parsed(path, RdfFormat.TRIG)}


def dumps(folder: Path) -> Counts:
    """Count the statements of a build: the lines of its N-Triples and N-Quads (one file each)."""
    return {"triples": _lines(_only(folder, "*.nt")), "quads": _lines(_only(folder, "*.nq"))}


def dumps_and_facts(folder: Path) -> Counts:
    """Count the statements of a build and the rows of its table of facts."""
    return {**dumps(folder), "facts": rows(_only(folder, "*.csv"))["rows"]}


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise Unreadable(f"it wrote {len(found)} files {pattern} instead of one")
    return found[0]


def _parsed(path: Path, syntax: RdfFormat) -> int:
    try:
        return sum(1 for _ in parse(path=path, format=syntax))
    except SyntaxError as error:
        raise Unreadable(f"its output is not {syntax.name}") from error


def _lines(path: Path) -> int:
    """Count the lines, except empty ones: rdflib ends its N-Quads with one."""
    with path.open("rb") as file:
        return sum(1 for line in file if line != b"\n")
