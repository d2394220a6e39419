"""Write the site of a build: pages and documents of things, lists of them, and files for crawlers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from kzit_graph.artefacts import Digest
from kzit_graph.package_data import FOLDER
from kzit_graph.plain_text import counted
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.description.schema_org import schema_dataset
from kzit_graph.publish.site.document_files import documents_being_written
from kzit_graph.publish.site.edition.addresses import allocated, url_path
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.links import LINKSET, LINKSET_TEXT, data_files
from kzit_graph.publish.site.edition.paths import SitePaths
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import FORMATS, Publication
from kzit_graph.publish.site.edition.styles import STYLE_SHEET, style_sheet
from kzit_graph.publish.site.file_writing import write_small_files
from kzit_graph.publish.site.home.class_lists import ClassList, class_lists, list_urls
from kzit_graph.publish.site.home.listings import OVERVIEW, Listings
from kzit_graph.publish.site.hosting.crawling import changes, robots, sitemaps
from kzit_graph.publish.site.hosting.hosting import HEADERS, HTACCESS, NO_JEKYLL, REDIRECTS, hosting_files
from kzit_graph.publish.site.inventory.answering import answered, quality_of, questions_of
from kzit_graph.publish.site.inventory.class_uses import class_uses
from kzit_graph.publish.site.inventory.inventory import Inventory
from kzit_graph.publish.site.pages import PATHS
from kzit_graph.publish.site.site import Site, SiteInput, site_languages
from kzit_graph.publish.site.thing_pages.check import PARTS
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.wording.words import languages
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.validation.report.report import Report

_FIRST: Final = ("index.html", "dataset.html", OVERVIEW)
_OWN: Final = (*_FIRST, "404.html", "robots.txt", LINKSET, LINKSET_TEXT, HEADERS, HTACCESS, NO_JEKYLL, REDIRECTS)
"""The files at the top of a site."""

_ASSETS: Final = "assets"
"""The folder of style sheets, fonts and scripts, in the package and in a build."""

_METADATA: Final = ("dataset.ttl", "dataset.jsonld", "ontology.ttl", "shapes.ttl", "context.jsonld", "SHA256SUMS")
"""Other files of the build to download."""

_POLICY: Final = re.compile(rb'^<meta http-equiv="Content-Security-Policy" content="([^"]*)">$', re.MULTILINE)
_HEAD: Final = 2_000
"""Bytes at the start of a page that hold its policy."""

_OUTSIDE: Final = "\0dataset"
"""Stands for the local name of a dataset whose IRI does not begin with the base."""

_DATASET: Final = "dataset"


@dataclass(frozen=True)
class WrittenSite:
    """The files of a site. files: their digests by path in the build. warnings: one line for each file that was left out."""

    files: Mapping[str, Digest] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def write_site(
    loaded: LoadedProject,
    new: Path,
    paths: SitePaths,
    described: Collection[Quad],
    *,
    progress: Callable[[str], None],
    jobs: int = 1,
    files: Mapping[str, Digest] | None = None,
    report: Report | None = None,
) -> WrittenSite:
    """Write the site of a project into the folder of its build. The bytes do not depend on the number of jobs.

    new: the folder. paths: those that are taken; each file claims its own. described: the description of the dataset. progress: called
    with the name of each step. jobs: number of processes. files: digests of the other files of the build. report: of the validation.
    """
    progress("writing the pages of things")
    with ThreadPoolExecutor(max_workers=1) as thread:
        inventory = _inventory(loaded, files or {}, report, described, thread)
        return _Writer(loaded, new, paths, described, jobs, inventory).write()


class _Writer:
    """Writes one site."""

    def __init__(
        self, loaded: LoadedProject, new: Path, paths: SitePaths, described: Collection[Quad], jobs: int, inventory: Inventory
    ) -> None:
        self._loaded, self._new, self._paths, self._jobs, self._inventory = loaded, new, paths, jobs, inventory
        self._warnings: list[str] = []
        project, files = loaded.project, _files_of(new)
        has_jsonld = f"{project.name}.jsonld" in files
        self._publication = Publication(
            base=project.base,
            dataset=read_dataset(loaded),
            name=project.name,
            public_url=project.settings.public_url,
            language=project.naming.language,
            formats=tuple(name for name in FORMATS if has_jsonld or name != "jsonld"),
            files={name: size for name, size in files.items() if name.startswith(f"{project.name}.") or name in _METADATA},
            structured=schema_dataset(loaded, described),
        )
        self._contents = SiteInput.of(loaded, self._publication, has_jsonld=has_jsonld)
        self._warnings += _without_words(project)
        self._assets = {name: content for name, content in _assets() if self._claimed(name)}
        self._folders = tuple(map(self._contents.languages.folder, self._contents.languages.all))
        self._own = {name: self._claimed(name) for name in _own(self._folders)}

    def write(self) -> WrittenSite:
        """Write all files."""
        reader, places = self._contents.reader, FilePlaces(self._publication.base, {})
        assert isinstance(reader.index, WholeIndex)
        things, parts, outside = _things(reader.index.subjects(), places)
        maximum = self._loaded.project.settings.site.max_things
        if len(things) > maximum:
            self._warnings.append(
                f"{counted(len(things), 'thing')} are more than max_things in [site] ({maximum:,}); pages of things are left out, "
                "and kzit-graph serve makes them when they are asked for"
            )
            things, parts = {}, {}
        listed = _listed(things, parts, frozenset(reader.index.subjects()))
        lists = class_lists({thing: reader.types(thing) for thing in listed}, self._are_claimed)
        site = self._site(things, parts, lists)
        wanted = [(local, thing) for local, thing in sorted(things.items()) if site.places.stems.get(local, _DATASET) != _DATASET]
        with documents_being_written(site, wanted, self._new, self._jobs) as documents:
            files = write_small_files(self._new, self._pages(site, lists, outside))
            files |= documents()
        files |= write_small_files(self._new, self._sitemaps(files, site, things))
        return WrittenSite(files, tuple(self._warnings))

    def _claimed(self, path: str) -> bool:
        """Take a path, and warn if it is taken."""
        problem = self._paths.claim(path)
        if problem:
            self._warnings.append(f"{problem}; the page is left out")
        return not problem

    def _are_claimed(self, stem: str) -> bool:
        """Take the paths of the documents of a thing or of a list. The names of the other pages are kept for these."""
        if f"{stem}.html" in PATHS:
            return False
        paths = [f"{stem}.{extension}" for extension in self._publication.formats]
        paths += [f"{folder}{stem}.html" for folder in self._folders if folder]
        problems = [self._paths.claim(path) for path in paths]
        return not any(problems)

    def _site(self, things: Mapping[str, NamedNode], parts: Mapping[str, Sequence[NamedNode]], lists: Iterable[ClassList]) -> Site:
        """Return the writer of pages, with the name of a file for each."""
        publication, dataset = self._publication, self._publication.dataset.iri
        own = FilePlaces(publication.base, {}).local(dataset)
        local = _OUTSIDE if own is None else own
        stems = allocated((name for name in things if name != local), self._are_claimed)
        for name in sorted(things.keys() - stems.keys() - {local}):
            self._warnings.append(f"{things[name].value}: no name of a file is free for its pages; they are left out")
        stems[local] = _DATASET
        aside = {(local, extension): f"{_DATASET}.{extension}" for extension in publication.formats if extension in ("ttl", "jsonld")}
        urls = {one.kind: HOME + list_urls(one, publication.list_size)[0] for one in lists if one.kind}
        topics = frozenset(thing.value for thing in (*things.values(), dataset) if "#" in thing.value)
        places = FilePlaces(publication.base, stems, {**aside, (local, "nt"): ""}, topics=topics)
        return Site(self._contents, places, parts, urls, self._inventory)

    def _pages(self, site: Site, lists: Sequence[ClassList], outside: int) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of the pages that are not of things, and of other files of a site."""
        publication, listings = self._publication, [Listings(edition) for edition in site.editions]
        own: dict[str, bytes] = {
            "404.html": listings[0].not_found(),
            "robots.txt": robots(publication.public_url, [name for name, _ in data_files(publication.files, publication.name)]),
            **self._assets,
        }
        for each in listings:
            own |= [each.edition.write(each.home(lists, site.counts, outside))]
            own |= (each.edition.write(page) for one in lists for page in each.lists(one))
            own |= [each.edition.write(each.overview(lists, outside))] if site.class_pages else []
        own |= site.dataset_pages(listings[0].files())
        for name, content in site.special_pages():
            if self._claimed(name):
                own[name] = content
        own |= hosting_files(publication, self._contents.languages, site.places.stems, dict.fromkeys(map(_policy, own.values())))
        yield from ((name, content) for name, content in own.items() if self._own.get(name, True))

    def _sitemaps(self, files: Iterable[str], site: Site, things: Mapping[str, NamedNode]) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of the sitemaps. files: of the site."""
        publication, languages = self._publication, self._contents.languages
        urls = {url_path(name) for name in sorted(files) if name.endswith(".html") and name != "404.html"}
        folders = {language: languages.folder(language) for language in languages.all}
        days = changes(self._contents.reader.index, things.values())
        stems = {site.places.stems[local]: days[thing] for local, thing in things.items() if thing in days and local in site.places.stems}
        own = {url_path(f"{folder}{stem}.html"): day for stem, day in stems.items() for folder in folders.values()}
        changed = publication.dataset.modified or publication.dataset.issued
        for name, content in sitemaps(publication.public_url, urls, changed, folders, own=own):
            if self._claimed(name):
                yield name, content


def _without_words(project: Project) -> Iterator[str]:
    """Yield a line about the languages of a project in which its site has no words, if there are any."""
    settings, known = project.settings, languages()
    missing = ", ".join(tag for tag in settings.site.languages or project.languages if best_language(known, tag) is None)
    if missing and settings.site.languages:
        place = f"{settings.position('site.languages')}: site.languages: "
        yield f"{place}the site has no words in {missing}, so headings are in English; it has words in {', '.join(known)}"
    elif missing:
        otherwise = "set languages in [site] for pages in which only the headings are in English"
        yield f"the site has no words in {missing}, and so no pages; {otherwise}"


def _own(folders: Sequence[str]) -> Iterator[str]:
    """Yield the files at the top of a site, and its first pages in each folder of a language."""
    yield from _OWN
    yield from (f"{folder}{name}" for folder in folders if folder for name in _FIRST)


def _policy(content: bytes) -> str:
    """Return the Content Security Policy of a page; empty for other files."""
    found = _POLICY.search(content, 0, _HEAD)
    return unescape(found[1].decode()) if found else ""


def _inventory(
    loaded: LoadedProject, files: Mapping[str, Digest], report: Report | None, described: Collection[Quad], thread: ThreadPoolExecutor
) -> Inventory:
    """Return the inventory of a build. thread: answers the questions while pages are written."""
    questions = questions_of(loaded)
    answers = thread.submit(answered, loaded, questions, site_languages(loaded).all)
    quality = quality_of(report) if report else None
    return Inventory(files, questions, quality, class_uses(described, loaded.project.dataset), answers.result)


def _assets() -> Iterator[tuple[str, bytes]]:
    """Yield the path in a build and the content of each file that pages load."""
    folder = FOLDER / "publish" / "site" / _ASSETS
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            parts = PARTS if path.name == PARTS[-1] else (path.relative_to(folder).as_posix(),)
            yield f"{_ASSETS}/{path.relative_to(folder).as_posix()}", b"\n".join((folder / part).read_bytes() for part in parts)
    yield STYLE_SHEET, style_sheet()


def _files_of(folder: Path) -> dict[str, int]:
    """Return the sizes of the files in a folder, without hidden ones."""
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")}


def _listed(things: Mapping[str, NamedNode], parts: Mapping[str, Sequence[NamedNode]], described: Container[object]) -> Iterator[NamedNode]:
    """Yield the things for the lists of classes: instead of a page about nothing by itself, its parts."""
    for local, thing in things.items():
        if thing in described:
            yield thing
        else:
            yield from parts.get(local, ())


def _things(subjects: Iterable[NamedNode], places: FilePlaces) -> tuple[dict[str, NamedNode], dict[str, Sequence[NamedNode]], int]:
    """Return the things that have a page, their parts by the local name of the page, and the number of subjects without a page."""
    things: dict[str, NamedNode] = {}
    parts: dict[str, list[NamedNode]] = {}
    outside = 0
    for subject in subjects:
        local = places.local(subject)
        if local is None:
            outside += 1
        elif subject.value.startswith(places.base) and "#" in subject.value[len(places.base) :]:
            parts.setdefault(local, []).append(subject)
        else:
            things[local] = subject
    for local in parts.keys() - things.keys():
        alone = parts.pop(local) if len(parts[local]) == 1 else [NamedNode(places.base + local)]
        things[local] = alone[0]
    return things, {local: sorted(found, key=lambda part: natural_key(part.value)) for local, found in parts.items()}, outside
