"""Other JSON-LD processors, as functions from files to JSON. They work offline."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyld import jsonld

from tests.readers.readers import java_readers, js_readers, no_network, refuse


@dataclass(frozen=True)
class Processor:
    """The algorithms of a processor. expand: document to JSON. compact: document and context to JSON. frame: document and frame to JSON."""

    expand: Callable[[Path], Any]
    compact: Callable[[Path, Path], Any]
    frame: Callable[[Path, Path], Any]


def _pyld(algorithm: Callable[..., Any]) -> Callable[..., Any]:
    def run(*files: Path) -> Any:
        with no_network():
            return algorithm(*(json.loads(file.read_text("utf-8")) for file in files), {"documentLoader": refuse})

    return run


def _jsonld_js(task: str) -> Callable[..., Any]:
    return lambda *files: json.loads(js_readers().ask(f"jsonld-{task}", *files))


def _titanium(task: str) -> Callable[..., Any]:
    return lambda *files: json.loads(java_readers().ask(f"titanium-{task}", *files))


PROCESSORS: Final = {
    "PyLD": Processor(_pyld(jsonld.expand), _pyld(jsonld.compact), _pyld(jsonld.frame)),
    "jsonld.js": Processor(_jsonld_js("expand"), _jsonld_js("compact"), _jsonld_js("frame")),
    "Titanium": Processor(_titanium("expand"), _titanium("compact"), _titanium("frame")),
}
"""All processors by name."""
