"""The catalogue of questions: those that work on any project, and those in data/questions/ of a project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.package_data import FOLDER
from kzit_graph.plain_text import nearest
from kzit_graph.project.folder_files import check_file
from kzit_graph.project.project import Project, bundled_folder
from kzit_graph.project.question import Question, read_question

_BUNDLED: Final = FOLDER / "questions"
"""The folder of the questions that work on any project."""


class Catalogue(dict[str, Question]):
    """Questions by name, sorted by group and name. broken: the faults of the files that cannot be read as questions."""

    def __init__(self, questions: Iterable[Question], broken: Iterable[InvalidInput]) -> None:
        super().__init__((question.name, question) for question in sorted(questions, key=lambda question: (question.group, question.name)))
        self.broken = tuple(broken)


def read_catalogue(project: Project) -> Catalogue:
    """Return the bundled questions and those in data/questions/ of a project. A broken file does not affect the other questions."""
    files, broken = _question_files(project)
    questions: list[Question] = []
    for path in files.values():
        try:
            questions.append(_read_in(project, path))
        except InvalidInput as error:
            broken[path.stem] = error
    return Catalogue(questions, broken.values())


def find_question(project: Project, name: str) -> Question:
    """Return the question of a name, without reading the other files.

    Raises `UnknownName` with the nearest names, and `InvalidInput` if its file is malformed or another question has the same name.
    """
    files, clashes = _question_files(project)
    if name in clashes:
        raise clashes[name]
    if path := files.get(name):
        return _read_in(project, path)
    catalogue = read_catalogue(project)
    near = nearest(name, catalogue) or sorted(found.name for found in catalogue.values() if found.matches(name))
    raise UnknownName("question", name, catalogue, near, "kzit-graph query --list")


def _read_in(project: Project, path: Path) -> Question:
    """Read a question of a project. Raises `InvalidInput` also if its file is a link that leads out of the project."""
    if path.is_symlink() and project.root != bundled_folder():
        check_file(path, project.root)
    return read_question(path)


def _question_files(project: Project) -> tuple[dict[str, Path], dict[str, InvalidInput]]:
    """Return the files of the questions by name, and the errors for names that two files have."""
    found: dict[str, Path] = {}
    clashes: dict[str, InvalidInput] = {}
    for path in (*sorted(_BUNDLED.glob("*.rq")), *sorted((project.root / "data" / "questions").glob("*.rq"))):
        if path.stem in found:
            problem = f"another question has the same name ({found[path.stem]}); rename this one"
            clashes[path.stem] = InvalidInput(problem, Position(path))
        found.setdefault(path.stem, path)
    return found, clashes
