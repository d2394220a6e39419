"""Open pages of a site in Chromium at their public address, and note what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urldefrag

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from tests.components import need
from tests.site.builds import BuiltSite

Scheme = Literal["light", "dark"]

_PROGRAM: Final = shutil.which("chromium")
_ARGUMENTS: Final = (
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic"),
    *("--disable-sync", "--no-first-run"),
)
_HEIGHT: Final = 900
_TYPES: Final = {
    ".css": "text/css",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
"""Content types by extension, as static hosts send them."""


@dataclass(frozen=True)
class View:
    """How a page is looked at.

    scheme: the colours that the system prefers. scripts: whether the scripts of the page are there; a checker can still be run. javascript:
    whether the browser runs any JavaScript.
    """

    width: int = 1280
    scheme: Scheme = "light"
    scripts: bool = True
    height: int = _HEIGHT
    reduced_motion: bool = False
    javascript: bool = True
    waits_for_fonts: bool = True

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, {'with' if self.scripts and self.javascript else 'without'} scripts"


@dataclass
class Seen:
    """What a page asked for, and what went wrong. inside: requests to the site. outside: to other addresses."""

    inside: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    size: dict[str, int] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        """All that a page must not do."""
        return [*self.errors, *(f"outside: {url}" for url in self.outside), *(f"missing: {url}" for url in self.missing)]

    def forget(self) -> None:
        """Begin anew, for the next page of a tab."""
        for noted in (self.inside, self.outside, self.missing, self.errors, self.size):
            noted.clear()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser. The test is skipped if there is none."""
    need(_PROGRAM is not None, "Chromium", "apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=_PROGRAM, args=list(_ARGUMENTS))
    yield browser
    browser.close()


@contextmanager
def window(browser: Browser, site: BuiltSite, view: View = View()) -> Iterator[tuple[BrowserContext, Seen]]:
    """Open a window in which the files of a site are at its public URL, and nothing else exists."""
    seen = Seen()

    def answer(route: Route) -> None:
        url = urldefrag(route.request.url)[0]
        file = site.file(url)
        if file is None:
            seen.outside.append(url)
            route.abort()
            return
        seen.inside.append(url)
        status = 200
        if not file.is_file():
            file, status = site.folder / "404.html", 404
            if not route.request.is_navigation_request():
                seen.missing.append(url)
        content = b"" if file.suffix == ".js" and not view.scripts else file.read_bytes()
        seen.size[url] = len(content)
        if file.suffix == ".css" and view.waits_for_fonts:
            content = content.replace(b"font-display: optional", b"font-display: block")
        kind = _TYPES.get(file.suffix, "application/octet-stream")
        route.fulfill(status=status, body=content, headers={"content-type": kind, "access-control-allow-origin": "*"})

    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme=view.scheme,
        java_script_enabled=view.javascript,
        reduced_motion="reduce" if view.reduced_motion else "no-preference",
        service_workers="block",
    )
    context.route("**/*", answer)
    try:
        yield context, seen
    finally:
        context.close()


@contextmanager
def opened(browser: Browser, site: BuiltSite, path: str, view: View = View()) -> Iterator[tuple[Page, Seen]]:
    """Open a page. path: below the public URL, as in a URL, with a query or a fragment if that is wanted."""
    with tab(browser, site, view) as (page, seen):
        page.goto(site.public_url + path)
        yield page, seen


@contextmanager
def tab(browser: Browser, site: BuiltSite, view: View = View()) -> Iterator[tuple[Page, Seen]]:
    """Open a tab without a page, for many pages: a new one takes as long as a check of the page in it."""
    with window(browser, site, view) as (context, seen):
        page = context.new_page()
        page.on("console", lambda message: seen.errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        yield page, seen
