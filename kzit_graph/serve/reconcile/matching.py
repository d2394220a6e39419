"""Find the things that a query can mean, with scores from 0 to 100 that say how sure that is.

The score is that of the name, from 100 for an equal label or an identifier down to parts and typos. Values that agree with the query
raise it and values that contradict it lower it. The features of a candidate are what its score is made of.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.describe.search import Found, Match
from kzit_graph.plain_text import folded, without_empty
from kzit_graph.project.names.name_index import Way
from kzit_graph.project.names.similar_words import plain
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.serve.reconcile.requests import Query
from kzit_graph.serve.reconcile.terms import Terms
from kzit_graph.serve.reconcile.values import agreement, things_with

_EQUAL: Final = 100.0
_OTHER_SPELLING: Final = 2.0
"""What an equal name loses if case or accents differ."""

_NO_LABEL: Final = 1.0
"""What an equal name loses if it is no label."""

_BASES: Final = {Way.PREFIX: 60.0, Way.WORD: 50.0, Way.PART: 40.0}
"""The scores of names that have the query, if it is a small part of them; they rise by `_SPAN` with its share of the name."""

_SPAN: Final = 30.0
_TYPO: Final = 92.0
"""The score of a name with typos, before they lower it."""

_WEIGHT: Final = 0.4
"""The part of the score that the values of properties decide, if there are any."""

_OTHER_TYPE: Final = 0.5
"""The factor for things of another type, if the types only should be so."""

_MAX_OTHERS: Final = 1_000
"""Things that are compared with the values of a query."""

_MAX_NAMESAKES: Final = 20
"""Things beyond the limit that are looked at, to see whether a name is that of one thing."""


@dataclass(frozen=True)
class Candidate:
    """A thing that a query can mean. name_score: None without a text. agreements: for each property of the query; see `agreement`."""

    thing: NamedNode
    score: float
    name_score: float | None
    is_equal: bool
    is_identifier: bool
    has_type: bool
    agreements: tuple[float | None, ...] = ()

    @property
    def is_contradicted(self) -> bool:
        """Whether a value of the thing is another one than the query gives."""
        return 0.0 in self.agreements


def candidates(terms: Terms, query: Query) -> list[dict[str, Any]]:
    """Return the candidates of a query as the API has them, the best first."""
    has_type = _type_test(terms, query)
    found = _by_name(terms, query, has_type) if query.text else _by_values(terms, query, has_type)
    equal = [candidate for candidate in found if candidate.has_type and (candidate.is_equal or candidate.is_identifier)]
    found.sort(key=lambda candidate: (-candidate.score, natural_key(candidate.thing.value)))
    return [_as_json(terms, query, candidate, is_match=[candidate] == equal) for candidate in found[: query.limit]]


def _type_test(terms: Terms, query: Query) -> Callable[[NamedNode], bool]:
    """Return whether a thing has the types of a query. No thing has an unknown type."""
    known = [frozenset() if kind is None else terms.with_subclasses(kind) for kind in map(terms.find_class, query.types)]
    if not known:
        return lambda _thing: True
    combine = all if query.strictness == "all" else any
    return lambda thing: combine(terms.has_class(thing, kinds) for kinds in known)


def _by_name(terms: Terms, query: Query, has_type: Callable[[NamedNode], bool]) -> list[Candidate]:
    found = _found(terms, query, has_type)
    count = _MAX_OTHERS if query.filters else query.limit + _MAX_NAMESAKES
    matches = [(match, True, match.thing in found.identified) for match in found.best(count)]
    if query.strictness == "should" and query.types and len(matches) < query.limit:
        others = terms.graph.searcher.found(query.text, terms.language, lambda thing: not has_type(thing), query.limit)
        matches += [(match, False, match.thing in others.identified) for match in others.best(query.limit)]
    return [_candidate(terms, query, match, has_type=is_typed, is_identifier=is_identified) for match, is_typed, is_identified in matches]


def _found(terms: Terms, query: Query, has_type: Callable[[NamedNode], bool]) -> Found:
    """Return the things that match; of things with a type also those with typos, as the other matches may have another type."""
    enough = sys.maxsize if query.types else query.limit
    return terms.graph.searcher.found(query.text, terms.language, has_type, enough)


def _candidate(terms: Terms, query: Query, match: Match, *, has_type: bool, is_identifier: bool) -> Candidate:
    name_score = _EQUAL if is_identifier else score_of_name(match, len(plain(query.text)))
    agreements = tuple(agreement(terms, match.thing, wanted) for wanted in query.filters)
    score = name_score
    if agreements:
        known = [name_score / _EQUAL if value is None else value for value in agreements]
        score = (1 - _WEIGHT) * name_score + _WEIGHT * _EQUAL * sum(known) / len(known)
    is_equal = match.way is Way.EXACT and folded(match.name.value) == folded(query.text)
    return Candidate(match.thing, score if has_type else score * _OTHER_TYPE, name_score, is_equal, is_identifier, has_type, agreements)


def score_of_name(match: Match, wanted: int) -> float:
    """Return the score of a name that matches a text of so many characters, as it is compared."""
    _, cost, is_no_label, *_ = match.rank
    if match.way is Way.EXACT:
        return _EQUAL - _OTHER_SPELLING * cost - _NO_LABEL * is_no_label
    known = max(len(match.text), 1)
    share = min(wanted, known) / max(wanted, known, 1)
    if match.way is Way.TYPO:
        return _TYPO * max(0.0, 1 - cost / max(wanted, 1)) * (1 + share) / 2
    return _BASES[match.way] + _SPAN * share


def _by_values(terms: Terms, query: Query, has_type: Callable[[NamedNode], bool]) -> list[Candidate]:
    things = {thing: None for wanted in query.filters for thing in things_with(terms, wanted, _MAX_OTHERS)}
    found = []
    for thing in things:
        if not (typed := has_type(thing)) and query.strictness != "should":
            continue
        agreements = tuple(agreement(terms, thing, wanted) for wanted in query.filters)
        score = _EQUAL * sum(value or 0.0 for value in agreements) / len(agreements)
        found.append(
            Candidate(
                thing=thing,
                score=score if typed else score * _OTHER_TYPE,
                name_score=None,
                is_equal=False,
                is_identifier=False,
                has_type=typed,
                agreements=agreements,
            )
        )
    return found


def _as_json(terms: Terms, query: Query, candidate: Candidate, *, is_match: bool) -> dict[str, Any]:
    features: list[dict[str, Any]] = []
    if candidate.name_score is not None:
        features += [
            {"id": "name_score", "value": round(candidate.name_score, 2)},
            {"id": "name_equal", "value": candidate.is_equal},
            {"id": "identifier_equal", "value": candidate.is_identifier},
        ]
    if query.types:
        features.append({"id": "type_match", "value": candidate.has_type})
    numbers = enumerate(zip(query.filters, candidate.agreements, strict=True))
    features += [
        {"id": f"property:{number}:{wanted.given}", "value": round(value, 2)} for number, (wanted, value) in numbers if value is not None
    ]
    return without_empty({"description": terms.description(candidate.thing)}) | {
        "id": candidate.thing.value,
        "name": terms.name(candidate.thing),
        "score": round(candidate.score, 2),
        "match": is_match and not candidate.is_contradicted,
        "type": terms.types_of(candidate.thing),
        "features": features,
    }
