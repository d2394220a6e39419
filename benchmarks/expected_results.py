"""The number of results that a validation of a workload gives, by constraint: counted in a report, and kept beside the workload."""

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
    """Return the constraint of a shape and a component given by short names, such as "Fact-field" and "Node"."""
    return f"{_SHAPES}{shape}", f"{SHACL}{component}ConstraintComponent"


def count_results(results: Iterable[Result]) -> Counter[Constraint]:
    """Count the results of a report by constraint."""
    return Counter(((result.shape or "").strip("<>"), result.component.strip("<>")) for result in results)


def write_expected(path: Path, expected: Mapping[Constraint, int]) -> None:
    """Write expected results as JSON."""
    results = [{"shape": shape, "component": component, "count": count} for (shape, component), count in sorted(expected.items())]
    path.write_text(json.dumps({"results": results}, indent=2) + "\n", encoding="utf-8", newline="\n")


def read_expected(path: Path) -> Counter[Constraint]:
    """Read what `write_expected` wrote."""
    results = json.loads(path.read_text("utf-8"))["results"]
    return Counter({(result["shape"], result["component"]): result["count"] for result in results})
