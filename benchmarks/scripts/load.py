"""Loads files into a store in memory, each as a named graph: `python load.py FILE…`. The yardstick of a validation."""

import sys
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Store


def main(paths: Iterable[str]) -> None:
    """Load the files."""
    store = Store()
    for path in paths:
        store.load(path=path, to_graph=NamedNode(Path(path).absolute().as_uri()))


if __name__ == "__main__":
    main(sys.argv[1:])
