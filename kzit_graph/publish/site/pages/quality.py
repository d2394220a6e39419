"""How good the data are: what the rules found, in which languages the things have names, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kzit_graph.describe.wording import words as words_of
from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.cells import element
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.inventory.inventory import RuleResults
from kzit_graph.publish.site.phrases.matter_titles import anchor, matter_title
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.validation.results import Severity

if TYPE_CHECKING:
    from markupsafe import Markup

PATH: Final = "quality.html"
_LISTED: Final = 10
"""Things of a rule that are listed."""


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
        languages, total = _languages(edition)
        values = {
            "has_shapes": quality.has_shapes,
            "counts": [(words.number(quality.counts.get(one, 0)), getattr(words, f"qual_{one.lower()}")) for one in Severity],
            "violations": quality.counts.get(Severity.VIOLATION, 0),
            "rules": [_rule(edition, rule) for rule in quality.rules],
            "languages": [
                {
                    "name": words.language_name(language) if language else words.qual_no_language,
                    "number": words.number(number),
                    "share": words.number(100 * number // total) if total else "",
                    "width": 100 * number // total if total else 0,
                }
                for language, number in languages
            ],
            "named": edition.counted("things_n", total),
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
        "more": things[_LISTED : 10 * _LISTED],
        "left": max(0, len(things) - 10 * _LISTED),
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


def _languages(edition: Edition) -> tuple[list[tuple[str, int]], int]:
    """Return the number of things with a name in each language, the languages of the site first, and the number of things with a name."""
    index = edition.reader.index
    assert isinstance(index, WholeIndex)
    counts: Counter[str] = Counter()
    total = 0
    for subject in index.subjects():
        labels = edition.reader.names.labels(subject)
        if labels:
            total += 1
            counts.update(labels.keys())
    own = edition.languages.all
    order = sorted(counts, key=lambda language: (own.index(language) if language in own else len(own), -counts[language], language))
    return [(language, counts[language]) for language in (*(one for one in own if one not in counts), *order)], total


def _missing(edition: Edition) -> Iterator[tuple[str, str, int]]:
    """Yield what claims and documents lack: the words, the number, and its share in hundredths."""
    words, claims = edition.words, edition.claims
    lacks: tuple[tuple[str, list[Claim]], ...] = (
        ("qual_no_time", [claim for claim in claims.all if not claim.spans]),
        ("qual_no_place", [claim for claim in claims.all if not claim.places and not claim.bases]),
        ("qual_no_claimant", [claim for claim in claims.all if not claim.claimants]),
        ("qual_one_document", [claim for claim in claims.all if len(claim.documents) == 1 and not _is_confirmed(edition, claim)]),
    )
    for word, found in lacks:
        if claims.all:
            share = round(100 * len(found) / len(claims.all))
            yield getattr(words, word), f"{words.number(len(found))} / {words.number(len(claims.all))}", share
    unread = sum(not document.claims for document in claims.documents)
    if claims.documents:
        total = len(claims.documents)
        yield words.qual_unread, f"{words.number(unread)} / {words.number(total)}", round(100 * unread / total)


def _is_confirmed(edition: Edition, claim: Claim) -> bool:
    """Return whether a question that a claim answers has answers in other documents."""
    own = set(claim.documents)
    matters = (edition.claims.by_matter.get(matter) for matter in claim.matters)
    return any(set(answer.claim.documents) - own for matter in matters if matter for answer in matter.answers)
