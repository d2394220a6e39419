"""Versions of the installed readers, for the header of a test run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from tests.readers.readers import JARS, JENA, NODE_MODULES


def versions() -> Mapping[str, str]:
    """Return the version of each reader, or "missing" if it is not installed. No JVM is started."""
    found = {
        **{name: version(name) for name in ("pyoxigraph", "rdflib", "PyLD")},
        "rapper": _of_program("rapper", "--version"),
        "serdi": _of_program("serdi", "-v"),
        "riot": _of_jar(JENA, "jena-arq"),
        "RDF4J": _of_jar(JARS, "rdf4j-rio-api"),
        "Titanium": _of_jar(JARS, "titanium-json-ld"),
        "Titanium RDFC": _of_jar(JARS, "titanium-rdfc"),
        "N3.js": _of_module("n3"),
        "jsonld.js": _of_module("jsonld"),
        "rdf-canonize": _of_module("rdf-canonize"),
        "Ajv": _of_module("ajv"),
    }
    return {name: number or "missing" for name, number in found.items()}


def _of_program(program: str, option: str) -> str | None:
    if shutil.which(program) is None:
        return None
    done = subprocess.run([program, option], capture_output=True, encoding="utf-8")
    number = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return number and number[0]


def _of_jar(folder: Path, name: str) -> str | None:
    return next((path.stem.removeprefix(f"{name}-") for path in folder.glob(f"{name}-[0-9]*.jar")), None)


def _of_module(name: str) -> str | None:
    path = NODE_MODULES / name / "package.json"
    return str(json.loads(path.read_text("utf-8"))["version"]) if path.is_file() else None
