"""The part of the benchmark that measures servers: it makes what they serve, and measures those that are installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.inputs import CannotPrepare, fingerprint
from benchmarks.machine import describe_machine
from benchmarks.measured import Tell
from benchmarks.peers.ours import OURS
from benchmarks.places import KEPT, REPOSITORY
from benchmarks.serving.measuring import measure
from benchmarks.serving.observations import FAILURES, Observation, Served
from benchmarks.serving.plan import BESIDE, START, Plan
from benchmarks.serving.servers import SERVERS

_MADE_FROM: Final = ("ontology", "data", "shapes", "kzit_graph")


def measure_servers(plan: Plan, chosen: Iterable[str] | None, tell: Tell) -> Served:
    """Measure the servers of a plan. chosen: only these; None for all. tell: is called with a line about each measurement."""
    wanted = [name for name in plan.servers if chosen is None or name in set(chosen)]
    present = [name for name in wanted if SERVERS[name].present()]
    missing = {name: SERVERS[name].install for name in wanted if name not in present}
    machine, versions = describe_machine(), {name: SERVERS[name].version() for name in present}
    scratch = KEPT / "scratch" / "servers"
    shutil.rmtree(scratch, ignore_errors=True)
    observations: list[Observation] = []
    try:
        for found in measure(plan, present, kept_build(tell), scratch, tell):
            observations.append(found)  # noqa: PERF402 - keeps them before an interrupt
    except CannotPrepare as error:
        tell(str(error))
        observations.append(Observation(START, 0, OURS, 1, words=str(error)))
    except KeyboardInterrupt:
        tell("interrupted: the report has what was measured so far")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Served(machine, versions, missing, tuple(observations))


def ours_failed(served: Served) -> bool:
    """Return whether our server did not start, or failed to answer an ordinary query."""
    return any(
        one.server == OURS and one.work != BESIDE and (one.values.get(FAILURES, 0.0) > 0 or not one.values) for one in served.observations
    )


def kept_build(tell: Tell) -> Path:
    """Return a build of the bundled project. It is kept as long as neither the project nor the program changes.

    Raises `CannotPrepare` if it fails.
    """
    kept = KEPT / "served" / fingerprint(_MADE_FROM)
    if not (kept / "SHA256SUMS").is_file():
        shutil.rmtree(kept.parent, ignore_errors=True)
        tell("building what is served")
        line = (sys.executable, "-m", "kzit_graph", "--project", str(REPOSITORY), "build", "--out", str(kept))
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise CannotPrepare(f"the build to serve failed: {said[-1] if said else f'exit status {done.returncode}'}")
    return kept
