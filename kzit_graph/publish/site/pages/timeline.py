"""The timeline: what happened and what was planned, in lanes by field, as a picture and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from kzit_graph.computed_once import computed_once
from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures import lane as drawn
from kzit_graph.publish.pictures import lanes as drawing
from kzit_graph.publish.site.claims.model import Claims, Stance
from kzit_graph.publish.site.edition.cells import element
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.rows.takeaway import Column, Table
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.views.entries import Dated, Entry, Lane, Strand, Timeline
from kzit_graph.publish.site.views.files import files_of
from kzit_graph.publish.site.views.keys import TimelineMarks, timeline_key
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.publish.site.views.time_marks import distinct, key_voices, mark_name, mark_of, used_marks, when
from kzit_graph.publish.site.views.timeline import read_timeline
from kzit_graph.publish.site.wording.titles import as_title, titled
from kzit_graph.rdf.names import Term

PATH: Final = "timeline.html"
_NAME: Final = "timeline"
_MIN_ENTRIES: Final = 2
_MAX_DRAWN: Final = 160
_MAX_LISTED: Final = 600
"""Entries in the picture and in the list. All are in the file."""

_MAX_ROWS: Final = 12
"""Rows of an entry in the picture."""


class TimelinePage:
    """Makes the page of the timeline."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if at least two things have a date."""
        return [MenuEntry(PATH, "timeline_menu")] if len(timeline_of(edition).entries) >= _MIN_ENTRIES else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        yield _TimelineInWords(edition, timeline_of(edition)).page()


def timeline_of(edition: Edition) -> Timeline:
    """Return the timeline of a project, which is the same in every language."""
    return _timeline(edition.claims, edition.reader)


@lru_cache(maxsize=2)
def _timeline(claims: Claims, reader: PageReader) -> Timeline:
    return read_timeline(claims, Surroundings(reader))


