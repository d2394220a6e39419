"""Writes Markdown tables that are also readable in a terminal; their cells are Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with aligned columns; a column is aligned to the right if every cell begins with a digit.

    >>> print(markdown_table(("peer", "s"), [("a", "1.5"), ("bc", "12")]), end="")
    | peer |   s |
    | ---- | --: |
    | a    | 1.5 |
    | bc   |  12 |
    """
    body = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    widths = [max(3, *(len(row[place]) for row in [list(header), *body])) for place in range(len(header))]
    right = [_is_number_column([row[place] for row in body]) for place in range(len(header))]
    rule = [f"{'-' * (width - 1)}:" if to_right else "-" * width for width, to_right in zip(widths, right, strict=True)]
    lines = [
        [cell.rjust(width) if to_right else cell.ljust(width) for cell, width, to_right in zip(row, widths, right, strict=True)]
        for row in [list(header), *body]
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in (lines[0], rule, *lines[1:]))


def _is_number_column(cells: Iterable[str]) -> bool:
    said = [cell for cell in cells if cell]
    return bool(said) and all(cell[0].isdigit() for cell in said)
