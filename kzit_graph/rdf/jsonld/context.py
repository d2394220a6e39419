"""A JSON-LD context as a table of terms: the first step of compaction, for the features that most contexts use.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 4.1, 4.2 and 5.2. Whatever a context
says beyond that, and whatever is wrong with it, is named and left to a full JSON-LD processor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

ALIASABLE: Final = frozenset({"@direction", "@graph", "@id", "@language", "@none", "@type", "@value"})
"""The keywords that a context may call by another name."""

_ENTRIES: Final = frozenset({"@container", "@context", "@id", "@language", "@prefix", "@type"})
_CONTAINERS: Final = frozenset({"@none", "@set", "@language", "@language@set"})
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9-]+")
_ENDS_A_NAMESPACE: Final = tuple(":/?#[]@")

Json = Mapping[str, Any]


class UnknownFeature(Exception):
    """A context says something that is not known here, or that is wrong. Its text says what."""


@dataclass(frozen=True)
class Term:
    """A name of a context and what it stands for.

    iri: an absolute IRI or a keyword. prefix: whether the name stands before the colon of compact IRIs.
    type: "@id", "@vocab", the IRI of a datatype, or None. container: "@none", "@set", "@language" or "@language@set".
    language: of strings without one of their own; "@null" where the context says that they have none; None where it says
    nothing. vocab: "@vocab" of the context that holds inside the term's values, or None.
    """

    name: str
    iri: str
    prefix: bool = False
    type: str | None = None
    container: str = "@none"
    language: str | None = None
    vocab: str | None = None

    @property
    def owns(self) -> bool:
        """Whether its values have no type in the context, so that a node may stand there whole."""
        return self.type is None and not self.iri.startswith("@")


@dataclass(frozen=True)
class Terms:
    """The terms of a context by their names, and its default vocabulary, if any."""

    by_name: Mapping[str, Term]
    vocab: str | None


def read_terms(context: Json) -> Terms:
    """The terms of a context, the value of "@context". Raises `UnknownFeature` where a full processor is needed."""
    return _Reader(context).terms()


class _Reader:
    def __init__(self, context: Json) -> None:
        self._context = context
        self._terms: dict[str, Term] = {}
        self._begun: set[str] = set()
        self._vocab: str | None = None

    def terms(self) -> Terms:
        if self._context.get("@version", 1.1) != 1.1:
            raise UnknownFeature("another version of JSON-LD")
        if self._context.get("@vocab") is not None:
            self._vocab = _absolute(self._context["@vocab"])
        for name in self._context:
            if name not in ("@version", "@vocab"):
                self._define(name)
        by_name = {name: self._with_own_vocabulary(self._terms[name]) for name in self._context if name in self._terms}
        _refuse_nodes_under_a_vocabulary_of_their_own(by_name)
        return Terms(by_name, self._vocab)

    def _define(self, name: str) -> None:
        """Section 4.2, with the terms on which the definition rests defined before it."""
        if name in self._terms:
            return
        if name in self._begun:
            raise UnknownFeature(f"the term {name} is defined by itself")
        self._begun.add(name)
        if not name or name.startswith(("@", "_:")):
            raise UnknownFeature(f'the term "{name}"')
        value = self._context[name]
        definition = {"@id": value} if isinstance(value, str) else value
        if not isinstance(definition, dict) or not definition.keys() <= _ENTRIES:
            raise UnknownFeature(f"the definition of {name}")
        text = definition.get("@id", name)
        iri = self._implied_iri(name) if text == name else self._iri(text)
        if iri.startswith("@"):
            self._terms[name] = _alias(name, iri, definition)
            return
        if text != name and (":" in name or "/" in name) and self._iri(name, known=False) != iri:
            raise UnknownFeature(f"the term {name}, which looks like an IRI but stands for another one")
        container = _container(definition)
        if name == iri and "@language" in container:
            raise UnknownFeature(f"a map of languages under {name}, which is the only key for what such a map cannot hold")
        self._terms[name] = Term(
            name,
            iri,
            prefix=_prefix(name, definition, simple=isinstance(value, str) and text != name and iri.endswith(_ENDS_A_NAMESPACE)),
            type=self._type(definition),
            container=container,
            language=_language(definition),
        )

    def _implied_iri(self, name: str) -> str:
        """The IRI of a term that names none: a compact IRI, an absolute one, or a word of the default vocabulary."""
        prefix, colon, local = name.partition(":")
        if not colon:
            return _absolute(self._vocab + name) if self._vocab else self._unknown(name)
        if prefix in self._context:
            if local.startswith("//"):
                raise UnknownFeature(f"the term {name}, whose scheme is a term too")
            self._define(prefix)
            return _absolute(self._terms[prefix].iri + local)
        return _absolute(name)

    def _iri(self, text: object, known: bool = True) -> str:
        """Section 5.2: a term (if those count that are known), a keyword, a compact or an absolute IRI, or a word of the vocabulary."""
        if not isinstance(text, str) or not text or (text.startswith("@") and text not in ALIASABLE):
            raise UnknownFeature(f"{text}, where an IRI belongs")
        if text in ALIASABLE:
            return text
        if known and text in self._context:
            self._define(text)
            return self._terms[text].iri
        prefix, colon, local = text.partition(":")
        if colon and prefix in self._context and not local.startswith("//"):
            self._define(prefix)
            if self._terms[prefix].prefix:
                return _absolute(self._terms[prefix].iri + local)
        if colon:
            return _absolute(text)
        return _absolute(self._vocab + text) if self._vocab else self._unknown(text)

    def _unknown(self, text: str) -> str:
        raise UnknownFeature(f"{text}, which stands for no IRI")

    def _type(self, definition: Json) -> str | None:
        if "@type" not in definition:
            return None
        return definition["@type"] if definition["@type"] in ("@id", "@vocab") else _absolute(self._iri(definition["@type"]))

    def _with_own_vocabulary(self, term: Term) -> Term:
        definition = self._context[term.name]
        if not isinstance(definition, dict) or "@context" not in definition:
            return term
        own = definition["@context"]
        if not isinstance(own, dict) or own.keys() != {"@vocab"} or term.type != "@vocab" or ":" in term.name:
            raise UnknownFeature(f"the context of {term.name}")
        return Term(term.name, term.iri, term.prefix, term.type, term.container, term.language, _absolute(self._iri(own["@vocab"])))


def _alias(name: str, keyword: str, definition: Json) -> Term:
    container = _container(definition)
    if not definition.keys() <= {"@id", "@container"} or container not in ("@none", "@set") or ":" in name or "/" in name:
        raise UnknownFeature(f"the definition of {name}, another name of {keyword}")
    return Term(name, keyword, container=container)


def _absolute(iri: object) -> str:
    if not isinstance(iri, str) or not _ABSOLUTE.fullmatch(iri):
        raise UnknownFeature(f"{iri}, where an absolute IRI belongs")
    return iri


def _prefix(name: str, definition: Json, simple: bool) -> bool:
    """Whether a term is a prefix: by its form, or because its definition says so. "_" never is: it stands before blank nodes."""
    said = definition.get("@prefix", simple)
    if not isinstance(said, bool) or ("@prefix" in definition and (":" in name or "/" in name)):
        raise UnknownFeature(f"@prefix of {name}")
    return said and ":" not in name and name != "_"


def _container(definition: Json) -> str:
    said = definition.get("@container", "@none")
    parts = [said] if isinstance(said, str) else said
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise UnknownFeature("a container that is no text")
    container = "".join(sorted(parts))
    if container not in _CONTAINERS or (container == "@none" and "@container" in definition):
        raise UnknownFeature(f"the container {container}")
    if "@language" in container and ("@type" in definition or "@language" in definition):
        raise UnknownFeature("a map of languages with a type or language")
    return container


def _language(definition: Json) -> str | None:
    if "@language" not in definition:
        return None
    language = definition["@language"]
    if "@type" in definition or not (language is None or (isinstance(language, str) and _LANGUAGE.fullmatch(language))):
        raise UnknownFeature(f"the language {language}")
    return "@null" if language is None else language.lower()


def _refuse_nodes_under_a_vocabulary_of_their_own(terms: Mapping[str, Term]) -> None:
    """A node that stands inside another would have to be written in the terms of that vocabulary."""
    own = {term.iri for term in terms.values() if term.vocab}
    for term in terms.values():
        if term.owns and term.iri in own:
            raise UnknownFeature(f"a vocabulary of its own for values of {term.iri}, which {term.name} leaves untyped")
