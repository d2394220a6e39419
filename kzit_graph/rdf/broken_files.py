"""Find all broken files of a set, not only the first, so that they can be mended in one go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import RdfFile

Readers = Mapping[Path, Callable[[], RdfFile]]
"""Functions that read RDF files into memory, by the paths of the files."""


@contextmanager
def all_faults_reported(readers: Readers) -> Iterator[None]:
    """If reading one of some files fails, add the faults of the other files to the error (`InvalidInput.others`)."""
    try:
        yield
    except InvalidInput as error:
        found = error.position.path if error.position else None
        if found in readers and not error.others:
            error.others = tuple(_faults({path: read for path, read in readers.items() if path != found}))
        raise


def _faults(readers: Readers) -> Iterator[InvalidInput]:
    for read in readers.values():
        try:
            deque(read().parse(), maxlen=0)
        except InvalidInput as error:
            yield error
