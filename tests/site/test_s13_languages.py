"""S13: each page is in one language, says where it has words of another, and leads to the same page in the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import pytest
from pyoxigraph import Literal, RdfFormat, Store, parse

from tests.site.builds import BuiltSite
from tests.site.landing import head_links

pytestmark = pytest.mark.slow

CYRILLIC: Final = frozenset({"kk", "ru"})
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_LETTERS: Final = re.compile(r"[Ѐ-ӿ]{4,}")
_NOT_TEXT: Final = frozenset({"script", "style", "code", "pre", "textarea"})
"""Elements with data: identifiers, queries, citations."""

_LOCAL_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
"""A part of an IRI, which names a thing without a label."""


class Texts(HTMLParser):
    """Collects the texts of a page with the language of each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = [("", "")]
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang", self._open[-1][1])
        named = ("title", "aria-label", "alt", *(("placeholder",) if values.get("type") == "search" else ()))  # others show what to type
        self.found += [(language, values[name]) for name in named if values.get(name)]
        if tag not in _VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in _NOT_TEXT for tag, _ in self._open):
            self.found.append((self._open[-1][1], data.strip()))


def texts(site: BuiltSite, path: str) -> Iterator[tuple[str, str]]:
    """Return the texts of a page with their languages."""
    reader = Texts()
    reader.feed((site.folder / path).read_text("utf-8"))
    yield from reader.found


@pytest.mark.slow
def test_s13_each_page_leads_to_itself_in_each_language_and_back(site: BuiltSite) -> None:
    languages = site.languages
    for path in site.of_language(languages[0]):
        if path == "404.html" or len(languages) == 1:
            continue
        expected = {language: site.public_url + site.prefix(language) for language in languages} | {"x-default": site.public_url}
        seen = []
        for language in languages:
            links = head_links(site, site.prefix(language) + path)
            seen.append({link.hreflang: link.href for link in links if link.hreflang})
            assert [link.href for link in links if link.rel == "canonical"] == [seen[-1][language]]
        assert seen == [seen[0]] * len(languages), path
        assert seen[0].keys() == expected.keys(), path
        for language, href in seen[0].items():
            assert href.startswith(expected[language])
            file = site.file(href)
            assert file is not None
            assert file == site.folder / (site.prefix(language if language in languages else languages[0]) + path)


def test_s13_each_page_says_its_language(site: BuiltSite) -> None:
    for language in site.languages:
        for path in site.of_language(language)[::7]:
            assert f'<html lang="{language}"' in (site.folder / (site.prefix(language) + path)).read_text("utf-8")[:200]


def test_s13_cyrillic_words_are_never_said_to_be_latin_ones(bundled: BuiltSite) -> None:
    """A text in Cyrillic letters is in Kazakh or Russian, and says so where the page is in neither."""
    wrong = []
    for language in bundled.languages:
        for kind, path in bundled.kinds.items():
            page = bundled.prefix(language) + path
            found = texts(bundled, page) if kind != "404" or language == bundled.languages[0] else ()
            wrong += [f"{page}: {text[:60]}" for own, text in found if _LETTERS.search(text) and own not in CYRILLIC and own != "und"]
    assert not wrong, "\n".join(wrong[:50])


def test_s13_texts_of_the_graph_have_the_language_of_their_literals(bundled: BuiltSite, graph: Store) -> None:
    """A name, a definition or a sentence is said to be in the language that the graph says. Codes without a language may be in any."""
    ontology = parse(path=bundled.folder / "ontology.ttl", format=RdfFormat.TURTLE)
    stated: dict[str, set[str]] = {}
    for quad in (*graph, *ontology):
        if isinstance(quad.object, Literal):
            stated.setdefault(_key(quad.object.value), set()).add(quad.object.language or "")
    wrong, seen = [], set()
    for language in bundled.languages:
        for kind, path in bundled.kinds.items():
            page = bundled.prefix(language) + path
            for own, text in texts(bundled, page) if kind != "404" else ():
                languages = stated.get(_key(text), {""})
                seen |= {(language, own)} if languages == {own} else set()
                if own not in languages and "" not in languages:
                    wrong.append(f"{page}: {text[:60]} is in {sorted(languages)}, not {own}")
    assert not wrong, "\n".join(wrong[:50])
    assert seen >= {(page, text) for page in bundled.languages for text in bundled.languages}


def _key(text: str) -> str:
    """Return a text as it is compared: headings begin with a capital letter, and templates break lines."""
    return " ".join(text.split()).casefold()


def test_s13_words_of_the_interface_are_translated(bundled: BuiltSite) -> None:
    """Headings of the Kazakh and the Russian edition are in Cyrillic letters unless they say another language."""
    wrong = []
    for language in sorted(CYRILLIC & set(bundled.languages)):
        for kind, path in bundled.different:
            if kind == "404":
                continue
            text = (bundled.folder / (bundled.prefix(language) + path)).read_text("utf-8")
            for attributes, heading in re.findall(r"<h2([^>]*)>(.*?)</h2>", text, re.DOTALL):
                words = re.sub(r"<[^>]*>", "", heading)
                if (
                    not re.search(r"[Ѐ-ӿ]", words)
                    and re.search(r"[A-Za-z]{4,}", words)
                    and not _LOCAL_NAME.fullmatch(words)
                    and "lang=" not in attributes + heading
                ):
                    wrong.append(f"{bundled.prefix(language) + path}: {words}")
    assert not wrong, "\n".join(wrong[:50])
