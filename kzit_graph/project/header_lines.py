"""Find the line of a key in the header of a question, for error messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kzit_graph.errors import Position

_TABLE: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY: Final = re.compile(r"\s*([\w.\"'-]+)\s*=")


class HeaderLines:
    """The lines of the keys of a header. path: the file. header: its TOML, on the lines that it has in the file."""

    def __init__(self, path: Path, header: str) -> None:
        self._path = path
        self._lines: dict[str, int] = {}
        table = ""
        for number, line in enumerate(header.split("\n"), start=1):
            if line.strip():
                self._lines.setdefault("", number)
            if found := _TABLE.match(line):
                table = _plain(found[1])
                self._add(table, number)
            elif found := _KEY.match(line):
                self._add(".".join(filter(None, (table, _plain(found[1])))), number)

    def _add(self, key: str, number: int) -> None:
        parts = key.split(".")
        for end in range(1, len(parts) + 1):
            self._lines.setdefault(".".join(parts[:end]), number)

    def position(self, key: str = "") -> Position:
        """Return the position of a key such as "parameters.place.type", else of its table, else of the header."""
        while key and key not in self._lines:
            key = key.rpartition(".")[0]
        return Position(self._path, self._lines.get(key, 1))


def _plain(key: str) -> str:
    return re.sub(r"[\"'\s]", "", key)
