"""What the query console needs to know about a project, as scripts: its terms, its questions, its graph, and Oxigraph."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.package_data import FOLDER
from kzit_graph.project.prefixes import with_usual
from kzit_graph.project.questions.question import LABELS, Parameter, with_labels
from kzit_graph.publish.pictures.outline import encoded_land
from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.inventory.class_uses import ClassUse
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion
from kzit_graph.publish.site.script_data.packed_graph import packed, script, shared_starts
from kzit_graph.rdf.names import Term, expand
from kzit_graph.sparql.lexer import bind

if TYPE_CHECKING:
    from markupsafe import Markup

MAX_BYTES: Final = 20_000_000
"""N-Triples above which a graph is not loaded into a page."""

_FOLDER: Final = FOLDER / "publish" / "site" / "console"
"""The files that .ci/build-console writes."""

_WITHOUT: Final = b".c-live { display: none; }\n.con { grid-template-columns: minmax(0, 1fr); }\n"
"""The style sheet of readers without JavaScript: what needs it is not shown."""

LICENCES: Final = "LICENSES.txt"

_START: Final = "SELECT ?class (COUNT(?thing) AS ?things)\nWHERE {\n  ?thing a ?class .\n}\nGROUP BY ?class\nORDER BY DESC(?things)\n"
"""The query of a project without questions."""


def fits(edition: Edition) -> bool:
    """Return whether a page can load the graph."""
    return sum(len(lines) for _, lines in edition.graphs) <= MAX_BYTES


def scripts(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file of the console, but for the page."""
    yield "start.js", program("start.js")
    yield "console.js", program("console.js")
    yield "oxigraph.js", _oxigraph()
    yield "land.js", script(land=encoded_land())
    yield "without.css", _WITHOUT
    yield LICENCES, (_FOLDER / LICENCES).read_bytes()
    yield "project.js", script(project=_project(edition))
    if fits(edition):
        yield "graph.js", script(graph=packed(edition.graphs), addresses=_addresses(edition))


def start_query(edition: Edition) -> str:
    """Return the query to begin with: that of the first question that has an answer and needs no value."""
    found = (one.sparql.strip() for one in edition.answers if one.total and not one.question.choices)
    return next(found, _START)


@cache
def program(name: str) -> bytes:
    """Return a built file of the console."""
    return gzip.decompress((_FOLDER / f"{name}.gz").read_bytes())


@cache
def _oxigraph() -> bytes:
    """Return Oxigraph as a script: WebAssembly, compressed, in base 64. Pages that are files cannot load anything else."""
    return script(oxigraph=base64.b64encode((_FOLDER / "oxigraph.wasm.gz").read_bytes()).decode())


def _project(edition: Edition) -> Mapping[str, object]:
    reader, publication, inventory = edition.reader, edition.publication, edition.inventory
    prefixes = with_usual(reader.names.prefixes)
    questions = {one.question.name: _question(edition, one, prefixes) for one in edition.answers}
    return {
        "name": publication.name,
        "dataset": publication.dataset.iri.value,
        "base": publication.base,
        "prefixes": prefixes,
        "labels": [term.value for term in reader.names.naming.labels],
        **_terms(edition, inventory.classes),
        "questions": questions,
        "start": start_query(edition),
    }


def _terms(edition: Edition, classes: Iterable[ClassUse]) -> Mapping[str, object]:
    """Return the classes and properties with their labels, and which class has which properties, by places in the list of terms."""
    uses = tuple(classes)
    found = dict.fromkeys(term for use in uses for term in (use.kind, *(one.property for one in use.properties)))
    places = {term: place for place, term in enumerate(found)}
    return {
        "terms": [[term.value, _labels(edition, term)] for term in found],
        "classes": [
            [
                places[use.kind],
                use.number,
                [
                    [places[one.property], one.number, [[places[kind], number] for kind, number in one.kinds if kind in places]]
                    for one in use.properties
                ],
            ]
            for use in uses
        ],
    }


def _labels(edition: Edition, term: NamedNode) -> Mapping[str, str]:
    """Return the labels of a term in the languages of the site; all if it has none in these."""
    labels = edition.reader.names.labels(term)
    wanted = {language: labels[language] for language in (*edition.languages.all, "en", "") if language in labels}
    return wanted or labels


def _question(edition: Edition, answered: AnsweredQuestion, prefixes: Mapping[str, str]) -> Mapping[str, Any]:
    question = answered.question
    sparql = with_labels(question, edition.reader.names.naming.labels).strip()
    needed = [one for one in question.parameters if one.required or one.default is not None]
    is_runnable = bool(answered.sparql) and all(one.name in answered.values for one in needed)
    return {
        "sparql": sparql,
        "runnable": bind(sparql, answered.values) if is_runnable or not needed else "",
        "parameters": [
            _parameter(edition, one, answered.values.get(one.name), prefixes) for one in question.parameters if one.name != LABELS
        ],
    }


def _parameter(edition: Edition, parameter: Parameter, value: Term | None, prefixes: Mapping[str, str]) -> Mapping[str, object]:
    kind = expand(parameter.of_class, prefixes) if parameter.of_class else None
    found: dict[str, object] = {
        "name": parameter.name,
        "type": parameter.type,
        "description": parameter.description,
        "required": parameter.required,
        "reader": parameter.reader,
        "kind": kind.value if kind else "",
        "scheme": parameter.scheme or "",
    }
    if isinstance(value, NamedNode):
        found |= {"term": str(value), "labels": _labels(edition, value) or {"": str(value)}}
    elif isinstance(value, Literal):
        found |= {"value": value.value}
    return found


def _addresses(edition: Edition) -> str:
    """Return the local names of the things with a page, and after a tab the address of the page if it is not the name with ".html"."""
    places = edition.places
    if not isinstance(places, FilePlaces):
        return ""
    urls = {local: f"{url_path(stem)}.html" for local, stem in places.stems.items()}
    return shared_starts(sorted(local if url == f"{local}.html" else f"{local}\t{url}" for local, url in urls.items()))


def data_block(values: Mapping[str, object]) -> Markup:
    """Return values as JSON for a script element.

    >>> data_block({"text": "</script>"})
    Markup('{"text":"\\\\u003c/script>"}')
    """
    from markupsafe import Markup

    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - no "<" is left, so nothing can end the element
