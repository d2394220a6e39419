"""kzit-graph mcp."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.deadline import not_nan
from kzit_graph.cli.options import chosen_project
from kzit_graph.cli.paths import PathType
from kzit_graph.errors import InvalidInput, MissingExtra

_MAX_SECONDS = 3_600
_MAX_MEGABYTES = 1 << 20


@click.command(cls=CheckedCommand)
@click.option(
    "--dist",
    metavar="DIR",
    type=PathType(),
    help="Folder of a build to read, instead of the project.",
)
@click.option("--compact", is_flag=True, help="Offer two tools for all questions, instead of one for each.")
@click.option(
    "--time",
    "seconds",
    type=click.FloatRange(min=0.1, max=_MAX_SECONDS),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    callback=not_nan,
    help="End a call after this time.",
)
@click.option(
    "--memory",
    "megabytes",
    type=click.IntRange(min=64, max=_MAX_MEGABYTES),
    default=512,
    show_default=True,
    metavar="MB",
    help="End a call that needs more memory.",
)
@click.pass_context
def mcp(context: click.Context, *, dist: Path | None, compact: bool, seconds: float, megabytes: int) -> None:
    """Offer the graph to an AI assistant, over the Model Context Protocol.

    The assistant starts this command and talks to it on standard input and output. It can search, show things with their
    facts, ask the questions of the catalogue, verify the evidence of facts, and ask in SPARQL. Nothing is changed, and
    nothing is read from the web. See docs/mcp.md for the configuration of assistants.

    \b
    Examples:
      kzit-graph mcp
      kzit-graph --project my-project mcp --compact
      kzit-graph mcp --dist dist
    """
    if find_spec("mcp") is None:
        raise MissingExtra("mcp")
    from kzit_graph.serve.limits import Limits
    from kzit_graph.serve.mcp.server import serve_assistant
    from kzit_graph.serve.pool.opener import Opener

    if dist is not None and context.find_root().obj is not None:
        raise InvalidInput("--dist and --project name two graphs; give one of them")
    opener = Opener.of_build(dist) if dist is not None else Opener.of_project(chosen_project(context).root)
    opener.open()  # faults of the project are reported here, before a process is started
    serve_assistant(opener, Limits(seconds=seconds, memory=megabytes << 20, workers=4), compact=compact)
