"""The local copies of remote JSON-LD contexts, which are used in place of requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kzit_graph.computed_once import computed_once

if TYPE_CHECKING:
    from kzit_graph.rdf.jsonld.inlining import Inlining


@dataclass(frozen=True)
class LocalContexts:
    """The local copies of JSON-LD contexts. files: the copy of each context, by its IRI."""

    files: Mapping[str, Path]

    @computed_once
    def _inlining(self) -> Inlining:
        from kzit_graph.rdf.jsonld.inlining import Inlining

        return Inlining(self.files)

    def inlined(self, content: bytes, path: Path) -> bytes:
        """Return JSON-LD with the contexts that it refers to put inline; see `kzit_graph.rdf.jsonld.inlining.Inlining.applied`."""
        return self._inlining.applied(content, path)
