"""Read a JSON-LD context into a table of terms.

Follows JSON-LD 1.1 Processing Algorithms and API (W3C Recommendation 2020), sections 4.1, 4.2 and 5.2, for the features that most
contexts use: prefixes, aliases of keywords, @vocab, and terms with @type, @language, @container @set or @language, and a @vocab of
their own. For any other feature, the key is reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn

ALIASABLE: Final = frozenset({"@direction", "@graph", "@id", "@language", "@none", "@type", "@value"})
"""The keywords that can have an alias."""

_KEYWORDS: Final = frozenset({"@propagate", "@version", "@vocab"})
"""The keywords that a context may define. "@propagate": true is the default (section 4.1, step 2)."""

_ENTRIES: Final = frozenset({"@container", "@context", "@id", "@language", "@prefix", "@type"})
_CONTAINERS: Final = frozenset({"@none", "@set", "@language", "@language@set"})
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9-]+")
_ENDS_A_NAMESPACE: Final = tuple(":/?#[]@")

Json = Mapping[str, Any]


class ContextProblem(Exception):
    """The definition of a key of the context is unsupported or invalid."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(frozen=True)
class ContextTerm:
    """The definition of a term.

    iri: an absolute IRI or a keyword. prefix: whether the name can be the prefix of compact IRIs. maybe_prefix: whether a processor
    may take it for one: some look only at the end of the IRI, not at the form of the definition (section 4.2, step 14.2.5).
    type: "@id", "@vocab", the IRI of a datatype, or None. container: "@none", "@set", "@language" or "@language@set". language:
    the language of plain strings; "@null" if the context defines it as null; None if it is undefined. vocab: "@vocab" of the
    term's own context, or None.
    """

    name: str
    iri: str
    prefix: bool = False
    maybe_prefix: bool = False
    type: str | None = None
    container: str = "@none"
    language: str | None = None
    vocab: str | None = None

    @property
    def can_embed(self) -> bool:
        """Whether a value can be an embedded node, because the term has no type."""
        return self.type is None and not self.iri.startswith("@")


@dataclass(frozen=True)
class Terms:
    """The terms of a context by name, and its default vocabulary, if any."""

    by_name: Mapping[str, ContextTerm]
    vocab: str | None


def read_terms(context: Json) -> Terms:
    """Return the terms of a context, the value of "@context".

    Raises `ContextProblem` if a definition is unsupported or invalid.
    """
    return _Reader(context).terms()


class _Reader:
    def __init__(self, context: Json) -> None:
        self._context = context
        self._terms: dict[str, ContextTerm] = {}
        self._started: set[str] = set()
        self._vocab: str | None = None

    def terms(self) -> Terms:
        if self._context.get("@version", 1.1) != 1.1:
            raise ContextProblem("@version", "it must be 1.1")
        if self._context.get("@propagate", True) is not True:
            raise ContextProblem("@propagate", "only true is supported")
        if self._context.get("@vocab") is not None:
            self._vocab = _absolute(self._context["@vocab"], "@vocab")
        for name in self._context:
            if name not in _KEYWORDS:
                self._define(name)
        by_name = {name: self._with_own_vocabulary(self._terms[name]) for name in self._context if name in self._terms}
        _refuse_embedding_under_own_vocabulary(by_name)
        return Terms(by_name, self._vocab)

    def _define(self, name: str) -> None:
        """Define a term (section 4.2), after the terms that its definition depends on."""
        if name in self._terms:
            return
        if name in self._started:
            raise ContextProblem(name, "its definition is circular")
        self._started.add(name)
        if not name or name.startswith(("@", "_:")):
            raise ContextProblem(name, "this key is not supported")
        if "/" in name and ":" not in name:  # not every processor completes it with @vocab
            raise ContextProblem(name, "a key with a slash is not supported, except for an absolute IRI")
        definition = _definition(name, self._context[name])
        text = definition.get("@id", name)
        iri = self._implied_iri(name) if text == name else self._iri(text, name)
        if iri.startswith("@"):
            self._terms[name] = _alias(name, iri, definition)
            return
        if text != name and (":" in name or "/" in name) and self._iri(name, name, known=False) != iri:
            raise ContextProblem(name, f"this IRI is defined as another one, {iri}")
        container = _container(definition, name)
        if name == iri and "@language" in container:
            raise ContextProblem(name, "@container @language is not supported if the key is an IRI")
        ends_a_namespace = iri.endswith(_ENDS_A_NAMESPACE)
        simple = isinstance(self._context[name], str) and text != name and ends_a_namespace
        self._terms[name] = ContextTerm(
            name,
            iri,
            prefix=_prefix(name, definition, simple),
            maybe_prefix=ends_a_namespace and definition.get("@prefix") is not False,
            type=self._type(definition, name),
            container=container,
            language=_language(definition, name),
        )

    def _implied_iri(self, name: str) -> str:
        """Return the IRI of a term without @id: a compact IRI, an absolute IRI, or relative to the default vocabulary."""
        prefix, colon, local = name.partition(":")
        if not colon:
            return _absolute(self._vocab + name, name) if self._vocab else _unknown(name, name)
        if prefix in self._context:
            if local.startswith("//"):
                raise ContextProblem(name, f'it is not supported together with the key "{prefix}", which is its scheme')
            self._define(prefix)
            return _absolute(self._terms[prefix].iri + local, name)
        return _absolute(name, name)

    def _iri(self, text: object, key: str, known: bool = True) -> str:
        """Expand an IRI (section 5.2). known: whether it can be a term."""
        if not isinstance(text, str) or not text:
            raise ContextProblem(key, f"{json.dumps(text)} is not an IRI")
        if text.startswith("@") and text not in ALIASABLE:
            raise ContextProblem(key, f"{text} is not supported here")
        if text in ALIASABLE:
            return text
        if known and text in self._context:
            self._define(text)
            return self._terms[text].iri
        prefix, colon, local = text.partition(":")
        if colon and prefix in self._context and not local.startswith("//"):
            self._define(prefix)
            if self._terms[prefix].prefix:
                return _absolute(self._terms[prefix].iri + local, key)
        if colon:
            return _absolute(text, key)
        return _absolute(self._vocab + text, key) if self._vocab else _unknown(text, key)

    def _type(self, definition: Json, key: str) -> str | None:
        if "@type" not in definition:
            return None
        return definition["@type"] if definition["@type"] in ("@id", "@vocab") else _absolute(self._iri(definition["@type"], key), key)

    def _with_own_vocabulary(self, term: ContextTerm) -> ContextTerm:
        definition = self._context[term.name]
        if not isinstance(definition, dict) or "@context" not in definition:
            return term
        own = definition["@context"]
        if not isinstance(own, dict) or own.keys() != {"@vocab"} or term.type != "@vocab" or ":" in term.name:
            raise ContextProblem(term.name, "its own @context may have only @vocab, and its @type must be @vocab")
        return replace(term, vocab=_absolute(self._iri(own["@vocab"], term.name), term.name))