class _TimelineInWords:
    """Puts a timeline into the words of an edition."""

    def __init__(self, edition: Edition, timeline: Timeline) -> None:
        self._edition, self._timeline, self._words = edition, timeline, edition.words
        self._small = TimelineMarks()
        self._drawn, self._listed = timeline.first(_MAX_DRAWN), timeline.first(_MAX_LISTED)

    def page(self) -> Page:
        words, timeline = self._words, self._timeline
        pictures = self._pictures()
        table = self._table()
        marks = self._marks()
        used = used_marks(marks)
        clashes = any(entry.clashes for entry in timeline.entries)
        values = {
            "title": self._title,
            "lede": words.timeline_lede if self._edition.claims.voices else words.timeline_lede_plain,
            "key": timeline_key(words, used, key_voices(self._edition, marks), clashes=clashes),
            "pictures": pictures,
            "caption": self._caption(),
            "lanes": [(self._lane_name(lane), [self._row(entry, lane) for entry in lane.entries]) for lane in self._listed.lanes],
            "symbols": self._small.symbols,
            "left_out": self._left_out(),
            "more": self._edition.counted("views_in_file", more) if (more := len(timeline.entries) - len(self._listed.entries)) else "",
        }
        return Page(
            PATH,
            words.timeline_menu,
            self._edition.rendered("timeline.html", values),
            self._title,
            files=files_of(self._edition, table, PATH, pictures[0]),
        )

    @computed_once
    def _title(self) -> str:
        """What the timeline shows, as a sentence."""
        entries, words = self._timeline.entries, self._words
        years = [day[: day.index("-", 1)] for entry in entries for day in (entry.start, entry.end)]
        first, last = min(years, key=int), max(years, key=int)
        events = self._edition.counted("timeline_events", len(entries))
        planned = sum(entry.is_planned_only for entry in entries)
        span = first if first == last else f"{first}–{last}"
        if not planned:
            return words.timeline_title.format(span=span, events=events)
        return words.timeline_title_planned.format(span=span, events=events, planned=self._edition.counted("timeline_planned", planned))

    def _caption(self) -> list[str]:
        """Return how to read the picture, as far as it needs words."""
        words, lanes = self._words, self._drawn.lanes
        agreeing = any(len({(one.span.start, one.span.end) for one in strand.dated}) > 1 for strand in _strands(lanes))
        in_turn = any(lane.kind == "post" for lane in lanes)
        more = len(self._timeline.entries) - len(self._drawn.entries)
        in_list = self._edition.counted("views_in_table", more) if more else ""
        notes = ((words.timeline_agree, agreeing), (words.timeline_turns, in_turn), (in_list, more))
        return [*(text for text, is_needed in notes if is_needed), *self._parts()]

    def _parts(self) -> Iterator[str]:
        """Yield how many parts of events the picture and its title leave out, as sentences."""
        parts = [part for entry in self._timeline.entries for part in entry.parts]
        if parts:
            yield self._edition.counted("timeline_parts", len(parts))
        if planned := sum(part.is_planned_only for part in parts):
            yield self._edition.counted("timeline_parts_planned", planned)

    def _left_out(self) -> list[str]:
        counts = ("states", "figures", "undated")
        return [self._edition.counted(f"timeline_{name}", number) for name in counts if (number := getattr(self._timeline, name))]

    def _lane_name(self, lane: Lane) -> str:
        if lane.node is None:
            return self._words.timeline_rest if len(self._timeline.lanes) > 1 else ""
        text = self._edition.text(lane.node)
        return capitalized(text)

    # -- The picture

    def _pictures(self) -> list[str]:
        lanes = [
            drawn.Lane(self._lane_name(lane), tuple(self._block(entry, lane) for entry in lane.entries), in_turn=lane.kind == "post")
            for lane in self._drawn.lanes
        ]
        words = drawn.Text(self._title, self._words.timeline_description, lambda day: self._words.day(day[:-3]))
        return [draw(lanes, words, "tl") for draw in (drawing.wide, drawing.middle, drawing.narrow)]

    def _marks(self) -> list[drawn.Mark]:
        return [self._mark(one) for entry in self._drawn.entries for strand in entry.strands for one in strand.dated]

    def _block(self, entry: Entry, lane: Lane) -> drawn.Block:
        post = self._post(entry, lane)
        return drawn.Block(tuple(self._row_of(entry, strand, post) for strand in entry.strands[:_MAX_ROWS]), entry.clashes)

    def _post(self, entry: Entry, lane: Lane) -> Term | None:
        """Return the post that an entry is about, unless its lane names it."""
        claim = entry.dated[0].claim
        if lane.kind == "post" or claim.events or entry.node == claim.fact:
            return None
        return next(iter(Surroundings(self._edition.reader).posts(claim)), None)

    def _row_of(self, entry: Entry, strand: Strand, post: Term | None) -> drawn.Row:
        shown = self._edition.name(entry.node)
        label = as_title(shown.text.rstrip("."))
        if post is not None:
            label = self._words.timeline_holder.format(name=label, post=self._edition.text(post))
        if strand.stance in (Stance.PLANNED, Stance.OFF):
            note = self._words.timeline_is_planned if strand.stance is Stance.PLANNED else self._words.timeline_is_off
            label = f"{label} ({note})"
        if entry.clashes:
            label = f"{when(self._edition, strand.dated[-1].span)}: {label}"
        return drawn.Row(tuple(self._mark(one) for one in distinct(strand.dated)), label, shown.language or None)

    def _mark(self, one: Dated) -> drawn.Mark:
        return mark_of(one, self._edition.href(one.claim.fact), mark_name(self._edition, one))

    # -- In words

    def _row(self, entry: Entry, lane: Lane) -> dict[str, object]:
        """Return an entry for the list: its marks, each with a link to its fact, its name, and the parts of it."""
        found = [one for strand in entry.strands for one in distinct(strand.dated)]
        marks = [self._mark(one) for one in found]
        return {
            "marks": [
                (mark.href, when(self._edition, one.span), self._small.mark(mark), self._note(one))
                for mark, one in zip(marks, found, strict=True)
            ],
            "name": self._name(entry),
            "post": self._edition.link(post) if (post := self._post(entry, lane)) is not None else "",
            "clashes": entry.clashes,
            "parts": [self._row(part, lane) for part in entry.parts],
        }

    def _name(self, entry: Entry) -> Markup:
        """Return what an entry is about, as a link. The sentence of a fact stands among names, so it has no full stop."""
        shown = titled(self._edition.name(entry.node))
        return element(replace(shown, text=shown.text.rstrip(".")))

    def _note(self, one: Dated) -> str:
        words = self._words
        notes = {Stance.PLANNED: words.timeline_is_planned, Stance.OFF: words.timeline_is_off, Stance.INFERRED: words.fig_inferred}
        return notes.get(one.claim.stance, "")

    def _table(self) -> Table:
        words = self._words
        columns = (
            Column("field", words.timeline_field),
            Column("start", words.timeline_start),
            Column("end", words.timeline_end),
            Column("how", words.timeline_how),
            Column("event", words.timeline_event),
            Column("fact", words.fact),
            Column("stance", words.timeline_stance),
            Column("claimants", words.who),
        )
        rows = [
            (lane.node, one.span.start, one.span.end, one.span.how, entry.node, one.claim.fact, one.claim.stance.value, one.claim.claimants)
            for lane in self._timeline.lanes
            for whole in lane.entries
            for entry in (whole, *whole.parts)
            for one in entry.dated
        ]
        return Table(_NAME, self._title, columns, rows, words.timeline_description, "fact")


def _strands(lanes: Sequence[Lane]) -> Iterator[Strand]:
    return (strand for lane in lanes for entry in lane.entries for strand in entry.strands)
