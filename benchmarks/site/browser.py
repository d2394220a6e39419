"""Opens pages in Chromium by Lighthouse, which slows down the network and the processor as of a phone, and reads what it measured."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.peer import output_of
from benchmarks.places import CACHE
from benchmarks.site.measurements import BLOCKING, FIRST_PAINT, LARGEST_PAINT, LAYOUT_SHIFT, NODES, TRANSFERRED

_FOLDER: Final = CACHE / "site" / "node_modules"
_LIGHTHOUSE: Final = _FOLDER / "lighthouse"
_CHROMIUM: Final = "chromium"
_FLAGS: Final = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-gpu --disable-sync"
_LIMIT: Final = 120
_AUDITS: Final[Mapping[str, tuple[str, float]]] = {
    "first-contentful-paint": (FIRST_PAINT, 1e3),
    "largest-contentful-paint": (LARGEST_PAINT, 1e3),
    "cumulative-layout-shift": (LAYOUT_SHIFT, 1),
    "total-blocking-time": (BLOCKING, 1),
    "dom-size": (NODES, 1),
    "total-byte-weight": (TRANSFERRED, 1e3),
}
"""The name of each figure of Lighthouse, and by what it is divided."""


class NotOpened(Exception):
    """A page could not be measured."""


def missing() -> dict[str, str]:
    """Return how to install what is missing, by name."""
    found = {}
    if shutil.which(_CHROMIUM) is None:
        found["Chromium"] = "apt-get install chromium"
    if _node() is None or not _LIGHTHOUSE.is_dir():
        found["Lighthouse"] = ".ci/install-site-checkers"
    return found


def versions() -> dict[str, str]:
    """Return the versions of the browser and of Lighthouse. They must be installed."""
    lighthouse = json.loads((_LIGHTHOUSE / "package.json").read_text("utf-8"))["version"]
    return {"Chromium": output_of(_CHROMIUM, "--version").splitlines()[-1].strip(), "Lighthouse": lighthouse}


def open_page(url: str, folder: Path) -> dict[str, float]:
    """Open a page with an empty cache, and return its figures. folder: for the files of Lighthouse.

    It is tried twice, since the browser may lose touch with Lighthouse on a busy machine. Raises `NotOpened`.
    """
    try:
        return _opened(url, folder)
    except NotOpened:
        return _opened(url, folder)


def _opened(url: str, folder: Path) -> dict[str, float]:
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    line = [str(_node()), str(_LIGHTHOUSE / "cli" / "index.js"), url, "--quiet", f"--chrome-flags={_FLAGS}"]
    line += ["--output=json", f"--output-path={report}", f"--only-audits={','.join(_AUDITS)}", "--disable-full-page-screenshot"]
    environment = {**os.environ, "CHROME_PATH": str(shutil.which(_CHROMIUM))}
    try:
        done = subprocess.run(line, capture_output=True, encoding="utf-8", cwd=folder, env=environment, timeout=_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise NotOpened(f"Lighthouse did not end in {_LIMIT} s") from None
    if done.returncode or not report.is_file():
        raise NotOpened(next(iter(done.stderr.strip().splitlines()), f"exit status {done.returncode}")[:200])
    return figures(json.loads(report.read_text("utf-8")))


def figures(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of a report of Lighthouse. Raises `NotOpened` if the page did not load."""
    if error := report.get("runtimeError"):
        raise NotOpened(str(error.get("message", error))[:200])
    audits = report["audits"]
    return {
        name: audits[audit]["numericValue"] / unit for audit, (name, unit) in _AUDITS.items() if "numericValue" in audits.get(audit, {})
    }


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """Serve the files of a folder as they are, not compressed. Yields the URL, with a slash at the end."""

    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _node() -> Path | None:
    return next(iter(sorted(_FOLDER.glob("node-*/bin/node"))), None)
