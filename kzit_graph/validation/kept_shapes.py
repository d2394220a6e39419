"""Keep checked and prepared shapes in the user's cache, since the same files always give the same.

Shapes that cannot be used are not kept, and neither are those with regular expressions that only Python can evaluate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.kept_file import KeptFile
from kzit_graph.project.loaded_schema import LoadedSchema
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.validation.prepared_shapes import PreparedShapes, of_bytes, to_bytes

_KIND: Final = "shapes"
_PLAIN: Final = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
"""The syntaxes whose statements depend on the content of the file alone."""

_PROGRAM: Final = (
    "project",
    "queries",
    "rdf",
    "sparql",
    "validation",
    *(f"validation/{part}" for part in ("engines", "shacl_sparql", "shapes")),
)
"""The parts of this package that check and prepare shapes."""


def prepared_shapes(loaded: LoadedSchema) -> PreparedShapes:
    """Return the shapes of a project, kept of an earlier time if possible. Raises `InvalidInput` if a shape cannot be used."""
    files = loaded.shape_files
    kept = KeptFile.of(_KIND, _parts(files), _PROGRAM) if all(file.syntax in _PLAIN for file in files) else KeptFile(None)
    if (content := kept.read()) is not None:
        return of_bytes(content, files)
    from kzit_graph.validation.checked_shapes import prepare_for_shacl  # what it imports takes time

    prepared = prepare_for_shacl(loaded)
    if not prepared.core.patterns:
        kept.write(to_bytes(prepared))
    return prepared


def _parts(files: Iterable[RdfFile]) -> Iterator[bytes]:
    """Yield all that the shapes depend on. Warnings have the paths."""
    for file in files:
        yield f"{file.path} {file.syntax} {file.base}".encode(errors="surrogateescape")
        yield file.content
