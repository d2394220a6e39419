"""Lines of text for people: plain in a file or a pipe; on a terminal in its colours, and folded to its width.

What would steer a terminal is shown as a sign.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kzit_graph.tables import visible

if TYPE_CHECKING:
    from rich.text import Text

_LEAST_TEXT: Final = 20
"""Columns that are left for the text beside a label at least: else it goes below."""


class Page:
    """Lines within a width, longer texts folded below their own beginning."""

    def __init__(self, width: int | None) -> None:
        from rich.console import Console

        self._width = width
        self._file = io.StringIO()
        terminal = width is not None
        self._console = Console(
            file=self._file, width=width, force_terminal=terminal, color_system="auto" if terminal else None, legacy_windows=False
        )

    def heading(self, text: str) -> None:
        """A line that opens a section, after an empty one."""
        self._file.write("\n")
        self.line(text, style="bold")

    def line(self, text: str, *, indent: int = 0, label: str = "", columns: int = 0, style: str = "", after: str = "") -> None:
        """One text. label: what stands before it, in so many columns. style: rich's, for the text; after: more text, dim."""
        from rich.cells import cell_len
        from rich.text import Text

        label = visible(label)
        if columns and (cell_len(label) > columns or (self._width is not None and self._width - indent - columns < _LEAST_TEXT)):
            if label:
                self.line(label, indent=indent, style="dim")
            label, columns, indent = "", 0, indent + 2
        content = Text.assemble((visible(text), style), *([("  " + visible(after), "dim")] if after else []))
        start = Text.assemble(" " * indent, (label, "dim"), " " * (columns + 2 - cell_len(label) if columns else 0))
        for folded in self._folded(content, start.cell_len):
            line = Text.assemble(start, folded)
            line.rstrip()
            self._console.print(line, soft_wrap=True)
            start = Text(" " * start.cell_len)

    def _folded(self, content: Text, indent: int) -> Iterable[Text]:
        if self._width is None:
            return [content]
        return content.wrap(self._console, max(self._width - indent, _LEAST_TEXT), tab_size=1) or [content]

    def text(self) -> str:
        """The whole page."""
        return self._file.getvalue()
