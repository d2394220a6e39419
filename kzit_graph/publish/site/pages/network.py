"""The network: who of one voice's side is tied to whom of the other's, through which facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from kzit_graph.publish.pictures import two_sides
from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claims
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.rows.takeaway import Column, Table
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.views.files import files_of
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.publish.site.views.ties import Tie, in_order, read_ties, shown, strongest
from kzit_graph.publish.site.wording.titles import as_title
from kzit_graph.rdf.names import Term

PATH: Final = "network.html"
_NAME: Final = "network"
_SIDES: Final = 2
_MIN_TIES: Final = 2
_MAX_LISTED: Final = 400
"""Ties in the table. All are in the file."""


class NetworkPage:
    """Makes the page of the network."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if there are two voices and things of both are tied."""
        return [MenuEntry(PATH, "network_menu")] if len(ties_of(edition)) >= _MIN_TIES else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        ties, words, voices = ties_of(edition), edition.words, edition.claims.voices
        drawn = shown(ties[:_MAX_LISTED])
        best = strongest(ties, voices)
        title = words.network_title.format(
            first=edition.text(best.first),
            second=edition.text(best.second),
            facts=edition.counted("network_together", len(best.claims)),
        )
        pictures = _pictures(
            edition,
            drawn,
            {(tie.first, tie.second): _identity(number) for number, tie in enumerate(ties)},
            Text(title, words.network_description),
        )
        table = _table(edition, ties, title)
        rows = [_row(edition, tie, number) for number, tie in enumerate(ties[:_MAX_LISTED])]
        first_weak = next((number for number, tie in enumerate(ties[:_MAX_LISTED]) if len(tie.claims) == 1), len(rows)) or len(rows)
        values = {
            "title": title,
            "lede": [words.network_lede, *_after(edition, ties[0], best)],
            "sides": [edition.name(voice) for voice in voices],
            "pictures": pictures,
            "more": edition.counted("network_more", len(ties) - len(drawn)) if len(ties) > len(drawn) else "",
            "strong": rows[:first_weak],
            "weak": rows[first_weak:],
            "weak_title": edition.counted("network_single", len(rows) - first_weak),
            "not_listed": edition.counted("views_in_file", len(ties) - _MAX_LISTED) if len(ties) > _MAX_LISTED else "",
        }
        yield Page(
            PATH, words.network_menu, edition.rendered("network.html", values), title, files=files_of(edition, table, PATH, pictures[0])
        )


def _after(edition: Edition, first: Tie, best: Tie) -> Iterator[str]:
    """Yield that the heading names a weaker tie than the first, which joins the two sides themselves, as a sentence, if so."""
    if best != first:
        names = {"first": edition.text(first.first), "second": edition.text(first.second)}
        yield edition.words.network_after.format(**names, facts=edition.counted("network_together", len(first.claims)))


def ties_of(edition: Edition) -> tuple[Tie, ...]:
    """Return the ties between the two voices of a project, which are the same in every language."""
    return _ties(edition.claims, edition.reader) if len(edition.claims.voices) == _SIDES else ()


@lru_cache(maxsize=2)
def _ties(claims: Claims, reader: PageReader) -> tuple[Tie, ...]:
    return read_ties(claims, Surroundings(reader).is_post)


def _pictures(edition: Edition, ties: Sequence[Tie], places: Mapping[tuple[Term, Term], str], words: Text) -> list[str]:
    left, right = in_order(ties)
    totals: Counter[Term] = Counter()
    for tie in ties:
        totals[tie.first] += len(tie.claims)
        totals[tie.second] += len(tie.claims)
    first, second = (
        two_sides.Side(edition.text(voice), tuple(_node(edition, thing, totals[thing], number) for thing in things))
        for number, (voice, things) in enumerate(zip(edition.claims.voices, (left, right), strict=True))
    )
    edges = [
        two_sides.Edge(
            left.index(tie.first),
            right.index(tie.second),
            len(tie.claims),
            tie.is_planned_only,
            f"#{places[tie.first, tie.second]}",
            _name(edition, tie),
        )
        for tie in ties
    ]
    return [draw(first, second, edges, words, "nw") for draw in (two_sides.wide, two_sides.middle, two_sides.narrow)]


def _node(edition: Edition, thing: Term, number: int, voice: int) -> two_sides.Node:
    name = edition.name(thing)
    return two_sides.Node(as_title(name.text), number, voice_class(voice), edition.href(thing), name.language or None)


def _identity(number: int) -> str:
    """Return the id of the row of a tie."""
    return f"tie{number + 1}"


def _name(edition: Edition, tie: Tie) -> str:
    return f"{edition.text(tie.first)} – {edition.text(tie.second)}: {edition.counted('network_together', len(tie.claims))}"


def _row(edition: Edition, tie: Tie, number: int) -> dict[str, object]:
    return {
        "id": _identity(number),
        "first": edition.title_link(tie.first),
        "second": edition.title_link(tie.second),
        "facts": [edition.link(claim.fact) for claim in tie.claims],
        "count": edition.counted("facts_n", len(tie.claims)),
        "number": edition.words.number(len(tie.claims)),
        "is_planned_only": tie.is_planned_only,
    }


def _table(edition: Edition, ties: Sequence[Tie], title: str) -> Table:
    first, second = (edition.text(voice) for voice in edition.claims.voices)
    columns = (
        Column("first", first),
        Column("second", second),
        Column("number", edition.words.map_number),
        Column("plans_only", edition.words.network_plans),
        Column("facts", edition.words.facts),
    )
    rows = [
        (tie.first, tie.second, len(tie.claims), "true" if tie.is_planned_only else "false", tuple(claim.fact for claim in tie.claims))
        for tie in ties
    ]
    return Table(_NAME, title, columns, rows, edition.words.network_description, "facts")
