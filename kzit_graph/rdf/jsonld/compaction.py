"""Compacts with a context: chooses the key of a property for a value, and writes IRIs in short.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 4.3, 4.4 and 6.2, for the features that
`kzit_graph.rdf.jsonld.context` supports. Where those sections choose a form that JSON-LD itself reads as something else, the longer
form is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kzit_graph.rdf.jsonld.context import Term, Terms

REFERENCE: Final = "@id"
"""The kind of a value that is a node."""
REFERENCE_TO_TERM: Final = "@vocab"
"""The kind of a value that is a node for whose IRI the context has a name of its own."""
PLAIN: Final = "@null"
"""The kind of a string without a language, and of a JSON number or truth value."""
DIRECTED: Final = "@direction"
"""The kind of a string with a base direction."""

_NO_WORD: Final = re.compile("@|_:|[A-Za-z][A-Za-z0-9+.-]*:")
"""How keywords, blank nodes and absolute IRIs begin."""

_Entry = tuple[str, str, str, str]
"""Of the inverse context: IRI, container, and whether "@type" or "@language" has which value."""


class ConfusedIri(Exception):
    """An IRI would be read as a compact IRI, because it starts with a prefix of the context."""


class Compaction:
    """A context, compiled so that terms and prefixes are found at once.

    vocab: the default vocabulary, if any. owning: IRIs of the properties under which a node may stand whole, since some term of
    theirs leaves values untyped. by_language: IRIs of those that some term writes by language, in an object of strings alone.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms, self.vocab = terms.by_name, terms.vocab
        self.owning = frozenset(term.iri for term in self._terms.values() if term.owns)
        self.by_language = frozenset(term.iri for term in self._terms.values() if "@language" in term.container)
        self._inverse = _inverse(terms.by_name)
        prefixes = [term for term in terms.by_name.values() if term.prefix]
        self._namespaces = tuple((term.iri, f"{term.name}:") for term in prefixes)
        self._any_namespace = tuple(term.iri for term in prefixes)
        self._any_prefix = tuple(f"{term.name}:" for term in prefixes)
        self._compact_terms = _compact_terms(terms.by_name, of_prefixes=False)
        self._compact_ids = _compact_terms(terms.by_name, of_prefixes=True)

    def term(self, key: str) -> Term | None:
        """Return the definition of a key, None if it has none."""
        return self._terms.get(key)

    def keyword(self, keyword: str) -> str:
        """The name that the context gives a keyword, or the keyword."""
        term = self._select(keyword, ("@none", "@set"), "@type", ("@none",))
        return term or keyword

    def key(self, iri: str, kind: str) -> str:
        """The key of a property for values of a kind: one of those above, a language tag, or the IRI of a datatype.

        Raises `ConfusedIri`.
        """
        if kind in (REFERENCE, REFERENCE_TO_TERM):
            other = REFERENCE_TO_TERM if kind == REFERENCE else REFERENCE
            term = self._select(iri, ("@set", "@none"), "@type", (kind, other, "@none"))
        elif kind == PLAIN:
            term = self._select(iri, ("@set", "@none", "@language", "@language@set"), "@language", (PLAIN, "@none"))
        elif kind == DIRECTED:
            # A map of languages has no place for a direction.
            term = self._select(iri, ("@set", "@none"), "@language", ("@none",))
        elif ":" in kind:
            term = self._select(iri, ("@set", "@none"), "@type", (kind, "@none"))
        else:
            term = self._select(iri, ("@language", "@language@set", "@set", "@none"), "@language", (kind, "@none"))
        return term or self._in_vocabulary(iri, self.vocab) or self._compact(iri) or self._unconfused(iri)

    def tells_terms_apart(self, iri: str) -> bool:
        """Whether the key of a property can depend on whether a node that it refers to has a name of its own."""
        return {REFERENCE, REFERENCE_TO_TERM} <= {term.type for term in self._terms.values() if term.iri == iri}

    def kind_of_reference(self, name: str) -> str:
        """Whether a node, by its IRI or blank node label, has a name of its own in the context. Raises `ConfusedIri`."""
        term = self._terms.get(self.name(name, self.vocab))
        return REFERENCE_TO_TERM if term and term.iri == name else REFERENCE

    def id(self, name: str) -> str:
        """An IRI or blank node label as the value of "@id". Raises `ConfusedIri`."""
        return self._compact(name, self._compact_ids.get(name, ())) or self._unconfused(name)

    def name(self, iri: str, vocab: str | None) -> str:
        """An IRI where terms and the words of a vocabulary may stand: a class, a datatype, a value of the type "@vocab".

        Raises `ConfusedIri`.
        """
        term = self._select(iri, ("@set", "@none"), "@type", ("@id", "@none"))
        return term or self._in_vocabulary(iri, vocab) or self._compact(iri, self._compact_terms.get(iri, ())) or self._unconfused(iri)

    def _select(self, iri: str, containers: tuple[str, ...], side: str, preferences: tuple[str, ...]) -> str | None:
        """Section 4.4."""
        entries = ((iri, container, side, preference) for container in containers for preference in preferences)
        return next((self._inverse[entry] for entry in entries if entry in self._inverse), None)

    def _in_vocabulary(self, iri: str, vocab: str | None) -> str:
        """A word of the vocabulary, or nothing: where it is none, or where it would be read as a term, a keyword or an IRI."""
        word = iri[len(vocab) :] if vocab is not None and iri.startswith(vocab) else ""
        return "" if word in self._terms or word.startswith(self._any_prefix) or _NO_WORD.match(word) else word

    def _compact(self, iri: str, terms: Sequence[str] = ()) -> str | None:
        """The shortest compact IRI, of terms in that form too, unless it would be read as another term or as an IRI with an authority."""
        candidates = list(terms)
        if iri.startswith(self._any_namespace):
            for namespace, prefix in self._namespaces:
                if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace)):
                    candidates.append(prefix + iri[len(namespace) :])
        usable = (compact for compact in candidates if compact in terms or compact not in self._terms)
        return min(usable, key=lambda compact: (len(compact), compact), default=None)

    def _unconfused(self, iri: str) -> str:
        if iri.startswith(self._any_prefix):
            raise ConfusedIri(f"Absolute IRI confused with prefix. ({iri})")
        return iri


def _inverse(terms: Mapping[str, Term]) -> Mapping[_Entry, str]:
    """Section 4.3: the name of the shortest and then first term for each IRI, container, and type or language."""
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


def _compact_terms(terms: Mapping[str, Term], of_prefixes: bool) -> Mapping[str, Sequence[str]]:
    """Terms in the form of compact IRIs, by what they stand for. of_prefixes: those alone that mean the same where no term is read."""
    found: dict[str, list[str]] = {}
    for name, term in terms.items():
        prefix, _, local = name.partition(":")
        if local and prefix in terms and terms[prefix].iri + local == term.iri and (terms[prefix].prefix or not of_prefixes):
            found.setdefault(term.iri, []).append(name)
    return found
