"""S18, S19: hosts serve each file with its content type, IRIs lead to pages and data, and crawlers find all pages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import httpx
import pytest

import kzit_graph
from tests.components import need
from tests.remote.endpoint_servers import free_port
from tests.site.builds import BuiltSite
from tests.site.landing import LANDING, head_links, typed_links
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

APACHE: Final = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
_MODULES: Final = Path("/usr/lib/apache2/modules")
_NEEDED: Final = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite", "alias", "env", "setenvif")
_START: Final = 30.0
TYPES: Final = {
    "index.html": "text/html; charset=utf-8",
    "dataset.ttl": "text/turtle; charset=utf-8",
    "dataset.jsonld": "application/ld+json",
    "id/edelweiss.nt": "application/n-triples; charset=utf-8",
    "alpine-garden.trig": "application/trig; charset=utf-8",
    "alpine-garden.nq": "application/n-quads; charset=utf-8",
    "alpine-garden.rdf": "application/rdf+xml",
    "facts.csv": "text/csv; charset=utf-8",
    "linkset.json": "application/linkset+json",
    "linkset.txt": "application/linkset",
    "croissant.json": "application/ld+json",
    "assets/site.js": "text/javascript; charset=utf-8",
    "assets/site.css": "text/css",
}
"""Content types of files of the garden."""

_ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}
_SITEMAP: Final = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def configuration(folder: Path, port: int, aliases: dict[str, Path]) -> str:
    """Return the configuration of an Apache on the loopback interface. aliases: folders by their path in URLs."""
    lines = [
        f'ServerRoot "{folder}"',
        f"Listen 127.0.0.1:{port}",
        "ServerName localhost",
        f'PidFile "{folder}/pid"',
        f'ErrorLog "{folder}/errors"',
    ]
    lines += ["Mutex sem", f'DefaultRuntimeDir "{folder}"', f'DocumentRoot "{folder}"', f'TypesConfig "{folder}/mime.types"']
    for name, place in aliases.items():
        lines += [f'Alias "{name}" "{place}/"', f'<Directory "{place}">', "AllowOverride All", "Require all granted", "</Directory>"]
    lines += ["User nobody", "Group nogroup"] if os.geteuid() == 0 else []  # it does not serve files as root
    modules = [f'LoadModule {name}_module "{_MODULES}/mod_{name}.so"' for name in _NEEDED if (_MODULES / f"mod_{name}.so").is_file()]
    return "".join(f"{line}\n" for line in (*modules, *lines))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of things with IRIs that cannot be names of files, or are those of pages, styles and languages."""
    folder = tmp_path_factory.mktemp("odd")
    names = ("a%20b", "caf%C3%A9", "c:d*", "e/", "it", "search", "x.css", "assets/site.css")
    lines = [f'<{BASE}{name}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@en .\n' for name in names]
    changes = {"data/odd.ttl": "".join(lines), "kzit-graph.toml": 'languages = ["en", "it"]\n'}
    kzit_graph.open_folder(small_project(folder / "project", changes)).build(folder / "dist")
    return folder / "dist"


