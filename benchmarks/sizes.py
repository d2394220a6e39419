"""Numbers of triples as people write them: 10k, 1m, 500."""

from __future__ import annotations

import argparse
import re
from typing import Final

_SIZE: Final = re.compile(r"(\d+)([km]?)", re.IGNORECASE)
_UNITS: Final = {"m": 1_000_000, "k": 1_000, "": 1}


def parse_size(text: str) -> int:
    """Return the number that a size stands for. Raises `ArgumentTypeError`, since sizes are arguments of commands."""
    if not (found := _SIZE.fullmatch(text)):
        raise argparse.ArgumentTypeError(f'"{text}" is not a size; write 100000, 100k or 1m')
    return int(found[1]) * _UNITS[found[2].lower()]


def size_name(number: int) -> str:
    """Return a number in its shortest form."""
    unit, size = next((unit, size) for unit, size in _UNITS.items() if number >= size and number % size == 0)
    return f"{number // size}{unit}"
