"""Names of RDF terms: shorten IRIs, look up labels, and find things by what people type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import counted, folded, nearest
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.namespaces import SUB_PROPERTY
from kzit_graph.rdf.naming import Naming
from kzit_graph.rdf.skolem_iris import is_anonymous

Term = NamedNode | BlankNode | Literal | Triple

_LANGUAGE_CODES: Final = {"kz": "kk", "kaz": "kk", "kazakh": "kk", "qazaq": "kk", "ger": "de", "deu": "de", "german": "de", "spa": "es"}
"""Codes of languages whose other names do not begin with the code."""


def _no_labels(_thing: NamedNode) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class _KnownLabels:
    """Looks up labels in memory. Unlike functions that read a store, it can be pickled."""

    by_thing: Mapping[NamedNode, Mapping[str, str]]

    def __call__(self, thing: NamedNode) -> Mapping[str, str]:
        return self.by_thing.get(thing, {})


@dataclass(frozen=True, repr=False)
class Names:
    """How terms are shown to people.

    prefixes: prefix to namespace, to shorten IRIs. labels: function from a thing to its labels by language ("" for no language).
    context: file of the JSON-LD context for compaction, if any. naming: the properties of the labels, and the preferred languages.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    labels: Callable[[NamedNode], Mapping[str, str]] = _no_labels
    context: Path | None = None
    naming: Naming = field(default_factory=Naming)

    @property
    def language(self) -> str:
        """The language in which things are named by default."""
        return self.naming.language

    def limited_to(self, things: Iterable[NamedNode]) -> Names:
        """Return names that have labels of only some things, without the stores of all labels. They can be pickled."""
        return replace(self, labels=_KnownLabels({thing: self.labels(thing) for thing in things}))

    def __repr__(self) -> str:
        return f"<Names: {counted(len(self.prefixes), 'namespace')}>"

    def shorten(self, term: Term | None) -> str:
        """Return the text of a literal, the prefixed name of an IRI, or the full IRI if no prefix fits. None gives an empty text."""
        if term is None:
            return ""
        if isinstance(term, Literal):
            return term.value
        return shortened(term.value, self.prefixes) if isinstance(term, NamedNode) else str(term)

    def listed(self, things: Iterable[NamedNode]) -> str:
        """Return things on one line, each as its shortened IRI and its label in the default language, if it has one."""
        found = ((self.shorten(thing), self.name(thing)) for thing in things)
        return ", ".join(iri if name is None else f"{iri} ({name.value})" for iri, name in found)

    def name(self, thing: NamedNode, language: str | None = None) -> Literal | None:
        """The name of a thing in the language that fits best (see `best_language`), else in a preferred language, else in any.

        language: None means the preferred one. Returns None if the thing has no name.
        """
        labels = self.labels(thing)
        found = best_language(labels, *filter(None, [language]), *self.naming.languages)
        if found is None:
            found = min(labels, default=None)
        return None if found is None else Literal(labels[found], language=found or None)

    def label(self, term: Term | None, language: str | None = None) -> str:
        """Return the label of a thing in a language, or else its name as `name` finds it, or else the shortened term."""
        name = self.name(term, language) if isinstance(term, NamedNode) else None
        return self.shorten(term) if name is None else name.value


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the prefixed name of an IRI, with the prefix of the longest namespace, or the full IRI if no prefix fits."""
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def labels_in(*stores: Store, properties: Sequence[NamedNode]) -> Callable[[NamedNode], Mapping[str, str]]:
    """Return a function that looks up the labels of a thing in all graphs of the stores. Earlier stores take precedence.

    properties: those of labels, the preferred one first.
    """

    def labels(thing: NamedNode) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for store in stores:
            for literal in names_of(store, thing, properties):
                found.setdefault(literal.language or "", literal.value)
        return found

    return labels


def names_of(store: Store, thing: NamedNode, properties: Iterable[NamedNode]) -> Iterator[Literal]:
    """Yield the labels of a thing in a store, in the order of their properties."""
    for predicate in properties:
        for quad in store.quads_for_pattern(thing, predicate, None):
            if isinstance(quad.object, Literal):
                yield quad.object


def languages_in(stores: Iterable[Store], properties: Iterable[NamedNode]) -> set[str]:
    """Return the languages of the labels in stores, in lower case, without labels that have none."""
    labels = tuple(properties)
    quads = (quad for store in stores for predicate in labels for quad in store.quads_for_pattern(None, predicate, None))
    return {quad.object.language.lower() for quad in quads if isinstance(quad.object, Literal) and quad.object.language}


def check_language(language: str, stores: Iterable[Store], properties: Iterable[NamedNode], known: Iterable[str] = ("en",)) -> None:
    """Raise `UnknownName` if no label in the stores has a language, a part of it such as "en" of "en-GB", or a variety of it.

    properties: those of labels. known: languages to accept as well.
    """
    found = {*map(str.lower, known), *languages_in(stores, properties)}
    wanted = language.lower()
    if wanted and best_language(found, wanted) is not None:
        return
    near = [tag for tag in sorted(found) if tag == _LANGUAGE_CODES.get(wanted, wanted.replace("_", "-")[:2])]
    why = "the code of the language" if near else ""
    raise UnknownName("language", language, sorted(found), near, why=why, note="because no name has it")


def slug(thing: NamedNode) -> str:
    """Return the last part of an IRI, such as "milan" for https://example.org/id/milan."""
    return thing.value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def split_iri(iri: str, ends: str = "#/") -> tuple[str, str]:
    """Return the namespace of an IRI, up to the last of some characters, and its local name behind them.

    >>> split_iri("https://schema.org/Person")
    ('https://schema.org/', 'Person')
    """
    at = max(iri.rfind(end) for end in ends) + 1
    return iri[:at], iri[at:]


