"""What a timeline shows: the dated claims as entries, one for each event, in lanes by field.

Left out are claims that only say how things stood when their document was written, and figures, which have a page of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from kzit_graph.publish.site.claims.model import Claim, Claims, Hold, Span, Stance
from kzit_graph.publish.site.views.entries import UNREAL, Dated, Entry, Kind, Lane, Moment, Strand, Timeline, moment, order
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key

MAX_LANES: Final = 9
_MIN_ENTRIES: Final[Mapping[Kind, int]] = {"field": 2, "event": 3, "post": 3}
"""Entries that a lane needs; those of smaller ones are in the last lane."""

_MAX_STEPS: Final = 9
"""Concepts above a concept."""

_REST: Final[tuple[Kind, Term | None]] = ("rest", None)


def read_timeline(claims: Claims, around: Surroundings) -> Timeline:
    """Return the timeline of claims."""
    groups: dict[tuple[Term, ...], list[Dated]] = {}
    counts: Counter[str] = Counter()
    days = {document.node: {(span.start, span.end) for span in document.spans} for document in claims.by_document.values()}
    for claim in claims.all:
        own = {day for document in claim.documents for day in days[document]}
        found = [] if claim.amount and not claim.events else [Dated(claim, span) for span in _spans(claim) if _is_shown(claim, span, own)]
        if found:
            groups.setdefault(_key(claim, around), []).extend(found)
        else:
            known = any(span.start or span.end for span in claim.spans)
            counts["figures" if claim.amount else "states" if known else "undated"] += 1
    others = {event for claim in claims.all for event in claim.events} | claims.voice_of.keys()
    for key, dated in list(groups.items()):
        if _is_of_document(dated, days, others):
            counts["states"] += len({one.claim.fact for one in groups.pop(key)})
    entries = _nested([_entry(key[0], dated) for key, dated in groups.items()])
    return Timeline(tuple(_lanes(entries, around)), **counts)


def read_entries(claims: Iterable[Claim], around: Surroundings) -> list[Entry]:
    """Return the entries of a few claims in order: of all that have a time, whatever they say."""
    groups: dict[tuple[Term, ...], list[Dated]] = {}
    for claim in claims:
        for span in _spans(claim):
            if span.start or span.end:
                groups.setdefault(_key(claim, around), []).append(Dated(claim, span))
    return sorted((_entry(key[0], dated) for key, dated in groups.items()), key=order)


def _is_of_document(dated: Sequence[Dated], days: Mapping[Term, Collection[tuple[str, str]]], others: AbstractSet[Term]) -> bool:
    """Tell whether an event is that of a document itself, such as its publication.

    It has no participants and no field, only the document mentions it, it falls on its day, and it names nothing of the others but its
    claimants and its place. others: all events, and things of the voices.
    """
    claims = [one.claim for one in dated]
    documents = {document for claim in claims for document in claim.documents}
    own = {day for document in documents for day in days[document]}
    return (
        len(documents) == 1
        and all((one.span.start, one.span.end) in own for one in dated)
        and all(claim.events and claim.stance is Stance.REPORTED for claim in claims)
        and not any(claim.participants or claim.fields for claim in claims)
        and not any((claim.named & others).difference(claim.claimants, claim.where, claim.events) for claim in claims)
    )


def _spans(claim: Claim) -> Sequence[Span]:
    """Return the spans of a claim; from one and up to another are one span."""
    since = next((span for span in claim.spans if span.hold is Hold.SINCE and span.start), None)
    until = next((span for span in claim.spans if span.hold is Hold.UNTIL and span.end), None)
    if since is None or until is None or moment(since.start) > moment(until.end):
        return claim.spans
    return (replace(since, end=until.end, text="", hold=Hold.THROUGHOUT),)


def _is_shown(claim: Claim, span: Span, days: Collection[tuple[str, str]]) -> bool:
    """Tell whether a claim happened or began or lasted in a span, and not just until its document was written.

    days: the first and the last day of its documents.
    """
    if span.hold is Hold.AS_OF or not (span.start or span.end):
        return False
    if claim.events:
        return True
    return span.hold is not Hold.THROUGHOUT or (bool(span.start) and not any(span.end in day for day in days))


def _key(claim: Claim, around: Surroundings) -> tuple[Term, ...]:
    """Return what the claims of an entry have in common: an event, who takes a post, or nothing. It begins with the node of the entry."""
    if claim.events:
        return (claim.events[0],)
    posts = around.posts(claim)
    if posts and len(claim.participants) == 1 and any(span.hold is Hold.SINCE for span in claim.spans):
        return (claim.participants[0], posts[0])
    return (claim.fact,)


def _entry(node: Term, dated: Iterable[Dated]) -> Entry:
    strands: list[list[Dated]] = []
    for one in sorted(dated, key=lambda one: (one.start, _backwards(one.end), natural_key(one.claim.fact.value))):
        strand = next((strand for strand in strands if all(one.agrees_with(other) for other in strand)), None)
        if strand is None:
            strands.append([one])
        else:
            strand.append(one)
    real = [strand for strand in strands if any(one.claim.stance not in UNREAL for one in strand)]
    clashes = len(real) > 1 and sum(any(one.claim.disputed for one in strand) for strand in real) > 1
    return Entry(node, tuple(Strand(tuple(strand)) for strand in strands), clashes)


def _backwards(moment: Moment) -> tuple[int, ...]:
    return -moment[0], *(-ord(character) for character in moment[1])


def _nested(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with those that happened in the course of another as its parts. What two documents tell stands alone."""
    by_node = {entry.node: entry for entry in entries}
    above: dict[Term, Term] = {}
    for entry in entries:
        if not entry.dated[0].claim.events or len({document for one in entry.dated for document in one.claim.documents}) > 1:
            continue
        start, end = moment(entry.start), moment(entry.end)
        for node in sorted({node for one in entry.dated for node in one.claim.named if node in by_node}, key=str):
            whole = by_node[node].dated
            covers = node in whole[0].claim.events and any(one.start <= start and end <= one.end for one in whole)
            if node != entry.node and covers and node not in above:
                above[entry.node] = node
                break
    nested: dict[Term, list[Entry]] = {}
    for entry in entries:
        if entry.node in above:
            nested.setdefault(_topmost(entry.node, above), []).append(entry)
    return [
        Entry(entry.node, entry.strands, entry.clashes, tuple(sorted(nested.get(entry.node, ()), key=order)))
        for entry in entries
        if entry.node not in above
    ]


