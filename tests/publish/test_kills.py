"""A build killed at any moment leaves a whole folder, and the next build clears up after it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.publish.build import build
from tests.built_folders import files_of
from tests.loading import loaded_folder
from tests.publish.builds_of_files import is_whole, names
from tests.small_project import small_project

SEED: Final = 17
MANY: Final = 12
MOST: Final = 100  # of `make soak`
"""Kills at random moments. `test_atomic_folder` kills the replacement of the folder at each of its steps."""

BUILD: Final = """
import sys
from pathlib import Path
from kzit_graph.knowledge_graph import open_folder
from kzit_graph.publish.build import build

kg = open_folder(sys.argv[1])
print("ready", flush=True)
kg.build(Path(sys.argv[2]))
print("done", flush=True)
"""


class _Place:
    """A project whose data can change, its build, and the temporary files of the processes that build it."""

    def __init__(self, folder: Path) -> None:
        self.project = small_project(folder / "project")
        self.out, self.temporary = folder / "out", folder / "temporary"
        self.dist = self.out / "dist"
        self.temporary.mkdir()
        self.built = self.build()

    def build(self) -> dict[str, bytes]:
        """Build in this process, and return the files."""
        build(loaded_folder(self.project), self.dist)
        return self.files()

    def files(self) -> dict[str, bytes]:
        return files_of(self.dist)

    def change(self, number: int) -> None:
        path = self.project / "data" / "number.ttl"
        path.write_text(f"<https://example.org/tiny/id/a> <https://example.org/tiny/number> {number} .\n", "utf-8")

    def start(self) -> subprocess.Popen[str]:
        """Start a build, which is ready to write."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        environment |= {name: str(self.temporary) for name in ("TMPDIR", "TEMP", "TMP")}
        command = [sys.executable, "-c", BUILD, str(self.project), str(self.dist)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def seconds(self) -> float:
        """Return the duration of a build in a process of its own."""
        with self.start() as process:
            started = time.monotonic()
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n"
            return time.monotonic() - started


@pytest.mark.parametrize(
    "kills", [3, pytest.param(MANY, marks=pytest.mark.slow), pytest.param(MOST, marks=(pytest.mark.slow, pytest.mark.soak))]
)
def test_dist_is_whole_after_kills_and_the_next_build_clears_up(tmp_path: Path, kills: int) -> None:
    place, moments = _Place(tmp_path), random.Random(SEED)
    seconds, killed = place.seconds(), 0
    for number in range(kills):
        old = place.files()
        place.change(number)
        with place.start() as process:
            time.sleep(moments.uniform(0, seconds))
            process.kill()
            killed += process.wait() != 0
        assert is_whole(place.dist)
        found = place.files()
        new = place.build()
        assert found in (old, new)
        assert old != new
        assert names(place.out) == ["dist"]
    with place.start() as process:
        assert process.wait() == 0
    assert names(place.temporary) == []
    assert killed or kills < MANY
