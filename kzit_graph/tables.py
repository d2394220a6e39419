"""Texts in rows as a table for people: aligned columns, numbers to the right, wide characters counted.

What could steer a terminal or reorder its text (escape sequences, controls, bidirectional overrides) is shown as a sign
in its place, never written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Final

_BREAK: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20)} | {
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)), 0xFFFD),
}
"""C0 controls → their pictures; C1 controls, bidirectional embeddings, overrides and isolates, lone surrogates → U+FFFD."""

_MARKDOWN: Final = re.compile(r"[\\|`*\[\]~]|(?<![^\W_])_|_(?![^\W_])")
_LINK: Final = re.compile(r"https?://[^\s<>|&\\]+")
_SEPARATOR: Final = "   "
"""What stands between two columns."""

_LEAST_WIDTH: Final = 4
"""Columns of a terminal that each column of a table gets, be it ever so narrow: else rich leaves texts out."""


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int | None = None) -> str:
    """A plain table with a line for each row.

    numeric: the columns to align to the right. width: columns of the terminal, to which longer texts are folded; None: a
    row is one line, however long, as readers of a pipe expect.
    """
    if not header:
        return ""
    titles, shown = list(map(visible, header)), [list(map(visible, row)) for row in rows]
    widths = _widths((titles, *shown))
    whole = sum(widths) + len(_SEPARATOR) * (len(widths) - 1)
    if width is not None and width < whole:
        return _folded(titles, shown, numeric, width)
    lines = [_SEPARATOR.join(_aligned(texts, widths, numeric)).rstrip(" ") for texts in (titles, *shown)]
    return "".join(f"{line}\n" for line in (lines[0], "─" * whole, *lines[1:]))


def as_markdown(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    """A Markdown table (GitHub Flavored Markdown, section 4.10) that shows the texts as they are, markup characters and all."""
    if not header:
        return ""
    cells = [[markdown_text(text) for text in row] for row in (header, *rows)]
    widths = [max(3, width) for width in _widths(cells)]
    lines = [_aligned(texts, widths, numeric) for texts in cells]
    rule = [f"{'-' * (width - 1)}{':' if right else '-'}" for width, right in zip(widths, numeric, strict=True)]
    return "".join(f"| {' | '.join(texts)} |\n" for texts in (lines[0], rule, *lines[1:]))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns of a terminal that the longest text of each column takes."""
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _aligned(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    """Texts filled up with spaces."""
    from rich.cells import cell_len

    spaces = (" " * (width - cell_len(text)) for text, width in zip(texts, widths, strict=True))
    return [space + text if right else text + space for text, space, right in zip(texts, spaces, numeric, strict=True)]


def _folded(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> str:
    """The same table where its texts do not fit: they go on in further lines."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for title, right in zip(header, numeric, strict=True):
        table.add_column(Text(title), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    output = io.StringIO()
    least = len(header) * (_LEAST_WIDTH + len(_SEPARATOR))
    Console(file=output, width=max(width, least), color_system=None, legacy_windows=False).print(table)
    return "".join(f"{line.rstrip(' ')}\n" for line in output.getvalue().removesuffix("\n").split("\n"))


def visible(text: str) -> str:
    """Text on one line, with signs for the characters that a terminal would obey."""
    return _BREAK.sub(" ", text).translate(_CONTROLS)


def markdown_text(text: str) -> str:
    """Text that Markdown renders as it stands, an IRI as a link; readers take spaces off its ends."""
    line = visible(text).strip()
    if _LINK.fullmatch(line):
        return f"<{line}>"
    return _MARKDOWN.sub(r"\\\g<0>", line).replace("&", "&amp;").replace("<", "&lt;")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 fact", "1,000 facts"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
