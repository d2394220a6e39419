"""`python -m benchmarks`: run the whole comparison; `--quick`: run a small one and compare it with the last whole one.

A comparison has two parts: commands, and servers. `--only` measures one of them, and keeps what results.json has of the other.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.figures import Figures
from benchmarks.inputs import CannotPrepare, Files, Input, prepare
from benchmarks.machine import describe_machine, versions
from benchmarks.meter import Ending
from benchmarks.peers.ours import OWN
from benchmarks.peers.registry import PEERS
from benchmarks.places import KEPT
from benchmarks.report import comparison, contest_table, has_run, missing_lines, targets_table, write_report
from benchmarks.results import RESULTS, Results, read_results, write_results
from benchmarks.rounds import Run, run
from benchmarks.serving.comparison import measure_servers, ours_failed
from benchmarks.serving.observations import ServerFigures
from benchmarks.serving.plan import QUICK, WHOLE
from benchmarks.serving.section import server_tables, server_targets_table
from benchmarks.serving.servers import SERVERS
from benchmarks.serving.targets import server_targets
from benchmarks.sizes import parse_size, size_name
from benchmarks.targets import targets
from benchmarks.works import SIZES, Contest, contests, quick_contests

_REPORT: Final = Path(__file__).parent / "RESULTS.md"
_REMARKS: Final = Path(__file__).parent / "remarks.toml"
_PROGRAMS: Final = tuple(dict.fromkeys((*PEERS, *SERVERS)))

COMMANDS_ONLY: Final = "commands"
SERVERS_ONLY: Final = "servers"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a comparison and print its tables; the whole one also writes RESULTS.md and results.json.

    Returns the exit status: 1 if an input could not be made or the program itself failed, whatever the figures are.
    """
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that the measured program is ended as well
    has_commands, has_servers = options.only != SERVERS_ONLY, options.only != COMMANDS_ONLY
    last = read_results(RESULTS) or Results({}, {}, {}, ())
    planned = quick_contests() if options.quick else contests(options.sizes)
    measured, met = _measure(planned, options.peers) if has_commands else (last, [])
    served = measure_servers(QUICK if options.quick else WHOLE, options.peers, _tell) if has_servers else last.served
    results = replace(measured, served=served)
    remarks = tomllib.loads(_REMARKS.read_text("utf-8"))
    print()
    print(_tables(results, met, has_servers=has_servers), end="")
    if options.quick:
        print(comparison(Figures(results.runs), read_results(RESULTS)) if has_commands else "", end="")
    else:
        print(_judged(results, remarks))
        shown = met if has_commands else [one for one in contests(SIZES) if has_run(results, one)]
        write_results(results, options.into / RESULTS.name)
        (options.into / _REPORT.name).write_text(write_report(results, shown, targets(), remarks), encoding="utf-8")
    missing = {**(results.missing if has_commands else {}), **(served.missing if has_servers else {})}
    print(missing_lines(missing), end="", file=sys.stderr)
    broken = [one for one in results.runs if has_commands and one.peer in OWN and one.ending == Ending.FAILED]
    return 1 if broken or (has_commands and len(met) < len(planned)) or (has_servers and ours_failed(served)) else 0


def _tables(results: Results, met: Sequence[Contest], *, has_servers: bool) -> str:
    figures = Figures(results.runs)
    parts = [f"{contest.name}\n\n{contest_table(figures, results.missing, contest)}\n" for contest in met]
    return "".join([*parts, *([server_tables(results.served)] if has_servers else [])])


def _judged(results: Results, remarks: Mapping[str, str]) -> str:
    of_commands = targets_table(Figures(results.runs), targets(), remarks)
    of_servers = server_targets_table(ServerFigures(results.served.observations), server_targets(), remarks)
    return f"targets\n\n{of_commands}\n{of_servers}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small inputs and few rounds; writes nothing")
    parser.add_argument(
        "--sizes", nargs="+", type=parse_size, default=SIZES, metavar="SIZE", help=f"workloads; default: {' '.join(map(size_name, SIZES))}"
    )
    parser.add_argument("--peers", nargs="+", choices=_PROGRAMS, metavar="PEER", help=f"which programs to measure: {', '.join(_PROGRAMS)}")
    parser.add_argument("--only", choices=(COMMANDS_ONLY, SERVERS_ONLY), help="measure one part; the other stays as results.json has it")
    parser.add_argument("--into", type=Path, default=RESULTS.parent, metavar="FOLDER", help="where RESULTS.md and results.json go")
    return parser


def _measure(planned: Sequence[Contest], chosen: Iterable[str] | None) -> tuple[Results, list[Contest]]:
    wanted = {name: PEERS[name] for name in chosen or PEERS if name in PEERS}
    present = {name: peer for name, peer in wanted.items() if peer.present()}
    missing = {name: peer.install for name, peer in wanted.items() if name not in present}
    machine, of_peers = describe_machine(), versions(present)
    inputs: dict[Input, Files] = {}
    for contest in planned:
        ready = any(contest.work in PEERS[name].tasks and PEERS[name].tasks[contest.work].ready for name in contest.peers)
        try:
            inputs[contest.input] = prepare(contest.input, made_ready=ready)
        except CannotPrepare as error:
            _tell(f"skipped: {contest.name}: {error}")
    scratch = KEPT / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    met = [contest for contest in planned if contest.input in inputs]
    runs: list[Run] = []
    try:
        for done in run(met, present, inputs, scratch, _tell):
            runs.append(done)  # noqa: PERF402 - keeps the runs before an interrupt
    except KeyboardInterrupt:
        _tell("interrupted: the report has what was measured so far")
    return Results(machine, of_peers, missing, tuple(runs)), met


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
