"""Take the pictures of the site that the README shows, without the rest of their pages.

Usage: python -m tests.site.readme_pictures BUILD FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.site.browsing import View, chromium, window
from tests.site.builds import BuiltSite, languages_of
from tests.site.shots import public_url

_PICTURES: Final = {"home": ("index.html", View(1120, height=1070)), "figures": ("figures.html", View(1120, height=985))}
"""The page and the view of each picture."""


def main() -> None:
    """Write the pictures."""
    build, folder = map(Path, sys.argv[1:3])
    site = BuiltSite(build, public_url(build), languages_of(build))
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for name, (path, view) in _PICTURES.items():
            with window(browser, site, view) as (context, _):
                page = context.new_page()
                page.goto(site.public_url + path)
                page.evaluate("document.fonts.ready.then(() => null)")
                page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main()
