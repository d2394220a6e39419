"""The name of a file or folder as an option or argument."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kzit_graph.cli.usage import parameter_name


class PathType(click.Path):
    """A path. An empty name is refused: it comes from an unset variable of a script, and would stand for the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)  # what cannot be read is reported where it is read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path that is named. Raises `click.UsageError` for an empty name."""
        if value == "" and param is not None:
            raise click.UsageError(f"{parameter_name(param)} is empty; name a file or a folder", ctx)
        return super().convert(value, param, ctx)
