"""Keeps all runs in benchmarks/results.json, so that later runs can be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.rounds import Run

RESULTS: Final = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Results:
    """The runs of a comparison. machine, versions: from `benchmarks.machine`. missing: how to install each missing peer."""

    machine: Mapping[str, str]
    versions: Mapping[str, str]
    missing: Mapping[str, str]
    runs: tuple[Run, ...]


def write_results(results: Results, path: Path) -> None:
    """Write one run a line, so that changes are readable."""
    head = {"machine": results.machine, "versions": results.versions, "missing": results.missing}
    lines = [f"  {_json(name)}: {_json(value)}" for name, value in head.items()]
    runs = ",\n".join(f"    {_json(asdict(run) | {'seconds': round(run.seconds, 4)})}" for run in results.runs)
    path.write_text("{\n" + ",\n".join([*lines, f'  "runs": [\n{runs}\n  ]']) + "\n}\n", encoding="utf-8")


def read_results(path: Path) -> Results | None:
    """Read what `write_results` wrote, or return None if there is no such file."""
    if not path.is_file():
        return None
    read = json.loads(path.read_text("utf-8"))
    return Results(read["machine"], read["versions"], read["missing"], tuple(Run(**run) for run in read["runs"]))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
