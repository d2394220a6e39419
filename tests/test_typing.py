"""Programs of users pass mypy --strict: those of the manual, and common uses of the package."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SNIPPETS = Path(__file__).parent / "typing_snippets"


def programs(root: Path, folder: Path) -> list[Path]:
    """Write the Python blocks of the manual and the snippets of these tests to files."""
    written: list[Path] = []
    for document in (root / "README.md", *sorted((root / "docs").glob("**/*.md"))):
        for number, block in enumerate(re.findall(r"^```python\n(.*?)^```$", document.read_text("utf-8"), re.DOTALL | re.MULTILINE), 1):
            written.append(folder / f"{document.stem.replace('-', '_')}_{number}.py")
            written[-1].write_text(block, "utf-8")
    for snippet in SNIPPETS.glob("*.py"):
        written.append(folder / f"snippet_{snippet.name}")
        written[-1].write_bytes(snippet.read_bytes())
    return written


def mypy(folder: Path, root: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy in another folder, on the installed package, without the settings of this repository."""
    options = ["--strict", "--config-file=", "--cache-dir", str(root / ".mypy_cache" / "users")]
    command = [sys.executable, "-m", "mypy", *options, *(file.name for file in files)]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


@pytest.mark.slow
def test_programs_of_users_pass_mypy_strict(root: Path, tmp_path: Path) -> None:
    files = programs(root, tmp_path)
    assert len(files) >= 8
    done = mypy(tmp_path, root, *files)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_mistake_in_a_program_is_found(root: Path, tmp_path: Path) -> None:
    """mypy checks programs against the types of the package. Without py.typed, all its types would be Any."""
    program = tmp_path / "program.py"
    program.write_text(
        "import kzit_graph\nkzit_graph.bundled().select('claims').tabel()\nkzit_graph.bundled().ask('ASK {}').table()\n", "utf-8"
    )
    done = mypy(tmp_path, root, program)
    assert '"Solutions" has no attribute "tabel"' in done.stdout, done.stdout + done.stderr
    assert '"bool" has no attribute "table"' in done.stdout


def test_the_common_uses_run() -> None:
    for snippet in SNIPPETS.glob("*.py"):
        done = subprocess.run([sys.executable, snippet], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
