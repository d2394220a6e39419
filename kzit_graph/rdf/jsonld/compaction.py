"""Compact with a context: choose the key of a property for a value, and shorten IRIs.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 4.3, 4.4 and 6.2, for the features that
`kzit_graph.rdf.jsonld.context` supports. If the form chosen by these sections would be read back differently, the longer form is
kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kzit_graph.rdf.jsonld.context import ContextTerm, Terms

REFERENCE: Final = "@id"
"""The kind of a reference to a node."""
REFERENCE_TO_TERM: Final = "@vocab"
"""The kind of a reference to a node whose IRI has a term in the context."""
PLAIN: Final = "@null"
"""The kind of a string without a language, and of a JSON number or boolean."""
DIRECTED: Final = "@direction"
"""The kind of a string with a base direction."""

_NOT_RELATIVE: Final = re.compile("@|_:|[A-Za-z][A-Za-z0-9+.-]*:")
"""Matches the beginning of keywords, blank nodes and absolute IRIs."""

_Entry = tuple[str, str, str, str]
"""A key of the inverse context: IRI, container, "@type" or "@language", and its value."""


class ConfusedIri(Exception):
    """An absolute IRI starts with a prefix of the context, so it would be read as a compact IRI. iri, prefix: the two."""

    def __init__(self, iri: str, prefix: str) -> None:
        super().__init__(f"the IRI {iri} begins with {prefix}: and is confused with this prefix")
        self.iri, self.prefix = iri, prefix


class Compaction:
    """A context, compiled for fast lookup of terms and prefixes.

    vocab: the default vocabulary, if any. embedding: the IRIs of properties whose values may be embedded nodes, because a term
    of the property has no type. by_language: the IRIs of properties with a language map, whose values are all strings.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms, self.vocab = terms.by_name, terms.vocab
        self.embedding = frozenset(term.iri for term in self._terms.values() if term.can_embed)
        self.by_language = frozenset(term.iri for term in self._terms.values() if "@language" in term.container)
        self._inverse = _inverse(terms.by_name)
        prefixes = [term for term in terms.by_name.values() if term.prefix]
        self._namespaces = tuple((term.iri, f"{term.name}:") for term in prefixes)
        self._any_namespace = tuple(term.iri for term in prefixes)
        self._any_prefix = tuple(f"{term.name}:" for term in terms.by_name.values() if term.prefix or term.maybe_prefix)
        self._compact_terms = _compact_terms(terms.by_name, of_prefixes=False)
        self._compact_ids = _compact_terms(terms.by_name, of_prefixes=True)

    def term(self, key: str) -> ContextTerm | None:
        """Return the definition of a key; None if there is none."""
        return self._terms.get(key)

    def keyword(self, keyword: str) -> str:
        """Return the alias of a keyword, or the keyword."""
        term = self._select(keyword, ("@none", "@set"), "@type", ("@none",))
        return term or keyword

    def key(self, iri: str, kind: str) -> str:
        """Return the key of a property for values of a kind.

        kind: one of the kinds above, a language tag, or the IRI of a datatype. Raises `ConfusedIri`.
        """
        if kind in (REFERENCE, REFERENCE_TO_TERM):
            other = REFERENCE_TO_TERM if kind == REFERENCE else REFERENCE
            term = self._select(iri, ("@set", "@none"), "@type", (kind, other, "@none"))
        elif kind == PLAIN:
            term = self._select(iri, ("@set", "@none", "@language", "@language@set"), "@language", (PLAIN, "@none"))
        elif kind == DIRECTED:
            # A language map cannot hold a direction.
            term = self._select(iri, ("@set", "@none"), "@language", ("@none",))
        elif ":" in kind:
            term = self._select(iri, ("@set", "@none"), "@type", (kind, "@none"))
        else:
            term = self._select(iri, ("@language", "@language@set", "@set", "@none"), "@language", (kind, "@none"))
        return term or self._in_vocabulary(iri, self.vocab) or self._compact(iri) or self._unconfused(iri)

    def distinguishes_terms(self, iri: str) -> bool:
        """Whether the key of a property can depend on the kind of a reference."""
        return {REFERENCE, REFERENCE_TO_TERM} <= {term.type for term in self._terms.values() if term.iri == iri}

    def kind_of_reference(self, name: str) -> str:
        """Return the kind of a reference to a node, by its IRI or blank node label. Raises `ConfusedIri`."""
        term = self._terms.get(self.name(name, self.vocab))
        return REFERENCE_TO_TERM if term and term.iri == name else REFERENCE

    def id(self, name: str) -> str:
        """Return an IRI or blank node label as a value of "@id". Raises `ConfusedIri`."""
        return self._compact(name, self._compact_ids.get(name, ())) or self._unconfused(name)

    def name(self, iri: str, vocab: str | None) -> str:
        """Return an IRI as a class, a datatype or a value of type "@vocab", which can be terms or relative to a vocabulary.

        Raises `ConfusedIri`.
        """
        term = self._select(iri, ("@set", "@none"), "@type", ("@id", "@none"))
        return term or self._in_vocabulary(iri, vocab) or self._compact(iri, self._compact_terms.get(iri, ())) or self._unconfused(iri)

    def _select(self, iri: str, containers: tuple[str, ...], side: str, preferences: tuple[str, ...]) -> str | None:
        """Select a term (section 4.4)."""
        entries = ((iri, container, side, preference) for container in containers for preference in preferences)
        return next((self._inverse[entry] for entry in entries if entry in self._inverse), None)

    def _in_vocabulary(self, iri: str, vocab: str | None) -> str:
        """Return an IRI relative to the vocabulary; "" if this would be read as a term, a keyword or another IRI."""
        local = iri[len(vocab) :] if vocab is not None and iri.startswith(vocab) else ""
        return "" if local in self._terms or local.startswith(self._any_prefix) or _NOT_RELATIVE.match(local) else local

    def _compact(self, iri: str, terms: Sequence[str] = ()) -> str | None:
        """Return the shortest compact IRI, terms of this form included, that is not read as another term or an IRI with an authority."""
        candidates = list(terms)
        if iri.startswith(self._any_namespace):
            for namespace, prefix in self._namespaces:
                if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace)):
                    candidates.append(prefix + iri[len(namespace) :])
        usable = (compact for compact in candidates if compact in terms or compact not in self._terms)
        return min(usable, key=lambda compact: (len(compact), compact), default=None)

    def _unconfused(self, iri: str) -> str:
        if iri.startswith(self._any_prefix):
            raise ConfusedIri(iri, next(prefix for prefix in self._any_prefix if iri.startswith(prefix)).removesuffix(":"))
        return iri


def _inverse(terms: Mapping[str, ContextTerm]) -> Mapping[_Entry, str]:
    """Return the shortest and then first term for each IRI, container, and type or language (section 4.3)."""
    inverse: dict[_Entry, str] = {}
    for term in sorted(terms.values(), key=lambda term: (len(term.name), term.name)):
        if term.type:
            chosen = [("@type", term.type)]
        elif term.language:
            chosen = [("@language", term.language)]
        else:
            chosen = [("@language", "@none"), ("@type", "@none")]
        for side, value in chosen:
            inverse.setdefault((term.iri, term.container, side, value), term.name)
    return inverse


def _compact_terms(terms: Mapping[str, ContextTerm], of_prefixes: bool) -> Mapping[str, Sequence[str]]:
    """Return the terms in the form of compact IRIs, by their IRIs. of_prefixes: only those that are also valid compact IRIs."""
    found: dict[str, list[str]] = {}
    for name, term in terms.items():
        prefix, _, local = name.partition(":")
        if local and prefix in terms and terms[prefix].iri + local == term.iri and (terms[prefix].prefix or not of_prefixes):
            found.setdefault(term.iri, []).append(name)
    return found
