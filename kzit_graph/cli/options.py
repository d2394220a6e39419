"""What several commands share: the project they work on, and where their output goes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from kzit_graph.errors import UnwritableTarget
from kzit_graph.project import Project, find_project_folder, open_project
from kzit_graph.validate import DEFAULT_ENGINE, ENGINES

engine_option = click.option(
    "--engine",
    type=click.Choice(tuple(ENGINES)),
    default=DEFAULT_ENGINE,
    show_default=True,
    help="SHACL engine; both give the same results.",
)

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; default: standard output."
)

language_option = click.option(
    "--lang", "language", default="en", show_default=True, metavar="CODE", help="Language of names, for example it, kk or ru."
)


def chosen_project(context: click.Context) -> Project:
    """The project that --project names, else the one in the current folder, else the bundled one."""
    folder: Path | None = context.find_root().obj
    return open_project(folder if folder is not None else find_project_folder(Path()))


def terminal_width(output: Path | None) -> int | None:
    """The terminal's width in columns, or None where what is written does not go to one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() and output is None else None


def write(content: bytes, output: Path | None) -> None:
    """Writes to a file, or to standard output where none is given. Raises `UnwritableTarget`."""
    try:
        if output is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            output.write_bytes(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnwritableTarget(f"{output or 'standard output'}: cannot be written: {error.strerror or error}") from error
