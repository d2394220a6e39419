"""The home page of an edition: what the site is, how much it has, and where to begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import capitalized, shortened
from kzit_graph.publish.site.claims.model import Claims, Matter, Stance
from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.edition.links import Link
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.figures.clash_strips import clash_strip
from kzit_graph.publish.site.figures.contrasts import contrast_title
from kzit_graph.publish.site.figures.interest import Interest
from kzit_graph.publish.site.home.class_lists import ClassList, KindEntry, kind_entries
from kzit_graph.publish.site.home.home_findings import Finding, home_findings
from kzit_graph.publish.site.home.starters import starters
from kzit_graph.publish.site.hosting.feed import feed_links
from kzit_graph.publish.site.rows.citation import citation_language, citation_line
from kzit_graph.publish.site.thing_pages.thing_html import MAX_SUMMARY
from kzit_graph.publish.site.views.small_pictures import fact_dots, fact_dots_table
from kzit_graph.publish.site.wording.wording import Shown

if TYPE_CHECKING:
    from markupsafe import Markup

HOME_PAGE: Final = "index.html"
ABOUT_PAGE: Final = "about.html"

_CLASHES: Final = 3
"""Disagreements that the home page shows."""

_MAIN_FORMATS: Final = ("csv", "ttl", "jsonld", "trig")
"""Extensions of the dumps that it names, if there is a page of all files."""

_LONG: Final = 420
"""Characters of a description from which it is set small."""

_LEDE: Final = 240
"""Characters of the sentences of a description that the home page begins with, if another page has all."""

_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")
_FULL_TITLE: Final = 70
"""Characters of a title to which the promise is added."""

_DAY: Final = len("2017-08-21")


class HomePage:
    """Makes the home page of an edition. lists: of its classes. counts: of its data, with their names.

    outside: a sentence about the subjects without a page, or empty.
    """

    def __init__(self, edition: Edition, lists: Sequence[ClassList], counts: Sequence[tuple[str, int]], outside: str) -> None:
        self._edition, self._lists, self._counts, self._outside = edition, lists, counts, outside

    def page(self, links: Sequence[Link]) -> Page:
        """Return the page. links: of its head."""
        edition, claims = self._edition, self._edition.claims
        has_claims = any(claim.places for claim in claims.all)
        pages = {entry.path for entry in edition.menu}
        findings = home_findings(edition) if has_claims else []
        lede = first_sentences(edition.description, _LEDE) if ABOUT_PAGE in pages else edition.description
        values = {
            "title": self._title(has_claims),
            "promise": has_claims and len(self._title(has_claims)) <= _FULL_TITLE,
            "kicker": edition.words.home_kicker if has_claims else "",
            "title_language": edition.title.language,
            "lede": lede,
            "is_long": len(lede.text) > _LONG,
            "is_cut": lede != edition.description,
            "stats": list(self._stats(claims) if has_claims else self._plain_stats()),
            "state": edition.state,
            "findings": findings,
            "dots": fact_dots(edition) if has_claims else "",
            "dots_note": list(self._dots_note(claims)),
            "dots_table": fact_dots_table(edition) if has_claims else "",
            "starters": starters(edition) if "questions.html" in pages else [],
            "clashes": list(self._clashes(claims, findings)),
            "clashes_title": edition.words.home_more_clashes if any(one.matter for one in findings) else edition.words.home_clashes,
            "all_clashes": edition.counted("home_all_clashes", len(claims.disputed)) if "disagreements.html" in pages else "",
            "kinds": [] if has_claims else self._kinds(),
            "outside": "" if has_claims else self._outside,
            "files": self._main_files("download.html" in pages),
            "pages": pages,
            "citation": self._citation(),
            "citation_language": citation_language(edition),
        }
        main = edition.rendered("home.html", values)
        summary = shortened(edition.description.text, MAX_SUMMARY)
        return Page(HOME_PAGE, edition.title.text, main, summary, links=[*links, *feed_links(edition)])

    def _title(self, has_claims: bool) -> str:
        """Return the title: its first part, if the promise comes after it."""
        title = self._edition.title.text
        return title.split(": ", 1)[0] if has_claims else title

    def _stats(self, claims: Claims) -> Iterator[Markup]:
        """Yield how many facts, documents and disagreements there are, and the years that the facts are about."""
        edition = self._edition
        documents = sum(bool(document.claims) for document in claims.documents)
        yield _bold(edition, "facts_n", len(claims.all))
        if documents:
            yield _bold(edition, "documents_n", documents)
        if years := _years(claims):
            first, last = years
            yield _strong(str(first) if first == last else f"{first}–{last}")
        if disputed := len(claims.disputed):
            found = _bold(edition, "home_disagreements", disputed)
            opened = sum(matter.is_open for matter in claims.disputed)
            yield found + ", " + _bold(edition, "home_open", opened) if opened else found

    def _dots_note(self, claims: Claims) -> Iterator[str]:
        """Yield what the picture of all facts shows, and how many facts are not in it because they stand in no document."""
        yield self._edition.words.home_dots_note
        apart = Counter(claim.stance is Stance.INFERRED for claim in claims.without_document)
        if apart[True]:
            yield self._edition.counted("home_dots_inferred", apart[True])
        if apart[False]:
            yield self._edition.counted("home_dots_none", apart[False])

    def _kinds(self) -> list[KindEntry]:
        """Return the classes. Two with one name and as many things, such as those of a dataset in DCAT and VoID, are one."""
        found = kind_entries(self._edition, self._lists)
        return list({(one.name.text, one.number): one for one in reversed(found)}.values())[::-1]

    def _plain_stats(self) -> Iterator[Markup]:
        """Yield the counts of a project without claims."""
        for word, number in self._counts:
            yield _bold(self._edition, word, number)

    def _clashes(self, claims: Claims, findings: Sequence[Finding]) -> Iterator[dict[str, object]]:
        """Yield the disagreements of most interest that can be drawn and are no findings."""
        edition, number = self._edition, 0
        shown = [one.matter for one in findings if one.matter]
        for matter in edition.shared(Interest).varied((matter for matter in claims.disputed if matter not in shown), shown):
            if number == _CLASHES:
                return
            title = contrast_title(edition, matter)
            if drawn := clash_strip(edition, matter, f"s{number}", title):
                number += 1
                yield {"title": title, "href": edition.href(matter.node), "strip": drawn, "note": self._note(matter)}

    def _note(self, matter: Matter) -> Shown:
        """Return what the publisher says of a matter, or what is found and that nobody has judged it."""
        edition = self._edition
        if matter.judgements:
            return edition.name(matter.judgements[0].fact)
        finding = ", ".join(edition.text(one) for one in matter.findings)
        return Shown(f"{capitalized(finding)}. {edition.words.home_unresolved}")

    def _main_files(self, has_page: bool) -> list[tuple[str, str, str]]:
        """Return the names, addresses and sizes of files to download: the dumps, or all if there is no page of them."""
        edition, publication = self._edition, self._edition.publication
        main = [f"{publication.name}.{extension}" for extension in _MAIN_FORMATS]
        wanted = [name for name in main if name in publication.files] if has_page else sorted(publication.files)
        return [(name, ROOT + url_path(name), edition.words.size_of(publication.files[name])) for name in wanted]

    def _citation(self) -> str:
        """Return how to cite the dataset, or an empty text if the data do not state enough for it."""
        dataset = self._edition.publication.dataset
        has_parts = dataset.creators and dataset.title and dataset.version and (dataset.modified or dataset.issued)
        return visible(citation_line(self._edition)) if dataset.citation or has_parts else ""


def _bold(edition: Edition, name: str, number: int) -> Markup:
    """Return a counted word with its number in bold."""
    from markupsafe import escape

    figure = edition.words.number(number)
    return escape(edition.counted(name, number)).replace(figure, _strong(figure), 1)


def _strong(text: str) -> Markup:
    from markupsafe import Markup

    return Markup("<b>{}</b>").format(text)


def _years(claims: Claims) -> tuple[int, int] | None:
    """Return the first and the last year that facts are about, without plans."""
    ends = [
        date.fromisoformat(day).year
        for claim in claims.all
        if claim.stance not in (Stance.PLANNED, Stance.OFF)
        for span in claim.spans
        for day in (span.start, span.end)
        if len(day) == _DAY
    ]
    return (min(ends), max(ends)) if ends else None


def first_sentences(description: Shown, longest: int) -> Shown:
    """Return the sentences of a description that fit into a length, at least the first. A sentence begins with a capital letter."""
    text = description.text
    ends = [*(found.start() for found in _SENTENCE.finditer(text) if text[found.end()].isupper()), len(text)]
    return replace(description, text=text[: max((end for end in ends if end <= longest), default=ends[0])])
