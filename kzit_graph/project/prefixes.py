"""The prefixes that the files of a project declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.project.files.graph_files import GraphFile
from kzit_graph.rdf.namespaces import OWL, RDF, RDFS, XSD

_USUAL: Final = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}

_NOT_IN_PREFIX: Final = re.compile(r"[^\w.-]")


@dataclass(frozen=True)
class DeclaredPrefixes:
    """The prefixes of the files of a project. common: the non-empty ones, prefix to namespace.

    of_documents: the empty prefixes of source documents: graph to new prefix (after the file name) and namespace.
    """

    common: Mapping[str, str]
    of_documents: Mapping[NamedNode, tuple[str, str]]

    @classmethod
    def of(
        cls, ontology: Iterable[Mapping[str, str]], declared: Mapping[Path, Mapping[str, str]], graphs: Iterable[GraphFile]
    ) -> DeclaredPrefixes:
        """Return the prefixes of an ontology, and those that data files declare. graphs: the data files with their graphs."""
        shared = common((*ontology, *declared.values()))
        return cls(shared, _of_documents(((file, declared[file.path]) for file in graphs), shared.values()))

    @property
    def all(self) -> dict[str, str]:
        """All prefixes, prefix to namespace, sorted. The common ones win.

        The empty prefix of a source document is renamed after its file, as far as Turtle allows: its prefixes begin with a letter.
        """
        return dict(sorted((dict(self.of_documents.values()) | dict(self.common)).items()))


def common(declared: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the non-empty prefixes of files, prefix to namespace, sorted. The first declaration of a prefix wins."""
    found: dict[str, str] = {}
    for prefixes in declared:
        for prefix, namespace in prefixes.items():
            if prefix:
                found.setdefault(prefix, namespace)
    return dict(sorted(found.items()))


def with_usual(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return prefixes, and after them those of OWL, RDF, RDFS and XSD that are not used otherwise."""
    return {**prefixes, **{prefix: namespace for prefix, namespace in _USUAL.items() if prefix not in prefixes}}


def _of_documents(files: Iterable[tuple[GraphFile, Mapping[str, str]]], taken: Iterable[str]) -> dict[NamedNode, tuple[str, str]]:
    """Return the empty prefixes of source documents: graph to new prefix (after the file name) and namespace.

    files: with the prefixes that each declares. taken: namespaces that have another prefix.
    """
    known = set(taken)
    found: dict[NamedNode, tuple[str, str]] = {}
    for file, prefixes in files:
        namespace = prefixes.get("")
        if namespace and file.is_source and namespace not in known:
            found[file.graph] = _as_prefix(file.name), namespace
            known.add(namespace)
    return found


def _as_prefix(name: str) -> str:
    """Return the name of a file as a prefix (Turtle, PN_PREFIX)."""
    plain = _NOT_IN_PREFIX.sub("-", name).rstrip(".")
    return plain if plain[:1].isalpha() else f"source-{plain}"
