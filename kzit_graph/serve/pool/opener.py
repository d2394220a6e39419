"""Name the graph that other processes open: they are started anew, so the front cannot pass an object to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project


@dataclass(frozen=True)
class Opener:
    """A function that opens a graph in another process.

    function: "module:name" of a function that returns a `LoadedProject`. arguments: its arguments.
    """

    function: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def of_build(cls, folder: Path) -> Self:
        """Return the opener of a build folder."""
        return cls(f"{__name__}:loaded_build", (str(folder.absolute()),))

    @classmethod
    def of_project(cls, root: Path, dumps: Iterable[Path] = ()) -> Self:
        """Return the opener of a project folder. dumps: RDF files to use instead of its data."""
        return cls(f"{__name__}:loaded_project", (str(root.absolute()), *(str(path.absolute()) for path in dumps)))

    def open(self) -> KnowledgeGraph:
        """Return the graph. Raises `KzitError` if it cannot be opened."""
        loaded = named_function(self.function)(*self.arguments)
        return KnowledgeGraph.of(loaded)

    def to_json(self) -> str:
        """Return the opener as text, for the command line of a process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the opener of a text of `to_json`."""
        values = json.loads(text)
        return cls(values["function"], tuple(values["arguments"]))


def loaded_build(folder: str) -> LoadedProject:
    """Return the contents of a build folder."""
    loaded = named_function("kzit_graph.project.built:open_build")(Path(folder))
    assert isinstance(loaded, LoadedProject)
    return loaded


def loaded_project(root: str, *dumps: str) -> LoadedProject:
    """Return the contents of a project folder, or of dumps with its settings."""
    return LoadedProject(open_project(Path(root)), tuple(map(Path, dumps)))


def named_function(name: str) -> Callable[..., Any]:
    """Return the function of a name such as "package.module:function"."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
