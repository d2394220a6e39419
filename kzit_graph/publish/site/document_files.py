"""Write the documents of things into the folder of a build, with several processes if there are many things."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.artefacts import Digest
from kzit_graph.publish.dumps.processes import SharedWork, worker_pool
from kzit_graph.publish.site.file_writing import write_small_files
from kzit_graph.publish.site.site import Site
from kzit_graph.work_folder import temporary_folder

_PER_CHUNK: Final = 20
"""Things that a process writes at a time."""

_MIN_FOR_PROCESSES: Final = 1_000
"""Things from which it pays to start processes."""

_Named = tuple[str, NamedNode]
"""The local name of a thing, and the thing."""


@contextmanager
def documents_being_written(site: Site, things: Sequence[_Named], folder: Path, jobs: int) -> Iterator[Callable[[], dict[str, Digest]]]:
    """Start to write the documents of things, and yield a function that waits for them and returns their digests by path.

    things: with their local names. folder: that of the build. jobs: number of processes.
    """
    chunks = [things[start : start + _PER_CHUNK] for start in range(0, len(things), _PER_CHUNK)]
    jobs = jobs if len(things) >= _MIN_FOR_PROCESSES else 1
    write = partial(_write, site, folder)
    with temporary_folder() as place, worker_pool(jobs, jobs - 1) as pool:
        if pool is None:
            yield lambda: _joined(map(write, chunks))
            return
        path = place / "site"
        path.write_bytes(pickle.dumps(site.without_caches()))
        work = SharedWork(pool, partial(_write_chunk, path, folder), chunks)
        yield lambda: _joined(work.results(write))


def _joined(written: Iterable[Mapping[str, Digest]]) -> dict[str, Digest]:
    return {path: digest for files in written for path, digest in files.items()}


def _write(site: Site, folder: Path, things: Iterable[_Named]) -> dict[str, Digest]:
    return write_small_files(folder, (document for local, thing in things for document in site.documents(local, thing)))


def _write_chunk(path: Path, folder: Path, things: Sequence[_Named]) -> dict[str, Digest]:
    return _write(_read_site(path), folder, things)


@lru_cache(maxsize=1)
def _read_site(path: Path) -> Site:
    site: Site = pickle.loads(path.read_bytes())  # noqa: S301 - written by this program
    return site
