"""Writes RESULTS.md: the targets, a table for each contest, the machine and the versions; then the same of servers and of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.figures import Figures, worse
from benchmarks.judges import spelt, spelt_figure
from benchmarks.meter import Ending
from benchmarks.peers.ours import OURS, OWN
from benchmarks.peers.registry import PEERS
from benchmarks.results import Results
from benchmarks.rounds import Run
from benchmarks.serving.section import server_section
from benchmarks.serving.targets import server_targets
from benchmarks.site.section import site_section
from benchmarks.site.targets import site_targets
from benchmarks.table import markdown_table
from benchmarks.target import Target, targets_table
from benchmarks.works import Contest

_OPENING = """\
# Measured side by side

Written by `make bench`; do not edit. Remarks on targets belong in `remarks.toml`.

Each figure is minimum / median / maximum over several rounds. In a round all programs take turns (A B C A B C …), and ratios are
taken within a round. Times are wall times of cold processes. Memory is the peak of the whole process tree: the resident set of a
single process, the sum of the proportional sets (PSS) of several, and never less than the system recorded for the largest.
Slow programs ran fewer times; "more than" marks a program that hit its time limit. `parse` is pyoxigraph parsing the same files
without keeping anything. All programs except kzit-graph read files prepared for them, which is not measured: the data in one file,
with what the rules of the project write and the ontology entails, and without owl:imports, which some would fetch; the script reads a
project folder with what the rules write. To convert, kzit-graph reads the same files as the others.
"""

_SLOWER = "**slower**: "


def write_report(results: Results, contests: Sequence[Contest], targets: Iterable[Target[Figures]], remarks: Mapping[str, str]) -> str:
    """Return the whole report as Markdown."""
    figures = Figures(results.runs)
    parts = [_OPENING, "## Targets\n", targets_table(figures, targets, remarks)]
    parts += ["## Where another program is faster\n", faster_lines(figures, contests) or "Nowhere.\n"]
    for contest in contests:
        parts += [f"## {contest.name}\n", contest_table(figures, results.missing, contest)]
    parts += ["## Machine and versions\n", markdown_table(("what", "which"), [*results.machine.items(), *results.versions.items()])]
    sections = (server_section(results.served, server_targets(), remarks), site_section(results.site, site_targets(), remarks))
    return "\n".join([*parts, *filter(None, sections)])


def has_run(results: Results, contest: Contest) -> bool:
    """Return whether results have a run of a contest."""
    return any((run.work, run.input) == (contest.work, contest.input.name) for run in results.runs)


def contest_table(figures: Figures, missing: Mapping[str, str], contest: Contest) -> str:
    """Return a row for each peer: time, memory, comparison with the program, what it found, and notes."""
    shown = [peer for peer in contest.peers if peer in missing or figures.of(contest.work, contest.input.name, peer)]
    rows = [_row(figures, missing, contest, peer) for peer in shown]
    return markdown_table(("peer", "seconds", "MB", f"{OURS} is", "found", "runs", "notes"), rows)


def faster_lines(figures: Figures, contests: Iterable[Contest]) -> str:
    """Return a line for each peer that is faster than the program, with what it does differently."""
    lines = []
    for contest in contests:
        for peer in contest.peers:
            comparison = _comparison(figures, contest, peer)
            if comparison.startswith(_SLOWER):
                notes = "; ".join(_notes(figures, contest, peer, figures.of(contest.work, contest.input.name, peer)))
                aside = f" ({notes})" if notes else ""
                lines.append(f"- {contest.name}: {peer}; {OURS} takes {comparison.removeprefix(_SLOWER)}{aside}\n")
    return "".join(lines)


def _row(figures: Figures, missing: Mapping[str, str], contest: Contest, peer: str) -> tuple[str, ...]:
    where = (contest.work, contest.input.name, peer)
    if peer in missing:
        return (peer, "", "", "", "", "0", f"not installed: {missing[peer]}")
    runs = figures.of(*where)
    done = [run for run in runs if run.ending == Ending.DONE]
    seconds, memory = figures.seconds(*where), figures.megabytes(*where)
    counts = figures.counts(*where) or {}
    return (
        peer,
        spelt(seconds) if seconds else "",
        spelt(memory) if memory else "",
        _comparison(figures, contest, peer),
        ", ".join(f"{count:,} {what}" for what, count in counts.items()),
        str(len(done)),
        "; ".join(_notes(figures, contest, peer, runs)),
    )


def _comparison(figures: Figures, contest: Contest, peer: str) -> str:
    if peer == OURS:
        parses = figures.parses(contest.work, contest.input.name)
        return f"{spelt(parses)} × the parse" if parses else ""
    if peer in OWN:
        return ""
    figure = figures.faster(contest.work, contest.input.name, peer)
    if figure is None:
        return ""
    if figure.spread.median >= 1 or figure.bounded:
        return f"{spelt_figure(figure)} × as fast"
    slower = figures.slower(contest.work, contest.input.name, peer)
    return f"{_SLOWER}{spelt(slower)} × the time" if slower else ""


def _notes(figures: Figures, contest: Contest, peer: str, runs: Sequence[Run]) -> Iterator[str]:
    if disagreements := figures.disagreements(contest.work, contest.input.name, peer):
        yield f"**different result**: {', '.join(disagreements)}"
    for run in runs:
        if run.ending == Ending.OUT_OF_TIME:
            yield f"**timeout** after {run.seconds:.0f} s"
        elif run.ending == Ending.OUT_OF_MEMORY:
            yield f"**out of memory**: killed at {run.peak / 1e6:,.0f} MB"
        elif run.ending != Ending.DONE:
            yield f"**{run.ending}**: {run.words}"
    if leaves_out := PEERS[peer].tasks[contest.work].leaves_out:
        yield f"does less: {leaves_out}"


def comparison(now: Figures, last: Results | None) -> str:
    """Return the figures that are worse by more than a third than in the last whole comparison, or that there are none."""
    if last is None:
        return "no results.json to compare with; make bench writes it\n"
    found = worse(now, Figures(last.runs))
    commit = last.machine.get("commit", "unknown")
    lines = [f"!!! WORSE by more than a third than in results.json ({commit}): {line}\n" for line in found]
    return "".join(lines) or f"no figure is worse by more than a third than in results.json ({commit})\n"


def missing_lines(missing: Mapping[str, str]) -> str:
    """Return a line for each peer that is not installed."""
    return "".join(f"{peer} is not installed: {line}\n" for peer, line in missing.items())
