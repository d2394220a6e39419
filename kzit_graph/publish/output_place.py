"""Refuse to build where the files of a build would be mixed with, or replace, those of someone else."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import BUILD_SETTINGS, CHECKSUMS, DUMP_FORMATS, METADATA_SUFFIX, file_extension
from kzit_graph.errors import InvalidInput, Position, UnwritableTarget
from kzit_graph.project.project import PARTS, Project
from kzit_graph.publish.build_mark import MARK
from kzit_graph.publish.description.ro_crate import RO_CRATE
from kzit_graph.publish.json_schema.schema import SCHEMA_EXTENSION
from kzit_graph.publish.release.citation_file import CITATION_FILE
from kzit_graph.publish.release.zenodo import DEPOSIT_FILE
from kzit_graph.publish.tables.croissant import CROISSANT
from kzit_graph.publish.tables.data_package import DATA_PACKAGE

FIXED_NAMES: Final = (
    *("ontology.ttl", "ontology.jsonld", "context.jsonld", "shapes.ttl", "dataset.ttl", "dataset.jsonld", "report.ttl", "report.json"),
    *(DATA_PACKAGE, CROISSANT, RO_CRATE, CITATION_FILE, DEPOSIT_FILE, BUILD_SETTINGS, CHECKSUMS, MARK),
)
"""Names of files of a build that are the same in each project."""

_MAX_BYTES: Final = 255
"""Bytes of a file name on common file systems."""


def refuse_place(folder: Path, project: Project) -> None:
    """Raise `UnwritableTarget` if a build of a project must not replace a folder, with any content."""
    target = Path(os.path.realpath(folder))
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - pathlib raises an error if there is none
    places = {"the current folder": Path(), "the home folder": home, "the project": project.root}
    parts = {f"{part}/ of the project": project.root / part for part in PARTS}
    for what, place in (places | parts).items():
        if target in (real := Path(os.path.realpath(place)), *real.parents):
            raise UnwritableTarget(f"{Position(folder)}: a build would replace {what}; name another folder, such as dist")
    for what, place in parts.items():
        if Path(os.path.realpath(place)) in target.parents:
            raise UnwritableTarget(
                f"{Position(folder)}: lies in {what}, which the next build would read; name another folder, such as dist"
            )


def refuse_name(project: Project) -> None:
    """Raise `InvalidInput` if the files of a build cannot be named after a project."""
    dumps = [f"{project.name}.{end}" for end in _endings()]
    names = Counter(name.casefold() for name in (*dumps, *FIXED_NAMES))
    if not project.name:
        reason = "it is empty"
    elif project.name.startswith("."):
        reason = "they would be hidden files"
    elif any(len(os.fsencode(name)) > _MAX_BYTES for name in dumps):
        reason = f"it is longer than {_MAX_BYTES - max(len(end) + 1 for end in _endings())} bytes"
    elif taken := next((name for name in dumps if names[name.casefold()] > 1), None):
        reason = f"{taken} would be two files"
    else:
        return
    raise InvalidInput(
        f'the base IRI "{project.base}": its last part cannot name the dumps, because {reason}; choose another base IRI',
        project.stated_at,
    )


def _endings() -> list[str]:
    table = file_extension("csv")
    return [*sorted({file_extension(name) for name in DUMP_FORMATS}), SCHEMA_EXTENSION, f"{table}{METADATA_SUFFIX}"]
