"""kzit-graph load."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kzit_graph.addresses import read_address
from kzit_graph.cli.options import chosen_project, data_option, output_option, write
from kzit_graph.credentials import credentials_from
from kzit_graph.errors import InvalidData
from kzit_graph.graph_store import WAYS, GraphStore, open_graph_store
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.load import KEEP, Outcome, Progress, Step, carry_out, plan, verify
from kzit_graph.report_formats import as_text
from kzit_graph.store_layouts import Services
from kzit_graph.tables import visible

_EXAMPLES = 5


@click.command()
@click.argument("url", metavar="URL")
@data_option
@click.option("--via", type=click.Choice(WAYS), default="auto", show_default=True, help="Graph Store Protocol, or SPARQL Query and Update.")
@click.option("--query-url", metavar="URL", help="The store's SPARQL Query service, where the store is of another kind.")
@click.option("--update-url", metavar="URL", help="Its SPARQL Update service.")
@click.option("--graph-store-url", metavar="URL", help="Its Graph Store Protocol service.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="For each request.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--format", "format_name", type=click.Choice(("text", "json")), default="text", show_default=True, help="Form of the report.")
@output_option
@click.pass_context
def load(
    context: click.Context,
    url: str,
    dumps: tuple[Path, ...],
    *,
    via: str,
    query_url: str | None,
    update_url: str | None,
    graph_store_url: str | None,
    timeout: float,
    dry_run: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Put the named graphs into a running triple store, and prove that they are in.

    URL is the base of an Oxigraph server, of a dataset of Fuseki, of a repository of RDF4J or GraphDB, of Virtuoso, or
    their Graph Store service. Of any other store, its services are given by options.

    The store ends exactly as the data is: graphs under the project's base IRI are created, replaced or removed, others are
    left alone. What is there already is not sent again, so a load that broke off is gone on with by the same command.
    Afterwards every graph is read back and compared. Data that violates its shapes is not loaded.

    A user and a password are taken from KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, a token from KZIT_ENDPOINT_TOKEN, else
    from ~/.netrc; basic and digest authentication are known.

    \b
    Examples:
      kzit-graph load http://localhost:7878
      kzit-graph load http://localhost:3030/kzit --dry-run
      kzit-graph load http://localhost:8080/rdf4j-server/repositories/kzit
      kzit-graph load http://localhost:8890 --data dist/kzit.nq
      kzit-graph load http://localhost:9999 --query-url http://localhost:9999/sparql --update-url http://localhost:9999/sparql
    """
    services = _services(query_url, update_url, graph_store_url)
    kg = KnowledgeGraph(chosen_project(context), dumps)
    credentials = credentials_from(os.environ, _host(url, services))
    _refuse_invalid(kg)
    target = open_graph_store(url, services, via, credentials, timeout)
    steps = plan(kg.store, kg.project.base, target)
    outcomes: list[Outcome] | None = None
    if not dry_run:
        with _progress(steps) as progress:
            carry_out(steps, kg.store, target, progress)
        outcomes = verify(kg.store, kg.project.base, target)
    report = _as_json(target, steps, outcomes) if format_name == "json" else _as_text(kg.project.base, target, steps, outcomes)
    write(report.encode(), output)
    context.exit(0 if all(outcome.is_right for outcome in outcomes or ()) else 1)


def _services(query: str | None, update: str | None, graphs: str | None) -> Services | None:
    if query is None and (update or graphs):
        raise click.UsageError("--update-url and --graph-store-url need --query-url beside them: graphs are listed and counted by queries")
    return Services("", query, update, graphs) if query else None


def _host(url: str, services: Services | None) -> str:
    """The host that a .netrc file is asked about: none where several would get its password."""
    urls = [url, *filter(None, (services.query, services.update, services.graphs))] if services else [url]
    hosts = {read_address(one).host or "" for one in urls}
    return hosts.pop() if len(hosts) == 1 else ""


def _refuse_invalid(kg: KnowledgeGraph) -> None:
    report = kg.validate()
    if not report.passed:
        click.echo(as_text(report, kg.project.root), err=True, nl=False)
        raise InvalidData("the data does not hold to its shapes, so nothing was loaded", report)


def _as_text(base: str, target: GraphStore, steps: Sequence[Step], outcomes: Sequence[Outcome] | None) -> str:
    way = "the Graph Store Protocol" if target.via == "gsp" else "SPARQL Update"
    lines = [f"{target.services.kind or 'store'} at {target.services.graphs if target.via == 'gsp' else target.services.update}, by {way}"]
    width = max(len(_short(step.graph.value, base)) for step in steps)
    for step in steps:
        change = "" if step.action == KEEP else f" (+{step.added:,} −{step.removed:,})"
        lines.append(f"  {step.action:<7}  {_short(step.graph.value, base):<{width}}  {step.triples:>9,} triples{change}")
    if outcomes is None:
        lines.append("nothing was changed: this was a dry run")
    else:
        for outcome in outcomes:
            lines += _outcome_lines(outcome, base)
        wrong = sum(not outcome.is_right for outcome in outcomes)
        total = f"{len(outcomes):,} graphs, {sum(outcome.counted for outcome in outcomes):,} triples"
        exact = all(outcome.digest == outcome.found for outcome in outcomes)
        verdict = "every canonical digest (RDFC-1.0) agrees" if exact else "values agree, some in another form"
        lines.append(f"failed: {wrong} of {total} differ from the data" if wrong else f"verified: {total}; {verdict}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _outcome_lines(outcome: Outcome, base: str) -> list[str]:
    unlike = outcome.difference
    name = _short(outcome.graph.value, base)
    lines = [f"  {name}: {count:,} triples come back in another form: {what}" for what, count in unlike.normalised.items()]
    for sign, what, triples in (("−", "are lost", unlike.missing), ("+", "should not be there", unlike.surplus)):
        if triples:
            lines.append(f"  {name}: {len(triples):,} triples {what}")
            lines += [f"    {sign} {triple} ." for triple in triples[:_EXAMPLES]]
    if not outcome.is_right and not unlike.is_loss:
        lines.append(f"  {name}: the store counts {outcome.counted:,} triples, not {outcome.triples:,}")
    return lines


def _as_json(target: GraphStore, steps: Sequence[Step], outcomes: Sequence[Outcome] | None) -> str:
    found = {outcome.graph: outcome for outcome in outcomes or ()}
    graphs = [_graph(step, found.get(step.graph)) for step in steps]
    services = target.services
    report: dict[str, Any] = {
        "store": {"kind": services.kind or None, "query": services.query, "update": services.update, "graphStore": services.graphs},
        "via": target.via,
        "graphs": graphs,
        "passed": None if outcomes is None else all(outcome.is_right for outcome in outcomes),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


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


def _short(iri: str, base: str) -> str:
    return iri.removeprefix(base)


@contextmanager
def _progress(steps: Sequence[Step]) -> Iterator[Progress]:
    """A bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _graph, _triples: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("loading", total=sum(step.triples or step.removed for step in steps))
        yield lambda _graph, triples: bar.advance(task, triples)
