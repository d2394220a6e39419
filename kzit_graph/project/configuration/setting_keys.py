"""Put the keys of a settings file in place of the defaults, and refuse those that are unknown or of another type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.plain_text import nearest
from kzit_graph.project.configuration.toml_text import KeyLines

SEVERITIES: Final = ("violation", "warning", "info", "never")
"""What can stop a build: results of a severity and worse ones, or none."""

BLANK_NODES: Final = ("labels", "skolemize")
"""How blank nodes can be published."""

ROLES: Final = "roles"
"""The table whose lists may be written as one text."""

_CHOICES: Final = {"fail_on": SEVERITIES, "blank_nodes": BLANK_NODES}
_OPEN: Final = ("contexts", "graphs.folders", "prefixes", "roles.answers")
"""Tables whose keys a project chooses."""

_REPLACED: Final = ("roles.answers",)
"""Open tables that replace the default instead of adding to it."""

_KINDS: Final[dict[type, str]] = {str: "a text", list: "a list of texts", dict: "a table", int: "a number", bool: "true or false"}


def merged(defaults: Mapping[str, Any], values: Mapping[str, Any], lines: KeyLines) -> dict[str, Any]:
    """Return values in place of the defaults.

    lines: of the keys in their file. Raises `InvalidInput` if a value is of the wrong type, and `UnknownName` for an unknown key.
    """
    return _merged(defaults, values, lines, "", list(keys(defaults)))


def _merged(defaults: Mapping[str, Any], values: Mapping[str, Any], lines: KeyLines, above: str, known: Sequence[str]) -> dict[str, Any]:
    """Return the values of a table in place of its defaults. above: its name with a dot. known: all keys."""
    merged = {} if values and above.rstrip(".") in _REPLACED else dict(defaults)
    for name, value in values.items():
        key = f"{above}{name}"
        position = lines.position(key)
        if above.rstrip(".") in _OPEN:
            if not isinstance(value, str):
                raise InvalidInput(f'"{name}" must be a text', position)
        elif name not in defaults:
            raise _unknown_table(key, known, position) if isinstance(value, dict) else _unknown_key(key, known, position)
        elif above == f"{ROLES}." and isinstance(value, str):
            merged[name] = [value]
            continue
        elif type(value) is not (expected := type(defaults[name])) and not (expected is int and type(value) is float):
            raise InvalidInput(f"{key} must be {_KINDS[expected]}", position)
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise InvalidInput(f"{key} must be {_KINDS[list]}", position)
        elif isinstance(value, list) and (twice := _repeated(value, fold=name == "languages")) is not None:
            raise InvalidInput(f'{key} has "{twice}" twice; remove one', position)
        elif key in _CHOICES and value not in _CHOICES[key]:
            raise UnknownName(key, value, _CHOICES[key]).at(position)
        merged[name] = _merged(defaults.get(name, {}), value, lines, f"{key}.", known) if isinstance(value, dict) else value
    return merged


def _repeated(texts: Sequence[str], *, fold: bool) -> str | None:
    """Return the first text that a list has twice; None if all are different. fold: whether case does not matter."""
    seen: set[str] = set()
    for text in texts:
        compared = text.casefold() if fold else text
        if compared in seen:
            return text
        seen.add(compared)
    return None


def _unknown_key(key: str, known: Sequence[str], position: Position) -> UnknownName:
    table, _, last = key.rpartition(".")
    beside = [name.rpartition(".")[2] for name in known if name.rpartition(".")[0] == table]
    same = [name for name in known if name.rpartition(".")[2] == last]
    near = same or [f"{table}.{name}".lstrip(".") for name in nearest(last, beside)] or nearest(key, known)
    error = UnknownName("setting", key, beside, map(_with_table, near), place=_place(table)).at(position)
    error.nearest = tuple(near)
    return error


def _with_table(key: str) -> str:
    table, _, name = key.rpartition(".")
    return f"{name} {_place(table)}"


def _place(table: str) -> str:
    return f"in [{table}]" if table else "above all tables"


def _unknown_table(key: str, known: Sequence[str], position: Position) -> UnknownName:
    tables = {name.rpartition(".")[0] for name in known} | set(_OPEN)
    return UnknownName("table of settings", key, sorted(tables - {""})).at(position)


def keys(values: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the dotted names of the keys in tables; of an open table, its own name."""
    for name, value in values.items():
        key = f"{above}{name}"
        if isinstance(value, dict) and key not in _OPEN:
            yield from keys(value, f"{key}.")
        else:
            yield key


def is_empty_table(values: Mapping[str, Any], key: str) -> bool:
    """Return whether a dotted name is that of a table without keys, or of nothing."""
    for part in key.split("."):
        values = values.get(part, {}) if isinstance(values, dict) else {}
    return values == {}
