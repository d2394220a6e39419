"""The errors of click about the usage of a command, each as one line that says what is wrong and what to do."""

from __future__ import annotations

import re

import click
from click.types import FloatRange, IntRange

_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<arguments>.*)\)", re.DOTALL)


def usage_problem(error: click.UsageError, command: str) -> str:
    """Return what is wrong with the usage of a command, in one line. command: its name, such as "kzit-graph build"."""
    problem = " ".join(_problem(error).split())
    return problem if ";" in problem else f"{problem}; see {command} --help"


def _problem(error: click.UsageError) -> str:
    parameter = error.param if isinstance(error, click.BadParameter) else None
    if isinstance(error, click.MissingParameter) and parameter is not None:
        choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ()
        return f"{parameter_name(parameter)} is missing" + (f"; choose from {', '.join(map(str, choices))}" if choices else "")
    if parameter is not None and isinstance(parameter.type, IntRange | FloatRange):
        bounds = _bounds(parameter.type)
        if isinstance(parameter.type, IntRange):
            return f"{parameter_name(parameter)} must be a whole number, {bounds}"
        return f"{parameter_name(parameter)} must be a number, {bounds}"
    message = error.format_message().removesuffix(".")
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} takes no value" if "does not take" in message else f"{error.option_name} needs a value"
    if extra := _EXTRA.fullmatch(message):
        return f'unexpected argument "{extra["arguments"]}"'
    return message


def parameter_name(parameter: click.Parameter) -> str:
    """Return the name of an option or argument, as the help shows it."""
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


def _bounds(numbers: IntRange | FloatRange) -> str:
    """Return which numbers are allowed, in words."""
    lowest = f"{'more than' if numbers.min_open else 'at least'} {numbers.min:,}" if numbers.min is not None else ""
    highest = f"{'less than' if numbers.max_open else 'at most'} {numbers.max:,}" if numbers.max is not None else ""
    return " and ".join(filter(None, (lowest, highest)))
