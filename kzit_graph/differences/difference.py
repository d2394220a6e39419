"""The result of a comparison, with methods that write it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kzit_graph.differences.difference_data import ALL_ASPECTS, Aspect, DifferenceData
from kzit_graph.differences.quad_changes import QuadChanges
from kzit_graph.differences.to_json import difference_json
from kzit_graph.differences.to_markdown import difference_markdown
from kzit_graph.differences.to_patch import rdf_patch, sparql_update
from kzit_graph.differences.to_text import difference_text
from kzit_graph.differences.wording import count_by_status
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import counted, html_lines, visible

_NOUNS: Final = {Aspect.FACTS: "fact", Aspect.THINGS: "thing", Aspect.ONTOLOGY: "term", Aspect.GRAPHS: "graph"}
_NOTEBOOK_LIMIT: Final = 20


class Difference(DifferenceData):
    """The differences between two versions of a dataset.

    In all methods, aspects: one or several names of `Aspect` to include; an unknown one raises `UnknownName`. language: of
    labels; None means the project's preferred one. iris: show shortened IRIs instead of labels.

    >>> import kzit_graph
    >>> kg = kzit_graph.bundled()
    >>> kg.diff(kg).text()
    'nothing differs\\n'
    """

    def text(
        self,
        language: str | None = None,
        *,
        iris: bool = False,
        aspects: Iterable[str] = ALL_ASPECTS,
        limit: int | None = None,
        width: int | None = None,
    ) -> str:
        """Return a page of text; see `kzit_graph.differences.to_text.difference_text` for the parameters."""
        return difference_text(self, language, iris=iris, aspects=aspects, limit=limit, width=width)

    def markdown(
        self, language: str | None = None, *, iris: bool = False, aspects: Iterable[str] = ALL_ASPECTS, limit: int | None = None
    ) -> str:
        """Return sections of a changelog; see `kzit_graph.differences.to_markdown.difference_markdown` for the parameters."""
        return difference_markdown(self, language, iris=iris, aspects=aspects, limit=limit)

    def to_json(self, language: str | None = None, *, aspects: Iterable[str] = ALL_ASPECTS) -> str:
        """Return JSON; see `kzit_graph.differences.to_json` for its keys."""
        return difference_json(self, language, aspects=aspects)

    def patch(self) -> str:
        """Return an RDF Patch that turns the old dataset in a store into the new one, graphs included.

        Raises `InvalidInput` if unions of graphs were compared (use `unions=False` in `kzit_graph.diff`), or if the patch would have to
        name blank nodes of the old version.
        """
        return rdf_patch(self._quads("patch"))

    def update(self) -> str:
        """Return a SPARQL update that turns the old dataset in a store into the new one, graphs included.

        Raises `InvalidInput` as `patch` does, or if an added graph is a blank node.
        """
        return sparql_update(self._quads("update"))

    def _quads(self, what: str) -> QuadChanges:
        if self.quads is None:
            raise InvalidInput(
                f"no {what} from {self.old.name} to {self.new.name}: only one of the two has named graphs, so their unions were "
                "compared; use unions=False"
            )
        return self.quads

    def __repr__(self) -> str:
        return f"<Difference {visible(self.old.name)} → {visible(self.new.name)}: {self._counts()}>"

    def _counts(self) -> str:
        """Return the counts of changes in words; those of graphs only if nothing else differs."""
        for aspects in ((Aspect.FACTS, Aspect.THINGS, Aspect.ONTOLOGY), (Aspect.GRAPHS,)):
            found = ((aspect, status, count) for aspect in aspects for status, count in count_by_status(self, aspect).items())
            if parts := [f"{counted(count, _NOUNS[aspect])} {status}" for aspect, status, count in found if count]:
                return ", ".join(parts)
        return "nothing differs"

    def _repr_html_(self) -> str:
        return html_lines(self.text(limit=_NOTEBOOK_LIMIT))
