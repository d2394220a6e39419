"""What the README promises is true: its commands print what it shows, its programs run, and it names every command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from kzit_graph.cli import cli
from kzit_graph.project.dataset import read_dataset
from kzit_graph.publish.release.citation_file import CITATION_FILE, citation_cff
from kzit_graph.validation.validate import validate
from tests.components import need
from tests.editions import current_edition
from tests.git_repository import IDENTITY, committed, git
from tests.loading import loaded_folder

SHELL: Final = pytest.mark.skipif(os.name != "posix", reason="the README speaks to a POSIX shell")


@pytest.fixture(scope="session")
def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def steps(readme: str, language: str = "console") -> Iterator[tuple[str, str]]:
    """Each command of the tour, or of blocks in another language, with the output that is shown under it."""
    for block in blocks(readme, language):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *rest = step.splitlines()
            more = [line[2:] for line in rest if line.startswith("> ")]
            yield "\n".join((command, *more)), "\n".join(line for line in rest if not line.startswith("> "))


def pattern(shown: str) -> str:
    """The shown output as a pattern: "…" stands for whatever differs, and alone on a line for any lines."""
    return "\n".join(
        ".*(?:\n.*)*" if line == "…" else ".*".join(re.escape(part) for part in line.split("…")) for line in shown.splitlines()
    )


def assert_prints(command: str, shown: str, folder: Path, root: Path) -> None:
    """Runs a command of the README. root: what stands before paths that the README shows from the project folder on."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        **IDENTITY,
    }
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, (command, done.stderr)
    printed = (done.stdout + done.stderr).rstrip("\n").replace(f"{root}/", "")
    assert re.fullmatch(pattern(shown), printed), f"{command}\n{printed}"


@SHELL
def test_the_tour_prints_what_it_shows(readme: str, root: Path, tmp_path: Path) -> None:
    text = Path(os.environ.get("KZIT_SOURCES", "no-such-folder")) / "kazinform-2017-08-21.txt"
    need(text.is_file(), "the text of the first source", "set KZIT_SOURCES to a folder that holds it")
    need(shutil.which("jq") is not None, "jq", "apt-get install jq")
    (tmp_path / text.name).write_bytes(text.read_bytes())
    tour = list(steps(readme))
    assert len(tour) >= 6
    for command, shown in tour:
        assert_prints(command, shown, tmp_path, root)


@SHELL
def test_the_steps_of_a_release_print_what_they_show_and_leave_nothing_to_do(readme: str, a_project: Path) -> None:
    (a_project / CITATION_FILE).write_text("of the release before")
    latest = str(current_edition(loaded_folder(committed(a_project))).version)
    number = f"{int(latest.split('.', maxsplit=1)[0]) + 1}.0.0"
    taken = list(steps(readme, "shell-session"))
    assert len(taken) >= 4
    for command, shown in taken:
        assert_prints(command.replace("1.0.0", number), shown.replace("1.0.0", number), a_project, a_project)
    loaded = loaded_folder(a_project)
    assert validate(loaded).passed
    edition = current_edition(loaded)
    assert str(edition.version) == number
    assert git(a_project, "status", "--porcelain") == "?? dist/"
    assert (a_project / CITATION_FILE).read_bytes() == citation_cff(read_dataset(loaded), edition)


def test_the_programs_run(readme: str, dist: Path) -> None:
    programs = blocks(readme, "python")
    assert len(programs) >= 4
    for program in programs:
        done = subprocess.run([sys.executable, "-c", program], cwd=dist.parent, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr


def test_every_command_is_named(readme: str) -> None:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    names = [name for name, command in commands.items() if not isinstance(command, click.Group)]
    groups = {name: command for name, command in commands.items() if isinstance(command, click.Group)}
    names += [f"{group} {name}" for group, command in groups.items() for name in command.commands]
    assert [name for name in names if f"kzit-graph {name}" not in readme] == []


def test_every_file_that_the_documents_link_to_is_there(root: Path) -> None:
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        links = re.findall(r"\]\(([^)#]+)\)", (root / document).read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (root / link).exists()] == []
