"""The options --timeout and --request-timeout."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from kzit_graph.errors import InvalidInput
from kzit_graph.supervisor import supervise

Command = TypeVar("Command", bound=Callable[..., Any])

_WRITTEN: Final = ("output", "passages", "force")
"""Parameters of commands that write a file."""

_SECONDS: Final = click.FloatRange(min=0, min_open=True, max=86_400)


def not_nan(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """Return a number of seconds. Raises `InvalidInput` for NaN, which passes every comparison that click makes."""
    if value is not None and math.isnan(value):
        raise InvalidInput("the timeout must be a number of seconds, not NaN")
    return value


def _supervise(context: click.Context, parameter: click.Parameter, value: float | None) -> None:
    not_nan(context, parameter, value)
    if not context.resilient_parsing:  # completion
        supervise_command(_timeout_of_project(context) if value is None else value)


def supervise_command(seconds: float | None = None) -> None:
    """Continue in a child process, unless this is one already. See `kzit_graph.supervisor.supervise`."""
    supervise(seconds, _remove_leftovers)


def _remove_leftovers(target: str) -> None:
    from kzit_graph.work_folder import remove_leftovers

    remove_leftovers(Path(target))


def _supervise_if_needed(context: click.Context, parameter: click.Parameter, value: float | None) -> None:
    """Supervise a fast command if it has a timeout, or writes files. click handles options that are given first, so these are known."""
    if context.resilient_parsing:
        return
    seconds = _timeout_of_project(context) if value is None else value
    if seconds is not None or any(context.params.get(name) for name in _WRITTEN):
        not_nan(context, parameter, seconds)
        supervise_command(seconds)


def _timeout_of_project(context: click.Context) -> float | None:
    """Return the timeout in the settings of the project; None if they set none, or cannot be read, which is reported later."""
    from kzit_graph.project.configuration.settings import SETTINGS_FILE, read_settings
    from kzit_graph.project.locating import locate_project

    folder = context.find_root().obj or locate_project(Path()).folder
    if not (folder / SETTINGS_FILE).is_file():
        return None
    with suppress(InvalidInput):
        return read_settings(folder).timeout or None
    return None


def _timeout_option(callback: Callable[[click.Context, click.Parameter, float | None], None]) -> Callable[[Command], Command]:
    return click.option(
        "--timeout",
        type=_SECONDS,
        metavar="SECONDS",
        expose_value=False,
        callback=callback,
        help="End the command after this many seconds, with status 2.  [default: limits.timeout in kzit-graph.toml, else no limit]",
    )


timeout_option = _timeout_option(_supervise)
"""The option --timeout of a command that leaves temporary files or processes behind if the system ends it."""

timeout_option_of_fast_command = _timeout_option(_supervise_if_needed)
"""The option --timeout of a command that starts within milliseconds, and leaves nothing behind unless it writes a file."""


def request_timeout_option(default: float, note: str = "") -> Callable[[Command], Command]:
    """Return the option --request-timeout. note: when it applies, for the help."""
    return click.option(
        "--request-timeout",
        type=_SECONDS,
        default=default,
        show_default=True,
        metavar="SECONDS",
        callback=not_nan,
        help=f"Give up on a web request after this many seconds{note}.",
    )
