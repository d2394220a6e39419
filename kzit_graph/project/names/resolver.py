"""Find the things of a graph by what people call them: an IRI, a prefixed name, a label in any language, or the last part of the IRI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import counted, folded, nearest
from kzit_graph.project.names.name_index import NameIndex
from kzit_graph.rdf.names import Names, Term, expand, first_named_thing, named_things, slug
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS
from kzit_graph.rdf.skolem_iris import is_anonymous
from kzit_graph.sparql.queries import select

_IN_SCHEME: Final = NamedNode(f"{SKOS}inScheme")
_MAX_LISTED: Final = 5
"""Things that an error message lists."""

_MAX_CLASSES: Final = 8
"""Classes and code lists whose names are read without those of all things."""

_MAX_VAGUE: Final = 2
"""Letters of a text that is too short to be similar to the name of a class or property."""


class Resolver:
    """Finds the things of a store by name.

    names: the known prefixes. properties: those of names, to search.
    """

    def __init__(self, store: Store, names: Names, properties: Iterable[NamedNode]) -> None:
        self._store = store
        self._names = names
        self._properties = tuple(properties)
        self._named: dict[tuple[str | None, str | None], Mapping[NamedNode, set[str]]] = {}

    def __repr__(self) -> str:
        return f"<Resolver of {counted(len(self._store), 'quad')}>"

    @property
    def language(self) -> str:
        """The preferred language of names."""
        return self._names.language

    @computed_once
    def _things(self) -> Mapping[NamedNode, set[str]]:
        return named_things(self._store, self._properties)

    @computed_once
    def _others(self) -> Mapping[NamedNode, set[str]]:
        """The things without a label, and the classes and properties of things, with the folded last parts of their IRIs."""
        terms = (row["term"] for row in select(self._store, "terms-by-iri.rq"))
        return {term: {folded(slug(term))} for term in terms if isinstance(term, NamedNode) and term not in self._things}

    @computed_once
    def _index(self) -> NameIndex:
        return NameIndex(self._store, self._properties, len(self._names.naming.labels))

    def _nearest(self, text: str, allowed: Mapping[NamedNode, set[str]]) -> list[NamedNode]:
        """Return the things with the names most similar to a text, the best first."""
        by_name = {name: thing for thing, names in allowed.items() for name in names if thing in self._others}
        return self._index.similar(text, allowed) or [by_name[name] for name in nearest(text, by_name) if len(text) > _MAX_VAGUE]

    def thing(self, text: str, of_class: str | None = None, scheme: str | None = None, what: str = "") -> NamedNode:
        """Return the thing with a name. An IRI or prefixed name need not be in the store.

        of_class: class that the thing must have, as a prefixed name or IRI. scheme: slug of the code list that it must be in.
        what: the parameter that it is for, for the error message.

        Raises `InvalidInput` with candidates if no thing or more than one thing has the name.
        """
        allowed, start = self._allowed(of_class, scheme), f"{what}: " if what else ""
        if iri := expand(text.strip(), self._names.prefixes):
            if iri not in allowed and iri in self._things:
                kind = f"in the code list {scheme}" if scheme else f"of class {of_class}"
                examples = self._names.listed(sorted(allowed, key=lambda thing: thing.value)[:_MAX_LISTED])
                raise InvalidInput(f"{start}{self._names.shorten(iri)} is not {kind}; use for example {examples}")
            return iri
        wanted = folded(text)
        found = _called(wanted, allowed) or _called(wanted, unlabelled := self._of(self._others, of_class, scheme))
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidInput(f'{start}"{text}" is the name of {len(found)} things: {self._names.listed(found)}; use the IRI')
        allowed = self._of(self._things, of_class, scheme)  # in the order of all things
        if others := _called(wanted, self._things):
            raise InvalidInput(f"{start}{self._misplaced(text, others[0], allowed, of_class, scheme)}")
        near = self._nearest(text, allowed) or self._nearest(text, unlabelled)
        near = near or (sorted(allowed, key=lambda thing: thing.value) if len(allowed) <= _MAX_LISTED else [])
        hint = f"nearest: {self._names.listed(near[:_MAX_LISTED])}" if near else "use a name, a slug, a prefixed name or an IRI of the data"
        raise InvalidInput(f'{start}nothing is called "{text}"; {hint}')

    def _misplaced(
        self, text: str, thing: NamedNode, allowed: Mapping[NamedNode, set[str]], of_class: str | None, scheme: str | None
    ) -> str:
        """Return the message about a thing of another class or code list, with those that are linked to it or have a similar name."""
        linked: set[Term] = {quad.subject for quad in self._store.quads_for_pattern(None, None, thing)}
        linked |= {quad.object for quad in self._store.quads_for_pattern(thing, None, None)}
        near = sorted((other for other in linked if isinstance(other, NamedNode) and other in allowed), key=lambda other: other.value)
        near = near or self._nearest(text, allowed) or sorted(allowed, key=lambda other: other.value)
        hint = f"nearest: {self._names.listed(near[:_MAX_LISTED])}" if near else "the data has none"
        kind = f"in the code list {scheme}" if scheme else f"of class {of_class}"
        return f'"{text}" is {self._names.shorten(thing)}, {self._kind(thing)}, not {kind}; {hint}'

    def _kind(self, thing: NamedNode) -> str:
        """Return the code list or the class of a thing. Of several classes, the one with the fewest things is the most specific."""
        terms = (quad.object for quad in self._store.quads_for_pattern(thing, _IN_SCHEME, None))
        if scheme := next((term for term in terms if isinstance(term, NamedNode)), None):
            return f"in the code list {slug(scheme)}"
        classes = [quad.object for quad in self._store.quads_for_pattern(thing, RDF_TYPE, None) if isinstance(quad.object, NamedNode)]
        if not classes:
            return "without a class"
        sizes = {term: sum(1 for _ in self._store.quads_for_pattern(None, RDF_TYPE, term)) for term in classes}
        return f"of class {self._names.shorten(min(classes, key=lambda term: (sizes[term], term.value)))}"

    def candidates(self, of_class: str | None = None, scheme: str | None = None) -> list[NamedNode]:
        """Return the named things of a class or code list, sorted by IRI."""
        return sorted(self._allowed(of_class, scheme), key=lambda thing: thing.value)

    def example(self, of_class: str | None = None, scheme: str | None = None) -> str | None:
        """Return the label of a thing of a class or code list, or its IRI if another thing has the label. None if there is none."""
        things = self.candidates(of_class, scheme)
        if not things:
            return None
        label = self._names.label(things[0])
        return label if _called(folded(label), self._things) == things[:1] else things[0].value

    def known_or_any(self, text: str, of_class: str | None = None, scheme: str | None = None) -> NamedNode | None:
        """Return the thing with a name, or else the first one of the class or code list by IRI. None if there is none.

        Unlike `thing`, it needs no index of similar names for its messages, which takes long for many things.
        """
        if not text and of_class is None and scheme is None and (first := first_named_thing(self._store, self._properties)):
            return first
        allowed = self._allowed(of_class, scheme) or self._of(self._others, of_class, scheme)
        iri = expand(text, self._names.prefixes)
        if iri and (iri in allowed or iri not in self._things):
            return iri
        found = [] if iri else _called(folded(text), allowed)
        return found[0] if len(found) == 1 else min(allowed, key=lambda thing: thing.value, default=None)

    def _allowed(self, of_class: str | None, scheme: str | None) -> Mapping[NamedNode, set[str]]:
        """Return the named things that have a class, or are in a code list, with their names.

        For the first few classes, only the names of their things are read: most commands ask for one or two.
        """
        asked = (of_class, scheme)
        if asked not in self._named:
            members = self._members(of_class, scheme)
            if members is None or "_things" in vars(self) or len(self._named) == _MAX_CLASSES:
                return self._of(self._things, of_class, scheme)
            self._named[asked] = {thing: names for thing in members if (names := self._names_of(thing))}
        return self._named[asked]

    def _names_of(self, thing: NamedNode) -> set[str]:
        """Return the names of a thing as `named_things` does; none if it has no label."""
        quads = (quad for predicate in self._properties for quad in self._store.quads_for_pattern(thing, predicate, None))
        labels = {folded(quad.object.value) for quad in quads if isinstance(quad.object, Literal)}
        return labels | {folded(slug(thing))} if labels and not is_anonymous(thing) else set()

    def _of(self, things: Mapping[NamedNode, set[str]], of_class: str | None, scheme: str | None) -> dict[NamedNode, set[str]]:
        """Return those of some things that have a class, or are in a code list."""
        members = self._members(of_class, scheme)
        return {thing: names for thing, names in things.items() if members is None or thing in members}

    def _members(self, of_class: str | None, scheme: str | None) -> set[NamedNode] | None:
        """Return the things that have a class, or are in a code list; None without either."""
        if of_class is None and scheme is None:
            return None
        if scheme is not None:
            quads = self._store.quads_for_pattern(None, _IN_SCHEME, None)
            found = (quad.subject for quad in quads if isinstance(quad.object, NamedNode) and slug(quad.object) == scheme)
        else:
            class_iri = expand(of_class or "", self._names.prefixes)
            if class_iri is None:
                raise InvalidInput(
                    f"a parameter has the class {of_class}, which is not an IRI and has no known prefix; correct the question"
                )
            found = (quad.subject for quad in self._store.quads_for_pattern(None, RDF_TYPE, class_iri))
        return {thing for thing in found if isinstance(thing, NamedNode)}


def _called(wanted: str, things: Mapping[NamedNode, set[str]]) -> list[NamedNode]:
    """Return the things that have a folded name, sorted by IRI."""
    return sorted((thing for thing, names in things.items() if wanted in names), key=lambda thing: thing.value)
