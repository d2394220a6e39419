"""Give results of the engine "shacl" the labels that blank nodes have in the data, so that their lines can be found.

The engine numbers blank nodes in the order in which it reads them. A blank node at each end of the data, which violates a shape of its
own, shows the first and the last number. If there are not as many in between as the data has blank nodes, no label is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kzit_graph.rdf.labelled_file import LabelledFile
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.validation.results import Result
from kzit_graph.validation.shapes.shapes_graph import sh

_END: Final = "urn:kzit-graph:end-of-data"
_SHAPE: Final = "urn:kzit-graph:blank-node-labels"
_LABEL: Final = re.compile(r"_:(\w*?)(\d+)")


class BlankNodeLabels:
    """The labels of blank nodes. first, last: N-Triples to write before and after the data. shape: Turtle to add to the shapes."""

    first: Final = f'_:kzitFirst <{_END}> "first" .\n'.encode()
    last: Final = f'_:kzitLast <{_END}> "last" .\n'.encode()
    shape: Final = f"<{_SHAPE}> a <{sh('NodeShape')}> ; <{sh('targetSubjectsOf')}> <{_END}> ; <{sh('nodeKind')}> <{sh('IRI')}> .\n"

    def __init__(self) -> None:
        self._files: list[LabelledFile] = []

    def watching(self, files: Iterable[RdfFile]) -> Iterator[RdfFile]:
        """Yield files, and note those that have labels."""
        for file in files:
            if isinstance(file, LabelledFile):
                self._files.append(file)
            yield file

    def read_back(self, results: Iterable[Result]) -> Sequence[Result]:
        """Return the results of the engine with the labels of the data, without those of the ends of the data."""
        found = list(results)
        ends = sorted(_number(result.focus) for result in found if result.shape == f"<{_SHAPE}>")
        kept = [result for result in found if result.shape != f"<{_SHAPE}>"]
        if not any(_is_blank(result.focus) or _is_blank(result.value) for result in kept):
            return kept
        labels = [label for file in self._files for label in file.labels()]
        if len(ends) != 2 or ends[1] - ends[0] - 1 != len(labels):
            return kept

        def named(term: str) -> str:
            number = _number(term) - ends[0] - 1 if _is_blank(term) else -1
            return f"_:{labels[number]}" if 0 <= number < len(labels) else term

        return [replace(result, focus=named(result.focus), value=result.value and named(result.value)) for result in kept]


def _is_blank(term: str | None) -> bool:
    return term is not None and term.startswith("_:")


def _number(term: str) -> int:
    found = _LABEL.fullmatch(term)
    return int(found[2]) if found else -1
