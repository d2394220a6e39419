"""The rows of an answer on the page of its question: terms as links, figures with their units, facts with their passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from kzit_graph.computed_once import computed_once
from kzit_graph.hidden_characters import visible
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.claims.places import number
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.short_dates import period
from kzit_graph.publish.site.rows.cites import cites
from kzit_graph.rdf.names import Term, slug

if TYPE_CHECKING:
    from markupsafe import Markup

_NUMBERS: Final = frozenset({"integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "int", "long"})
_DATES: Final = frozenset({"date", "gYearMonth", "gYear"})

Row = Sequence[Term | None]
_UNBROKEN: Final = re.compile(r"[^\s-]{24}")
_TAG: Final = re.compile(r"<[^>]*>")
Cell = tuple["Markup | str", str]
"""What a cell shows, and its class: n for a number, any for a text such as a digest, which breaks anywhere."""

_NOTHING: Final[Cell] = ("", "")


@dataclass(frozen=True)
class WrittenRow:
    """A row in words. stance, voice, who, cites: of the claim in it, if there is one. is_more: whether it goes on with the row before."""

    cells: Sequence[Cell]
    stance: str = ""
    voice: str = ""
    who: Sequence[Markup] = ()
    cites: Sequence[Markup] = ()
    is_more: bool = False


@dataclass(frozen=True)
class AnswerRows:
    """Puts the rows of an answer into the words of an edition."""

    edition: Edition
    rows: Sequence[Row]

    @computed_once
    def _claim_place(self) -> int | None:
        """The place of the only column with claims."""
        claims = self.edition.claims.by_fact
        found = {index for row in self.rows for index, term in enumerate(row) if term in claims}
        return found.pop() if len(found) == 1 else None

    @computed_once
    def _figure_places(self) -> tuple[int, int] | None:
        """The places of the figures of the claims and of their units, if each row has the figure of its claim."""
        pairs = [(row, claim.amount) for row in self.rows if (claim := self._claim(row)) and claim.amount]
        if not pairs or len(pairs) < len(self.rows):
            return None
        places = range(len(pairs[0][0]))
        units = [place for place in places if all(amount.unit is not None and row[place] == amount.unit for row, amount in pairs)]
        figures = [place for place in places if all(_number(row[place]) == amount.value for row, amount in pairs)]
        return (figures[0], units[0]) if figures and units and units[0] > 0 else None

    @property
    def places(self) -> Sequence[int]:
        """The columns that are shown, by their places in the answer: a unit stands with its figure."""
        width = len(self.rows[0]) if self.rows else 0
        return [place for place in range(width) if not (self._figure_places and place == self._figure_places[1])]

    @property
    def claim_column(self) -> int | None:
        """The place of the column with claims among those shown."""
        return None if self._claim_place is None else self.places.index(self._claim_place)

    @property
    def numbers(self) -> Sequence[int]:
        """The places of the columns with numbers among those shown."""
        return [index for index, place in enumerate(self.places) if self._cell(self.rows[0], place)[1] == "n"]

    @property
    def says_who(self) -> bool:
        """Whether the rows have those who claim their facts."""
        return any(claim and set(claim.claimants) & set(row) for row in self.rows for claim in [self._claim(row)])

    @property
    def written(self) -> Sequence[WrittenRow]:
        """The rows in words. Those about one fact that follow each other show it once, if their first cells are the same.

        They are one row if one column differs; else each shows what is new in it.
        """
        groups = ([row for _, row in rows] for _, rows in groupby(enumerate(self.rows), self._key))
        return [written for rows in groups for written in self._group(rows)]

    def _key(self, numbered: tuple[int, Row]) -> tuple[object, ...]:
        number, row = numbered
        claim = self._claim(row)
        return (number,) if claim is None else (claim.fact, row[0])

    def _claim(self, row: Row) -> Claim | None:
        return None if self._claim_place is None else self.edition.claims.by_fact.get(row[self._claim_place])  # type: ignore[arg-type]

    def _group(self, rows: Sequence[Row]) -> Iterator[WrittenRow]:
        """Yield rows about one fact in words."""
        cells = [[self._cell(row, place) for place in self.places] for row in rows]
        columns = list(zip(*cells, strict=True))
        if sum(len(set(column)) > 1 for column in columns) < 2:
            yield self._row(rows[0], list(map(_together, columns)))
            return
        yield self._row(rows[0], cells[0])
        for before, own in pairwise(cells):
            new = [_NOTHING if cell == other else cell for cell, other in zip(own, before, strict=True)]
            yield WrittenRow([(_unseen(own[0][0]), ""), *new[1:]], is_more=True)

    def _row(self, row: Row, cells: Sequence[Cell]) -> WrittenRow:
        claim = self._claim(row)
        if claim is None:
            return WrittenRow(cells)
        who, places = map(self.edition.link, claim.claimants), cites(self.edition, claim)
        return WrittenRow(cells, claim.stance.value, voice_class(claim.voice), tuple(who), tuple(one.link for one in places))

    def _cell(self, row: Row, place: int) -> Cell:
        term = row[place]
        if self._figure_places and place == self._figure_places[0] and (number := _number(term)) is not None:
            return Amounts(self.edition).full(number, row[self._figure_places[1]]), "n"
        return self._term(term)

    def _term(self, term: Term | None) -> Cell:
        from markupsafe import Markup

        words = self.edition.words
        if term is None:
            return "", ""
        if (number := _number(term)) is not None:
            return words.number(number), "n"
        if isinstance(term, Literal) and not term.language:
            shown = words.day(term.value) if slug(term.datatype) in _DATES else period(words, term.value)
            cell = visible(shown) if shown == term.value else Markup('<span class="num">{}</span>').format(shown)
        else:
            cell = self.edition.link(term)
        return cell, "any" if _UNBROKEN.search(_TAG.sub("", cell)) else ""


def _together(cells: Sequence[Cell]) -> Cell:
    """Return the cells of a column as one: each text once."""
    from markupsafe import Markup

    texts = [text for text in dict(cells) if text]
    return Markup("; ").join(texts) if texts else "", next((name for _, name in cells if name), "")


def _unseen(text: Markup | str) -> Markup:
    """Return the words of a cell for screen readers only."""
    from markupsafe import Markup, escape

    return Markup('<span class="vh">{}</span>').format(escape(text).striptags())


def _number(term: Term | None) -> Decimal | None:
    """Return the value of a finite number; None for another term."""
    return number(term) if isinstance(term, Literal) and slug(term.datatype) in _NUMBERS else None
