"""The vocabulary of a project: all classes and properties on one page, and a page for each that its ontology defines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.addresses import stem, url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.pages.schema_links import schema_links
from kzit_graph.publish.site.phrases.rule_words import rule_text
from kzit_graph.publish.site.things.shape_rules import Rule, RuledThings
from kzit_graph.publish.site.wording.titles import as_title, titled
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.namespaces import DCTERMS, OWL, RDF, RDF_TYPE, RDFS, SKOS
from kzit_graph.rdf.ordering import natural_key

PATH: Final = "ontology.html"
_FOLDER: Final = "term"
_CLASSES: Final = (NamedNode(f"{OWL}Class"), NamedNode(f"{RDFS}Class"))
_PROPERTIES: Final = tuple(
    NamedNode(iri) for iri in (f"{RDF}Property", *(f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation")))
)
_DEFINITIONS: Final = tuple(NamedNode(iri) for iri in (f"{SKOS}definition", f"{RDFS}comment", f"{DCTERMS}description"))
_SCOPE: Final = (NamedNode(f"{SKOS}scopeNote"),)
_EXAMPLES: Final = (NamedNode(f"{SKOS}example"),)
_SEE: Final = (NamedNode(f"{RDFS}seeAlso"),)
_MAX_UNFOLDED: Final = 60
"""Terms on a page whose groups are all open at first. Of a longer page only the first group is."""
_IN_SCHEME: Final = NamedNode(f"{SKOS}inScheme")
_ABOUT: Final = {
    "term_domain": NamedNode(f"{RDFS}domain"),
    "term_range": NamedNode(f"{RDFS}range"),
    "term_above": NamedNode(f"{RDFS}subClassOf"),
    "term_above_property": NamedNode(f"{RDFS}subPropertyOf"),
    "term_inverse": NamedNode(f"{OWL}inverseOf"),
}


class OntologyPages:
    """Makes the page of the vocabulary and those of its terms."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the vocabulary, if the data use terms."""
        return [MenuEntry(PATH, "term_menu")] if edition.reader.usage.properties else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page of the vocabulary and those of its terms."""
        writer = _Writer(edition)
        yield writer.overview()
        yield from map(writer.page, writer.paths)


def term_anchor(term: NamedNode) -> str:
    """Return the name of a term on the page of the vocabulary: the last part of its IRI, so that an IRI with "#" leads there."""
    return slug(term)


def term_links(edition: Edition) -> Callable[[NamedNode], str]:
    """Return a function that gives the address of the page of a term, or an empty text."""
    paths = _paths(edition)
    return lambda term: edition.href(term) or (HOME + url_path(paths[term]) if term in paths else "")


def _declared(edition: Edition) -> list[NamedNode]:
    """Return the classes and properties that the ontology defines, in its order."""
    store = edition.reader.vocabulary.store
    found = {quad.subject for kind in (*_CLASSES, *_PROPERTIES) for quad in store.quads_for_pattern(None, RDF_TYPE, kind)}
    return sorted((term for term in found if isinstance(term, NamedNode)), key=edition.reader.vocabulary.rank)


def _paths(edition: Edition) -> Mapping[NamedNode, str]:
    """Return the path of the page of each term that has no other page."""
    found: dict[NamedNode, str] = {}
    taken: set[str] = set()
    for term in _declared(edition):
        if not edition.href(term):
            name = stem(slug(term) or "term")
            free = next(each for number in count(1) if (each := name if number == 1 else f"{name}-{number}").casefold() not in taken)
            taken.add(free.casefold())
            found[term] = f"{_FOLDER}/{free}.html"
    return found


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self._edition, self._words, self._reader = edition, edition.words, edition.reader
        self._store, self._usage = edition.reader.vocabulary.store, edition.reader.usage
        self.paths = _paths(edition)
        self._declared = _declared(edition)
        self._rules = _rules_of_terms(edition.reader.rules)

    def overview(self) -> Page:
        """Return the page of all terms."""
        usage, declared = self._usage, set(self._declared)
        kinds = {term: self._types(term) for term in self._declared}
        own_classes = [term for term in self._declared if set(kinds[term]) & set(_CLASSES)]
        own_properties = [term for term in self._declared if term not in set(own_classes)]
        other_classes = sorted(usage.classes.keys() - declared, key=lambda term: (-usage.classes[term][0], term.value))
        other_properties = sorted(usage.properties.keys() - declared, key=lambda term: (-usage.properties[term].statements, term.value))
        groups = [
            (self._words.term_classes, "classes", own_classes),
            (self._words.term_properties, "properties", own_properties),
            (self._words.term_other_classes, "other-classes", other_classes),
            (self._words.term_other_properties, "other-properties", other_properties),
        ]
        values = {
            "title": self._words.term_title,
            "stats": [
                self._edition.counted("term_n_classes", len(own_classes) or len(other_classes)),
                self._edition.counted("term_n_properties", len(own_properties) or len(other_properties)),
            ],
            "groups": [(name, anchor, [self._row(term) for term in terms]) for name, anchor, terms in groups if terms],
            "is_open": sum(len(terms) for *_, terms in groups) <= _MAX_UNFOLDED,
            "schemes": self._schemes(),
        }
        main = self._edition.rendered("ontology.html", values)
        return Page(PATH, self._words.term_menu, main, self._words.term_lede, links=schema_links(self._edition, "ontology"))

    def _types(self, term: NamedNode) -> list[Term]:
        return [quad.object for quad in self._store.quads_for_pattern(term, RDF_TYPE, None)]

    def _row(self, term: NamedNode) -> dict[str, object]:
        return {
            "anchor": term_anchor(term) if term in self.paths else "",
            "name": self.link(term),
            "short": visible(self._reader.names.shorten(term)),
            "definition": self._text(term, _DEFINITIONS),
            "number": self._words.number(self._usage.uses(term)),
            "example": self._example(term),
        }

    def link(self, term: NamedNode) -> Shown:
        """Return a term in words, with the address of its page."""
        shown = self._edition.wording.term(term)
        path = self.paths.get(term)
        return Shown(shown.text, shown.language, HOME + url_path(path) if path else self._edition.href(term), term.value)

    def _text(self, term: Term, properties: Sequence[NamedNode]) -> Shown | None:
        """Return a text of a term in the ontology or in the data, in the language that fits best."""
        for prop in properties:
            values = [quad.object for quad in self._store.quads_for_pattern(term, prop, None)] if isinstance(term, NamedNode) else []
            values += self._reader.index.values(term, (prop,))
            labels = {value.language or "": visible(value.value) for value in values if isinstance(value, Literal)}
            if labels:
                return self._edition.wording.label(labels, "")
        return None

    def _example(self, term: NamedNode) -> dict[str, object] | None:
        """Return a thing that uses a term: one that the ontology names, else the first one."""
        named = [quad.object for prop in _EXAMPLES for quad in self._store.quads_for_pattern(term, prop, None)]
        known = [one for one in named if self._edition.href(one)]
        if term in self._usage.classes:
            known.append(self._usage.classes[term][1])
        if term in self._usage.properties:
            known.append(self._usage.properties[term].example)
        return self._shown_thing(known[0]) if known else None

    def _shown_thing(self, thing: Term) -> dict[str, object]:
        claim: Claim | None = self._edition.claims.by_fact.get(thing)
        return {
            "name": self._edition.link(thing),
            "stance": claim.stance.value if claim else "",
            "voice": voice_class(claim.voice) if claim else "",
        }

    def _schemes(self) -> list[dict[str, object]]:
        """Return the concept schemes of the data, with the number of their concepts and of the statements that use these."""
        members = self._reader.index.by_naming_property
        schemes = list(self._usage.properties[_IN_SCHEME].values) if _IN_SCHEME in self._usage.properties else []
        found: list[dict[str, object]] = []
        for scheme in sorted(schemes, key=lambda term: natural_key(self._edition.text(term).casefold())):
            concepts = members(scheme).get(_IN_SCHEME, ())
            number = sum(self._times_used(concept) for concept in concepts)
            found.append(
                {
                    "name": self._edition.link(scheme),
                    "definition": self._text(scheme, _DEFINITIONS),
                    "concepts": self._words.number(len(concepts)),
                    "number": self._words.number(number),
                }
            )
        return found

    def _times_used(self, concept: Term) -> int:
        """Return the number of statements that have a concept as value, without those of SKOS."""
        naming = self._reader.index.by_naming_property(concept)
        return sum(len(subjects) for predicate, subjects in naming.items() if not predicate.value.startswith(SKOS))

    def page(self, term: NamedNode) -> Page:
        """Return the page of a term."""
        is_class = bool(set(self._types(term)) & set(_CLASSES))
        name = titled(self._edition.wording.term(term))
        labels = self._reader.names.labels(term)
        shown_language = name.language or self._words.language
        domains = [quad.object for quad in self._store.quads_for_pattern(term, _ABOUT["term_domain"], None)]
        values = {
            "kind": self._words.term_class if is_class else self._words.term_property,
            "domains": [self.link(domain) for domain in domains if isinstance(domain, NamedNode)],
            "name": name,
            "definition": self._text(term, _DEFINITIONS),
            "note": self._text(term, _SCOPE),
            "others": [(language, as_title(text)) for language, text in sorted(labels.items()) if language and language != shown_language],
            "values": self._values(term),
            "number": self._edition.counted("things_n" if is_class else "term_n_statements", self._usage.uses(term)),
            "list_href": self._edition.class_href(term) if is_class else "",
            "example": self._example(term),
            "about": [(getattr(self._words, word), links) for word, links in self._about(term)],
            "rules": [self._rule(*rule) for rule in self._rules.get(term, ())],
            "iri": visible(term.value),
            "short": visible(self._reader.names.shorten(term)),
            "see": [self._edition.link(one) for one in self._objects(term, _SEE)],
        }
        main = self._edition.rendered("term.html", values)
        definition = self._text(term, _DEFINITIONS)
        return Page(self.paths[term], name.text, main, definition.text if definition else "")

    def _objects(self, term: NamedNode, properties: Iterable[NamedNode]) -> list[Term]:
        found = [quad.object for prop in properties for quad in self._store.quads_for_pattern(term, prop, None)]
        return sorted(found, key=lambda one: natural_key(str(one)))

    def _about(self, term: NamedNode) -> Iterator[tuple[str, list[Shown]]]:
        """Yield what the ontology says about a term, and the terms below it."""
        for word, prop in _ABOUT.items():
            found = [self.link(one) for one in self._objects(term, (prop,)) if isinstance(one, NamedNode)]
            if found:
                yield word, found
        below = [
            quad.subject
            for prop in (_ABOUT["term_above"], _ABOUT["term_above_property"])
            for quad in self._store.quads_for_pattern(None, prop, term)
            if isinstance(quad.subject, NamedNode)
        ]
        if below:
            yield "term_below", [self.link(one) for one in sorted(below, key=self._reader.vocabulary.rank)]

    def _values(self, term: NamedNode) -> list[dict[str, object]]:
        """Return the values of a property that are few things, the most frequent first."""
        use = self._usage.properties.get(term)
        if use is None or len(use.values) < 2 or all(number == 1 for number, _ in use.values.values()):
            return []
        order = sorted(use.values.items(), key=lambda item: (-item[1][0], item[0].value))
        return [
            {
                "name": self._edition.link(value),
                "definition": self._text(value, _DEFINITIONS),
                "number": self._words.number(number),
                "example": self._shown_thing(first),
            }
            for value, (number, first) in order
        ]

    def _rule(self, things: RuledThings, rule: Rule) -> dict[str, object]:
        target = things.target
        return {
            "on": self.link(target) if isinstance(target, NamedNode) else Shown(self._edition.text(target)),
            "text": rule_text(self._edition, rule),
            "severity": getattr(self._words, f"term_{rule.severity}", rule.severity),
            "message": self._edition.wording.label(rule.messages, "") if rule.messages else None,
        }


def _rules_of_terms(rules: Iterable[RuledThings]) -> dict[NamedNode, list[tuple[RuledThings, Rule]]]:
    """Return the rules by the properties and the classes that they are for."""
    found: dict[NamedNode, list[tuple[RuledThings, Rule]]] = {}
    for things in rules:
        for rule in things.rules:
            term = rule.path if rule.is_path else things.target
            if isinstance(term, NamedNode) and rule.demands:
                found.setdefault(term, []).append((things, rule))
    return found
