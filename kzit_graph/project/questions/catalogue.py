"""The catalogue of questions: those for any graph, which the package has, and those in data/questions/ of a project.

A question of the project replaces one of the package that has the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.hidden_characters import without_surrogates
from kzit_graph.package_data import FOLDER
from kzit_graph.plain_text import nearest
from kzit_graph.project.files.folder_files import check_file
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, bundled_folder
from kzit_graph.project.questions.question import Question, read_question, with_labels
from kzit_graph.project.terms_in_use import is_used, unmet_needs
from kzit_graph.sparql.lexer import undeclared_prefixes
from kzit_graph.sparql.required_terms import Need, required_terms

_BUNDLED: Final = FOLDER / "questions"
"""The folder of the questions for any graph."""


class Catalogue(dict[str, Question]):
    """Questions by name, sorted by group and name.

    broken: the faults of the files that cannot be read as questions. replaced: the names of the project's questions that replace one of
    the package. unused: the questions that are left out because the data do not use their terms.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        broken: Iterable[InvalidInput],
        replaced: Iterable[str] = (),
        unused: Iterable[Question] = (),
    ) -> None:
        super().__init__((question.name, question) for question in sorted(questions, key=lambda question: (question.group, question.name)))
        self.broken = tuple(broken)
        self.replaced = frozenset(replaced)
        self.unused = tuple(unused)


def read_catalogue(project: Project, seen: Callable[[Question], None] = lambda _question: None) -> Catalogue:
    """Return all questions of the package and of a project. A broken file does not affect the other questions.

    seen: called with each question after it is read.
    """
    own = {path.stem for path in _own_files(project)}
    found = _read(project, _question_files(project).values(), seen)
    return Catalogue(found.values(), found.broken, own & {path.stem for path in _BUNDLED.glob("*.rq")})


def own_questions(project: Project) -> Catalogue:
    """Return the questions in data/questions/ of a project alone. A broken file does not affect the others."""
    return _read(project, _own_files(project))


def fitting_catalogue(loaded: LoadedProject) -> Catalogue:
    """Return the questions whose terms the data or the ontology of a project use; see `kzit_graph.project.terms_in_use`.

    If a question of the project replaces a general one, but is not one of these, the general one takes its place.
    """
    needs: dict[str, Need] = {}

    def keep_need(question: Question) -> None:
        """Keep the need while the tokens of the query are still cached."""
        needs[question.name] = need_of(question, loaded)

    catalogue = read_catalogue(loaded.project, keep_need)
    unmet = unmet_needs(loaded, needs.values())
    unused = [question for question in catalogue.values() if needs[question.name] in unmet]
    kept = [question for question in catalogue.values() if needs[question.name] not in unmet]
    for name in catalogue.replaced & {question.name for question in unused}:
        general = read_question(_BUNDLED / f"{name}.rq")
        (unused if need_of(general, loaded) in unmet_needs(loaded, [need_of(general, loaded)]) else kept).append(general)
        unused.remove(catalogue[name])
    return Catalogue(kept, catalogue.broken, catalogue.replaced & {question.name for question in kept if not is_general(question)}, unused)


def is_general(question: Question) -> bool:
    """Return whether a question is one of the package."""
    return question.path.parent == _BUNDLED


def need_of(question: Question, loaded: LoadedProject) -> Need:
    """Return the terms that a question needs."""
    sparql = with_labels(question, loaded.project.naming.labels)
    return required_terms(sparql, loaded.prefixes if undeclared_prefixes(sparql) else {})


def note_on_unused(question: Question, loaded: LoadedProject) -> str:
    """Return a line about a question whose terms the data do not use; an empty text if they do."""
    need = need_of(question, loaded)
    if need not in unmet_needs(loaded, [need]):
        return ""
    missing = (loaded.names.shorten(NamedNode(iri)) for iri in missing_terms(question, loaded))
    return f"the data do not use the terms that {question.name} needs: {', '.join(missing)}"


def missing_terms(question: Question, loaded: LoadedProject) -> tuple[str, ...]:
    """Return the terms of a question that the data do not use."""
    uses = need_of(question, loaded).uses()
    return tuple(dict.fromkeys(use.iri for use in uses if not is_used(loaded.graphs, use)))


def fitting_question(loaded: LoadedProject, name: str) -> Question:
    """Return the question of a name, as `fitting_catalogue` has it; else as `find_question` does, which raises for unknown names."""
    question = find_question(loaded.project, name)
    general = _BUNDLED / f"{name}.rq"
    if is_general(question) or not general.exists():
        return question
    return read_question(general) if unmet_needs(loaded, [need_of(question, loaded)]) else question


def find_question(project: Project, name: str) -> Question:
    """Return the question of a name, without reading the other files.

    Raises `UnknownName` with the nearest names, and `InvalidInput` if its file is malformed.
    """
    if path := _question_files(project).get(name):
        return _read_in(project, path)
    catalogue = read_catalogue(project)
    near = nearest(name, catalogue) or sorted(found.name for found in catalogue.values() if found.matches(name))
    raise UnknownName("question", name, catalogue, near, "kzit-graph query --list")


def _read(project: Project, paths: Iterable[Path], seen: Callable[[Question], None] = lambda _question: None) -> Catalogue:
    broken: list[InvalidInput] = []
    questions: list[Question] = []
    for path in paths:
        try:
            questions.append(_read_in(project, path))
        except InvalidInput as error:
            broken.append(error)
        else:
            seen(questions[-1])
    return Catalogue(questions, broken)


def _read_in(project: Project, path: Path) -> Question:
    """Read a question of a project. Raises `InvalidInput` also if its file is a link out of the project, or if its name is no text."""
    if without_surrogates(path.name) != path.name:
        raise InvalidInput("the file name is not text in UTF-8; rename the file", Position(path))
    if path.is_symlink() and project.root != bundled_folder():
        check_file(path, project.root)
    return read_question(path)


def _question_files(project: Project) -> dict[str, Path]:
    """Return the files of the questions by name."""
    return {path.stem: path for path in (*sorted(_BUNDLED.glob("*.rq")), *_own_files(project))}


def _own_files(project: Project) -> list[Path]:
    return sorted(project.questions.glob("*.rq"))
