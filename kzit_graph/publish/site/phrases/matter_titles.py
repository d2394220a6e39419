"""Put the question that claims answer into words: what it asks about, and what all its answers have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.site.claims.model import Claim, Matter
from kzit_graph.publish.site.claims.spans import SpanReader
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.namespaces import RDF_TYPE

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

_MAX_COMMON = 4
"""Things in common that a title names."""


def matter_title(edition: Edition, matter: Matter) -> str:
    """Return what a matter asks about, such as "Trade turnover, 2022: Kazakhstan, Italy"; the slot without a subject."""
    found = _claims(edition, matter)
    subjects = [edition.text(subject) for subject in matter.subjects] or [edition.text(slot) for slot in matter.slots]
    title = ", ".join((*subjects, *(_spans(edition, found) if _is_figure(found) else ()), *_bases(edition, found)))
    if _is_figure(found):
        things = [edition.text(thing) for thing in _common(found, matter)]
        title = f"{title}: {', '.join(things)}" if things else title
    return capitalized(title) or edition.text(matter.node)


def asked(edition: Edition, matter: Matter) -> str:
    """Return what a matter asks, such as "day"."""
    return ", ".join(edition.text(slot) for slot in matter.slots)


def is_figure(edition: Edition, matter: Matter) -> bool:
    """Tell whether a matter asks for a figure, which its title says."""
    return _is_figure(_claims(edition, matter))


def _claims(edition: Edition, matter: Matter) -> list[Claim]:
    facts = dict.fromkeys(answer.claim.fact for answer in matter.answers)
    return [edition.claims.by_fact[fact] for fact in facts if fact in edition.claims.by_fact]


def _is_figure(claims: Sequence[Claim]) -> bool:
    return any(claim.amount for claim in claims)


def _bases(edition: Edition, claims: Sequence[Claim]) -> list[str]:
    bases = _shared(claims, lambda claim: (claim.amount.base,) if claim.amount and claim.amount.base else ())
    return [edition.words.clash_base.format(base=_base(edition, base)) for base in bases]


def _base(edition: Edition, base: Term) -> str:
    """Return what a figure is compared to. A span of time is written as other spans are."""
    span = SpanReader(edition.reader.index, edition.reader.roles).span(RDF_TYPE, base)
    return short_span(edition, span) if span.start or span.end else edition.text(base)


def _spans(edition: Edition, claims: Sequence[Claim]) -> list[str]:
    shared = _shared(claims, lambda claim: tuple(span.node for span in claim.spans))
    by_node = {span.node: span for claim in claims for span in claim.spans}
    if shared:
        return [short_span(edition, by_node[shared[0]])]
    years = {claim.year for claim in claims}
    return [str(year) for year in years if year is not None] if len(years) == 1 else []


def anchor(matter: Matter) -> str:
    """Return the name of a matter on the page of disagreements."""
    return slug(matter.node) if isinstance(matter.node, NamedNode) else matter.node.value


def _common(claims: Sequence[Claim], matter: Matter) -> Sequence[Term]:
    found = _shared(claims, lambda claim: (*claim.participants, *claim.where))
    return [thing for thing in found if thing not in matter.subjects][:_MAX_COMMON]


def _shared(claims: Sequence[Claim], values: Callable[[Claim], Sequence[Term]]) -> list[Term]:
    """Return the values that all claims have, in the order of the first one."""
    if not claims:
        return []
    others = [set(values(claim)) for claim in claims[1:]]
    return [value for value in dict.fromkeys(values(claims[0])) if all(value in other for other in others)]
