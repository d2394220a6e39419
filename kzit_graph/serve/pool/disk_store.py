"""A store on disk for large data, in the cache. It is made once, and read by all workers.

Processes that read it hold a locked file beside it. A store without one is removed when another one is made.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from kzit_graph.errors import Position, UnwritableTarget
from kzit_graph.project.built import LoadedBuild
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.store import complete, graphs_overlap
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.parser_errors import parser_errors
from kzit_graph.serve.in_use import locked, mark, remove_file, remove_unused
from kzit_graph.serve.pool.described import description_of, read_description, write_description
from kzit_graph.serve.pool.disk_forms import write_forms

_LAYOUT: Final = "1"
"""Changes with what is in a store."""

_STORE: Final = "store"
_FORMS: Final = "forms.sqlite"
_FACTS: Final = "facts.json"
_READ: Final = 1 << 20
_TRIPLE_TERMS: Final = "ASK { GRAPH ?g { ?s ?p ?o FILTER (isTRIPLE(?o)) } }"


class DiskStore:
    """A store on disk. folder: its place, which is complete."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / _STORE
        self.forms = folder / _FORMS
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        self.has_forms: bool = facts["has_forms"]
        self.has_triple_terms: bool = facts["has_triple_terms"]
        self.description = read_description(folder)


def is_large(loaded: LoadedProject, most: int) -> bool:
    """Return whether data have more statements than some number, as far as this is known without reading them: dumps in N-Quads."""
    return bool(loaded.dumps) and all(map(_is_quads, loaded.dumps)) and sum(map(_lines, loaded.dumps)) > most


def disk_store(loaded: LoadedProject, place: Path) -> Path:
    """Return the folder of the store of some data, which is made if the cache does not have it. It stays while this process runs.

    place: the folder of all stores. Raises `UnwritableTarget` if it cannot be written, and `InvalidInput` if the data are malformed.
    """
    key = _key(loaded)
    folder = place / key
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(place / f"{key}.lock"):
            if not folder.exists():
                _make(loaded, folder)
            atexit.register(mark(folder).close)
        _remove_unused(place)
    except OSError as error:
        raise UnwritableTarget(
            f"{Position(place)}: cannot be written: {error.strerror or error}; set XDG_CACHE_HOME to another folder"
        ) from error
    return folder


def _make(loaded: LoadedProject, folder: Path) -> None:
    work = folder.with_name(f".{folder.name}-{os.urandom(4).hex()}")
    work.mkdir()
    try:
        facts = {"has_triple_terms": _fill(loaded, work / _STORE), "has_forms": write_forms(work / _FORMS, loaded.dumps)}
        (work / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _fill(loaded: LoadedProject, path: Path) -> bool:
    """Make the store and the description, and return whether it has triple terms. It has the quads of `LoadedProject.store`."""
    store = Store(path)
    for dump in loaded.dumps:
        with parser_errors(dump):
            store.bulk_load(path=dump, format=RdfFormat.N_QUADS, lenient=True)
    if not isinstance(loaded, LoadedBuild):  # a build has what its ontology entails
        complete(store, loaded.ontology)
    if graphs_overlap(store):
        graphs = (quad for quad in store if not isinstance(quad.graph_name, DefaultGraph))
        store.bulk_extend(Quad(*quad.triple) for quad in graphs)
    store.optimize()
    store.flush()
    write_description(description_of(loaded, store), path.parent)
    return bool(store.query(_TRIPLE_TERMS))


def _is_quads(path: Path) -> bool:
    return path.suffix in (".nq", ".nt") and format_of_file(path) in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)


def _lines(path: Path) -> int:
    number = 0
    with path.open("rb") as file:
        while data := file.read(_READ):
            number += data.count(b"\n")
    return number


def _key(loaded: LoadedProject) -> str:
    digest = hashlib.sha256()
    for text in (_LAYOUT, version("kzit-graph"), version("pyoxigraph"), type(loaded).__name__, loaded.project.settings.public_url):
        digest.update(f"{text}\n".encode())
    for file in loaded.ontology:
        digest.update(hashlib.sha256(file.content).digest())
    described = [loaded.project.root / "dataset.ttl"] if isinstance(loaded, LoadedBuild) else []
    for path in (*described, *loaded.dumps):
        with path.open("rb") as data:
            digest.update(hashlib.file_digest(data, "sha256").digest())
    return digest.hexdigest()[:20]


def _remove_unused(place: Path) -> None:
    for folder in place.iterdir():
        if (folder / _FACTS).is_file():
            remove_unused(folder, _remove)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    remove_file(folder.with_name(f"{folder.name}.lock"))
