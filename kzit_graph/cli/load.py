"""kzit-graph load."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.data import chosen_data
from kzit_graph.cli.deadline import request_timeout_option, timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project, data_option, format_option, output_format
from kzit_graph.cli.output import load_report_option, write
from kzit_graph.cli.validate import validation_text
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.files.graph_files import with_separator
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.graph_store import MAX_GRAPH_BYTES, TIMEOUT, WAYS, open_graph_store
from kzit_graph.remote.load import Outcome, Progress, Step, carry_out, plan, refuse_unclaimed, verify
from kzit_graph.remote.load_report import load_report_json, load_report_text
from kzit_graph.remote.services import Services
from kzit_graph.validation.report.report import InvalidData


@click.command(cls=CheckedCommand)
@click.argument("url", metavar="URL")
@data_option
@click.option(
    "--via", type=Choice("way", WAYS), default="auto", show_default=True, help="Graph Store Protocol (gsp), or SPARQL Query and Update."
)
@click.option("--query-url", metavar="URL", help="SPARQL Query service of any other store. The next two options need it.")
@click.option("--update-url", metavar="URL", help="SPARQL Update service of any other store.")
@click.option("--graph-store-url", metavar="URL", help="Graph Store Protocol service of any other store.")
@request_timeout_option(TIMEOUT)
@timeout_option
@click.option("--any-graph", is_flag=True, help="With --data: also load graphs that are not under the project's base IRI.")
@click.option("--dry-run", is_flag=True, help="Print the planned changes without making them.")
@format_option(("text", "json"), "Format of the report.")
@load_report_option
@click.pass_context
def load(
    context: click.Context,
    url: str,
    sources: tuple[str, ...],
    *,
    via: str,
    query_url: str | None,
    update_url: str | None,
    graph_store_url: str | None,
    any_graph: bool,
    force: bool,
    request_timeout: float,
    dry_run: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Load the named graphs into a running triple store.

    URL is the address of an Oxigraph server, a Fuseki dataset, an RDF4J or GraphDB repository, a Virtuoso server, or their
    Graph Store service. For any other store, give the addresses of its services.

    Graphs under the project's base IRI, and others that its files name, are created, replaced or removed until the store has
    exactly the data. Graphs that are already up to date are skipped. At the end, all graphs are read back and compared. Run
    the same command again to resume. Data that violates its shapes is not loaded.

    The graph BASE/graph/manifest lists what was loaded. Graphs that it does not list are left. If the load would remove
    triples of such a graph, or if there is no manifest, nothing is changed and --force is required. A graph of --data that is not
    under the base is loaded with --any-graph only, because it may belong to others.

    Set credentials in KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or in KZIT_ENDPOINT_TOKEN. The fallback is ~/.netrc.
    Basic and digest authentication are supported.

    \b
    Examples:
      kzit-graph load http://localhost:7878
      kzit-graph load http://localhost:3030/kzit --dry-run
      kzit-graph load http://localhost:8080/rdf4j-server/repositories/kzit
      kzit-graph load http://localhost:8890 --data dist/kzit.nq
      kzit-graph load http://localhost:9999 --query-url http://localhost:9999/sparql --update-url http://localhost:9999/sparql
    """
    format_name = output_format(context, format_name, output)
    services = _services(query_url, update_url, graph_store_url)
    kg = KnowledgeGraph(chosen_project(context), chosen_data(context, sources))
    client = HttpClient.from_environment(os.environ, _urls(url, services), timeout=request_timeout, max_bytes=MAX_GRAPH_BYTES)
    _refuse_invalid(kg)
    target = open_graph_store(url, services, via, client)
    anywhere = any_graph or not kg.loaded.dumps  # a project may name the graphs of its own files as it likes
    base = with_separator(kg.project.base)  # https://example.org/ab is not under https://example.org/a
    steps = plan(kg.loaded.statements, base, target, anywhere=anywhere)
    outcomes: list[Outcome] | None = None
    if not dry_run:
        if not force:
            refuse_unclaimed(steps, base)
        with _progress(steps) as progress:
            carry_out(steps, kg.loaded.statements, base, target, progress)
        outcomes = verify(kg.loaded.statements, base, target, anywhere=anywhere)
    is_json = format_name == "json"
    report = load_report_json(target, steps, outcomes) if is_json else load_report_text(target, steps, outcomes, base)
    write(report.encode(), output)
    context.exit(0 if all(outcome.is_right for outcome in outcomes or ()) else 1)


def _services(query: str | None, update: str | None, graphs: str | None) -> Services | None:
    if query is None and (update is not None or graphs is not None):
        raise click.UsageError("--update-url and --graph-store-url need --query-url, to list and count the graphs")
    return None if query is None else Services("", query, update, graphs)


def _urls(url: str, services: Services | None) -> list[str]:
    """Return the addresses to send requests to."""
    return [url, *filter(None, (services.query, services.update, services.graphs))] if services else [url]


def _refuse_invalid(kg: KnowledgeGraph) -> None:
    report, fail_on = kg.validate(), kg.project.settings.fail_on
    if not report.stops(fail_on):
        return
    click.echo(validation_text(report.failing_on(fail_on)), err=True, nl=False)
    if report.passed:
        raise InvalidData(f"a result is of severity {fail_on} or worse, so nothing was loaded", report)
    raise InvalidData("the data violates its shapes, so nothing was loaded", report)


@contextmanager
def _progress(steps: Sequence[Step]) -> Iterator[Progress]:
    """Show a progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _graph, _triples: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("loading", total=sum(step.triples or step.removed for step in steps))
        yield lambda _graph, triples: bar.advance(task, triples)
