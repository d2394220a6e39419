"""Find out which classes and properties a project uses, without loading its data where that is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.reading import read_file
from kzit_graph.sparql.required_terms import Need, Use


def unmet_needs(loaded: LoadedProject, needs: Iterable[Need]) -> set[Need]:
    """Return the needs that neither the data nor the ontology of a project meet.

    A class is in use if a thing has it, a property if a statement has it, and both if the ontology describes them or a rule writes them.
    The ontology does not count for dumps, which can be about anything.

    Data that are not loaded yet are read file by file, as long as there is an unmet need.
    """
    waiting = set(needs)
    used: set[Use] = set()
    for is_in in _places(loaded):
        used |= is_in({use for need in waiting for use in need.uses()} - used)
        waiting = {need for need in waiting if not need.is_met(used.__contains__)}
        if not waiting:
            break
    return waiting


def _places(loaded: LoadedProject) -> Iterator[Callable[[set[Use]], set[Use]]]:
    """Yield functions that return which of some terms are in use in a part of a project, the fastest first."""
    has_store = bool(loaded.dumps) or "graphs" in vars(loaded)
    if has_store:
        yield lambda wanted: {use for use in wanted if is_used(loaded.graphs, use)}
    if not loaded.is_foreign:
        yield partial(_declared, loaded)
    if not has_store:
        for path in loaded.data_files:
            yield partial(_uses_in, path, loaded.project.contexts)


def _declared(loaded: LoadedProject, wanted: set[Use]) -> set[Use]:
    """Return the terms that the ontology of a project describes, and those that its rules write."""
    ontology = loaded.vocabulary.store
    described = {use for use in wanted if next(ontology.quads_for_pattern(NamedNode(use.iri), None, None), None)}
    written = loaded.written_by_rules({use.iri for use in wanted - described})
    return described | {use for use in wanted if use.iri in written}


def is_used(data: Store, use: Use) -> bool:
    """Return whether a store has a thing of a class, or a statement with a property."""
    term = NamedNode(use.iri)
    pattern = (None, RDF_TYPE, term) if use.is_class else (None, term, None)
    return next(data.quads_for_pattern(*pattern), None) is not None


def _uses_in(path: Path, contexts: LocalContexts, wanted: set[Use]) -> set[Use]:
    properties: set[str] = set()
    classes: set[str] = set()
    for quad in read_file(path, contexts=contexts).parse():
        properties.add(quad.predicate.value)
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            classes.add(quad.object.value)
    return {use for use in wanted if use.iri in (classes if use.is_class else properties)}
