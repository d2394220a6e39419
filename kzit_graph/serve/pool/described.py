"""The description of a build that is served, and its copy beside a store on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Store, parse, serialize

from kzit_graph.project.built import LoadedBuild
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.description.served import ServedDescription, description_of_build, served_description

_QUADS: Final = "description.nq"
_TERMS: Final = "description.json"


def description_of(loaded: LoadedProject, data: Store) -> ServedDescription | None:
    """Return the description of a build; None for other data. data: the store of the build."""
    if not isinstance(loaded, LoadedBuild):
        return None
    project = loaded.project
    described = description_of_build(project.root, project.dataset, project.settings.public_url)
    return served_description(project.dataset, described, data)


def write_description(description: ServedDescription | None, folder: Path) -> None:
    """Write a description to a folder."""
    if description is None:
        return
    serialize(description.quads, folder / _QUADS, RdfFormat.N_QUADS)
    facts = {"graph": description.graph.value, "terms": sorted(description.terms), "namespaces": description.namespaces}
    (folder / _TERMS).write_text(json.dumps(facts), encoding="utf-8")


def read_description(folder: Path) -> ServedDescription | None:
    """Return the description in a folder, or None if there is none."""
    if not (folder / _TERMS).exists():
        return None
    facts = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
    quads = tuple(parse(path=folder / _QUADS, format=RdfFormat.N_QUADS))
    return ServedDescription(NamedNode(facts["graph"]), quads, frozenset(facts["terms"]), tuple(facts["namespaces"]))
