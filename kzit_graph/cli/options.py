"""What several commands share: the project they work on, and the file and format of their output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.project.project import Project, find_project_folder, open_project

Command = TypeVar("Command", bound=Callable[..., Any])
Format = TypeVar("Format", str, str | None)

_FORMATS_BY_EXTENSION: Final = {
    ".csv": ("csv",),
    ".tsv": ("tsv",),
    ".json": ("json", "jsonld"),
    ".xml": ("xml", "rdfxml"),
    ".md": ("markdown",),
    ".ttl": ("turtle",),
    ".trig": ("trig",),
    ".nt": ("ntriples",),
    ".nq": ("nquads",),
    ".jsonld": ("jsonld",),
    ".rdf": ("rdfxml",),
    ".parquet": ("parquet", "parquet-quads"),
    ".rdfp": ("patch",),
    ".ru": ("update",),
    ".txt": ("table", "text"),
}
"""The formats of all commands by file extension; a command takes the first that it can write."""

_ANY_TEXT: Final = ".txt"
"""The extension that fits any format which is asked for."""

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write; default: standard output. If there is a --format, a known extension sets it.",
)

data_option = click.option(
    "--data",
    "dumps",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="Take the data of an RDF file, such as a dump, instead of the project's own. Can be given several times.",
)

language_option = click.option(
    "--lang", "language", default="en", show_default=True, metavar="CODE", help="Language of names, for example it, kk or ru."
)


def timeout_option(default: float | None, help_text: str) -> Callable[[Command], Command]:
    """The option --timeout, in seconds; None where there is no default."""
    seconds = click.FloatRange(min=0, min_open=True, max=86_400)
    return click.option("--timeout", type=seconds, default=default, show_default=default is not None, metavar="SECONDS", help=help_text)


def chosen_project(context: click.Context) -> Project:
    """The project that --project names, else the one in the current folder, else the bundled one."""
    root = context.find_root()
    folder: Path | None = root.obj or root.params.get("project")  # while a shell completes, the group itself is not run
    return open_project(folder if folder is not None else find_project_folder(Path()))


def output_format(
    context: click.Context,
    given: Format,
    output: Path | None,
    *,
    preferred: Container[str] = (),
    more: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Format | str:
    """Return the format to write: the one asked for, else the one that the file's extension means, else the command's default.

    given: the value of the command's parameter `format_name`. preferred: formats to take first if an extension means several.
    more: extensions that only this command knows, each with its formats.

    Raises `InvalidInput` if the extension is for other formats than the one asked for, or if it is unknown and none is asked for.
    """
    extension = output.suffix.lower() if output else ""
    if not extension:
        return given
    by_extension = {**_FORMATS_BY_EXTENSION, **more}
    meant = by_extension.get(extension, ())
    if context.get_parameter_source("format_name") not in (None, ParameterSource.DEFAULT):
        if meant and given not in meant and extension != _ANY_TEXT:
            raise InvalidInput(f"{output}: {extension} is for {' or '.join(meant)}, not for {given}; change the extension or the format")
        return given
    formats = _formats(context.command)
    chosen = [name for name in meant if name in formats]
    if not chosen:
        known = [suffix for suffix, names in by_extension.items() if formats.intersection(names)]
        raise InvalidInput(f"{output}: cannot tell the format from {extension}; give --format, or one of the extensions {' '.join(known)}")
    return next((name for name in chosen if name in preferred), chosen[0])


def _formats(command: click.Command) -> frozenset[str]:
    """The formats that a command can write."""
    (choice,) = (parameter.type for parameter in command.params if parameter.name == "format_name")
    assert isinstance(choice, click.Choice)
    return frozenset(choice.choices)


def goes_to_terminal(output: Path | None) -> bool:
    """Whether what is written goes to a terminal. output: the file to write, None for standard output."""
    return output is None and sys.stdout is not None and sys.stdout.isatty()


def terminal_width(output: Path | None) -> int | None:
    """The terminal's width in columns, or None where what is written does not go to one."""
    if not goes_to_terminal(output):
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def read_input() -> str:
    """The text on standard input, which must be UTF-8. Raises `InvalidInput`."""
    if sys.stdin is None:
        raise InvalidInput("standard input is closed; there is nothing to read")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput("standard input is not UTF-8; convert it first") from error


def write(content: bytes, output: Path | None) -> None:
    """Writes to a file, or to standard output where none is given. Raises `UnwritableTarget`."""
    try:
        if output is None:
            if sys.stdout is None:
                raise UnwritableTarget("standard output is closed; open it, or name a file with -o")
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            output.write_bytes(content)
    except BrokenPipeError:
        # The reader (head, say) has all it wanted. Python would complain again when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        raise UnwritableTarget(f"{output or 'standard output'}: cannot be written: {error.strerror or error}") from error
