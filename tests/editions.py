"""The edition of a project that a citation at the top of its repository names."""

from __future__ import annotations

from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.releases import Edition, parse_version, stated_releases


def current_edition(loaded: LoadedProject) -> Edition:
    """The highest release that the project states, else the dataset as it is."""
    if releases := stated_releases(loaded.project, loaded.store):
        return releases[-1]
    dataset = read_dataset(loaded)
    return Edition(dataset.iri, parse_version(dataset.version), "")  # not released, so it has no day of release
