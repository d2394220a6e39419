"""How many results a validation must give: counted in a report, written beside a workload, read again by a benchmark."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.results import Result

Constraint = tuple[str, str]
"""The IRI of a shape and the IRI of a constraint component."""

_SHAPES: Final = "https://w3id.org/kzit/shapes#"


def constraint(shape: str, component: str) -> Constraint:
    """A constraint by the short names of its shape and component, such as "Fact-stance" and "MinCount"."""
    return f"{_SHAPES}{shape}", f"{SHACL}{component}ConstraintComponent"


def count_results(results: Iterable[Result]) -> Counter[Constraint]:
    """The results of a report by constraint, to be compared with what a workload expects."""
    return Counter(((result.shape or "").strip("<>"), result.component.strip("<>")) for result in results)


def write_expected(path: Path, expected: Mapping[Constraint, int], left_out: Mapping[str, str]) -> None:
    """Writes the expected results as JSON. left_out: cases that are not in the workload, each with the reason."""
    results = [{"shape": shape, "component": component, "count": count} for (shape, component), count in sorted(expected.items())]
    content = {"results": results, "left_out": dict(sorted(left_out.items()))}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_expected(path: Path) -> Counter[Constraint]:
    """The expected results that `write_expected` wrote."""
    results = json.loads(path.read_text("utf-8"))["results"]
    return Counter({(result["shape"], result["component"]): result["count"] for result in results})
