"""`python -m benchmarks`: run the whole comparison; `--quick`: run a small one and compare it with the last whole one.

A comparison has three parts: commands, servers, and the web site. `--only` measures some of them, and keeps what results.json has of the
others.
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
from benchmarks.report import comparison, contest_table, has_run, missing_lines, write_report
from benchmarks.results import RESULTS, Results, read_results, write_results
from benchmarks.rounds import Run, run
from benchmarks.serving.comparison import measure_servers, ours_failed
from benchmarks.serving.observations import ServerFigures
from benchmarks.serving.plan import QUICK, WHOLE
from benchmarks.serving.section import server_tables
from benchmarks.serving.servers import SERVERS
from benchmarks.serving.targets import server_targets
from benchmarks.site import plan as site_plan
from benchmarks.site.comparison import measure_site, site_failed
from benchmarks.site.measurements import SiteFigures
from benchmarks.site.section import site_tables
from benchmarks.site.targets import site_targets
from benchmarks.sizes import parse_size, size_name
from benchmarks.target import targets_table
from benchmarks.targets import targets
from benchmarks.works import SIZES, Contest, contests, quick_contests

_REPORT: Final = Path(__file__).parent / "RESULTS.md"
_REMARKS: Final = Path(__file__).parent / "remarks.toml"
_PROGRAMS: Final = tuple(dict.fromkeys((*PEERS, *SERVERS)))

COMMANDS: Final = "commands"
SERVED: Final = "servers"
SITE: Final = "site"
PARTS: Final = (COMMANDS, SERVED, SITE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a comparison and print its tables; the whole one also writes RESULTS.md and results.json, after each part.

    Returns the exit status: 1 if an input could not be made or the program itself failed, whatever the figures are.
    """
    options = _parser().parse_args(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that the measured program is ended as well
    before = read_results(RESULTS)
    results, remarks = before or Results(), tomllib.loads(_REMARKS.read_text("utf-8"))
    failed = False
    for part in options.only:
        results, is_whole = _PARTS[part](results, options)
        failed = failed or not is_whole
        if not options.quick:
            write_results(results, options.into / RESULTS.name)
            report = write_report(results, _met(results, options), targets(), remarks)
            (options.into / _REPORT.name).write_text(report, encoding="utf-8")
    print()
    print(_tables(results, _met(results, options), options.only), end="")
    if options.quick:
        print(comparison(Figures(results.runs), before) if COMMANDS in options.only else "", end="")
    else:
        print(_judged(results, remarks))
    missing = {COMMANDS: results.missing, SERVED: results.served.missing, SITE: results.site.missing}
    print(missing_lines({name: line for part in options.only for name, line in missing[part].items()}), end="", file=sys.stderr)
    return int(failed)


def _met(results: Results, options: argparse.Namespace) -> list[Contest]:
    """Return the contests that results have runs of."""
    planned = quick_contests() if options.quick else contests({*SIZES, *options.sizes})
    return [one for one in planned if has_run(results, one)]


def _commands(results: Results, options: argparse.Namespace) -> tuple[Results, bool]:
    planned = quick_contests() if options.quick else contests(options.sizes)
    measured, met = _measure(planned, options.peers)
    broken = [one for one in measured.runs if one.peer in OWN and one.ending == Ending.FAILED]
    return replace(measured, served=results.served, site=results.site), not broken and len(met) == len(planned)


def _servers(results: Results, options: argparse.Namespace) -> tuple[Results, bool]:
    served = measure_servers(QUICK if options.quick else WHOLE, options.peers, _tell)
    return replace(results, served=served), not ours_failed(served)


def _site(results: Results, options: argparse.Namespace) -> tuple[Results, bool]:
    site = measure_site(site_plan.QUICK if options.quick else site_plan.WHOLE, _tell)
    return replace(results, site=site), not site_failed(site)


_PARTS: Final = {COMMANDS: _commands, SERVED: _servers, SITE: _site}
"""Each measures a part, and returns the results with it, and whether nothing failed."""


def _tables(results: Results, met: Sequence[Contest], parts: Sequence[str]) -> str:
    shown = []
    if COMMANDS in parts:
        figures = Figures(results.runs)
        shown += [f"{one.name}\n\n{contest_table(figures, results.missing, one)}\n" for one in met]
    if SERVED in parts:
        shown.append(server_tables(results.served))
    if SITE in parts:
        shown.append(site_tables(results.site))
    return "".join(shown)


def _judged(results: Results, remarks: Mapping[str, str]) -> str:
    of_commands = targets_table(Figures(results.runs), targets(), remarks)
    of_servers = targets_table(ServerFigures(results.served.observations), server_targets(), remarks)
    of_site = targets_table(SiteFigures(results.site.measurements), site_targets(), remarks)
    return f"targets\n\n{of_commands}\n{of_servers}\n{of_site}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small inputs and few rounds; writes nothing")
    parser.add_argument(
        "--sizes", nargs="+", type=parse_size, default=SIZES, metavar="SIZE", help=f"workloads; default: {' '.join(map(size_name, SIZES))}"
    )
    parser.add_argument("--peers", nargs="+", choices=_PROGRAMS, metavar="PEER", help=f"which programs to measure: {', '.join(_PROGRAMS)}")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        default=PARTS,
        metavar="PART",
        help=f"measure some parts, and keep the others: {', '.join(PARTS)}",
    )
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
