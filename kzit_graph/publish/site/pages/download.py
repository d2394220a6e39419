"""The files of a build to take: what each is for, how large it is, and its digest; how to cite them and how to make them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from kzit_graph.artefacts import BUILD_SETTINGS, CHECKSUMS, Digest
from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.edition.links import MEDIA_TYPES
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.rows.citation import Citation, citation_language, citation_line
from kzit_graph.publish.site.rows.takeaway import BUILD

PATH: Final = "download.html"
_SHORT: Final = 12
"""Characters of a digest that are shown."""

_BY_NAME: Final = {
    "ontology.ttl": "down_ontology",
    "ontology.jsonld": "down_ontology",
    "shapes.ttl": "down_shapes",
    "context.jsonld": "down_context",
    "dataset.ttl": "down_dataset",
    "dataset.jsonld": "down_dataset",
    "croissant.json": "down_croissant",
    "datapackage.json": "down_datapackage",
    "ro-crate-metadata.json": "down_crate",
    "CITATION.cff": "down_citation",
    "zenodo.json": "down_zenodo",
    "report.ttl": "down_report",
    "report.json": "down_report",
    BUILD_SETTINGS: "down_settings",
}
_BY_EXTENSION: Final = {
    "csv": "down_csv",
    "xlsx": "down_xlsx",
    "parquet": "down_parquet",
    "ttl": "down_ttl",
    "jsonld": "down_jsonld",
    "trig": "down_trig",
    "nq": "down_nq",
    "nt": "down_nt",
    "rdf": "down_rdf",
}
_ENDINGS: Final = {".csv-metadata.json": "down_csvw", ".schema.json": "down_schema"}
_GROUPS: Final = ("down_group_data", "down_group_meaning", "down_group_about")
_MEANING: Final = frozenset({"down_ontology", "down_shapes", "down_context", "down_schema"})


class DownloadPage:
    """Makes the page of files."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if the files of the build are known."""
        return [MenuEntry(PATH, "down_menu")] if edition.publication.files else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        words, dataset = edition.words, edition.publication.dataset
        found = sorted(_files(edition), key=lambda file: (_GROUPS.index(file[0]), file[1] != f"{edition.publication.name}.csv", file[1]))
        groups = [
            (getattr(words, group), [_row(edition, name, word, digest) for _, name, word, digest in files])
            for group, files in groupby(found, lambda file: file[0])
        ]
        values = {
            "groups": groups,
            "licences": edition.licences,
            "checksums": f"{ROOT}{CHECKSUMS}",
            "citation": visible(citation_line(edition)),
            "citation_language": citation_language(edition),
            "citations": _citations(edition),
            "command": BUILD,
            "facts": [
                (words.down_version_number, visible(dataset.version)),
                (words.down_issued, edition.day(dataset.issued)),
                (words.down_modified, edition.day(dataset.modified)),
                ("IRI", visible(dataset.iri.value)),
            ],
            "taken": [(entry.path, getattr(words, entry.word)) for entry in edition.menu if entry.path in _TAKEN],
        }
        yield Page(PATH, words.down_menu, edition.rendered("download.html", values), words.down_lede)


_TAKEN: Final = frozenset(
    f"{name}.html" for name in ("disagreements", "facts", "figures", "map", "network", "questions", "sources", "timeline")
)
"""Pages with a zip of their own."""


def _citations(edition: Edition) -> list[tuple[str, str, str]]:
    """Return the name of an anchor, the form and the text of each citation of the dataset."""
    iri, found = edition.publication.dataset.iri.value, Citation.of(edition.publication.dataset, edition.title.text)
    texts = (("BibTeX", found.bibtex(iri, "")), ("APA", found.apa(iri, "")), ("RIS", found.ris(iri, "")))
    return [(f"cite-{form.lower()}", form, "\n".join(map(visible, text.split("\n")))) for form, text in texts]


def _files(edition: Edition) -> Iterator[tuple[str, str, str, Digest]]:
    """Yield the group, the name, the word and the digest of each file at the top of a build."""
    for name, digest in edition.inventory.files.items():
        if "/" not in name and name != CHECKSUMS and not name.startswith("."):
            word = _word(name, edition.publication.name)
            is_data = name.startswith(f"{edition.publication.name}.") or word in _BY_EXTENSION.values()
            yield _GROUPS[1 if word in _MEANING else 0 if is_data and word != "down_csvw" else 2], name, word, digest


def _word(name: str, project: str) -> str:
    if name in _BY_NAME:
        return _BY_NAME[name]
    ending = next((word for end, word in _ENDINGS.items() if name.endswith(end)), "")
    if ending:
        return ending
    word = _BY_EXTENSION.get(name.rpartition(".")[2], "")
    return "down_csv_of" if word == "down_csv" and name != f"{project}.csv" else word


def _row(edition: Edition, name: str, word: str, digest: Digest) -> dict[str, str]:
    return {
        "name": name,
        "href": ROOT + url_path(name),
        "type": MEDIA_TYPES.get(name.rpartition(".")[2], ""),
        "use": getattr(edition.words, word) if word else "",
        "size": edition.words.number(max(1, round(digest.size / 1000))),
        "digest": digest.sha256,
        "short": f"{digest.sha256[:_SHORT]}…",
    }
