"""Put the rules of shapes into words, such as "exactly one; each a place"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.things.shape_rules import Rule

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

_COUNTS: Final = ("minCount", "maxCount")
_MAX_NAMED: Final = 12
"""Terms of a list that are named."""

_NAMED: Final = {
    "class": "term_rule_class",
    "datatype": "term_rule_datatype",
    "hasValue": "term_rule_value",
    "node": "term_rule_node",
    "in": "term_rule_in",
    "languageIn": "term_rule_languages",
    "pattern": "term_rule_pattern",
    "minInclusive": "term_rule_least",
    "maxInclusive": "term_rule_most",
    "minExclusive": "term_rule_above",
    "maxExclusive": "term_rule_below",
    "minLength": "term_rule_shortest",
    "maxLength": "term_rule_longest",
    "nodeKind": "term_rule_node_kind",
    "lessThan": "term_rule_before",
    "lessThanOrEquals": "term_rule_not_after",
    "equals": "term_rule_equals",
    "disjoint": "term_rule_disjoint",
}
"""Words with the values of a parameter."""

_PLAIN: Final = {
    "uniqueLang": "term_rule_unique",
    "closed": "term_rule_closed",
    "sparql": "term_rule_query",
    "or": "term_rule_or",
    "xone": "term_rule_or",
    "not": "term_rule_not",
    "and": "term_rule_and",
    "qualifiedValueShape": "term_rule_qualified",
}
"""Words without values."""


def rule_text(edition: Edition, rule: Rule) -> str:
    """Return what a rule demands."""
    return "; ".join(dict.fromkeys((*_counts(edition, rule), *_others(edition, rule))))


def _counts(edition: Edition, rule: Rule) -> Iterator[str]:
    least, most = (_number(rule, name) for name in _COUNTS)
    if least is not None and least == most:
        yield edition.words.term_rule_exactly.format(n=least)
        return
    if least is not None:
        yield edition.words.term_rule_at_least.format(n=least)
    if most is not None:
        yield edition.words.term_rule_none if most == "0" else edition.words.term_rule_at_most.format(n=most)


def _number(rule: Rule, name: str) -> str | None:
    return next((value.value for value in rule.demands.get(name, ()) if isinstance(value, Literal)), None)


def _others(edition: Edition, rule: Rule) -> Iterator[str]:
    for name, values in rule.demands.items():
        if name in _NAMED:
            if text := _languages(edition, values) if name == "languageIn" else _values(edition, values):
                yield getattr(edition.words, _NAMED[name]).format(text=text)
        elif name in _PLAIN:
            if not all(isinstance(value, Literal) and value.value == "false" for value in values):
                yield getattr(edition.words, _PLAIN[name])
        elif name not in _COUNTS:
            yield edition.words.term_rule_other.format(text=visible(name))


def _values(edition: Edition, values: Sequence[Term]) -> str:
    named = [_value(edition, value) for value in values[:_MAX_NAMED] if not isinstance(value, BlankNode)]
    more = ["…"] if len(values) > _MAX_NAMED else []
    return ", ".join((*named, *more))


def _languages(edition: Edition, values: Sequence[Term]) -> str:
    return ", ".join(edition.words.language_name(value.value) for value in values if isinstance(value, Literal))


def _value(edition: Edition, value: Term) -> str:
    if isinstance(value, NamedNode):
        return edition.wording.term(value).text
    return edition.text(value)
