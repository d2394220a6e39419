"""Put the question that claims answer into words: what it asks about, and what all its answers have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.site.claims.model import Claim, Matter
from kzit_graph.publish.site.claims.spans import SpanReader
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import term_key

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

_MAX_COMMON = 4
"""Things in common that a title names."""


def matter_title(edition: Edition, matter: Matter, *, has_common: bool = True) -> str:
    """Return what a matter asks about, such as "Trade turnover, 2022: Kazakhstan, Italy"; the slot without a subject.

    has_common: whether a question about a figure names what all its answers have in common.
    """
    found = _claims(edition, matter)
    asks_for = [edition.text(term) for term in matter.subjects or matter.slots]
    if not _is_figure(found):
        return _joined(asks_for, _bases(edition, found)) or edition.text(matter.node)
    common = _common(edition, found, matter.subjects) if has_common else ()
    return _joined(asks_for, (*_spans(edition, found), *_bases(edition, found)), common)


def series_title(edition: Edition, series: NamedNode) -> str:
    """Return what all parts of a matter ask about, such as "Trade turnover: Italy, Kazakhstan"; empty if no part is answered."""
    holders = edition.reader.index.holders(series, edition.reader.roles["whole"])
    parts = [edition.claims.by_matter[part] for part in sorted(holders, key=term_key) if part in edition.claims.by_matter]
    if not parts:
        return ""
    subjects = [subject for subject in parts[0].subjects if all(subject in part.subjects for part in parts)]
    found = [claim for part in parts for claim in _claims(edition, part)]
    return _joined(map(edition.text, subjects), _bases(edition, found), _common(edition, found, subjects))


def _joined(asks_for: Iterable[str], narrower: Iterable[str], things: Sequence[str] = ()) -> str:
    title = ", ".join((*asks_for, *narrower))
    return capitalized(f"{title}: {', '.join(things)}" if title and things else title)


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
    is_long = any(span.start and span.end and span.start[:-6] != span.end[:-6] for claim in claims for span in claim.spans)
    return [str(year) for year in years if year is not None] if len(years) == 1 and not is_long else []


def anchor(matter: Matter) -> str:
    """Return the name of a matter on the page of disagreements."""
    return slug(matter.node) if isinstance(matter.node, NamedNode) else matter.node.value


def _common(edition: Edition, claims: Sequence[Claim], subjects: Sequence[Term]) -> list[str]:
    """Return the names of a few things that all claims name, beside the subjects of their question."""
    found = _shared(claims, lambda claim: (*claim.participants, *claim.where))
    return [edition.text(thing) for thing in found if thing not in subjects][:_MAX_COMMON]


def _shared(claims: Sequence[Claim], values: Callable[[Claim], Sequence[Term]]) -> list[Term]:
    """Return the values that all claims have, in the order of the first one."""
    if not claims:
        return []
    others = [set(values(claim)) for claim in claims[1:]]
    return [value for value in dict.fromkeys(values(claims[0])) if all(value in other for other in others)]
