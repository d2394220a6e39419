"""Read the expected answers of this folder: <question>.txt with the default parameters, <question>.<variant>.txt with others.

A file opens with a line for each parameter that it gives, "$year = 2009". Then come the variables and the rows, in order,
columns separated by "|", things by the last part of their IRI; or the sorted triples of a graph; or the one word of ASK.
They are written from what the source says, not from what the queries answer.

Files in the folder more/ are for the project with one source and the two invented documents of more/data/, which disagree with it.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.rdf.names import Term, slug
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth

FOLDER: Final = Path(__file__).parent
MORE: Final = FOLDER / "more"
TRIPLE: Final = ("subject", "predicate", "object")

Lines = list[tuple[str, ...]]


@dataclass(frozen=True)
class Expected:
    """The expected answer of a question. name: the file name without extension; parameters: the values as users write them."""

    name: str
    parameters: dict[str, str]
    lines: Lines

    @property
    def question(self) -> str:
        """The name of the question."""
        return self.name.partition(".")[0]

    @property
    def facts(self) -> set[str]:
        """The facts that occur in the answer."""
        return {cell for line in self.lines for cell in line if "-f" in cell and cell.startswith("p")}


def read_expected(folder: Path = FOLDER) -> list[Expected]:
    """Return all expected answers of a folder, by file name."""
    return [_read(path) for path in sorted(folder.glob("*.txt"))]


def add_documents(project: Path) -> Path:
    """Copy the two invented documents into a project folder, and return the folder."""
    shutil.copytree(MORE / "data", project / "data", dirs_exist_ok=True)
    return project


def as_lines(answer: Answer) -> Lines:
    """Return an answer as the lines of such a file."""
    if isinstance(answer, Truth):
        return [(str(answer.value).lower(),)]
    if isinstance(answer, Solutions):
        return [answer.variables, *(_cells(row) for row in answer)]
    assert isinstance(answer, Triples)
    return [TRIPLE, *sorted(_cells(triple) for triple in answer)]


def content(answer: Answer, change: Callable[[Term | None], Term | None] = lambda term: term) -> object:
    """Return the content of an answer, regardless of an order that the query does not define. change: applied to each term."""
    if isinstance(answer, Truth):
        return answer.value
    if isinstance(answer, Solutions):
        return answer.variables, Counter(tuple(change(term) for term in row) for row in answer)
    assert isinstance(answer, Triples)
    return Counter(tuple(change(term) for term in triple) for triple in answer)


def _read(path: Path) -> Expected:
    lines = path.read_text("utf-8").splitlines()
    given = [line.removeprefix("$") for line in lines if line.startswith("$")]
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines[len(given) :]]
    if rows[0] == TRIPLE:
        rows[1:] = sorted(rows[1:])
    return Expected(path.stem, dict(_parameter(line) for line in given), rows)


def _parameter(line: str) -> tuple[str, str]:
    name, _, value = line.partition(" = ")
    return name, value


def _cells(terms: Iterable[Term | None]) -> tuple[str, ...]:
    return tuple("" if term is None else slug(term) if isinstance(term, NamedNode) else getattr(term, "value", "") for term in terms)
