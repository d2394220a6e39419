"""The Python interface for data without a project: validate any RDF against any shapes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kzit_graph.work_folder import temporary_folder

if TYPE_CHECKING:
    from kzit_graph.validation.report.report import Report

Sources = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A file, a folder or a URL, or several."""


def validate(data: Sources, shapes: Sources, *, ontology: Sources = (), engine: str = "shacl", base: str | None = None) -> Report:
    """Validate RDF data against SHACL shapes, without a project.

    data, shapes: RDF files in any syntax, also compressed, folders with such files, or URLs. Named graphs count as their union.
    Shapes can be in the data file; name it twice. ontology: vocabularies with subclasses, which are added to the data.
    engine: "shacl" or "pyshacl". base: the base IRI of all files; by default, each file has its own address.

    The warnings of the report name what in the shapes was not checked, and references to nothing. Raises `InvalidInput` with the file
    and the line if something cannot be used, and `UnreachableEndpoint` if a URL does not answer.
    """
    from kzit_graph.remote.any_files import open_any_files
    from kzit_graph.validation.validate import validate_loaded

    with temporary_folder() as folder:
        files = open_any_files(_named(data), _named(shapes), _named(ontology), folder, base=base, environment=os.environ)
        return validate_loaded(files.loaded, engine)


def _named(sources: Sources) -> list[str]:
    return [os.fspath(source) for source in ([sources] if isinstance(sources, str | os.PathLike) else sources)]
