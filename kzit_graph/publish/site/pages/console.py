"""The query console: SPARQL over the whole graph, answered in the reader's browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import POLICY, MenuEntry, Page
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion
from kzit_graph.publish.site.pages.questions import group_name, question_path
from kzit_graph.publish.site.rows.citation import citation_line
from kzit_graph.publish.site.script_data.console_data import data_block, fits, scripts, start_query
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.languages import best_language

PATH: Final = "console.html"
_FOLDER: Final = "assets/console"

CONSOLE_POLICY: Final = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") + "; worker-src 'self' blob:"
"""What the page may load: as other pages, and WebAssembly in a worker that is made from a text, which is the only way for files."""

_MEGABYTE: Final = 1_000_000
_FEATURED: Final = 6
"""Questions that are shown first, one of each group."""

_PRINTED: Final = 4
"""Questions with their text, for readers without JavaScript."""


class ConsolePage:
    """Makes the page of the console. Any graph has one."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:  # noqa: ARG002 - as every maker has it
        """Return the entry of the page."""
        return [MenuEntry(PATH, "console_menu")]

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page; with its scripts in the edition that has no folder of its own."""
        words = edition.words
        values = {
            "data": data_block(_data(edition)),
            "lede": _lede(edition),
            "start": start_query(edition),
            "dump": _dump(edition),
            "featured": _shown(edition, _featured(edition)),
            "groups": _groups(edition),
            "printed": _shown(edition, _featured(edition)[:_PRINTED]),
        }
        files = {} if edition.folder else {f"{_FOLDER}/{name}": content for name, content in scripts(edition)}
        yield Page(
            PATH,
            words.console_menu,
            edition.rendered("console.html", values),
            summary=_lede(edition),
            scripts=("console/start.js",),
            policy=CONSOLE_POLICY,
            files=files,
        )


def _data(edition: Edition) -> dict[str, object]:
    """Return what the script needs to know about the page."""
    known = (edition.language, *edition.reader.names.naming.languages)
    return {
        "language": edition.words.language,
        "languages": list(dict.fromkeys((*known, ""))),
        "hasGraph": fits(edition),
        "words": {**edition.words.beginning_with("console_"), "zip": edition.words.take_zip, "colon": edition.words.colon},
        "about": _about(edition),
    }


def _about(edition: Edition) -> dict[str, object]:
    """Return what the README of an answer says."""
    words, dataset = edition.words, edition.publication.dataset
    return {
        "title": f"{words.console_results} – {edition.title.text}",
        "citation": citation_line(edition),
        "licence": f"{words.licence}{words.colon} {', '.join(map(visible, dataset.licences))}" if dataset.licences else "",
        "dump": _dump(edition),
        "words": {
            **{name: getattr(words, f"take_{name}") for name in ("again", "cite", "files", "iris", "rows")},
            "file": words.down_file,
            "bytes": words.down_byte,
        },
    }


def _lede(edition: Edition) -> str:
    size = sum(len(lines) for _, lines in edition.graphs)
    if not fits(edition):
        return edition.words.console_large.format(size=edition.words.number(round(size / _MEGABYTE)))
    return edition.counted("console_lede", sum(lines.count(b"\n") for _, lines in edition.graphs))


def _dump(edition: Edition) -> str:
    """Return the name of the dump that other programs should read, or an empty text."""
    files, name = edition.publication.files, edition.publication.name
    return next((found for extension in ("nq", "trig", "jsonld", "ttl") if (found := f"{name}.{extension}") in files), "")


def _featured(edition: Edition) -> list[AnsweredQuestion]:
    """Return questions to start with: one of each group, with an answer and no value to choose."""
    found: dict[str, AnsweredQuestion] = {}
    for one in edition.answers:
        if one.total and not one.question.choices:
            found.setdefault(one.question.group, one)
    return list(found.values())[:_FEATURED]


def _groups(edition: Edition) -> list[tuple[Shown, list[dict[str, object]]]]:
    answers = sorted(edition.answers, key=lambda one: one.question.group)
    groups = groupby(answers, lambda one: one.question.group)
    return [(group_name(edition.words, group), _shown(edition, found)) for group, found in groups]


def _shown(edition: Edition, answers: Iterable[AnsweredQuestion]) -> list[dict[str, object]]:
    return [_question(edition, one) for one in answers]


def _question(edition: Edition, one: AnsweredQuestion) -> dict[str, object]:
    titles = one.question.titles
    language = best_language(titles, edition.language, "en") or "en"
    foreign = "" if best_language((language,), edition.words.language) else language
    path = url_path(question_path(one.question.name))
    return {"name": one.question.name, "title": titles[language], "language": foreign, "path": path, "sparql": one.sparql.strip()}