def _definition(key: str, value: object) -> Json:
    definition = {"@id": value} if isinstance(value, str) else value
    if definition is None:
        raise ContextProblem(key, "null is not supported as a definition")
    if not isinstance(definition, dict):
        raise ContextProblem(key, "a definition must be a string or an object")
    if unknown := sorted(definition.keys() - _ENTRIES):
        raise ContextProblem(key, f"{', '.join(unknown)} is not supported")
    return definition


def _alias(name: str, keyword: str, definition: Json) -> ContextTerm:
    container = _container(definition, name)
    if not definition.keys() <= {"@id", "@container"} or container not in ("@none", "@set") or ":" in name or "/" in name:
        raise ContextProblem(name, f"an alias of {keyword} may have only @id and @container @set, and no colon or slash in its name")
    return ContextTerm(name, keyword, container=container)


def _absolute(iri: object, key: str) -> str:
    if not isinstance(iri, str) or not _ABSOLUTE.fullmatch(iri):
        raise ContextProblem(key, f"{json.dumps(iri, ensure_ascii=False)} is not an absolute IRI")
    return iri


def _unknown(text: str, key: str) -> NoReturn:
    raise ContextProblem(key, f'"{text}" is not an IRI, and there is no @vocab to complete it')


def _prefix(name: str, definition: Json, simple: bool) -> bool:
    """Whether a term is a prefix, by its form or its definition. "_" never is, because it marks blank nodes."""
    prefix = definition.get("@prefix", simple)
    if not isinstance(prefix, bool) or ("@prefix" in definition and (":" in name or "/" in name)):
        raise ContextProblem(name, "@prefix must be true or false, on a key without colon or slash")
    return prefix and ":" not in name and name != "_"


def _container(definition: Json, key: str) -> str:
    value = definition.get("@container", "@none")
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ContextProblem(key, "@container must be a string or an array of strings")
    container = "".join(sorted(parts))
    if container not in _CONTAINERS or (container == "@none" and "@container" in definition):
        raise ContextProblem(key, f"@container {', '.join(parts)} is not supported")
    if "@language" in container and ("@type" in definition or "@language" in definition):
        raise ContextProblem(key, "@container @language is not supported together with @type or @language")
    return container


def _language(definition: Json, key: str) -> str | None:
    if "@language" not in definition:
        return None
    language = definition["@language"]
    if "@type" in definition:
        raise ContextProblem(key, "@language is not supported together with @type")
    if language is not None and not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        raise ContextProblem(key, "@language must be a language tag or null")
    return "@null" if language is None else language.lower()


def _refuse_embedding_under_own_vocabulary(terms: Mapping[str, ContextTerm]) -> None:
    """Refuse embedded nodes under a term with its own vocabulary: they would have to be compacted with it."""
    own = {term.iri: term.name for term in terms.values() if term.vocab}
    for term in terms.values():
        if term.can_embed and term.iri in own:
            raise ContextProblem(
                own[term.iri], f'its own @vocab is not supported together with "{term.name}", the same property without @type'
            )
