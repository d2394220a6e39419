"""Write the dumps that the settings of a project ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kzit_graph.artefacts import file_extension
from kzit_graph.errors import UnsupportedContext
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.dumps.left_out import position_of
from kzit_graph.publish.dumps.worker import DumpProblem, JsonLdProblem
from kzit_graph.publish.dumps.write import Sizes, write_dumps
from kzit_graph.rdf.formats import RDF_FORMATS

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_NO_CONTEXT: Final = (
    "JSON-LD is written with the prefixes of the files only, because there is no ontology/context.jsonld; add it for short keys"
)


@dataclass(frozen=True)
class ProjectDumps:
    """The dumps of a project. formats: the names of the syntaxes that were written. bad_context: why JSON-LD was not tried."""

    formats: Sequence[str]
    sizes: Sizes
    bad_context: DumpProblem | None

    def warnings(self, loaded: LoadedProject) -> Iterator[str]:
        """Yield a line for each dump that was left out, and one if there is no context for JSON-LD."""
        if self.bad_context:
            yield _left_out_warning(loaded, self.bad_context)
        yield from map(partial(_left_out_warning, loaded), self.sizes.left_out.values())
        if "jsonld" in self.formats and not loaded.project.has_context:
            yield _NO_CONTEXT

    def names(self, project: Project) -> list[str]:
        """Return the names of the files."""
        return list(map(partial(_dump_name, project), self.formats))


def write_project_dumps(
    loaded: LoadedProject, folder: Path, jobs: int, helper: ProcessPoolExecutor | None, on_read: Callable[[], object]
) -> ProjectDumps:
    """Write dumps in the syntaxes of a project's settings to a folder, and count the union.

    jobs, helper, on_read, errors: as in `write_dumps`.

    JSON-LD is left out as well if the context is not supported; see `kzit_graph.rdf.jsonld.context`.
    """
    project = loaded.project
    wanted = [name for name in RDF_FORMATS if name in project.settings.formats]
    bad_context = problem_of_context(loaded) if "jsonld" in wanted else None
    formats = [name for name in wanted if name != "jsonld" or bad_context is None]
    files = {name: folder / _dump_name(project, name) for name in formats}
    sizes = write_dumps(loaded, files, jobs, helper=helper, count=True, on_read=on_read)
    return ProjectDumps([name for name in formats if name not in sizes.left_out], sizes, bad_context)


def problem_of_context(loaded: LoadedProject) -> JsonLdProblem | None:
    """Return why JSON-LD cannot be written with the context of a project, or None."""
    try:
        loaded.context.terms  # noqa: B018 - reads the file
    except UnsupportedContext as error:
        return JsonLdProblem(error.cause, error.place)
    return None


def _left_out_warning(loaded: LoadedProject, problem: DumpProblem) -> str:
    if isinstance(problem, JsonLdProblem):
        return f"{problem.position}: {problem.cause}; JSON-LD and the JSON Schema are left out"
    position = position_of(loaded, problem)
    return f"{f'{position}: ' if position else ''}{problem}; RDF/XML is left out"


def _dump_name(project: Project, syntax: str) -> str:
    return f"{project.name}.{file_extension(syntax)}"
