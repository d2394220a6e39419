"""Parses files and keeps nothing: `python parse.py FILE…`. The yardstick of other figures."""

import sys
from collections.abc import Iterable

from pyoxigraph import parse


def main(paths: Iterable[str]) -> None:
    """Parse the files."""
    for path in paths:
        for _ in parse(path=path):
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
