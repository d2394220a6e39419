"""Make names for things without one: what a question asks, and what a reified statement says (RDF 1.1 Schema, section 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.publish.site.phrases.matter_titles import asked, is_figure, matter_title, series_title
from kzit_graph.rdf.namespaces import RDF

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(f"{RDF}{name}") for name in ("subject", "predicate", "object"))


def thing_title(edition: Edition, thing: NamedNode) -> str:
    """Return a name for a thing without one, or an empty text."""
    matter = edition.claims.by_matter.get(thing)
    if matter:
        title, slot = matter_title(edition, matter), asked(edition, matter)
        if is_figure(edition, matter) or not (matter.subjects and slot):
            return title
        return edition.words.clash_title_asked.format(title=title, asked=slot)
    if title := series_title(edition, thing):
        return title
    subject, said = _value(edition, thing, _SUBJECT), what_is_said(edition, thing)
    return f"{said} – {edition.text(subject)}" if said and subject is not None else ""


def what_is_said(edition: Edition, statement: NamedNode | BlankNode) -> str:
    """Return the property of a reified statement with its value, such as "participant: Italy"; empty if it has none."""
    predicate, value = (_value(edition, statement, term) for term in (_PREDICATE, _OBJECT))
    if predicate is None:
        return ""
    name = edition.wording.term(predicate).text if isinstance(predicate, NamedNode) else edition.text(predicate)
    return name if value is None else f"{name}: {edition.text(value)}"


def _value(edition: Edition, statement: NamedNode | BlankNode, term: NamedNode) -> Term | None:
    return min(edition.reader.index.values(statement, (term,)), key=str, default=None)
