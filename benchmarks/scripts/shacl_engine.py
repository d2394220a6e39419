"""Validates with a SHACL engine and prints the number of results of each severity as JSON.

python shacl_engine.py MODULE DATA SHAPES     (Turtle files)
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

SEVERITIES: Final = {"violations": "Violation", "warnings": "Warning", "infos": "Info"}


def pyrudof(data: Path, shapes: Path) -> Iterable[str]:
    """Validate with rudof."""
    from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat

    session = Rudof(RudofConfig())
    session.read_data(str(data), format=RDFFormat.Turtle)
    session.read_shacl(str(shapes), format=ShaclFormat.Turtle)
    return [entry.severity for entry in session.validate_shacl()]


def shifty(data: Path, shapes: Path) -> Iterable[str]:
    """Validate with shifty: only the data graph, as SHACL says, not the things of the shapes graph."""
    import shifty as engine

    _, report, _ = engine.validate(data, shapes, graph_mode="data")
    return severities(report)


def pyshacl_turbo(data: Path, shapes: Path) -> Iterable[str]:
    """Validate with pySHACL-turbo, which has the interface of pySHACL."""
    import pyshacl_turbo as engine

    _, report, _ = engine.validate(str(data), shacl_graph=str(shapes))
    return severities(report)


def shacl_rust(data: Path, shapes: Path) -> Iterable[str]:
    """Validate with shacl-rust and its faster index."""
    import shacl_rust as engine

    report = engine.validate_file(str(data), str(shapes), experimental_index=True)
    return [result["severity"] for result in report["results"]]


def severities(report: Any) -> Iterable[str]:
    """Return the severities of a report that is an rdflib graph."""
    from rdflib import SH

    return [str(report.value(result, SH.resultSeverity)) for result in report.objects(None, SH.result)]


ENGINES: Final[Mapping[str, Callable[[Path, Path], Iterable[str]]]] = {
    function.__name__: function for function in (pyrudof, shifty, pyshacl_turbo, shacl_rust)
}


def main(module: str, data: Path, shapes: Path) -> None:
    """Print the counts."""
    found = Counter(severity.strip("<>").rsplit("#", 1)[-1] for severity in ENGINES[module](data, shapes))
    print(json.dumps({name: found[severity] for name, severity in SEVERITIES.items()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
