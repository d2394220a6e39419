"""Write the site of a build: pages and documents of things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad

from kzit_graph.artefacts import Digest
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.paths import SitePaths


@dataclass(frozen=True)
class Site:
    """The files of a site. files: their digests by path in the build. warnings: one line for each file that was left out."""

    files: Mapping[str, Digest] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def write_site(
    loaded: LoadedProject, new: Path, paths: SitePaths, described: Collection[Quad], progress: Callable[[str], None], jobs: int = 1
) -> Site:
    """Write the site of a project into the folder of its build.

    new: the folder. paths: those that are taken; each file claims its own. described: the description of the dataset. progress: called
    with the name of each step. jobs: number of processes.
    """
    del loaded, new, paths, described, progress, jobs
    return Site()
