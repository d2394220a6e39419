"""Writes RESULTS.md: targets, one table for each contest, and what everything was measured with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.figures import Figures, worse
from benchmarks.inputs import size_name
from benchmarks.judges import spelt, spelt_figure
from benchmarks.meter import Ending
from benchmarks.peers.ours import OURS, OWN
from benchmarks.peers.registry import PEERS
from benchmarks.results import Results
from benchmarks.rounds import Run
from benchmarks.table import markdown_table
from benchmarks.targets import Target
from benchmarks.works import Contest

_OPENING = """\
# Measured side by side

Written by `make bench`; do not edit: sentences on targets belong in `remarks.toml`.

Each figure is minimum / median / maximum over the rounds of one run, in which all take turns (A B C A B C …); a ratio is taken
within a round. Times are wall times of cold processes. Memory is the peak of the whole tree of processes: the resident set of one
process, or the sum of the proportional sets (PSS) of several, and never less than what the system recorded for the largest.
Who needed long ran fewer times, and "more than" is said of who was cut off. `parse` is pyoxigraph reading the same files and
keeping nothing. All but this program and the script start from files made ready for them outside of the measurement: the data
merged into one file, with what the ontology entails, and without owl:imports, which some would fetch.
"""

_SLOWER = "**slower**: "
_MET = {True: "met", False: "**missed**", None: "?"}


def write_report(results: Results, contests: Sequence[Contest], targets: Iterable[Target], remarks: Mapping[str, str]) -> str:
    """The whole report as Markdown."""
    figures = Figures(results.runs)
    parts = [_OPENING, "## Targets\n", targets_table(figures, targets, remarks)]
    parts += ["## Where another is faster\n", faster_lines(figures, contests) or "Nowhere.\n"]
    for contest in contests:
        parts += [f"## {contest.name}\n", contest_table(figures, results.missing, contest)]
    parts += ["## Measured with\n", markdown_table(("what", "which"), [*results.machine.items(), *results.versions.items()])]
    return "\n".join(parts)


def targets_table(figures: Figures, targets: Iterable[Target], remarks: Mapping[str, str]) -> str:
    """Every target with its figure, met or not."""
    judged = [(target, target.judge(figures)) for target in targets]
    return markdown_table(
        ("work", "target", "measured", "met", "remark"),
        [(target.work, target.wanted, found.figure, _MET[found.met], remarks.get(target.key, "")) for target, found in judged],
    )


def contest_table(figures: Figures, missing: Mapping[str, str], contest: Contest) -> str:
    """One line a peer: time, memory, how the program compares, what it found, and what else is to be said of it."""
    shown = [peer for peer in contest.peers if peer in missing or figures.of(contest.work, contest.input.name, peer)]
    rows = [_row(figures, missing, contest, peer) for peer in shown]
    return markdown_table(("peer", "seconds", "MB", f"{OURS} is", "found", "runs", "notes"), rows)


def faster_lines(figures: Figures, contests: Iterable[Contest]) -> str:
    """A line for each peer that beat the program, with what it leaves out or does otherwise."""
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
        yield f"**another result**: {', '.join(disagreements)}"
    for run in runs:
        if run.ending == Ending.OUT_OF_TIME:
            yield f"**cut off** after {run.seconds:.0f} s"
        elif run.ending == Ending.OUT_OF_MEMORY:
            yield f"**out of memory**: cut off with {run.peak / 1e6:,.0f} MB"
        elif run.ending != Ending.DONE:
            yield f"**{run.ending}**: {run.words}"
    if leaves_out := PEERS[peer].tasks[contest.work].leaves_out:
        yield f"part of the work: {leaves_out}"


def comparison(now: Figures, last: Results | None) -> str:
    """What became worse by more than a third since the last whole comparison, or that nothing did."""
    if last is None:
        return "no results.json to compare with: make bench writes it\n"
    found = worse(now, Figures(last.runs))
    commit = last.machine.get("commit", "unknown")
    lines = [f"!!! WORSE by more than a third than in results.json ({commit}): {line}\n" for line in found]
    return "".join(lines) or f"no figure is worse by more than a third than in results.json ({commit})\n"


def missing_lines(missing: Mapping[str, str]) -> str:
    """A line for each peer that is not installed."""
    return "".join(f"{peer} is not installed: {line}\n" for peer, line in missing.items())


def sizes_in_words(sizes: Iterable[int]) -> str:
    """Sizes as the command takes them."""
    return " ".join(map(size_name, sizes))
