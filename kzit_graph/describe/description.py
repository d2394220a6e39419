"""What the data hold on one thing, as values: below `page`, which writes them for people, and `show`, which finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store, Triple

from kzit_graph.rdf.names import Names, Term


@dataclass(frozen=True)
class Fact:
    """A fact in short. roles: the properties by which it names the thing that is shown, none where it does not."""

    fact: NamedNode
    labels: Mapping[str, str]
    roles: tuple[NamedNode, ...] = ()
    times: tuple[Term, ...] = ()
    hedges: tuple[Term, ...] = ()
    stances: tuple[Term, ...] = ()
    claimants: tuple[Term, ...] = ()
    passages: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A passage that supports a fact: its source, its range there (a text position selector), its digest."""

    passage: Term
    sources: tuple[Term, ...]
    ranges: tuple[Term, ...]
    digests: tuple[Term, ...]


@dataclass(frozen=True)
class Disagreement:
    """Two facts of different sources that cannot both be right. property: what they differ in; matter: on what."""

    property: NamedNode
    matter: Term
    facts: tuple[Fact, Fact]
    values: tuple[Term, Term]


@dataclass(frozen=True)
class Findings:
    """What the data hold on one thing, read from a store that must still be there to write it out.

    types: its classes without those that follow from them. labels: its name by language.
    statements: the thing's own, without types and names. facts: those that name it, by role and then in natural order.
    naming: statements of other things about it. evidence: its passages, where it is a fact itself.
    """

    thing: NamedNode
    types: tuple[NamedNode, ...]
    labels: Mapping[str, str]
    statements: tuple[Triple, ...]
    facts: tuple[Fact, ...]
    naming: tuple[Triple, ...]
    evidence: tuple[Evidence, ...]
    disagreements: tuple[Disagreement, ...]
    names: Names = field(repr=False, compare=False)
    store: Store = field(repr=False, compare=False)
