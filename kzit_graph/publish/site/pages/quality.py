"""How good the data are: what the rules found, in which languages the things have names, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kzit_graph.describe.wording import words as words_of
from kzit_graph.hidden_characters import visible
from kzit_graph.percentages import percent_of
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.cells import element
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.inventory.inventory import RuleResults
from kzit_graph.publish.site.phrases.matter_titles import anchor, matter_title
from kzit_graph.publish.site.phrases.percent import percent_text
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.validation.results import Severity

if TYPE_CHECKING:
    from decimal import Decimal

    from markupsafe import Markup

    from kzit_graph.rdf.names import Term

PATH: Final = "quality.html"
_LISTED: Final = 10
"""Things of a rule or a language that are listed."""
_SHOWN: Final = 10 * _LISTED
"""Things that are listed, or shown on request."""


class QualityPage:
    """Makes the page of quality."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if the build was validated."""
        return [MenuEntry(PATH, "qual_menu")] if edition.inventory.quality else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        quality = edition.inventory.quality
        if quality is None:
            return
        words = edition.words
        names = _names(edition)
        values = {
            "has_shapes": quality.has_shapes,
            "counts": [(words.number(quality.counts.get(one, 0)), getattr(words, f"qual_{one.lower()}")) for one in Severity],
            "violations": quality.counts.get(Severity.VIOLATION, 0),
            "rules": [_rule(edition, rule) for rule in quality.rules],
            "languages": [_language(edition, names, language) for language in _shown_languages(edition, names)],
            "named": edition.counted("things_n", names.things),
            "missing": list(_missing(edition)),
            "has_report": "report.ttl" in edition.inventory.files,
        }
        yield Page(PATH, words.qual_menu, edition.rendered("quality.html", values), words.qual_lede)


def _rule(edition: Edition, rule: RuleResults) -> dict[str, object]:
    things = [_thing(edition, text) for text in rule.things]
    return {
        "severity": getattr(edition.words, f"term_{rule.severity.lower()}"),
        "is_wrong": rule.severity is Severity.VIOLATION,
        "message": Shown(visible(rule.message), "" if edition.words.language == "en" else "en")
        if rule.message
        else _shape(edition, rule.shape),
        "number": edition.words.number(rule.number),
        "things": things[:_LISTED],
        "more": things[_LISTED:_SHOWN],
        "left": max(0, len(things) - _SHOWN),
    }


def _thing(edition: Edition, text: str) -> Markup | str:
    """Return a focus node, given in N-Triples syntax. A disputed question leads to the page of disagreements."""
    if not text.startswith("<"):
        return visible(text)
    node = NamedNode(text[1:-1])
    matter = edition.claims.by_matter.get(node)
    if matter is None or not matter.findings:
        return edition.link(node)
    return element(Shown(matter_title(edition, matter), "", f"{HOME}disagreements.html#{quote(anchor(matter))}"))


def _shape(edition: Edition, text: str) -> Shown:
    """Return the label of a shape, given in N-Triples syntax, else the words of its IRI."""
    if not text.startswith("<"):
        return Shown(visible(text))
    shape, reader = NamedNode(text[1:-1]), edition.reader
    quads = (quad for term in reader.names.naming.labels for quad in reader.shapes.quads_for_pattern(shape, term, None))
    labels = {quad.object.language or "": quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return edition.wording.label(labels, visible(words_of(shape)))


@dataclass
class _Names:
    """The number of things with a name, and of those with one in each language. lacking: things without one, by language of the site."""

    things: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    lacking: defaultdict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))


def _names(edition: Edition) -> _Names:
    index = edition.reader.index
    assert isinstance(index, WholeIndex)
    found = _Names()
    for subject in index.subjects():
        labels = edition.reader.names.labels(subject)
        if labels:
            found.things += 1
            found.counts.update(labels.keys())
            for language in edition.languages.all:
                if language not in labels and len(found.lacking[language]) < _SHOWN:
                    found.lacking[language].append(subject)
    return found


def _shown_languages(edition: Edition, names: _Names) -> list[str]:
    """Return the languages of the site, then the others of names, those with more names first."""
    own = edition.languages.all
    return [*own, *sorted(names.counts.keys() - set(own), key=lambda language: (-names.counts[language], language))]


def _language(edition: Edition, names: _Names, language: str) -> dict[str, object]:
    words, number = edition.words, names.counts[language]
    things = [edition.link(thing) for thing in names.lacking.get(language, ())]
    missing = names.things - number if things else 0
    share = percent_of(number, names.things) if names.things else None
    return {
        "name": words.language_name(language) if language else words.qual_no_language,
        "number": words.number(number),
        "share": "" if share is None else percent_text(words, share),
        "width": share or 0,
        "missing": words.number(missing) if missing else "",
        "things": things[:_LISTED],
        "more": things[_LISTED:],
        "left": max(0, missing - _SHOWN),
    }


def _missing(edition: Edition) -> Iterator[tuple[str, str, Decimal]]:
    """Yield what claims and documents lack: the words, the number, and its share in per cent."""
    words, claims = edition.words, edition.claims
    lacks: tuple[tuple[str, list[Claim]], ...] = (
        ("qual_no_time", [claim for claim in claims.all if not claim.spans]),
        ("qual_no_place", [claim for claim in claims.all if not claim.places and not claim.bases]),
        ("qual_no_claimant", [claim for claim in claims.all if not claim.claimants]),
        ("qual_one_document", [claim for claim in claims.all if len(claim.documents) == 1 and not _is_confirmed(edition, claim)]),
    )
    for word, found in lacks:
        if claims.all:
            share = percent_of(len(found), len(claims.all))
            yield getattr(words, word), f"{words.number(len(found))} / {words.number(len(claims.all))}", share
    unread = sum(not document.claims for document in claims.documents)
    if claims.documents:
        total = len(claims.documents)
        yield words.qual_unread, f"{words.number(unread)} / {words.number(total)}", percent_of(unread, total)


def _is_confirmed(edition: Edition, claim: Claim) -> bool:
    """Return whether a question that a claim answers has answers in other documents."""
    own = set(claim.documents)
    matters = (edition.claims.by_matter.get(matter) for matter in claim.matters)
    return any(set(answer.claim.documents) - own for matter in matters if matter for answer in matter.answers)
