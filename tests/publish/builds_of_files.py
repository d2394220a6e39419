"""Small folders that count as builds, without a project."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.publish.atomic_folder import replacing
from kzit_graph.publish.build_mark import MARK
from tests.built_folders import files_of

IN_VERSION_0_1: Final = ("context.jsonld", "dataset.ttl", "ontology.ttl", "report.json", "report.ttl", "shapes.ttl")


def build(target: Path, content: str, *more: str) -> None:
    """Replace a folder by a build of the file "data" and others."""
    with replacing(target) as new:
        write_build(new, dict.fromkeys(("data", *more), content))


def write_build(folder: Path, files: dict[str, str]) -> None:
    """Write files with their digests, without the mark."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    lines = (f"{hashlib.sha256(content.encode()).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    (folder / CHECKSUMS).write_text("".join(lines))


def version_0_1(folder: Path, **more: str) -> Path:
    """Write a folder as version 0.1 did."""
    folder.mkdir(parents=True)
    write_build(folder, dict.fromkeys(IN_VERSION_0_1, "old") | more)
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Return the files of a folder by path, without digests and mark."""
    return {name: content.decode() for name, content in files_of(folder).items() if name not in (CHECKSUMS, MARK)}


def is_whole(folder: Path) -> bool:
    """Return whether a folder has exactly the files in its SHA256SUMS, with their digests."""
    lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {name: hashlib.sha256(content).hexdigest() for name, content in files_of(folder).items()}
    return listed == {name: digest for name, digest in found.items() if name not in (CHECKSUMS, MARK)}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