@pytest.fixture(scope="module")
def apache(garden: BuiltSite, odd: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Apache that serves the garden at a sub-path, and its redirects at /iris/."""
    need(APACHE is not None, "Apache", "apt-get install apache2-bin")
    folder = tmp_path_factory.mktemp("apache")
    port = free_port()
    (folder / "iris").mkdir()
    shutil.copy(garden.folder / "w3id.htaccess", folder / "iris" / ".htaccess")
    (folder / "mime.types").write_text("text/css css\ntext/html html\napplication/json json\n")
    aliases = {"/alpine/garden/": garden.folder, "/iris/": folder / "iris", "/odd/": odd}
    (folder / "apache.conf").write_text(configuration(folder, port, aliases))
    for path in (folder, *folder.parents[:3], odd.parent):
        path.chmod(path.stat().st_mode | 0o055)
    process = subprocess.Popen([str(APACHE), "-f", str(folder / "apache.conf"), "-DFOREGROUND"], start_new_session=True)
    url = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(url)
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield url
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def ask(url: str, accept: str = "*/*", language: str = "") -> httpx.Response:
    return httpx.get(url, headers={"Accept": accept, **({"Accept-Language": language} if language else {})})


@pytest.mark.slow
def test_s18_apache_sends_each_file_with_its_type(apache: str) -> None:
    found = {path: ask(f"{apache}alpine/garden/{path}").headers["content-type"] for path in TYPES}
    assert found == TYPES
    response = ask(f"{apache}alpine/garden/id/edelweiss.html")
    assert response.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.slow
def test_s18_apache_leads_from_an_iri_to_a_page_or_data(apache: str, garden: BuiltSite) -> None:
    iri = f"{apache}alpine/garden/id/edelweiss"
    default, other = garden.languages
    html = "text/html,application/xhtml+xml,*/*;q=0.8"
    answers = {
        (html, ""): "id/edelweiss.html",
        (html, default): "id/edelweiss.html",
        (html, f"{other}-CH,{default};q=0.5"): f"{other}/id/edelweiss.html",
        ("text/turtle", ""): "id/edelweiss.ttl",
        ("application/ld+json", ""): "id/edelweiss.jsonld",
        ("application/rdf+xml;q=0.5, application/n-triples", ""): "id/edelweiss.nt",
        ("application/n-triples, text/turtle;q=0.3", ""): "id/edelweiss.nt",
        ("application/ld+json;q=0.9, text/turtle;q=0.5", ""): "id/edelweiss.jsonld",
        ("text/turtle;q=0.1, text/html", ""): "id/edelweiss.html",
        ("text/turtle;q=0", ""): "id/edelweiss.html",
        ('application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"', ""): "id/edelweiss.jsonld",
        (html, f"en-GB, {other};q=0.5"): f"{other}/id/edelweiss.html",
        (html, f"{other};q=0, en"): "id/edelweiss.html",
    }
    for (accept, language), path in answers.items():
        response = ask(iri, accept, language)
        assert (response.status_code, response.headers["location"]) == (303, f"{apache}alpine/garden/{path}"), (accept, language)
    for path in ("id/nothing", "id/edelweiss/", "id/edelweiss/below", "id/edelweiss.html/below", "id", "id/"):
        assert ask(f"{apache}alpine/garden/{path}").status_code == 404, path
    assert ask(f"{apache}alpine/garden/").status_code == 200
    assert ask(f"{apache}alpine/garden/{other}").headers["location"] == f"{apache}alpine/garden/{other}/"


@pytest.mark.slow
def test_s18_apache_knows_things_whose_files_have_other_names(apache: str, odd: Path) -> None:
    assert (odd / "it.html").is_file()
    answers = {
        "a%20b": "a~20b.ttl",
        "caf%C3%A9": "caf%c3%a9.ttl",
        "c:d*": "c~3Ad~2A.ttl",
        "e/": "e/~.ttl",
        "it": "it.ttl",
        "x.css": "x.css.ttl",
    }
    for path, end in answers.items():
        assert ask(f"{apache}odd/{path}", "text/turtle").headers["location"] == f"{apache}odd/{end}", path
    assert ask(f"{apache}odd/assets/site.css", "text/css").status_code == 200
    assert ask(f"{apache}odd/search", "*/*").headers["location"].startswith(f"{apache}odd/~m/search~m")
    assert ask(f"{apache}odd/it/").status_code == 200


@pytest.mark.slow
def test_s18_redirects_lead_from_persistent_iris_to_the_site(apache: str, garden: BuiltSite) -> None:
    target = garden.public_url
    answers = {
        ("id/edelweiss", "text/html"): "id/edelweiss.html",
        ("id/edelweiss", "text/turtle"): "id/edelweiss.ttl",
        ("dataset", "application/ld+json"): "dataset.jsonld",
        ("dataset", "*/*"): "dataset.html",
        ("alpine-garden.nq", "*/*"): "alpine-garden.nq",
        ("habitat/rock", "text/html"): "habitat/rock.html",
        ("", "text/html"): "",
    }
    for (path, accept), end in answers.items():
        response = ask(f"{apache}iris/{path}", accept)
        assert response.headers["location"] == target + end, (path, accept)
        assert response.status_code in (302, 303)
        file = garden.file(target + end)
        assert file is not None
        assert file.is_file()


def test_s18_a_plain_server_gives_a_type_or_the_links_name_it(bundled: BuiltSite, static_server: str) -> None:
    """Python's server knows few types. The links of the page state those of what they lead to."""
    stated = {href.removeprefix(bundled.public_url): kind for _, href, kind in typed_links(bundled, LANDING) if kind}
    assert {"dataset.ttl", "kzit.trig", "kzit.nt", "kzit.jsonld"} <= stated.keys()
    for path, kind in stated.items():
        sent = httpx.head(static_server + path).headers["content-type"].partition(";")[0]
        assert sent in (kind, "application/octet-stream", "application/json", "text/plain", "text/xml", "application/xml"), path
    assert httpx.head(f"{static_server}id/milan.html").headers["content-type"].startswith("text/html")


def test_s18_hosts_with_rules_for_headers_get_each_type(site: BuiltSite) -> None:
    lines = (site.folder / "_headers").read_text("utf-8").splitlines()
    rules = {line: lines[number + 1].strip() for number, line in enumerate(lines) if line.startswith("/")}
    assert rules["/*.ttl"] == "Content-Type: text/turtle; charset=utf-8"
    assert rules["/*.jsonld"] == "Content-Type: application/ld+json"
    assert rules["/linkset.json"] == "Content-Type: application/linkset+json"
    assert len(rules) <= 100
    assert max(map(len, lines)) < 2000
    assert (site.folder / ".nojekyll").read_bytes() == b""


def test_s18_a_site_at_its_iris_needs_no_redirects(bundled: BuiltSite, garden: BuiltSite) -> None:
    assert not (bundled.folder / "w3id.htaccess").exists()
    assert (garden.folder / "w3id.htaccess").exists()


def test_s19_the_sitemap_has_each_page_with_its_languages(site: BuiltSite) -> None:
    root = ET.fromstring((site.folder / "sitemap.xml").read_bytes())
    entries = {entry.findtext("s:loc", "", _SITEMAP): entry for entry in root.findall("s:url", _SITEMAP)}
    paths = {unquote(url.removeprefix(site.public_url)) for url in entries}
    assert paths == set(site.html) - {"404.html"}
    assert len(entries) <= 50_000
    stated = set(re.findall(r'dcterms:modified "([0-9-]+)"', (site.folder / "dataset.ttl").read_text("utf-8")))
    assert len(stated) == 1
    assert {entry.findtext("s:lastmod", "", _SITEMAP) for entry in entries.values()} == stated
    for url in list(entries)[:: max(1, len(entries) // 40)]:
        alternates = {link.get("hreflang"): link.get("href") for link in entries[url].findall("x:link", _SITEMAP)}
        path = unquote(url.removeprefix(site.public_url))
        assert alternates == {link.hreflang: link.href for link in head_links(site, path) if link.hreflang}


def test_s19_robots_may_read_the_pages(site: BuiltSite) -> None:
    robots = RobotFileParser()
    robots.parse((site.folder / "robots.txt").read_text("utf-8").splitlines())
    assert robots.can_fetch("*", f"{site.public_url}index.html")
    assert not robots.can_fetch("*", f"{site.public_url}sparql?query=x")
    assert robots.site_maps() == [f"{site.public_url}sitemap.xml"]


def test_s19_each_language_has_a_feed_whose_entries_lead_to_pages(bundled: BuiltSite) -> None:
    for language in bundled.languages:
        home = f"{bundled.prefix(language)}index.html"
        found = [link.href for link in head_links(bundled, home) if link.type == "application/atom+xml"]
        links = [urljoin(bundled.public_url + home, href) for href in found]
        assert links == [f"{bundled.public_url}{bundled.prefix(language)}feed.atom"]
        file = bundled.file(links[0])
        assert file is not None
        root = ET.fromstring(file.read_bytes())
        assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
        assert [link.attrib["href"] for link in root.findall("a:link[@rel='self']", _ATOM)] == links
        entries = root.findall("a:entry", _ATOM)
        ids = [one.findtext("a:id", "", _ATOM) for one in (root, *entries)]
        assert len(set(ids)) == len(ids) > 1
        assert all(re.match(r"https?://", one) for one in ids)
        for one in (root, *entries):
            assert one.findtext("a:title", "", _ATOM)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.findtext("a:updated", "", _ATOM))
        for entry in entries:
            (href,) = (link.attrib["href"] for link in entry.findall("a:link", _ATOM))
            page = bundled.file(href)
            assert page is not None
            assert page.is_file()
            assert href.startswith(bundled.public_url + bundled.prefix(language))
