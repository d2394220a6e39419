"""Terms and their names: what a person types becomes an RDF term, and what a query answers becomes a name again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.plain_text import folded, nearest
from kzit_graph.rdf.namespaces import DCTERMS, RDFS_LABEL, SKOS, SUB_PROPERTY, TITLE

Term = NamedNode | BlankNode | Literal | Triple

LABELS: Final = (
    NamedNode(f"{SKOS}prefLabel"),
    RDFS_LABEL,
    NamedNode("https://schema.org/name"),
    TITLE,
)
"""Properties whose values are names of a thing, the foremost first."""

_OTHER_NAMES: Final = (NamedNode(f"{SKOS}altLabel"), NamedNode(f"{DCTERMS}identifier"))


def _no_labels(_thing: NamedNode) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Names:
    """How people see terms.

    prefixes: name to namespace, to shorten IRIs. labels: the names of a thing by their language ("" for none).
    context: the JSON-LD context that graphs are compacted against, if any.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    labels: Callable[[NamedNode], Mapping[str, str]] = _no_labels
    context: Path | None = None

    def shorten(self, term: Term | None) -> str:
        """A literal's text, a prefixed name where a prefix fits, else the full IRI; nothing for an unbound cell."""
        if term is None:
            return ""
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        fits = [(namespace, prefix) for prefix, namespace in self.prefixes.items() if term.value.startswith(namespace)]
        if not fits:
            return term.value
        namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
        return f"{prefix}:{term.value.removeprefix(namespace)}"

    def listed(self, things: Iterable[NamedNode]) -> str:
        """Things in one line, each by its shortened IRI and its name in English."""
        return ", ".join(f"{self.shorten(thing)} ({self.label(thing, 'en')})" for thing in things)

    def name(self, thing: NamedNode, language: str) -> Literal | None:
        """The name of a thing in a language, else in English, else in any; None where it has none."""
        labels = self.labels(thing)
        found = next((wanted for wanted in (language, "en", "") if wanted in labels), min(labels, default=None))
        return None if found is None else Literal(labels[found], language=found or None)

    def label(self, term: Term | None, language: str) -> str:
        """The name of a thing in a language, else in English, else in any; the shortened term where it has none."""
        name = self.name(term, language) if isinstance(term, NamedNode) else None
        return self.shorten(term) if name is None else name.value


def labels_in(*stores: Store) -> Callable[[NamedNode], Mapping[str, str]]:
    """A function that looks the names of a thing up in all graphs of some stores, the foremost first."""

    def labels(thing: NamedNode) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for store in stores:
            for literal in names_of(store, thing):
                found.setdefault(literal.language or "", literal.value)
        return found

    return labels


def names_of(store: Store, thing: NamedNode) -> Iterator[Literal]:
    """The names that a store gives a thing, those of the foremost property first."""
    for predicate in LABELS:
        for quad in store.quads_for_pattern(thing, predicate, None):
            if isinstance(quad.object, Literal):
                yield quad.object


def slug(thing: NamedNode) -> str:
    """The last part of an IRI, by which things go in short."""
    return thing.value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def naming_properties(vocabulary: Store) -> tuple[NamedNode, ...]:
    """Properties by whose values a thing can be found: names, identifiers, and what a vocabulary places under them."""
    known = (*LABELS, *_OTHER_NAMES)
    own = (quad.subject for quad in vocabulary.quads_for_pattern(None, SUB_PROPERTY, None) if quad.object in known)
    return (*known, *(term for term in own if isinstance(term, NamedNode)))


def named_things(store: Store, properties: Iterable[NamedNode] = LABELS) -> dict[NamedNode, set[str]]:
    """Every thing with a name in the store, with its names and its slug, folded."""
    found: dict[NamedNode, set[str]] = {}
    for predicate in properties:
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(quad.subject, {slug(quad.subject)}).add(folded(quad.object.value))
    return found


def expand(text: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """The IRI that a text is, <https://…> or https://… or prefix:name with a known prefix; None for any other text."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix, colon, local = bare.partition(":")
    try:
        if colon and not local.startswith("//") and prefix in prefixes and bare == text:
            return NamedNode(prefixes[prefix] + local)
        if bare != text or "://" in bare or bare.startswith("urn:"):
            return NamedNode(bare)
    except ValueError:
        return None
    return None


def nearest_things(text: str, things: Mapping[NamedNode, set[str]]) -> list[NamedNode]:
    """The things, given with their folded names, one of whose names looks most like a text, nearest first."""
    ordered = sorted(things.items(), key=lambda entry: entry[0].value)
    near = nearest(text, {name for names in things.values() for name in names})
    return list(dict.fromkeys(thing for name in near for thing, names in ordered if name in names))
