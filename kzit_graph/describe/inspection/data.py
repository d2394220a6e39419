"""What the program understands of a project, as data. `inspect` finds it, `text` writes it as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stated:
    """A value of the project. origin: the file that states it; empty if it is guessed, or not known.

    setting: the lines of kzit-graph.toml that would state it; empty if something does.
    """

    name: str
    value: str
    origin: str = ""
    setting: str = ""

    @property
    def is_guessed(self) -> bool:
        """Whether nothing states the value."""
        return bool(self.value) and not self.origin


@dataclass(frozen=True)
class GraphFound:
    """A named graph. file: relative to the project; empty for a graph of a dump with several, or of rules."""

    graph: str
    file: str
    triples: int


@dataclass(frozen=True)
class TermUse:
    """A class with the number of its instances, or a property with that of its triples. label: in the language of the inspection."""

    term: str
    label: str
    uses: int


@dataclass(frozen=True)
class LabelUse:
    """How many things a property of labels names in a language. language: "" for none."""

    property: str
    language: str
    things: int


@dataclass(frozen=True)
class TargetFound:
    """A target of a shape, with the number of nodes that it selects. kind: the property of SHACL, such as "targetClass"."""

    shape: str
    kind: str
    target: str
    nodes: int


@dataclass(frozen=True)
class QuestionFound:
    """A question of the catalogue. missing: the terms that it needs and the data do not use; it fits if there are none."""

    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RoleFound:
    """A role with its terms and the number of their uses: instances of a class, or triples of a property."""

    role: str
    terms: tuple[str, ...]
    uses: int


@dataclass(frozen=True)
class TableFound:
    """A table of a build. of_class: the IRI of the class of its rows. file: its table file; empty for a table without one."""

    name: str
    of_class: str
    rows: int
    columns: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class InspectionData:
    """What the program understands of a project or of files.

    folder: of the project; None for dumps without one. settings: the file of the settings, if any. given: the keys that it sets. stated:
    base, dataset, title, licence, languages. graphs: by name. ontologies: those that the files declare. imports: owl:imports that no file
    of the project declares. classes, properties: the most used first. labels: by property and language. things: see `count_things`.
    unlabelled: those without a label. targets: of the shapes. rules: their files. roles: of claims, as the settings name them; none for
    files without a project and without claims. suggestions: lines for kzit-graph.toml that would name guessed roles or labels. contexts:
    local copies of JSON-LD contexts by IRI. skipped: a message for each file that is not read. prefixes: prefix to namespace, by which the
    text shortens terms. tables: of a build.
    """

    folder: Path | None
    files: tuple[str, ...]
    settings: Path | None
    given: tuple[str, ...]
    stated: tuple[Stated, ...]
    graphs: tuple[GraphFound, ...]
    triples: int
    ontology_files: tuple[str, ...]
    ontologies: tuple[str, ...]
    imports: tuple[str, ...]
    classes: tuple[TermUse, ...]
    properties: tuple[TermUse, ...]
    labels: tuple[LabelUse, ...]
    things: int
    unlabelled: int
    blank_nodes: int
    shape_files: tuple[str, ...]
    targets: tuple[TargetFound, ...]
    questions: tuple[QuestionFound, ...]
    rules: tuple[str, ...]
    roles: tuple[RoleFound, ...]
    suggestions: tuple[str, ...]
    contexts: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...]
    prefixes: Mapping[str, str]
    tables: tuple[TableFound, ...] = ()

    @property
    def place(self) -> str:
        """The files, else the folder."""
        return ", ".join(self.files) or str(self.folder)

    @property
    def claims(self) -> int:
        """The number of claims."""
        return next((role.uses for role in self.roles if role.role == "claim"), 0)

    def to_python(self) -> dict[str, object]:
        """Return everything as lists, dictionaries, texts and numbers."""
        found = asdict(self)
        found |= {"folder": _text(self.folder), "settings": _text(self.settings), "claims": self.claims}
        found["stated"] = [{**asdict(item), "guessed": item.is_guessed} for item in self.stated]
        found["questions"] = [{"name": item.name, "fits": not item.missing, "missing": list(item.missing)} for item in self.questions]
        found["contexts"] = dict(self.contexts)
        return found


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
