"""Write what a command answers: to a file in one step, or to standard output, with the options for that."""

from __future__ import annotations

import io
import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import click

from kzit_graph.atomic_file import check_file, write_file
from kzit_graph.cli.paths import PathType
from kzit_graph.errors import Position, UnwritableTarget
from kzit_graph.hidden_characters import visible_lines

Command = TypeVar("Command", bound=Callable[..., Any])

_FORCE: Final = "kzit_graph.force"
"""Key of --force in the metadata of the context, where `write` finds it."""


def _output_option(
    help_text: str, force_help: str = "Replace FILE if it exists.", *, force_is_passed: bool = False
) -> Callable[[Command], Command]:
    """Return the options -o and --force. An existing file without --force is refused before the command starts.

    force_is_passed: whether the command has a parameter `force`, because --force has another effect as well.
    """
    output = click.option("-o", "--output", type=PathType(), metavar="FILE", callback=checked_output, help=help_text)
    force = click.option("--force", is_flag=True, is_eager=True, expose_value=force_is_passed, callback=_keep_force, help=force_help)
    return lambda command: output(force(command))


def _keep_force(context: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    context.meta[_FORCE] = value
    return value


def checked_output(context: click.Context, _parameter: click.Parameter, output: Path | None) -> Path | None:
    """Return the file of an option after checking that it can be written. The command needs the option --force of `output_option`."""
    if output == _STANDARD_OUTPUT:
        return None
    if output is not None and not context.resilient_parsing:
        with _reported(output):
            check_file(output, overwrite=context.meta[_FORCE])
    return output


_STANDARD_OUTPUT: Final = Path("-")
_OUTPUT: Final = "File to write instead of standard output."
_OUTPUT_OR_FORMAT: Final = f"{_OUTPUT} Without --format, its extension sets the format."

output_option = _output_option(_OUTPUT)
output_or_format_option = _output_option(_OUTPUT_OR_FORMAT)
load_report_option = _output_option(
    _OUTPUT_OR_FORMAT,
    "Remove triples under the base IRI even if no manifest lists their graph, and replace FILE if it exists.",
    force_is_passed=True,
)
rebased_output_option = _output_option(
    _OUTPUT,
    "Replace FILE if it exists. Without -o, replace the project's file of passages.",
    force_is_passed=True,
)


def _set_color(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    context.color = False if value else context.color


color_option = click.option(
    "--no-color", is_flag=True, expose_value=False, callback=_set_color, help="Use no colours on a terminal. So does NO_COLOR."
)


def uses_color(context: click.Context, output: Path | None) -> bool:
    """Return whether output has colours: on a terminal that can show them, unless --no-color or NO_COLOR is set."""
    return goes_to_terminal(output) and context.color is not False and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def without_color(context: click.Context, text: str, output: Path | None) -> str:
    """Return the text of a page, without its colours if the output has none."""
    return text if uses_color(context, output) else click.unstyle(text)


def goes_to_terminal(output: Path | None) -> bool:
    """Return whether output goes to a terminal. output: the file to write, None for standard output."""
    return output is None and sys.stdout is not None and sys.stdout.isatty()


def terminal_width(output: Path | None) -> int | None:
    """Return the width of the terminal in columns, or None if output does not go to a terminal."""
    if not goes_to_terminal(output):
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def data_for(output: Path | None, content: bytes) -> bytes:
    """Return data in a text format. On a terminal, hidden characters are visible; elsewhere, the data is as it is."""
    return visible_lines(content.decode()).encode() if goes_to_terminal(output) else content


def write(content: bytes, output: Path | None) -> None:
    """Write to a file in one step, or to standard output if it is None.

    It is not a failure if the reader of a pipe, such as head, has closed it: the exit status is that of the command.

    Raises `UnwritableTarget` if that fails, or if the file exists and --force is not given.
    """
    try:
        with _reported(output):
            if output is not None:
                write_file(output, content, overwrite=click.get_current_context().meta[_FORCE])
            elif sys.stdout is None:
                raise UnwritableTarget("standard output is closed; name a file with -o")
            else:
                sys.stdout.buffer.write(content)
                sys.stdout.buffer.flush()
    except BrokenPipeError:
        if output is None:  # without a new target, Python would report the closed pipe again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def written_output(output: Path | None) -> Iterator[Path | IO[bytes]]:
    """Yield what a function writes to: a path, or standard output. On a terminal, hidden characters become visible.

    As in `write`, a reader of a pipe may close it. Raises `UnwritableTarget` if standard output cannot be written.
    """
    if output is not None:
        yield output
        return
    if sys.stdout is None:
        raise UnwritableTarget("standard output is closed; name a file with -o")
    try:
        with _reported(None):
            if goes_to_terminal(None):
                yield io.BufferedWriter(_Visible(sys.stdout.buffer))
            else:
                yield sys.stdout.buffer
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Visible(io.RawIOBase):
    """Writes text in UTF-8 to a terminal, with visible symbols for hidden characters."""

    def __init__(self, terminal: IO[bytes]) -> None:
        self._terminal = terminal
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any, /) -> int:
        """Write a part of the text."""
        self._terminal.write(visible_lines(self._decoder.decode(bytes(data))).encode())
        return len(data)


def is_forced(context: click.Context) -> bool:
    """Return whether --force is given. The command needs the option `output_option`."""
    return bool(context.meta[_FORCE])


@contextmanager
def _reported(output: Path | None) -> Iterator[None]:
    """Raise `UnwritableTarget` for an `OSError` other than a closed pipe."""
    name = "standard output" if output is None else Position(output)
    try:
        yield
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise UnwritableTarget(f"{name}: exists already; name another file, or add --force to replace it") from error
    except OSError as error:
        raise UnwritableTarget(f"{name}: cannot be written: {error.strerror or error}") from error
