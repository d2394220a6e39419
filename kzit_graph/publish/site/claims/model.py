"""The claims of a project as data. Terms are RDF terms; pages put them into words, and pictures draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from pyoxigraph import NamedNode

from kzit_graph.publish.site.things.statement_index import Node
from kzit_graph.rdf.names import Term


class Stance(Enum):
    """How a claim is meant: as a report, a judgement, a plan or aim, a plan that was put off or cancelled, or a conclusion of others."""

    REPORTED = "reported"
    JUDGED = "judged"
    PLANNED = "planned"
    OFF = "off"
    INFERRED = "inferred"


class Hold(Enum):
    """How a claim holds in a span of time: somewhere within it, as far as was known in it, all through it, from it on, or up to it."""

    WITHIN = "within"
    AS_OF = "as-of"
    THROUGHOUT = "throughout"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True)
class Span:
    """A span of time. start, end: the first and the last day, such as "2017-08-21"; empty if open or not known.

    text: as the data state it, or empty. how: the property that places the claim in it. node: the term of the span.
    """

    start: str
    end: str
    text: str
    hold: Hold
    how: NamedNode
    node: Term

    @property
    def year(self) -> int | None:
        """The year that it begins in, else that it ends in; None if neither is known."""
        found = self.start or self.end
        return int(found[: found.index("-", 1)]) if found else None

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return bool(self.start) and self.start == self.end


@dataclass(frozen=True)
class Amount:
    """A figure. lower, upper: bounds within which it lies as it is worded; None if there is none. base: what it is compared to.

    wholes: matters or claims of which it is a part.
    """

    value: Decimal
    lower: Decimal | None
    upper: Decimal | None
    unit: Term | None
    indicator: Term | None
    base: Term | None = None
    wholes: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a claim stands: a passage of a document. start, end: characters of the document. length: those of the document.

    A place in a document as a whole has no passage; start and end are 0 if no range is known.
    """

    document: Term
    passage: Term | None
    start: int
    end: int
    length: int

    @property
    def has_range(self) -> bool:
        """Whether the characters are known, and how long the document is."""
        return bool(self.length) and self.end > self.start


@dataclass(frozen=True)
class Claim:
    """A claim.

    labels: its sentence by language. kinds: its classes, without inferred ones. voice: the number of the voice in whose name or place it
    is claimed; None for others. through: the publishers of its documents, without its claimants. where: its places. participants: who
    takes part. named: all things that it names with a property of its own. matters: the questions that it answers. disputed: those of
    them whose answers do not agree. series: wholes of these questions, such as a figure over the years, whose answers do not agree.
    bases: the claims that it is inferred from.
    """

    fact: NamedNode
    labels: Mapping[str, str]
    kinds: tuple[NamedNode, ...]
    stance: Stance
    spans: tuple[Span, ...]
    claimants: tuple[Term, ...]
    voice: int | None
    through: tuple[Term, ...]
    places: tuple[Place, ...]
    amount: Amount | None
    hedges: tuple[Term, ...]
    statuses: tuple[Term, ...]
    fields: tuple[Term, ...]
    where: tuple[Term, ...]
    participants: tuple[Term, ...]
    events: tuple[Term, ...]
    named: frozenset[Term]
    matters: tuple[Term, ...]
    disputed: tuple[Term, ...]
    series: tuple[Term, ...]
    bases: tuple[Term, ...]

    @property
    def documents(self) -> tuple[Term, ...]:
        """The documents that it stands in."""
        return tuple(dict.fromkeys(place.document for place in self.places))

    @property
    def year(self) -> int | None:
        """The year of its first span that has one."""
        return next((span.year for span in self.spans if span.year is not None), None)


@dataclass(frozen=True)
class Answer:
    """An answer to a matter.

    unit: that of a figure. is_of_part: whether it answers a part of the matter, such as one year of a series. has_own_time: whether other
    answers are of other times, such as a half-year beside its year.
    """

    claim: Claim
    value: Term
    unit: Term | None
    is_of_part: bool = False
    has_own_time: bool = False


@dataclass(frozen=True)
class Matter:
    """A question that claims answer.

    slots: what it asks. subjects: what it asks about. findings: how the answers compare. is_disputed: whether they disagree. verdicts:
    what the publisher says of it, and judgements: the claims that say so.
    """

    node: Node
    slots: tuple[Term, ...]
    subjects: tuple[Term, ...]
    findings: tuple[Term, ...]
    is_disputed: bool
    answers: tuple[Answer, ...]
    verdicts: tuple[Term, ...] = ()
    judgements: tuple[Claim, ...] = ()

    @property
    def is_series(self) -> bool:
        """Whether its answers are those of its parts, so that each is of a time of its own."""
        return any(answer.is_of_part for answer in self.answers)

    @property
    def is_open(self) -> bool:
        """Whether its answers disagree and nobody has judged it."""
        return self.is_disputed and not self.verdicts


@dataclass(frozen=True)
class Document:
    """A document. spans: its dates. length: its characters, as far as passages tell; 0 if they do not. relays: what it repeats."""

    node: Term
    publishers: tuple[Term, ...]
    spans: tuple[Span, ...]
    length: int
    relays: tuple[Term, ...]
    claims: tuple[Claim, ...]

    @property
    def date(self) -> str:
        """The first day that it can be of, else the last; empty if neither is known."""
        return next((day for span in self.spans for day in (span.start, span.end) if day), "")


@dataclass(frozen=True, eq=False)
class Claims:
    """All claims of a project, in natural order, its matters and its documents. voices: the things of the voices.

    voice_of: the number of the voice that a thing named by claims is, or belongs to.
    """

    all: tuple[Claim, ...] = ()
    matters: tuple[Matter, ...] = ()
    documents: tuple[Document, ...] = ()
    voices: tuple[NamedNode, ...] = ()
    by_fact: Mapping[Term, Claim] = field(default_factory=dict, repr=False)
    by_thing: Mapping[Term, Sequence[Claim]] = field(default_factory=dict, repr=False)
    by_document: Mapping[Term, Document] = field(default_factory=dict, repr=False)
    by_matter: Mapping[Term, Matter] = field(default_factory=dict, repr=False)
    voice_of: Mapping[Term, int] = field(default_factory=dict, repr=False)

    def about(self, thing: Term) -> Sequence[Claim]:
        """Return the claims that name a thing."""
        return self.by_thing.get(thing, ())

    @property
    def newest_documents(self) -> tuple[Document, ...]:
        """The documents, the newest first: of one day those with more claims first, and those without a date last."""
        return tuple(sorted(self.documents, key=lambda document: (document.date, len(document.claims)), reverse=True))

    @property
    def without_document(self) -> tuple[Claim, ...]:
        """The claims that stand in no document, such as conclusions of the publisher of the data."""
        return tuple(claim for claim in self.all if not claim.documents)

    @property
    def disputed(self) -> tuple[Matter, ...]:
        """The matters whose answers disagree, those without a verdict first, then those with more answers."""
        found = (matter for matter in self.matters if matter.is_disputed)
        return tuple(sorted(found, key=lambda matter: (not matter.is_open, -len(matter.answers))))
