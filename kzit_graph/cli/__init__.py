"""The command line. A command parses its options, calls the function of its name, prints the result and sets the exit status.

Exit status: 0 for success, 1 for invalid data, 2 for a usage or input error. Data goes to stdout, messages go to stderr.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import click

from kzit_graph.cli.messages import tolerate_lost_messages
from kzit_graph.cli.names import Commands
from kzit_graph.cli.paths import PathType
from kzit_graph.errors import InvalidInput, KzitError, UnsupportedContext
from kzit_graph.plain_text import visible, with_short_words
from kzit_graph.supervisor import take_over_process

_COMMANDS: Final = ("build", "diff", "evidence", "export", "init", "inspect", "load", "mcp", "query", "search", "serve", "show", "validate")


class _Commands(Commands):
    """The commands. A command's module is imported only when the command is used, so that the command line starts fast."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kzit_graph.cli.{name}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kzit-graph", prog_name="kzit-graph")
@click.option(
    "--project",
    metavar="DIR",
    type=PathType(),
    help="Project folder, with ontology/, data/ and shapes/.  [default: the current folder or one above it, else the bundled graph]",
)
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Query, validate and publish a knowledge graph of cited facts.

    \b
    Examples:
      kzit-graph build
      kzit-graph validate
      kzit-graph query --list
      kzit-graph query theatre-partners
      kzit-graph search milano
      kzit-graph show Milan
      kzit-graph export turtle -o kzit.ttl
      kzit-graph diff dist-before dist
      kzit-graph load http://localhost:7878
      kzit-graph serve
      kzit-graph evidence coverage
      kzit-graph init my-project
      kzit-graph inspect
    """
    context.obj = project


def main() -> None:
    """Run the `kzit-graph` command."""
    take_over_process()
    tolerate_lost_messages()
    gc.set_threshold(100_000)  # with gc.freeze below, it saves 14 of the 150 ms of a query
    sys.setswitchinterval(0.0005)  # a thread that reads many files waits less for others: it saves a sixth of a large build
    try:
        cli()
    except KzitError as error:
        from kzit_graph.validation.report.report import InvalidData

        faults = [error, *error.others] if isinstance(error, InvalidInput) else [error]
        for fault in sorted(map(str, faults)):
            click.echo(f"kzit-graph: {visible(with_short_words(fault))}", err=True)
        sys.exit(1 if isinstance(error, InvalidData | UnsupportedContext) else 2)
    except OSError as error:
        problem = f"{error.filename or 'output'}: cannot be written or read: {error.strerror or error}"
        click.echo(f"kzit-graph: {visible(problem)}", err=True)
        sys.exit(2)
    except MemoryError:
        _fail("there is not enough memory; give the program a smaller input, or free memory")
    except RecursionError:
        _fail("an input is nested too deeply; nest it less")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of pyo3, which is not an Exception
            raise
        _fail(f"a native library failed; report this with the input: {visible(' '.join(str(error).split()))}")
    finally:
        gc.freeze()


def _fail(message: str) -> NoReturn:
    click.echo(f"kzit-graph: {message}", err=True)
    sys.exit(2)
