"""Keeps all runs, and all measurements of servers and of the site, in benchmarks/results.json, so that later runs can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.measured import Measured
from benchmarks.rounds import Run
from benchmarks.serving.observations import Observation, Served
from benchmarks.site.measurements import Measurement, SiteMeasured

RESULTS: Final = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Results(Measured):
    """The runs of a comparison. served, site: the measurements of servers and of the site, which may be of another time."""

    runs: tuple[Run, ...] = ()
    served: Served = field(default_factory=Served)
    site: SiteMeasured = field(default_factory=SiteMeasured)


def write_results(results: Results, path: Path) -> None:
    """Write one run a line, so that changes are readable."""
    head = {**_head(results), "servers": _head(results.served), "site": _head(results.site)}
    lines = [f"  {_json(name)}: {_json(value)}" for name, value in head.items()]
    runs = [_json(asdict(run) | {"seconds": round(run.seconds, 4)}) for run in results.runs]
    lines += [_list("runs", runs), _list("observations", _shortened(results.served.observations))]
    lines.append(_list("measurements", _shortened(results.site.measurements)))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read_results(path: Path) -> Results | None:
    """Read what `write_results` wrote, or return None if there is no such file."""
    if not path.is_file():
        return None
    read = json.loads(path.read_text("utf-8"))
    observations = tuple(Observation(**one) for one in read.get("observations", ()))
    served = Served(**read.get("servers", {}), observations=observations)
    site = SiteMeasured(**read.get("site", {}), measurements=tuple(Measurement(**one) for one in read.get("measurements", ())))
    return Results(read["machine"], read["versions"], read["missing"], tuple(Run(**run) for run in read["runs"]), served, site)


def _head(part: Measured) -> dict[str, Mapping[str, str]]:
    return {"machine": part.machine, "versions": part.versions, "missing": part.missing}


def _shortened(found: Iterable[Observation | Measurement]) -> list[str]:
    return [_json(asdict(one) | {"values": {name: _short(value) for name, value in one.values.items()}}) for one in found]


def _list(name: str, lines: Sequence[str]) -> str:
    return f"  {_json(name)}: [\n" + ",\n".join(f"    {line}" for line in lines) + "\n  ]"


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
