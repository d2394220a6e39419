"""Write stubs: a description to fill in of each thing or code that the data use but nothing describes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.hidden_characters import visible, visible_name
from kzit_graph.project.configuration.languages import language_tags
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import DCTERMS, SHACL, SKOS, TYPE_IRI, XSD
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.writing import turtle_header
from kzit_graph.validation.causes import RANGE, asks_for_description
from kzit_graph.validation.report.places import Places
from kzit_graph.validation.results import Result
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph, Term, sh

_IN: Final = f"{SHACL}InConstraintComponent"
_CONCEPT: Final = f"{SKOS}Concept"
_IN_SCHEME: Final = f"{SKOS}inScheme"
_NAME: Final = f"{SKOS}prefLabel"
_LANGUAGE: Final = NamedNode(f"{DCTERMS}language")
_PREFIX: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_LOCAL: Final = re.compile(r"\w([\w-]|\.(?=[\w-]))*")
_TRUE: Final = Literal("true", datatype=NamedNode(f"{XSD}boolean"))
_MAX_PLACES: Final = 3
"""Places of use that a stub names."""


@dataclass
class _Demand:
    """What shapes and ontology demand of a value.

    classes: all of them. choices: of each list, one class. stated: values of properties, by the IRI of the property.
    """

    classes: dict[str, None] = field(default_factory=dict)
    choices: list[list[str]] = field(default_factory=list)
    stated: dict[str, Term] = field(default_factory=dict)


class Stubs:
    """Writes stubs with the demands of shapes and ontology, and the prefixes and languages of a project.

    nearest: returns the names of the known things that are like an unknown one.
    """

    def __init__(self, shapes: ShapesGraph, loaded: LoadedProject, nearest: Callable[[str], str]) -> None:
        self._nearest = nearest
        self._shapes = shapes
        self._loaded = loaded
        self._used: set[str] = set()

    def text(self, listed: Iterable[Result], all_results: Iterable[Result]) -> str:
        """Return the stubs of the things and codes that listed results call unknown, as Turtle, in the order of their IRIs."""
        uses: dict[str, list[Result]] = {}
        for result in listed:
            if result.unknown and result.unknown == result.value and result.path != f"<{TYPE_IRI}>" and result.component != _IN:
                uses.setdefault(result.unknown, []).append(result)
        if not uses:
            return ""
        found: dict[str, list[Result]] = {}
        for result in all_results:
            if result.unknown in uses and result.unknown is not None:
                found.setdefault(result.unknown, []).append(result)
        self._names = Names(
            {prefix: space for prefix, space in self._loaded.prefixes.items() if _PREFIX.fullmatch(prefix)} | {"skos": SKOS}
        )
        stubs = [self._stub(NamedNode(iri[1:-1]), uses[iri], found[iri]) for iri in sorted(uses, key=lambda iri: (natural_key(iri), iri))]
        return turtle_header(self._names.prefixes, self._used).decode() + "\n" + "\n".join(stubs)

    def _stub(self, thing: NamedNode, uses: Sequence[Result], results: Iterable[Result]) -> str:
        demand = self._demand(thing, results)
        if _IN_SCHEME not in demand.stated and (scheme := self._scheme_of_siblings(thing)) and demand.classes.keys() <= {_CONCEPT}:
            demand.stated[_IN_SCHEME] = scheme
        is_code = _IN_SCHEME in demand.stated
        if is_code:
            demand.classes.setdefault(_CONCEPT)
        classes = self._narrowest(demand)
        lines = [f"a {' , '.join(self._term(NamedNode(each)) for each in classes)}"] if classes else []
        lines += [f"{self._term(NamedNode(path))} {self._term(value)}" for path, value in demand.stated.items()]
        if is_code:
            lines.append(f"skos:notation {Literal(_last_part(thing))}")
        if is_code or self._may_be_named(classes):
            lines.append(f"skos:prefLabel {self._empty_texts()}")
        if is_code:
            lines.append(f"skos:definition {self._empty_texts()}")
        if any(line.startswith("skos:") for line in lines):
            self._used.add("skos")
        near = self._nearest(str(thing))
        comments = [f"{self._places(uses)}{f' Nearest: {visible(near)}' if near else ''}"]
        comments += [f"Or of the class {', or '.join(map(self._short, rest))}." for rest in self._other_choices(demand, classes)]
        comments += [] if classes else ["Nothing says what it is: add its class."]
        head = "".join(f"# {comment}\n" for comment in comments)
        return f"{head}{self._term(thing)} " + " ;\n    ".join(lines or [f"skos:note {self._empty_texts()}"]) + " .\n"

    def _demand(self, thing: NamedNode, results: Iterable[Result]) -> _Demand:
        demand = _Demand()
        for result in results:
            for shape in self._shapes_of(result):
                self._collect(shape, demand, set())
        for quad in self._loaded.graphs.quads_for_pattern(None, None, thing):
            for axiom in self._loaded.vocabulary.store.quads_for_pattern(quad.predicate, RANGE, None):
                if asks_for_description(axiom.object) and isinstance(axiom.object, NamedNode):
                    demand.classes.setdefault(axiom.object.value)
        return demand

    def _shapes_of(self, result: Result) -> list[NamedNode | BlankNode]:
        """Return the shape of a result; if it has no IRI, all shapes with the same path."""
        if (result.shape or "").startswith("<"):
            return [NamedNode((result.shape or "")[1:-1])]
        path = result.path or ""
        shapes = self._shapes.subjects(sh("path")) if result.shape and path.startswith("<") else []
        return [shape for shape in shapes if path in map(str, self._shapes.values(shape, sh("path")))]

    def _collect(self, shape: Term, demand: _Demand, seen: set[Term]) -> None:
        if not isinstance(shape, NamedNode | BlankNode) or shape in seen:
            return
        seen.add(shape)
        demand.classes.update({value.value: None for value in self._shapes.values(shape, sh("class")) if isinstance(value, NamedNode)})
        members = [member for head in self._shapes.values(shape, sh("and")) for member in self._shapes.members(head)]
        for part in [*self._shapes.values(shape, sh("node")), *members]:
            self._collect(part, demand, seen)
        for head in [*self._shapes.values(shape, sh("or")), *self._shapes.values(shape, sh("xone"))]:
            choices = list(dict.fromkeys(self._choices(head, seen)))
            if choices:
                demand.choices.append(choices)
        for part in self._shapes.values(shape, sh("property")):
            assert not isinstance(part, Literal)
            path, value = self._shapes.values(part, sh("path")), self._shapes.values(part, sh("hasValue"))
            if value and isinstance(path[0], NamedNode):
                demand.stated.setdefault(path[0].value, value[0])

    def _choices(self, head: Term, seen: set[Term]) -> Iterator[str]:
        for member in self._shapes.members(head):
            part = _Demand()
            self._collect(member, part, seen)
            yield from (*part.classes, *(each for choices in part.choices for each in choices))

    def _narrowest(self, demand: _Demand) -> list[str]:
        """Return the demanded classes, with the first of each choice that they do not include, without superclasses of others."""
        classes = dict(demand.classes)
        for choices in demand.choices:
            if not any(each in self._above(classes) for each in choices):
                classes.setdefault(choices[0])
        return [each for each in classes if each not in self._above(other for other in classes if other != each)]

    def _above(self, classes: Iterable[str]) -> set[str]:
        return {wide for each in classes for wide in self._loaded.vocabulary.superclasses(each)}

    def _other_choices(self, demand: _Demand, classes: Sequence[str]) -> list[list[str]]:
        rest = ([each for each in choices if each not in classes] for choices in demand.choices if classes and choices[0] in classes)
        return [each for each in rest if each]

    def _may_be_named(self, classes: Sequence[str]) -> bool:
        """Return whether no closed shape forbids names."""
        wide = self._above(classes)
        for shape in self._shapes.subjects(sh("targetClass")):
            targets = {value.value for value in self._shapes.values(shape, sh("targetClass")) if isinstance(value, NamedNode)}
            if _TRUE in self._shapes.values(shape, sh("closed")) and targets & wide:
                ignored = [each for head in self._shapes.values(shape, sh("ignoredProperties")) for each in self._shapes.members(head)]
                parts = [part for part in self._shapes.values(shape, sh("property")) if not isinstance(part, Literal)]
                paths = [path for part in parts for path in self._shapes.values(part, sh("path"))]
                if NamedNode(_NAME) not in [*ignored, *paths]:
                    return False
        return True

    def _scheme_of_siblings(self, thing: NamedNode) -> Term | None:
        """Return the scheme of most codes with the same namespace."""
        space = thing.value.removesuffix(_last_part(thing))
        quads = self._loaded.graphs.quads_for_pattern(None, NamedNode(_IN_SCHEME), None)
        found = Counter(
            quad.object
            for quad in quads
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
            and quad.subject.value.removesuffix(_last_part(quad.subject)) == space
        )
        return min(found, key=lambda scheme: (-found[scheme], str(scheme)), default=None)

    def _empty_texts(self) -> str:
        return " , ".join(f'""@{language}' for language in self._languages())

    def _languages(self) -> list[str]:
        """Return the languages of the dataset, or "en" if it states none."""
        quads = self._loaded.graphs.quads_for_pattern(self._loaded.project.dataset, _LANGUAGE, None)
        return sorted(language_tags(quad.object for quad in quads)) or ["en"]

    def _places(self, uses: Iterable[Result]) -> str:
        place = Places(self._loaded.project.root)
        at = {(place(use.position), use.position.line or 0) for use in uses if use.position}
        places = [visible_name(f"{path}:{line}") for path, line in sorted(at, key=str)]
        rest = f" and {len(places) - _MAX_PLACES} more" if len(places) > _MAX_PLACES else ""
        return f"Used in {', '.join(places[:_MAX_PLACES])}{rest}." if places else "Used in the data."

    def _short(self, iri: str) -> str:
        return self._names.shorten(NamedNode(iri))

    def _term(self, term: Term) -> str:
        """Return a term in Turtle."""
        if isinstance(term, NamedNode):
            prefix, _, local = self._names.shorten(term).partition(":")
            if prefix in self._names.prefixes and _LOCAL.fullmatch(local):
                self._used.add(prefix)
                return f"{prefix}:{local}"
        return str(term)


def _last_part(thing: NamedNode) -> str:
    return re.split(r"[/#:]", thing.value)[-1]
