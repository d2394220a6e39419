"""Text for people and programs: tables, Markdown, wrapped lines and JSON.

Characters that control a terminal, reorder text or cannot be seen are replaced by visible symbols; see `kzit_graph.hidden_characters`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from kzit_graph.hidden_characters import visible as visible  # noqa: PLC0414 - part of this module
from kzit_graph.hidden_characters import without_surrogates

_LONG_WORD: Final = re.compile(r"(\S{300})\S{200,}(\S{100})(?!\S)")

if TYPE_CHECKING:
    from rich.text import Text

_MARKDOWN: Final = r"[\\|`*\[\]~]|(?<![^\W_])_|_(?![^\W_])"
_LINK: Final = r"https?://[^\s<>|&\\]+"
_SEPARATOR: Final = "   "
_NARROW_SEPARATORS: Final = ("  ", "│")
"""Text between two columns. The narrow ones are for tables in which words would be split otherwise."""

_MIN_COLUMN_WIDTH: Final = 4
"""Terminal cells to which a table column is narrowed at most."""

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
    """Return the table with long texts wrapped between words. An empty line separates a wrapped row from its neighbours.

    If not even the words fit side by side, each row is a list of its values.
    """
    widths, separator = _narrowed((header, *rows), width)
    if not separator and len(header) > 1:
        titles_alone = "".join(f"{line}\n" for line in (*_wrap(_SEPARATOR.join(header), width), "─" * width))
        return "\n".join(_record(header, row, width) for row in rows) or titles_alone
    separator = separator or _NARROW_SEPARATORS[0]
    titles, *shown = ([_wrap(text, columns) for text, columns in zip(row, widths, strict=True)] for row in (header, *rows))
    lines = [*_lines(titles, widths, numeric, separator), "─" * (sum(widths) + len(separator) * (len(widths) - 1))]
    was_wrapped = False
    for number, cells in enumerate(shown):
        is_wrapped = any(len(cell) > 1 for cell in cells)
        if number and (is_wrapped or was_wrapped):
            lines.append("")
        lines += _lines(cells, widths, numeric, separator)
        was_wrapped = is_wrapped
    return "".join(f"{line}\n" for line in lines)


def _record(header: Sequence[str], row: Sequence[str], width: int) -> str:
    """Return the values of one row that are not empty, each beside its title or, with less space, below it."""
    columns = max(_widths([[title] for title in header]))
    is_beside = width - columns - len(_SEPARATOR) >= _MIN_TEXT_WIDTH
    indent = " " * (columns + len(_SEPARATOR) if is_beside else 2)
    lines: list[str] = []
    for title, text in zip(header, row, strict=True):
        if not text:
            continue
        first, *others = _wrap(text, max(width - len(indent), _MIN_COLUMN_WIDTH))
        (start,) = _aligned([title], [len(indent)], [False])
        lines += [start + first] if is_beside else [title, indent + first]
        lines += [indent + line for line in others]
    return "".join(f"{line}\n" for line in lines) or "\n"


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool], separator: str) -> list[str]:
    """Return the lines of one row. cells: the lines of each cell."""
    return [separator.join(_aligned(texts, widths, numeric)).rstrip(" ") for texts in zip_longest(*cells, fillvalue="")]


def _narrowed(rows: Sequence[Sequence[str]], width: int) -> tuple[list[int], str]:
    """Return the widths of columns for a table of some width, and their separator; "" if some words must be split."""
    from rich.cells import cell_len

    whole = _widths(rows)
    words = [max((cell_len(word) for text in column for word in text.split()), default=0) for column in zip(*rows, strict=True)]
    for separator in (_SEPARATOR, *_NARROW_SEPARATORS):
        space = width - len(separator) * (len(whole) - 1)
        if sum(words) <= space:
            return _capped(whole, words, space), separator
    space = width - len(_NARROW_SEPARATORS[0]) * (len(whole) - 1)
    return _capped(words, [min(word, _MIN_COLUMN_WIDTH) for word in words], space), ""


def _capped(widths: Sequence[int], least: Sequence[int], space: int) -> list[int]:
    """Return widths with the widest ones reduced to one size, so that the sum fits into a space if the least widths allow it."""

    def reduced(size: int) -> list[int]:
        return [max(low, min(width, size)) for width, low in zip(widths, least, strict=True)]

    low, high = 0, max(widths)
    while low < high:  # the largest size that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(reduced(middle)) <= space else (low, middle - 1)
    found = reduced(low)
    for index, width in enumerate(widths):
        if sum(found) < space and found[index] < width:
            found[index] += 1
    return found


def _wrap(text: str, width: int) -> list[str]:
    """Return the lines of a text, wrapped between words where possible."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    if cell_len(text) <= width:
        return [text]
    lines = Text(text).wrap(Console(file=io.StringIO(), width=width), width, overflow="fold", tab_size=1)
    return [line.plain.rstrip(" ") for line in lines] or [""]


def wrapped_line(line: str, width: int, indent: int) -> str:
    """Return a line wrapped between words to a width. indent: spaces before the lines after the first."""
    first, *others = _wrap(line, width)
    if not others:
        return line
    rest = line[len(first) :].lstrip(" ")
    return "\n".join((first, *(" " * indent + part for part in _wrap(rest, max(width - indent, _MIN_TEXT_WIDTH)))))


def shortened(text: str, length: int) -> str:
    """Return a text of at most a number of characters, cut after a word, with "…" if it was longer."""
    if len(text) <= length:
        return text
    start = text[: length - 1]
    word = start.rpartition(" ")[0]
    return f"{(word if len(word) > length // 2 else start).rstrip()}…"


def with_short_words(text: str) -> str:
    """Return a message with "…" in the middle of words of more than 500 characters, such as the IRIs of a damaged file."""
    return _LONG_WORD.sub(r"\1…\2", text)


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


def capitalized(text: str) -> str:
    """Return a text with a capital first letter.

    >>> capitalized("trade with Italy"), capitalized("")
    ('Trade with Italy', '')
    """
    return text[:1].upper() + text[1:]


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
    """Return a JSON document as the bytes of a file: UTF-8, indented, with its keys in their order, and without lone surrogates."""
    import json

    return f"{without_surrogates(json.dumps(document, ensure_ascii=False, indent=2))}\n".encode()


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
