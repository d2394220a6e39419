"""The report of a load: what was done to each graph, and how it compares afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kzit_graph.hidden_characters import escaped_json
from kzit_graph.plain_text import counted, visible
from kzit_graph.remote.graph_store import GraphStore
from kzit_graph.remote.load import KEEP, LEAVE, Outcome, Step

_MAX_EXAMPLES: Final = 5
"""How many lost or unexpected triples of a graph are shown."""


def load_report_text(target: GraphStore, steps: Sequence[Step], outcomes: Sequence[Outcome] | None, base: str) -> str:
    """Return the report for people. outcomes: None for a dry run. base: the IRI that graph names are shown without."""
    way = "the Graph Store Protocol" if target.via == "gsp" else "SPARQL Update"
    lines = [f"{target.services.kind or 'store'} at {target.services.graphs if target.via == 'gsp' else target.services.update}, by {way}"]
    width = max(len(step.graph.value.removeprefix(base)) for step in steps)
    for step in steps:
        change = "" if step.action in (KEEP, LEAVE) else f" (+{step.added:,} −{step.removed:,})"
        size = "not in the manifest" if step.action == LEAVE else f"{step.triples:>9,} triples{change}"
        lines.append(f"  {step.action:<7}  {step.graph.value.removeprefix(base):<{width}}  {size}")
    if outcomes is None:
        lines.append("dry run: nothing was changed")
    else:
        for outcome in outcomes:
            lines += _outcome_lines(outcome, base)
        wrong = sum(not outcome.is_right for outcome in outcomes)
        graphs, triples = counted(len(outcomes), "graph"), counted(sum(outcome.counted for outcome in outcomes), "triple")
        exact = all(outcome.digest == outcome.found for outcome in outcomes)
        verdict = "every canonical digest agrees" if exact else "values agree, some in another form"
        lines.append(f"failed: {wrong:,} of {graphs} wrong" if wrong else f"verified: {graphs}, {triples}; {verdict}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _outcome_lines(outcome: Outcome, base: str) -> list[str]:
    unlike = outcome.difference
    name = outcome.graph.value.removeprefix(base)
    lines = [f"  {name}: in another form, {counted(count, 'triple')}: {what}" for what, count in unlike.normalised.items()]
    for sign, what, triples in (("−", "lost", unlike.missing), ("+", "unexpected", unlike.surplus)):
        if triples:
            lines.append(f"  {name}: {what}, {counted(len(triples), 'triple')}")
            lines += [f"    {sign} {triple} ." for triple in triples[:_MAX_EXAMPLES]]
    if not outcome.is_right and not unlike.is_loss:
        repair = "; drop the graph in the store, and load again" if outcome.counted > outcome.triples else ""
        lines.append(f"  {name}: the store counts {counted(outcome.counted, 'triple')}, not {outcome.triples:,}{repair}")
    return lines


def load_report_json(target: GraphStore, steps: Sequence[Step], outcomes: Sequence[Outcome] | None) -> str:
    """Return the report for programs: a JSON object with the keys store, via, graphs and passed, which is null for a dry run."""
    found = {outcome.graph: outcome for outcome in outcomes or ()}
    graphs = [_graph(step, found.get(step.graph)) for step in steps]
    services = target.services
    report: dict[str, Any] = {
        "store": {"kind": services.kind or None, "query": services.query, "update": services.update, "graphStore": services.graphs},
        "via": target.via,
        "graphs": graphs,
        "passed": None if outcomes is None else all(outcome.is_right for outcome in outcomes),
    }
    return escaped_json(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"


def _graph(step: Step, outcome: Outcome | None) -> Mapping[str, Any]:
    shown: dict[str, Any] = {
        "graph": step.graph.value,
        "action": step.action,
        "triples": step.triples,
        "added": step.added,
        "removed": step.removed,
    }
    if outcome is not None:
        unlike = outcome.difference
        shown |= {
            "counted": outcome.counted,
            "digest": outcome.digest,
            "found": outcome.found,
            "normalised": dict(unlike.normalised),
            "missing": [f"{triple} ." for triple in unlike.missing],
            "surplus": [f"{triple} ." for triple in unlike.surplus],
        }
    return shown
