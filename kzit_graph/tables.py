"""Rows of a query as a table for people: shortened IRIs, aligned columns, numbers to the right, wide characters counted."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.query import Solutions, Term

_NUMERIC: Final = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float"))
_PIPE_WIDTH: Final = 100_000
"""So wide that nothing is ever wrapped: who reads a pipe wants every row on one line."""


def as_table(solutions: Solutions, prefixes: Mapping[str, str], width: int | None = None) -> str:
    """The rows as a plain table. width: columns of the terminal to wrap to; None: rows are never wrapped."""
    return _render(solutions, prefixes, "SIMPLE", width)


def as_markdown(solutions: Solutions, prefixes: Mapping[str, str]) -> str:
    """The rows as a Markdown table (GitHub Flavored Markdown)."""
    return _render(solutions, prefixes, "MARKDOWN", None)


def shorten(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """A term as people read it: a literal's text, a prefixed name where a prefix fits, else the full IRI."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, NamedNode):
        return str(term)
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if term.value.startswith(namespace)]
    if not fits:
        return term.value
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{term.value.removeprefix(namespace)}"


def _render(solutions: Solutions, prefixes: Mapping[str, str], box_name: str, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=getattr(box, box_name), show_edge=box_name == "MARKDOWN", pad_edge=box_name == "MARKDOWN")
    for index, variable in enumerate(solutions.variables):
        numeric = all(_is_number(row[index]) for row in solutions if row[index] is not None) and len(solutions) > 0
        table.add_column(Text(variable), justify="right" if numeric else "left", overflow="fold")
    for row in solutions:
        table.add_row(*(Text(_one_line(shorten(term, prefixes), box_name)) for term in row))
    output = io.StringIO()
    Console(file=output, width=width or _PIPE_WIDTH, color_system=None, legacy_windows=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines() if line.strip())


def _is_number(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.datatype.value in _NUMERIC


def _one_line(text: str, box_name: str) -> str:
    text = " ".join(text.splitlines())
    return text.replace("|", "\\|") if box_name == "MARKDOWN" else text
