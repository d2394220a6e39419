"""The table by which the search of a site compares words: that of the command `search`."""

from __future__ import annotations

from kzit_graph.project.names.romanization import LETTERS as ROMANIZED
from kzit_graph.project.names.similar_words import LENGTHS_OF_TYPOS, LETTERS, MARKS


def folding_table() -> dict[str, object]:
    """Return what assets/folding.js needs to compare words as Python does."""
    return {"letters": LETTERS, "marks": MARKS, "romanized": ROMANIZED, "typos": LENGTHS_OF_TYPOS}