def _topmost(node: Term, above: Mapping[Term, Term]) -> Term:
    reached = {node}
    while node in above and above[node] not in reached:
        node = above[node]
        reached.add(node)
    return node


@dataclass
class _Sorter:
    """Finds the lane of an entry: the best of those that hold enough entries."""

    around: Surroundings
    _tops: dict[Term, Term] = field(default_factory=dict)

    def choices(self, entry: Entry) -> list[tuple[Kind, Term]]:
        """Return the lanes that an entry may stand in, the best first."""
        claims = [one.claim for one in entry.dated]
        found: list[tuple[Kind, Term]] = []
        if not claims[0].events:
            found += [("post", post) for claim in claims for post in self.around.posts(claim)]
        fields = Counter(top for claim in claims for top in dict.fromkeys(map(self._top, claim.fields)))
        found += [("field", top) for top, number in fields.most_common() if 2 * number >= len(claims)]
        if claims[0].events:
            found += [("event", self._top(kind)) for kind in self.around.kinds(claims[0].events[0])]
        return found

    def _top(self, concept: Term) -> Term:
        """Return the topmost concept above a concept."""
        if concept not in self._tops:
            top, reached = concept, {concept}
            for _ in range(_MAX_STEPS):
                above = sorted(set(self.around.broader(top)) - reached, key=str)
                if not above:
                    break
                top = above[0]
                reached.add(top)
            self._tops[concept] = top
        return self._tops[concept]


def _lanes(entries: Sequence[Entry], around: Surroundings) -> list[Lane]:
    sorter = _Sorter(around)
    choices = [sorter.choices(entry) for entry in entries]
    open_lanes = {choice for found in choices for choice in found}
    while True:
        placed: dict[tuple[Kind, Term | None], list[Entry]] = {}
        for entry, found in zip(entries, choices, strict=True):
            placed.setdefault(next((choice for choice in found if choice in open_lanes), _REST), []).append(entry)
        sizes = sorted((len(held) - _MIN_ENTRIES[kind], str(node), kind, node) for (kind, node), held in placed.items() if node is not None)
        if not sizes or (sizes[0][0] >= 0 and len(sizes) < MAX_LANES):
            break
        open_lanes.discard((sizes[0][2], sizes[0][3]))
    lanes = [Lane(kind, node, tuple(sorted(held, key=order))) for (kind, node), held in placed.items()]
    return sorted(lanes, key=lambda lane: (lane.kind == "rest", moment(lane.entries[0].start), str(lane.node)))
