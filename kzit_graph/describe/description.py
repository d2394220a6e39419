"""The description of a thing as data. `show` finds it and `page` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store, Triple

from kzit_graph.describe.shape_hints import Hints, Node
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.names import Names, Term
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True)
class FactTime:
    """A time of a fact. how: the property that places the fact in the span, such as since."""

    how: NamedNode
    span: Term


@dataclass(frozen=True)
class Fact:
    """The main parts of a fact.

    roles: the properties that link it to the described thing, if any. content: the statements of the graph that it names, if any.
    """

    fact: NamedNode
    labels: Mapping[str, str]
    roles: tuple[NamedNode, ...] = ()
    times: tuple[FactTime, ...] = ()
    hedges: tuple[Term, ...] = ()
    statuses: tuple[Term, ...] = ()
    claimants: tuple[Term, ...] = ()
    passages: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    events: tuple[Term, ...] = ()
    content: tuple[Triple, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A passage that supports a fact, with its sources, its ranges (text position selectors) and its digests."""

    passage: Term
    sources: tuple[Term, ...]
    ranges: tuple[Term, ...]
    digests: tuple[Term, ...]


@dataclass(frozen=True)
class MatterAnswer:
    """An answer to a matter. unit: that of a figure."""

    fact: Fact
    value: Term
    unit: Term | None = None


@dataclass(frozen=True)
class Disagreement:
    """A matter whose answers do not agree. slot: what it asks. subjects: what it asks about. finding: how the answers compare.

    verdicts: the judgements of the publisher on it.
    """

    matter: Term
    slot: Term
    subjects: tuple[Term, ...]
    finding: Term
    answers: tuple[MatterAnswer, ...]
    verdicts: tuple[Term, ...] = ()


def _no_hints(_node: Node, _shapes: Iterable[Node]) -> Hints:
    return Hints()


@dataclass(frozen=True)
class DescriptionData:
    """The statements about a thing.

    types: its classes, without inferred ones. labels: its names by language. statements: its own statements, without types and
    names. facts: the facts that name it, by role and then in natural order. naming: statements of other things that name it.
    evidence: its passages if it is a fact. store: the data; it must not change, because writers read it. forms: how the literals of
    the store were written. roles: the classes and properties of claims. inverses: the labels of the inverses of properties in `naming`,
    by language. hints: what shapes say about it. hints_of: returns the hints of a node, given shapes of it. narrowest: leaves inferred
    statements out.
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
    forms: WrittenForms = field(default_factory=WrittenForms, repr=False, compare=False)
    roles: Roles = field(default_factory=lambda: default_settings().roles, repr=False, compare=False)
    inverses: Mapping[NamedNode, Mapping[str, str]] = field(default_factory=dict)
    hints: Hints = field(default_factory=Hints)
    hints_of: Callable[[Node, Iterable[Node]], Hints] = field(default=_no_hints, repr=False, compare=False)
    narrowest: Callable[[Iterable[Triple]], list[Triple]] = field(default=list, repr=False, compare=False)
