"""kzit-graph evidence: the commands check, coverage and segment."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from kzit_graph.cli.deadline import timeout_option_of_fast_command
from kzit_graph.cli.names import Commands
from kzit_graph.cli.options import chosen_project, output_option, write
from kzit_graph.describe.project_evidence import ProjectEvidence
from kzit_graph.describe.segment import draft_source
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import visible
from kzit_graph.rdf.reading import read_text


@click.group(cls=Commands)
def evidence() -> None:
    """Check passages against source texts, or draft new ones."""


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", required=True, metavar="SLUG", help="Name of the source's file in data/sources/, without extension.")
@timeout_option_of_fast_command
@click.pass_context
def check(context: click.Context, text: Path, slug: str) -> None:
    """Check the passages of a source against its text.

    TEXT is a copy of the source text, in UTF-8. Each passage is found by its range and compared by its digest. The exit
    status is 1 if a passage does not match. The cause is reported if the copy has other line ends, a byte order mark,
    another Unicode form or shifted text.

    \b
    Example:
      kzit-graph evidence check article.txt --source kazinform-2017-08-21
    """
    outcome = _evidence(context).check(text, source=slug)
    _print(f"{item.passage.iri}: {item.fault}" for item in outcome.faults)
    held = len(outcome.checks) - len(outcome.faults)
    summary = f"{held} of {len(outcome.checks)} passages hold in {text}"
    if outcome.holds:
        _print([summary])
    else:
        click.echo(visible(summary), err=True)
    for cause in outcome.causes:
        click.echo(visible(f"{text}: the copy {cause}"), err=True)
    if outcome.text_matches is False and not outcome.causes:
        problem = f"its digest differs from that of {outcome.source}; get a copy of the source text"
        click.echo(visible(f"{text} is another text: {problem}"), err=True)
    context.exit(0 if outcome.holds else 1)


@evidence.command()
@timeout_option_of_fast_command
@click.pass_context
def coverage(context: click.Context) -> None:
    """Count cited passages and list the uncited ones.

    The exit status is 1 if a passage is not cited.

    \b
    Example:
      kzit-graph evidence coverage
    """
    found = _evidence(context).coverage()
    summary = f"{len(found.passages) - len(found.uncited)} of {len(found.passages)} passages are cited"
    _print([*(f"{passage.iri}: no fact cites it" for passage in found.uncited), summary])
    context.exit(0 if found.is_complete else 1)


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", metavar="SLUG", help="Name of the new source.  [default: the file name of TEXT]")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text (ISO 639).")
@output_option
@timeout_option_of_fast_command
@click.pass_context
def segment(context: click.Context, text: Path, slug: str | None, language: str, output: Path | None) -> None:
    """Draft the passages of a new source as Turtle.

    TEXT is the source text, in UTF-8. Each sentence becomes a passage with its range and digest, but without its text.
    Edit the draft and save it in data/sources/.

    \b
    Example:
      kzit-graph evidence segment article.txt --source agency-2019-05-01 -o data/sources/agency-2019-05-01.ttl
    """
    base = chosen_project(context).base
    write(draft_source(base, slug or text.stem, read_text(text, allow_pipe=True), language, option="--source").encode(), output)


def _print(lines: Iterable[str]) -> None:
    write("".join(f"{visible(line)}\n" for line in lines).encode(), None)


def _evidence(context: click.Context) -> ProjectEvidence:
    return KnowledgeGraph(chosen_project(context)).evidence
