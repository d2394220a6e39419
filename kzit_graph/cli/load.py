"""kzit-graph load."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, data_option, output_option, timeout_option, write
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.remote.auth import credentials_from
from kzit_graph.remote.faults import read_address
from kzit_graph.remote.graph_store import WAYS, open_graph_store
from kzit_graph.remote.load import Outcome, Progress, Step, carry_out, plan, verify
from kzit_graph.remote.load_report import as_json, as_text
from kzit_graph.remote.services import Services
from kzit_graph.validation import report_formats
from kzit_graph.validation.report import InvalidData


@click.command()
@click.argument("url", metavar="URL")
@data_option
@click.option("--via", type=click.Choice(WAYS), default="auto", show_default=True, help="Graph Store Protocol, or SPARQL Query and Update.")
@click.option("--query-url", metavar="URL", help="The store's SPARQL Query service, where the store is of another kind.")
@click.option("--update-url", metavar="URL", help="Its SPARQL Update service.")
@click.option("--graph-store-url", metavar="URL", help="Its Graph Store Protocol service.")
@timeout_option(600.0, "Give up a request after this time.")
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
    report = as_json(target, steps, outcomes) if format_name == "json" else as_text(target, steps, outcomes, kg.project.base)
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
        click.echo(report_formats.as_text(report, kg.project.root), err=True, nl=False)
        raise InvalidData("the data does not hold to its shapes, so nothing was loaded", report)


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
