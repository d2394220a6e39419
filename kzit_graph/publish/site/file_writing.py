"""Write thousands of small files, each with its digest, without reading it again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kzit_graph.artefacts import Digest, digest_of


def write_small_files(folder: Path, contents: Iterable[tuple[str, bytes]]) -> dict[str, Digest]:
    """Write new files and return their digests by path. contents: of files below a folder, with "/" between folders.

    Files are opened without buffers, which takes a third of the time.
    """
    found: dict[str, Digest] = {}
    made, root = {""}, str(folder)
    for path, content in contents:
        inside = path.rpartition("/")[0]
        if inside not in made:
            (folder / inside).mkdir(parents=True, exist_ok=True)
            made.add(inside)
        file = os.open(f"{root}{os.sep}{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(file, left) :]
        finally:
            os.close(file)
        found[path] = digest_of(content)
    return found
