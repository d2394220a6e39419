"""The rules that the data are checked against, in words: what each class and property demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.pages.ontology import term_links
from kzit_graph.publish.site.pages.schema_links import schema_links
from kzit_graph.publish.site.phrases.rule_words import rule_text
from kzit_graph.publish.site.rows.facets import unique
from kzit_graph.publish.site.things.shape_rules import Rule, RuledThings
from kzit_graph.publish.site.wording.titles import as_title
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import Term, slug

PATH: Final = "shapes.html"
_MAX_UNFOLDED: Final = 40
"""Rules on a page whose groups are all open at first. A longer page begins as a list of what has rules."""


class ShapesPage:
    """Makes the page of rules."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if there are rules."""
        return [MenuEntry(PATH, "shapes_menu")] if edition.reader.rules else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        yield _Writer(edition).page()


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self._edition, self._words = edition, edition.words
        self._href = term_links(edition)

    def page(self) -> Page:
        """Return the page of all rules."""
        usage = self._edition.reader.usage
        order = sorted(self._edition.reader.rules, key=lambda things: -usage.instances(things.target))
        shown = [things for things in order if any(rule.demands or rule.messages for rule in things.rules)]
        anchors = unique(
            f"{things.kind}-{slug(things.target)}" if isinstance(things.target, NamedNode) else things.kind for things in shown
        )
        groups = [self._group(things, anchor) for things, anchor in zip(shown, anchors, strict=True)]
        number = len({rule.shape for things in self._edition.reader.rules for rule in things.rules})
        values = {
            "title": self._edition.counted("shapes_title", number),
            "groups": groups,
            "is_open": sum(len(group["rules"]) for group in groups) <= _MAX_UNFOLDED,
        }
        main = self._edition.rendered("shapes.html", values)
        return Page(PATH, self._words.shapes_menu, main, self._words.shapes_lede, links=schema_links(self._edition, "shapes"))

    def _group(self, things: RuledThings, anchor: str) -> dict[str, Any]:
        target = things.target
        number = self._edition.reader.usage.instances(target)
        is_class = things.kind == "targetClass"
        return {
            "anchor": anchor,
            "short": visible(self._edition.reader.names.shorten(target)) if isinstance(target, NamedNode) else "",
            "heading": getattr(self._words, f"shapes_{things.kind.lower()}"),
            "name": self._term(target),
            "title": as_title(self._term(target).text),
            "count": self._edition.counted("shapes_rules", sum(bool(rule.demands or rule.messages) for rule in things.rules)),
            "number": self._edition.counted("things_n", number) if is_class else "",
            "rules": [self._rule(rule) for rule in things.rules if rule.demands or rule.messages],
        }

    def _term(self, term: Term) -> Shown:
        if not isinstance(term, NamedNode):
            return Shown(self._edition.text(term))
        shown = self._edition.wording.term(term)
        return Shown(shown.text, shown.language, self._href(term), term.value)

    def _rule(self, rule: Rule) -> dict[str, object]:
        words = self._words
        name = self._term(rule.path) if rule.path else Shown(words.shapes_path if rule.is_path else words.shapes_itself)
        return {
            "name": name,
            "text": rule_text(self._edition, rule),
            "severity": getattr(words, f"term_{rule.severity}", visible(rule.severity)),
            "message": self._edition.wording.label(rule.messages, "") if rule.messages else None,
        }
