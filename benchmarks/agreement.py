"""`python -m benchmarks.agreement`: check that both engines find every mistake of a workload, and nothing else.

Writes AGREEMENT.md. The reference engine needs some ten minutes for 100,000 triples.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.expected_results import Constraint, count_results
from benchmarks.machine import describe_machine
from benchmarks.peers.peer import versions_in
from benchmarks.sizes import parse_size
from benchmarks.table import markdown_table
from benchmarks.workload import Workload, write_workload
from kzit_graph.errors import KzitError
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.validate import ENGINES, validate

_REPORT: Final = Path(__file__).parent / "AGREEMENT.md"
_PACKAGES: Final = ("kzit-graph", "pyoxigraph", "shacl", "pyshacl", "rdflib")
_HEAD: Final = """# Agreement of the engines

Written by `make agreement`; do not edit.

Each engine validates a workload with known mistakes. Results are counted by shape and constraint component. Some results are not
mistakes but known disagreements of sources. The times are of a machine that may have been busy; RESULTS.md compares times.
"""


@dataclass(frozen=True)
class Found:
    """The results of an engine by constraint, and the seconds it took."""

    results: Counter[Constraint]
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Write and print the comparison. Returns the exit status: 1 if an engine found too much or too little, 2 for a wrong call."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.into.is_dir():
        parser.error(f"argument --into: no such folder: {options.into}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            workload = write_workload(Path(folder) / "workload", options.triples, broken=options.broken, copies=options.broken_cases)
        except KzitError as error:
            print(f"agreement: {error}", file=sys.stderr)
            return 2
        found = {engine: validated(workload.folder, engine) for engine in ENGINES}
    text = report(workload, found, {**describe_machine(), "versions": versions_in(Path(sys.executable), *_PACKAGES)})
    print(text, end="")
    (options.into / _REPORT.name).write_text(text, encoding="utf-8")
    return 0 if agree(workload, found) else 1


def validated(folder: Path, engine: str) -> Found:
    """Validate a project folder by an engine."""
    begun = time.perf_counter()
    said = validate(LoadedProject(open_project(folder)), engine)
    return Found(count_results(said.results), time.perf_counter() - begun)


def agree(workload: Workload, found: Mapping[str, Found]) -> bool:
    """Whether each engine found the expected results, and nothing else."""
    return all(one.results == Counter(workload.expected) for one in found.values())


def report(workload: Workload, found: Mapping[str, Found], circumstances: Mapping[str, str]) -> str:
    """Return the comparison as Markdown. circumstances: machine and versions, by name."""
    constraints = sorted(set(workload.expected).union(*(one.results for one in found.values())))
    columns = [Counter(workload.expected), *(one.results for one in found.values())]
    rows = [(*map(_short, constraint), *(f"{column[constraint]:,}" for column in columns)) for constraint in constraints]
    rows.append(("all", "", *(f"{column.total():,}" for column in columns)))
    verdict = (
        "Both engines find every expected result, and nothing else."
        if agree(workload, found)
        else "**The engines differ from what is expected.**"
    )
    times = "; ".join(f"{engine} took {one.seconds:,.1f} s" for engine, one in found.items())
    return (
        f"{_HEAD}\n{verdict} {workload.triples:,} triples in {workload.files:,} files; {times}.\n\n"
        f"{markdown_table(('shape', 'component', 'expected', *found), rows)}\n"
        f"{markdown_table(('what', 'which'), circumstances.items())}"
    )


def _short(iri: str) -> str:
    return iri.removeprefix(SHACL).rsplit("#", 1)[-1].removesuffix("ConstraintComponent")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("--triples", type=parse_size, default=100_000, metavar="SIZE", help="how many triples; default: 100k")
    parser.add_argument("--broken", type=int, default=1_000, metavar="N", help="how many mistakes to plant; default: 1,000")
    parser.add_argument(
        "--broken-cases", type=int, default=1, metavar="N", help="how many copies of each broken case of tests/shapes/; default: 1"
    )
    parser.add_argument("--into", type=Path, default=_REPORT.parent, metavar="FOLDER", help="where AGREEMENT.md goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
