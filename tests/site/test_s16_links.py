"""S16: no link is broken, each thing of the data has a page, and each page of a thing is about a thing of the data."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from typing import Final
from urllib.parse import quote, unquote, urldefrag, urljoin

import pytest
from pyoxigraph import NamedNode, Store

from tests.site.builds import BuiltSite
from tests.site.components import program
from tests.site.landing import head_links

_TARGET: Final = re.compile(r'<[a-z][^<>]*? (?:href|src|action)="([^"]*)"')
_ANCHOR: Final = re.compile(r' (?:id|name)="([^"]*)"')
_ON_SERVERS: Final = ("sparql", "reconcile", "graph/")
"""Paths that only a server has. The names of graphs are shown in answers, and have no page."""


@pytest.mark.slow
def test_s16_no_link_is_broken(site: BuiltSite) -> None:
    known: dict[str, bool] = {}
    wanted: dict[str, set[str]] = {}
    broken = []
    for path in site.html:
        text = (site.folder / path).read_text("utf-8")
        base = site.public_url + quote(path, safe="/~")
        for target in {unescape(found) for found in _TARGET.findall(text)}:
            url, fragment = urldefrag(urljoin(base, target))
            url = url.partition("?")[0]
            if not url.startswith(site.public_url) or url.removeprefix(site.public_url).startswith(_ON_SERVERS):
                continue
            if url not in known:
                file = site.file(url)
                known[url] = file is not None and file.is_file()
            # An address without an extension is the IRI of a thing, which a host redirects to its page.
            if not known[url] and not ((page := site.file(f"{url}.html")) is not None and page.is_file() and f'"{target}"' in text):
                broken.append(f"{path}: {target}")
            elif fragment and url.endswith(".html") and not url.endswith(("console.html", "search.html", "facts.html")):
                wanted.setdefault(url, set()).add(unquote(fragment))
    for url, fragments in wanted.items():
        file = site.file(url)
        assert file is not None
        anchors = {unescape(found) for found in _ANCHOR.findall(file.read_text("utf-8"))}
        broken += [f"{url}#{fragment}" for fragment in sorted(fragments - anchors)]
    assert not broken, "\n".join(broken[:50])


def test_s16_each_menu_leads_to_pages_of_its_language(bundled: BuiltSite) -> None:
    for language in bundled.languages:
        text = (bundled.folder / f"{bundled.prefix(language)}id/kazakhstan.html").read_text("utf-8")
        menu = re.findall(r'href="([^"]*)"', text.partition('<footer class="foot" id="menu">')[2])
        base = f"{bundled.public_url}{bundled.prefix(language)}id/kazakhstan.html"
        urls = [urljoin(base, href) for href in menu if not href.startswith("http")]
        assert len(set(urls)) == len(urls) >= 10
        assert all(url.startswith(bundled.public_url + bundled.prefix(language)) for url in urls)


@pytest.mark.slow
def test_s16_each_iri_of_the_data_has_a_page_and_each_page_an_iri(bundled: BuiltSite, graph: Store) -> None:
    base = "https://w3id.org/kzit/"
    subjects = {quad.subject.value.partition("#")[0] for quad in graph if isinstance(quad.subject, NamedNode)}
    own = {iri for iri in subjects if iri.startswith(base)}
    assert len(own) > 2000
    cited: dict[str, list[str]] = {}
    for path in bundled.of_language(bundled.languages[0]):
        for link in head_links(bundled, path):
            if link.rel == "cite-as":
                cited.setdefault(link.href, []).append(path)
    assert own - cited.keys() == set()
    documents = {base + name for name in ("dataset", "ontology", "shapes")}
    assert cited.keys() - own - documents == set()


@pytest.mark.slow
def test_s16_lychee_finds_no_broken_link_either(bundled: BuiltSite) -> None:
    pages = [str(bundled.folder / path) for _, path in bundled.different if path != "404.html"]
    root = f"--root-dir={bundled.folder}"
    command = [str(program("lychee")), "--offline", "--no-progress", root, "--exclude", f"^{bundled.public_url}", *pages]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
