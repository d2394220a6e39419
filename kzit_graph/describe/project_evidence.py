"""Check the passages of an open project, and draft those of new sources."""

from __future__ import annotations

import os
from pathlib import Path

from kzit_graph.describe.evidence import Coverage, EvidenceCheck, check_text, find_cited_source, find_source, passages
from kzit_graph.describe.segment import draft_source
from kzit_graph.plain_text import visible
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.reading import read_text


class ProjectEvidence:
    """The evidence of a project. Texts of sources are not stored.

    >>> import kzit_graph
    >>> kzit_graph.bundled().evidence.coverage()
    <Coverage: 17 of 17 passages are cited>
    """

    def __init__(self, loaded: LoadedProject) -> None:
        self._loaded = loaded

    def check(self, copy: str | os.PathLike[str], *, source: str) -> EvidenceCheck:
        """Compare the passages of a source with a copy of its text.

        copy: a text file in UTF-8. source: the name of the source's file in data/sources/, without extension. In the data of
        dumps, which have no such files, it is the end of the source's IRI.

        Raises `UnknownName` if the source is unknown, and `InvalidInput` if the copy cannot be read or the source has no passage.
        """
        loaded = self._loaded
        found = find_cited_source(loaded.store, source) if loaded.dumps else find_source(loaded.project, source)
        return check_text(loaded.store, found, read_text(Path(copy), allow_pipe=True))

    def coverage(self) -> Coverage:
        """Return all passages, with the number of facts that cite them."""
        return Coverage(passages(self._loaded.store))

    def segment(self, copy: str | os.PathLike[str], *, source: str | None = None, language: str = "en") -> str:
        """Return a Turtle draft of a new source for data/sources/, with a passage for each sentence.

        copy: a text file in UTF-8. source: the name of the new source; default: the name of the text file. language: ISO 639-1 code.

        Raises `InvalidInput` if the copy cannot be read or is empty, or if the name or the language is malformed.
        """
        path = Path(copy)
        return draft_source(self._loaded.project.base, path.stem if source is None else source, read_text(path, allow_pipe=True), language)

    def __repr__(self) -> str:
        return f"<ProjectEvidence of {visible(self._loaded.project.name)}>"
