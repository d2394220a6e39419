"""Parse TOML that people write, find the lines of its keys for error messages, and write TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kzit_graph.errors import InvalidInput, Position

_POSITION: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TABLE: Final = re.compile(r"\s*+\[++([^\[\]]++)\]++\s*+(?:#|$)")
_KEY: Final = re.compile(r"""\s*+((?:"[^"]*+"|'[^']*+'|[\w. \t-])++)=""")

_LONG_KEY: Final = re.compile(r"""(?<![\w\-])(?:(?:[\w\-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
"""A key of more than a hundred parts. The time and memory of the parser grow with the square of their number."""

_MAX_PARTS: Final = 100
"""Parts of a key whose lines are found one by one. A quoted key can have more dots."""

_MAX_LINE: Final = 120
"""Characters of a list on one line."""

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """Return the content of a TOML file. Raises `InvalidInput` with the line and the column if it is malformed."""
    import tomllib

    if long := _LONG_KEY.search(text):
        raise InvalidInput("a key has more than 100 parts; shorten it", Position(path, text.count("\n", 0, long.start()) + 1))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        position = Position(path, int(found[1]), int(found[2])) if found else Position(path)
        raise InvalidInput(f"is not TOML: {_POSITION.sub('', str(error))}", position) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or thousands of brackets
        raise InvalidInput("is nested too deeply, or has a number that is too long", Position(path)) from error


class KeyLines:
    """The lines of the keys of TOML. path: the file. text: the TOML, on the lines that it has in the file."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines: dict[str, int] = {}
        table = ""
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                self._lines.setdefault("", number)
            if found := _TABLE.match(line):
                table = _plain(found[1])
                self._add(table, number)
            elif found := _KEY.match(line):
                self._add(".".join(filter(None, (table, _plain(found[1])))), number)

    def _add(self, key: str, number: int) -> None:
        parts = key.split(".")
        for end in (*range(1, min(len(parts), _MAX_PARTS)), len(parts)):
            self._lines.setdefault(".".join(parts[:end]), number)

    def position(self, key: str = "") -> Position:
        """Return the position of a key such as "parameters.place.type", else of its table, else of the first line."""
        while key and key not in self._lines:
            key = key.rpartition(".")[0]
        return Position(self._path, self._lines.get(key, 1))


def _plain(key: str) -> str:
    return re.sub(r"\s*+\.\s*+|[\"']", lambda found: "." if "." in found[0] else "", key.strip())


def write_toml(values: Mapping[str, Any]) -> str:
    """Return TOML with texts, numbers, truth values, lists of texts, and tables. The same values give the same text.

    Values keep their order, but those of a table come before the tables in it, as TOML needs it.
    """
    return "".join(f"{line}\n" for line in _lines(values, "")).lstrip("\n")


def _lines(values: Mapping[str, Any], above: str) -> Iterator[str]:
    plain = {name: value for name, value in values.items() if not isinstance(value, Mapping)}
    if above and (plain or not values):
        yield ""
        yield f"[{above}]"
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value)}"
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{above}.{_key(name)}" if above else _key(name))


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        line = f"[{', '.join(map(_value, value))}]"
        return line if len(line) <= _MAX_LINE else "".join(("[\n", *(f"  {_value(item)},\n" for item in value), "]"))
    return repr(value)


def _text(text: str) -> str:
    """Return a basic string of TOML 1.0, whose escapes are those of JSON, but for U+007F."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
