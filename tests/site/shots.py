"""Take a picture of each kind of page, in each language, light and dark, wide and narrow.

Usage: python -m tests.site.shots BUILD FOLDER [LANGUAGE …]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.site.browsing import View, chromium, window
from tests.site.builds import BuiltSite, languages_of

_CANONICAL: Final = re.compile(r'<link rel="canonical" href="([^"]*)"')
_ANYWHERE: Final = "https://site.invalid/"
"""The address of a site that was built without one. Its page for unknown addresses has no style, as it does not know where it is."""

_VIEWS: Final = (View(1280, "light"), View(1280, "dark"), View(390, "light"), View(390, "dark"))


def take(site: BuiltSite, folder: Path, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Take the pictures of pages in some languages. Yields the path of each page and the name of its picture."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for view in _VIEWS:
            with window(browser, site, view) as (context, _):
                page = context.new_page()
                for kind, path in site.different:
                    for language in languages if kind != "404" else languages[:1]:
                        own = site.prefix(language) + path
                        name = f"{kind.strip('/').replace(' ', '-').replace('/', '-')}-{language}-{view.width}-{view.scheme}.png"
                        page.goto(site.public_url + own)
                        page.screenshot(path=folder / name, full_page=True)
                        yield own, name


def public_url(build: Path) -> str:
    """Return the public URL that a build was made for, or some URL if it was made for none."""
    address = _CANONICAL.search((build / "index.html").read_text("utf-8"))
    return address[1].removesuffix("index.html") if address else _ANYWHERE


def main() -> None:
    """Write the pictures and a page with all of them."""
    build, folder = map(Path, sys.argv[1:3])
    folder.mkdir(exist_ok=True)
    site = BuiltSite(build, public_url(build), languages_of(build))
    wanted = sys.argv[3:] or site.languages
    if unknown := sorted({*wanted} - {*site.languages}):
        sys.exit(f"{build} has no pages in {', '.join(unknown)}; choose from {', '.join(site.languages)}")
    rows = [
        f'<figure><a href="{escape(name)}"><img src="{escape(name)}" loading="lazy" width="320" alt=""></a>'
        f"<figcaption>{escape(path)}, {escape(name)}</figcaption></figure>"
        for path, name in take(site, folder, wanted)
    ]
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><style>body{columns:4}img{max-width:100%}</style>'
    (folder / "index.html").write_text(f"{head}<h1>Pages</h1>{''.join(rows)}", "utf-8")
    print(f"{len(rows)} pictures in {folder}")


if __name__ == "__main__":
    main()
