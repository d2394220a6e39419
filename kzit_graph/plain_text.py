"""Text for people and programs: tables, Markdown, wrapped lines and JSON.

Characters that control a terminal, reorder text or cannot be seen are replaced by visible symbols; see `kzit_graph.hidden_characters`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kzit_graph.hidden_characters import visible as visible  # noqa: PLC0414 - part of this module

if TYPE_CHECKING:
    from rich.text import Text

_MARKDOWN: Final = r"[\\|`*\[\]~]|(?<![^\W_])_|_(?![^\W_])"
_LINK: Final = r"https?://[^\s<>|&\\]+"
_SEPARATOR: Final = "   "
"""Text between two columns."""

_MIN_COLUMN_WIDTH: Final = 4
"""Terminal cells of a table column. rich drops text in narrower ones."""

_MIN_TEXT_WIDTH: Final = 20
"""Terminal cells for the text beside a label. With less space, the text goes below the label."""


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int | None = None) -> str:
    """Return a plain-text table.

    numeric: for each column, whether to align it to the right. width: cells of the terminal, to which long texts are wrapped.
    With None, each row is one line, as programs that read a pipe expect.
    """
    if not header:
        return ""
    titles, shown = list(map(visible, header)), [list(map(visible, row)) for row in rows]
    widths = _widths((titles, *shown))
    table_width = sum(widths) + len(_SEPARATOR) * (len(widths) - 1)
    if width is not None and width < table_width:
        return _wrapped(titles, shown, numeric, width)
    lines = [_SEPARATOR.join(_aligned(texts, widths, numeric)).rstrip(" ") for texts in (titles, *shown)]
    return "".join(f"{line}\n" for line in (lines[0], "─" * table_width, *lines[1:]))


def as_markdown(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    """Return a Markdown table (GitHub Flavored Markdown, section 4.10). Markup characters in texts are escaped."""
    if not header:
        return ""
    cells = [[markdown_text(text) for text in row] for row in (header, *rows)]
    widths = [max(3, width) for width in _widths(cells)]
    lines = [_aligned(texts, widths, numeric) for texts in cells]
    rule = [f"{'-' * (width - 1)}{':' if right else '-'}" for width, right in zip(widths, numeric, strict=True)]
    return "".join(f"| {' | '.join(texts)} |\n" for texts in (lines[0], rule, *lines[1:]))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the terminal cells of the longest text in each column."""
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _aligned(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    """Return texts padded with spaces."""
    from rich.cells import cell_len

    spaces = (" " * (width - cell_len(text)) for text, width in zip(texts, widths, strict=True))
    return [space + text if right else text + space for text, space, right in zip(texts, spaces, numeric, strict=True)]


def _wrapped(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> str:
    """Return the table with long texts wrapped to several lines."""
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
    min_width = len(header) * (_MIN_COLUMN_WIDTH + len(_SEPARATOR))
    Console(file=output, width=max(width, min_width), color_system=None, legacy_windows=False).print(table)
    return "".join(f"{line.rstrip(' ')}\n" for line in output.getvalue().removesuffix("\n").split("\n"))


def html_text(text: str) -> str:
    """Return text as HTML that shows it as it is, on one line."""
    import html

    return html.escape(visible(text))


def html_lines(text: str) -> str:
    """Return lines of text as HTML, for a notebook."""
    return f"<pre>{''.join(html_text(line) + chr(10) for line in text.splitlines())}</pre>"


def markdown_text(text: str) -> str:
    """Return text escaped for Markdown. An IRI becomes a link; spaces at the ends are removed, as Markdown does."""
    line = visible(text).strip()
    if re.fullmatch(_LINK, line):
        return f"<{line}>"
    return re.sub(_MARKDOWN, r"\\\g<0>", line).replace("&", "&amp;").replace("<", "&lt;")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 fact", "1,000 facts"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


class Page:
    """Text with headings and labelled lines, wrapped to a width. None does not wrap."""

    def __init__(self, width: int | None) -> None:
        from rich.console import Console

        self._width = width
        self._file = io.StringIO()
        terminal = width is not None
        self._console = Console(
            file=self._file, width=width, force_terminal=terminal, color_system="auto" if terminal else None, legacy_windows=False
        )

    def heading(self, text: str) -> None:
        """Add an empty line and a heading."""
        self._file.write("\n")
        self.line(text, style="bold")

    def line(self, text: str, *, indent: int = 0, label: str = "", columns: int = 0, style: str = "", after: str = "") -> None:
        """Add a text, wrapped to the width.

        label: dim text before it, in a column of `columns` cells. style: a rich style for the text. after: dim text after it.
        """
        from rich.cells import cell_len
        from rich.text import Text

        label = visible(label)
        if columns and (cell_len(label) > columns or (self._width is not None and self._width - indent - columns < _MIN_TEXT_WIDTH)):
            if label:
                self.line(label, indent=indent, style="dim")
            label, columns, indent = "", 0, indent + 2
        content = Text.assemble((visible(text), style), *([("  " + visible(after), "dim")] if after else []))
        start = Text.assemble(" " * indent, (label, "dim"), " " * (columns + 2 - cell_len(label) if columns else 0))
        for wrapped in self._wrap(content, start.cell_len):
            line = Text.assemble(start, wrapped)
            line.rstrip()
            self._console.print(line, soft_wrap=True)
            start = Text(" " * start.cell_len)

    def _wrap(self, content: Text, indent: int) -> Iterable[Text]:
        if self._width is None:
            return [content]
        return content.wrap(self._console, max(self._width - indent, _MIN_TEXT_WIDTH), tab_size=1) or [content]

    def text(self) -> str:
        """Return the page."""
        return self._file.getvalue()


def json_document(document: Mapping[str, object]) -> bytes:
    """Return a JSON document as the bytes of a file: UTF-8, indented, with its keys in their order."""
    import json

    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def without_empty(entries: Mapping[str, object]) -> dict[str, object]:
    """Return the entries without those that are None or an empty text, list or object."""
    return {name: value for name, value in entries.items() if value not in (None, "", [], {})}


def folded(text: str) -> str:
    """Return text normalized for comparison: case, Unicode form (NFKC) and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def nearest(text: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` candidates that contain a text as a word or are similar to it, nearest first."""
    import difflib

    wanted, known = folded(text), list(candidates)
    containing = sorted((name for name in known if wanted in name.split()), key=lambda name: (len(name), name)) if wanted else []
    return list(dict.fromkeys((*containing, *difflib.get_close_matches(wanted, known, n=count, cutoff=0.6))))[:count]
