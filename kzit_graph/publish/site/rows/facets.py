"""The facets of a table of claims: for each the values that its rows have, with a short name for scripts, a label and a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim, Stance
from kzit_graph.publish.site.wording.titles import titled
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.publish.site.wording.wording import Shown

SHOWN: Final = 8
"""Values of a facet that are shown at once. The others can be opened."""

_MAX_YEARS: Final = 40
"""Years of a span that a claim is listed under. Of a longer one, it is listed under the first and the last."""

_NOT_SLUG: Final = re.compile(r"[^\w-]+")

Key = Term | str | int


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet. slug: in the attributes of rows. number: of rows. width: of its bar, in hundredths of the longest."""

    slug: str
    label: Shown
    number: int
    width: int
    glyph: str = ""
    voice: str = ""


@dataclass(frozen=True)
class Facet:
    """A facet. name: in the attributes of rows. word: the name of its heading. values: the most frequent first."""

    name: str
    word: str
    values: Sequence[FacetValue]


@dataclass(frozen=True)
class Facets:
    """The facets of some claims. slugs: those of a claim by facet."""

    all: Sequence[Facet]
    slugs: Callable[[Claim], Mapping[str, str]]


def facets(edition: Edition, claims: Sequence[Claim]) -> Facets:
    """Return the facets of claims. A facet is left out if no claim has a value, or all have the same."""
    found, by_facet = [], {}
    for name, (word, keys) in _facets(edition).items():
        counts = Counter(key for claim in claims for key in dict.fromkeys(keys(claim)))
        if not counts or (len(counts) == 1 and next(iter(counts.values())) == len(claims)):
            continue
        names = _slugs(counts)
        by_facet[name] = (names, keys)
        found.append(Facet(name, word, _values(edition, name, counts, names)))
    return Facets(found, lambda claim: _of_claim(claim, by_facet))


def _of_claim(claim: Claim, by_facet: Mapping[str, tuple[Mapping[Key, str], Callable[[Claim], Iterable[Key]]]]) -> Mapping[str, str]:
    found = ((name, " ".join(dict.fromkeys(names[key] for key in keys(claim)))) for name, (names, keys) in by_facet.items())
    return {name: text for name, text in found if text}


def _facets(edition: Edition) -> dict[str, tuple[str, Callable[[Claim], Iterable[Key]]]]:
    """Return the word and the values of each facet."""
    found: dict[str, tuple[str, Callable[[Claim], Iterable[Key]]]] = {
        "stance": ("facts_stance", lambda claim: (claim.stance.value,)),
        "kind": ("facts_kind", lambda claim: claim.kinds),
        "contested": ("facts_contested", lambda claim: ("yes",) if claim.disputed else ()),
        "voice": ("facts_voice", lambda claim: (voice_class(claim.voice),)),
        "field": ("facts_field", lambda claim: claim.fields),
        "year": ("facts_year", years),
        "place": ("facts_place", lambda claim: claim.where),
        "hedge": ("facts_hedge", lambda claim: claim.hedges),
        "claimant": ("facts_claimant", lambda claim: claim.claimants),
        "source": ("facts_source", lambda claim: claim.documents),
    }
    if not edition.claims.voices:
        del found["voice"]
    return found


def years(claim: Claim) -> Iterable[int]:
    """Return the years that a claim speaks of."""
    found: dict[int, None] = {}
    for span in claim.spans:
        ends = [int(day[: day.index("-", 1)]) for day in (span.start, span.end) if day]
        if ends:
            span_of = range(min(ends), max(ends) + 1)
            found.update(dict.fromkeys(span_of if len(span_of) <= _MAX_YEARS else (min(ends), max(ends))))
    return found


def _slugs(keys: Iterable[Key]) -> dict[Key, str]:
    """Return a name without spaces for each key. No two are the same."""
    order = sorted(keys, key=str)
    texts = (slug(key) if isinstance(key, NamedNode) else str(key) for key in order)
    return dict(zip(order, unique(_NOT_SLUG.sub("-", text.lower()).strip("-") or "value" for text in texts), strict=True))


def unique(names: Iterable[str]) -> list[str]:
    """Return names with a number at the end of each that was there before.

    >>> unique(["a", "b", "a", "a-2"])
    ['a', 'b', 'a-2', 'a-2-2']
    """
    found: dict[str, None] = {}
    for name in names:
        free, number = name, 2
        while free in found:
            free, number = f"{name}-{number}", number + 1
        found[free] = None
    return list(found)


def _values(edition: Edition, name: str, counts: Counter[Key], names: Mapping[Key, str]) -> list[FacetValue]:
    most = max(counts.values())
    made = [
        FacetValue(
            slug=names[key],
            label=_label(edition, name, key),
            number=number,
            width=max(1, round(100 * number / most)),
            glyph=str(key) if name == "stance" else "",
            voice=str(key) if name == "voice" else "",
        )
        for key, number in counts.items()
    ]
    if name == "year":
        return sorted(made, key=lambda value: -int(value.label.text))
    if name == "stance":
        order = [stance.value for stance in Stance]
        return sorted(made, key=lambda value: order.index(value.slug))
    if name == "voice":
        return sorted(made, key=lambda value: "kto".index(value.slug))
    return sorted(made, key=lambda value: (-value.number, natural_key(value.label.text.casefold()), value.slug))


def _label(edition: Edition, name: str, key: Key) -> Shown:
    from kzit_graph.publish.site.wording.wording import Shown

    words = edition.words
    if name == "stance":
        return Shown(getattr(words, f"wit_{key}"))
    if name == "contested":
        return Shown(words.facts_is_contested)
    if name == "voice":
        voices = edition.claims.voices
        number = "kto".index(str(key))
        return Shown(words.facts_other_voice) if number >= len(voices) else edition.name(voices[number])
    if isinstance(key, int | str):
        return Shown(str(key))
    if name == "source":
        return titled(edition.name(key))
    return edition.wording.term(key) if name == "kind" and isinstance(key, NamedNode) else edition.name(key)
