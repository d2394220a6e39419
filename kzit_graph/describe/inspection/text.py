"""Write an inspection as a page of text. Terms are shortened with the prefixes of the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kzit_graph.describe.inspection.data import InspectionData, TermUse
from kzit_graph.describe.inspection.suggestions import merged_settings
from kzit_graph.hidden_characters import visible_name
from kzit_graph.percentages import percent_of
from kzit_graph.plain_text import Page, counted
from kzit_graph.project.statements.store import FILES
from kzit_graph.rdf.names import shortened

_MAX_FILES: Final = 3
"""Files that are named on a line."""


def inspection_text(found: InspectionData, limit: int | None, width: int | None) -> str:
    """Return the page of an inspection; see `kzit_graph.describe.inspection.inspect.Inspection.text`."""
    page = Page(width)
    _Writer(found, limit, page).write()
    return page.text()


class _Writer:
    def __init__(self, found: InspectionData, limit: int | None, page: Page) -> None:
        self._found, self._limit, self._page = found, limit, page

    def write(self) -> None:
        """Write all sections. Those of a project are left out for dumps."""
        found = self._found
        self._page.line(visible_name(found.place), style="bold")
        if not found.files:
            given = f"kzit-graph.toml sets {', '.join(found.given)}" if found.given else "no key is set in kzit-graph.toml"
            self._pairs([("settings", given if found.settings else "no kzit-graph.toml; all defaults")])
        self._stated()
        self._section(
            "Graphs",
            [(f"{item.triples:,}", visible_name(item.file) if item.file else _graph_name(item.graph)) for item in found.graphs],
            counted(found.triples, "triple"),
        )
        if found.ontology_files or not found.files:
            self._ontologies()
        self._section("Classes", [(f"{item.uses:,}", self._named(item)) for item in found.classes])
        self._section("Properties", [(f"{item.uses:,}", self._named(item)) for item in found.properties])
        self._labels()
        if found.shape_files or not found.files:
            self._shapes()
        self._tables()
        self._questions()
        if found.rules:
            self._section("Rules", [("", visible_name(path)) for path in found.rules])
        self._roles()
        self._rest()

    def _stated(self) -> None:
        for item in self._found.stated:
            if item.value or item.name in ("licence", "title"):
                after = f"({item.origin})" if item.origin else "guessed" if item.value else ""
                self._pairs([(item.name, item.value or "none")], after)
        self._settings(item.setting for item in self._found.stated if item.is_guessed and item.setting)

    def _ontologies(self) -> None:
        found = self._found
        rows = [("file", visible_name(path)) for path in found.ontology_files] + [("declares", iri) for iri in found.ontologies]
        rows += [("not followed", f"{iri} (owl:imports; put its file into ontology/)") for iri in found.imports]
        self._section("Ontology", rows, known=len(found.ontology_files))

    def _labels(self) -> None:
        found = self._found
        rows = [(f"{item.things:,}", f"{self._short(item.property)}  {item.language or 'no language'}") for item in found.labels]
        share = percent_of(found.unlabelled, max(found.things, 1))
        without = f"{found.unlabelled:,} of {counted(found.things, 'thing')} without a label ({share} %)"
        self._section("Labels", rows, without if found.things else "no thing has a class")

    def _shapes(self) -> None:
        found = self._found
        rows = [
            (f"{item.nodes:,}" if item.nodes else "none", f"{self._short(item.shape)}  {item.kind} {self._short(item.target)}")
            for item in found.targets
        ]
        empty = sum(not item.nodes for item in found.targets)
        after = f"{counted(len(found.targets), 'target')}, {empty:,} without a node" if found.targets else "no target"
        files = (
            ", ".join(map(visible_name, found.shape_files))
            if len(found.shape_files) <= _MAX_FILES
            else counted(len(found.shape_files), "file")
        )
        self._section("Shapes", sorted(rows, key=lambda row: row[0] != "none"), f"{files or 'no file'}: {after}")

    def _questions(self) -> None:
        fitting = [item.name for item in self._found.questions if not item.missing]
        after = f"{len(fitting):,} of {len(self._found.questions):,} have their terms in the data"
        self._section("Questions", [("fits", name) for name in fitting], after)

    def _roles(self) -> None:
        found = self._found
        if found.claims:
            rows = [(f"{item.uses:,}", f"{item.role}: {', '.join(map(self._short, item.terms))}") for item in found.roles if item.uses]
            self._section("Roles", rows, counted(found.claims, "claim"))
        else:
            self._section("Roles", [], "no claims: published as things", known=1)
        if found.suggestions:
            self._page.line("guessed", indent=2, style="yellow")
            self._settings(found.suggestions)

    def _tables(self) -> None:
        rows = [
            (f"{item.rows:,}", f"{item.name}  {item.file or self._short(item.of_class)}  {counted(len(item.columns), 'column')}")
            for item in self._found.tables
        ]
        self._section("Tables", rows)

    def _rest(self) -> None:
        found = self._found
        rows = [("blank nodes", f"{found.blank_nodes:,}")] if found.blank_nodes else []
        rows += [("context", f"{iri} → {path}") for iri, path in found.contexts]
        rows += [("skipped", message) for message in found.skipped]
        if rows:
            self._section("Also", rows)

    def _settings(self, lines: Iterable[str]) -> None:
        """Write lines of kzit-graph.toml that would state what is guessed."""
        texts = list(lines)
        if texts:
            self._page.line("in kzit-graph.toml, this would state it:", indent=2, style="dim")
            for line in merged_settings(texts):
                self._page.line(line, indent=4, style="cyan")

    def _section(self, title: str, rows: Sequence[tuple[str, str]], after: str = "", known: int | None = None) -> None:
        number = len(rows) if known is None else known
        self._page.heading(title if known == 1 and not rows else f"{title} ({number:,})")
        if after:
            self._page.line(after, indent=2)
        shown = rows if self._limit is None else rows[: self._limit]
        columns = max((len(label) for label, _ in shown), default=0)
        for label, text in shown:
            self._page.line(text, indent=2, label=label.rjust(columns), columns=columns)
        if len(shown) < len(rows):
            self._page.line(f"… and {len(rows) - len(shown):,} more (--all lists them)", indent=2, style="dim")

    def _pairs(self, rows: Sequence[tuple[str, str]], after: str = "") -> None:
        for label, text in rows:
            self._page.line(text, indent=2, label=label, columns=len("languages"), after=after)

    def _named(self, item: TermUse) -> str:
        term = self._short(item.term)
        return f"{term}  {item.label}" if item.label else term

    def _short(self, term: str) -> str:
        return shortened(term, self._found.prefixes)


def _graph_name(graph: str) -> str:
    return "no named graph" if graph == FILES.value else graph