def check_base(base: str) -> None:
    """Raise `InvalidInput` if a text cannot be the base of relative IRIs."""
    try:
        NamedNode(base)
    except ValueError as error:
        raise InvalidInput(f'the base "{base}" is not an absolute IRI; write one such as https://example.org/') from error


def part_of(iri: str, name: str) -> str:
    """Return the IRI of a part of a thing: with "#", or with "/" behind an IRI that has a fragment already."""
    return f"{iri}{'/' if '#' in iri else '#'}{name}"


def naming_properties(vocabulary: Store, naming: Naming) -> tuple[NamedNode, ...]:
    """Return the properties to find things by: labels, other names, and their subproperties in a vocabulary."""
    known = (*naming.labels, *naming.other_names)
    subproperties = (quad.subject for quad in vocabulary.quads_for_pattern(None, SUB_PROPERTY, None) if quad.object in known)
    return (*known, *(term for term in subproperties if isinstance(term, NamedNode)))


def named_things(store: Store, properties: Iterable[NamedNode]) -> dict[NamedNode, set[str]]:
    """Return each thing that has a label in the store, with its labels and its slug. All names are folded (see `folded`)."""
    found: dict[NamedNode, set[str]] = {}
    for thing, label in _labelled(store, properties):
        found.setdefault(thing, {folded(slug(thing))}).add(folded(label))
    return found


def first_named_thing(store: Store, properties: Iterable[NamedNode]) -> NamedNode | None:
    """Return the first thing by IRI that has a label in the store. This is much faster than `named_things`."""
    return min((thing for thing, _ in _labelled(store, properties)), key=lambda thing: thing.value, default=None)


def _labelled(store: Store, properties: Iterable[NamedNode]) -> Iterator[tuple[NamedNode, str]]:
    """Yield each thing that has a label, with the label."""
    for predicate in properties:
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and not is_anonymous(quad.subject):
                yield quad.subject, quad.object.value


def read_iri(name: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Return the IRI of a name in a file of settings, as `expand` does. Raises `InvalidInput`, without a position, if there is none."""
    found = expand(name, prefixes)
    if found is not None:
        return found
    bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    prefix, colon, _ = name.partition(":")
    if bare == name and not colon:
        raise InvalidInput(f'"{name}" is not an IRI; write it with a prefix, or in full')
    if bare != name or prefix in prefixes or prefix == "urn" or "://" in name:
        raise InvalidInput(f'"{bare}" is not an IRI')
    near = nearest(prefix, prefixes, 1)
    hint = f"nearest: {near[0]}; " if near else ""
    raise InvalidInput(f'the prefix of "{name}" is unknown; {hint}add it to [prefixes], or write the IRI in full')


def expand(text: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return the IRI of a text such as <https://…>, https://… or prefix:name with a known prefix, else None."""
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
