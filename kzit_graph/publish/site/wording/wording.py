"""Put RDF terms into words for a page in one language: each with its language, and the file that describes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.describe.wording import words
from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.claims.spans import days
from kzit_graph.publish.site.things.facts import SELECTOR
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.wording.term_names import term_names
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Names, Term, slug
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, OA, SCHEMA, XSD
from kzit_graph.rdf.ordering import natural_key

_WEB: Final = ("http://", "https://")

_MAX_DEPTH: Final = 3
"""Levels of nested nodes in the text of a node without a label."""


@dataclass(frozen=True)
class Shown:
    """A term on a page. text: what is shown. language: of the text, if it is not that of the page. href: the address to which it leads.

    iri: of a thing. datatype: the local name of that of a literal, if it is not a text.
    """

    text: str
    language: str = ""
    href: str = ""
    iri: str = ""
    datatype: str = ""


class Wording:
    """The terms of a graph in words. Things and classes lead to pages.

    language: in which names are preferred. href: returns the address of the page of a thing, or an empty text. class_href: the same for
    the list of the things of a class. page_language: of the page, if that is another one. title_of: returns a name that is made for a
    thing without one, or an empty text. day: returns a day, a month or a year in words, and another text as it is.
    """

    def __init__(
        self,
        reader: PageReader,
        language: str,
        href: Callable[[NamedNode], str],
        class_href: Callable[[NamedNode], str] = lambda _: "",
        page_language: str = "",
        title_of: Callable[[NamedNode], str] = lambda _: "",
        day: Callable[[str], str] = lambda text: text,
    ) -> None:
        self._reader, self._index, self.language = reader, reader.index, language
        self.names: Names = reader.names
        self._page_language = (page_language or language).lower()
        self._href, self._class_href, self._title_of, self._day = href, class_href, title_of, day
        self._terms: dict[NamedNode, Shown] = {}
        self._things: dict[Term, Shown] = {}
        self._summaries: dict[Term, str] = {}
        roles = reader.roles
        self._parts = {
            "head": (NamedNode(f"{SCHEMA}value"), NamedNode(f"{DCTERMS}identifier"), *roles["time_text"]),
            "start": (NamedNode(f"{DCAT}startDate"), NamedNode(f"{OA}start"), *roles["time_start"]),
            "end": (NamedNode(f"{DCAT}endDate"), NamedNode(f"{OA}end"), *roles["time_end"]),
            "note": (NamedNode(f"{SCHEMA}propertyID"),),
        }
        self._in_range = {part: terms[1:2] for part, terms in self._parts.items() if part in ("start", "end")}

    def term(self, term: NamedNode, names: Mapping[str, str] | None = None) -> Shown:
        """Return a class or a property: its label, else its usual name, else the words of its local name.

        names: those that win, by language.
        """
        if names:
            return self._in_best({**self._labels(term), **names}, term.value)
        found = self._terms.get(term)
        if found is None:
            labels = self._labels(term)
            found = self._in_best(labels, term.value) if labels else Shown(visible(words(term)), self._local_language(term), iri=term.value)
            self._terms[term] = found
        return found

    def _labels(self, term: NamedNode) -> Mapping[str, str]:
        """Return the labels of a class or a property; its usual names in languages without a label."""
        own = self.names.labels(term)
        return own if "" in own else {**term_names(term), **own}

    def _local_language(self, term: NamedNode) -> str:
        """Return the language of the local name of a term: that of the page if the project defines the term, else English."""
        store = self._reader.vocabulary.store
        return "" if any(True for _ in store.quads_for_pattern(term, None, None)) else self._foreign("en")

    def kind(self, term: NamedNode) -> Shown:
        """Return a class, with the address of the list of its things."""
        shown = self.term(term)
        return Shown(shown.text, shown.language, self._class_href(term), term.value)

    def label(self, labels: Mapping[str, str], otherwise: str) -> Shown:
        """Return the label that fits best, or another text in the language of the page without labels."""
        return self._in_best(labels, "") if labels else Shown(otherwise)

    def shown(self, term: Term) -> Shown:
        """Return a term: a literal by its value; a thing by its label, its summary or its IRI, with the address of its page."""
        found = self._things.get(term)
        if found is None:
            found = self._things[term] = self._shown(term)
        return found

    def _shown(self, term: Term) -> Shown:
        if isinstance(term, Literal):
            # The names of the datatypes of numbers, days and texts would say nothing more.
            datatype = "" if term.language or term.datatype.value.startswith(XSD) else slug(term.datatype)
            return Shown(visible(term.value), self._foreign(term.language or ""), datatype=datatype)
        if isinstance(term, Triple):
            return Shown(visible(str(term)))
        if isinstance(term, BlankNode):
            return Shown(self.summary(term) or self._nested(term, _MAX_DEPTH))
        href = self._href(term) or (term.value if term.value.startswith(_WEB) else "")
        name = self.names.name(term, self.language)
        if name is not None:
            return Shown(visible(name.value), self._foreign(name.language or ""), href, term.value)
        text = self.summary(term) or (slug(term) if self._index.about(term) else "")
        plain = self._things[term] = Shown(visible(text or term.value), "", href, term.value)  # for a title that leads back to it
        title = self._title_of(term)
        return Shown(visible(title), "", href, term.value) if title else plain

    def text(self, term: Term) -> str:
        """Return a term as text."""
        return self.shown(term).text

    def _nested(self, node: BlankNode, depth: int) -> str:
        if not depth:
            return "[]"
        parts = []
        for triple in self._index.about(node):
            value = triple.object
            text = f"[{self._nested(value, depth - 1)}]" if isinstance(value, BlankNode) else self.text(value)
            parts.append(f"{self.term(triple.predicate).text}: {text}")
        return "; ".join(sorted(parts)) or "[]"

    def summary(self, node: NamedNode | BlankNode) -> str:
        """Return a phrase for a node without a name, such as "17 February 2017 – 28 February 2017"; empty if there is none."""
        if node not in self._summaries:
            self._summaries[node] = ""  # ends the recursion if its values lead back to it
            self._summaries[node] = visible(self._phrase(node))
        return self._summaries[node]

    def _phrase(self, node: NamedNode | BlankNode) -> str:
        index, found = self._index, defaultdict[str, list[str]](list)
        values = [(part, value) for part, terms in self._parts.items() for value in index.values(node, terms)]
        for selector in index.values(node, (SELECTOR,)):
            values += [(part, value) for part, terms in self._in_range.items() for value in index.values(selector, terms)]
        for part, value in sorted(dict.fromkeys(values), key=lambda entry: natural_key(str(entry[1]))):
            found[part].append(self.text(value))
        head, starts, ends = " ".join(found["head"]), found["start"], found["end"]
        first, slash, last = head.partition("/")
        is_repeated = days(first)[0] in starts and days(last if slash else first)[1] in ends
        if slash and all(character in "0123456789-" for character in first + last):
            head = self._range([first], [last])
        elif starts or ends:
            head = self._day(head)
        bounds = "" if is_repeated else self._range(starts, ends)
        notes = ", ".join(filter(None, (*found["note"], bounds if bounds != head else "")))
        return f"{head} ({notes})" if head and notes else head or notes

    def _range(self, starts: Sequence[str], ends: Sequence[str]) -> str:
        """Return a range as "start–end", with days in words. A missing end is "…"."""
        start, end = (", ".join(filter(None, map(self._day, texts))) for texts in (starts, ends))
        if start == end:
            return start
        dash = " – " if " " in start + end else "–"
        return f"{start or '…'}{dash}{end or '…'}"

    def _in_best(self, labels: Mapping[str, str], iri: str) -> Shown:
        language = best_language(labels, self.language, *self.names.naming.languages, self._page_language, "en")
        if language is None:
            language = min(labels)
        return Shown(visible(labels[language]), self._foreign(language), iri=iri)

    def _foreign(self, language: str) -> str:
        """Return a language tag if it is not the language of the page."""
        return "" if language.lower() == self._page_language else language
