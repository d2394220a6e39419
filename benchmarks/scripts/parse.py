"""Only parses the files it is given, streaming: `python parse.py FILE…`. What other figures are multiples of."""

import sys
from collections.abc import Iterable

from pyoxigraph import parse


def main(paths: Iterable[str]) -> None:
    """Keeps nothing of what it reads."""
    for path in paths:
        for _ in parse(path=path):
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
