"""Find out which values the columns of a table have: things or literals, their types, languages and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.publish.tables.cell_types import content_of
from kzit_graph.publish.tables.columns import Content, PlannedColumn, TablePlan
from kzit_graph.publish.tables.paths import PathReader
from kzit_graph.publish.tables.rows import TableData
from kzit_graph.rdf.names import Term


@dataclass
class Profile:
    """The values of a column.

    has_things: whether some are IRIs or blank nodes. has_labels: whether one of these has a label. contents: types of the literals
    without a language. languages: the number of rows with a text in each language. most: the most values of a row in each language,
    "" for values without one.
    """

    has_things: bool = False
    has_labels: bool = False
    contents: set[Content] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Whether there is no value."""
        return not self.most

    @property
    def content(self) -> Content:
        """The type that all values have that are not texts in a language."""
        if self.has_things:
            return "wording" if self.contents else "thing"
        if len(self.contents) == 1:
            return next(iter(self.contents))
        return "number" if self.contents == {"integer", "number"} else "wording"

    def add(self, values: Iterable[Term], data: TableData) -> None:
        """Count the values of one row."""
        count: Counter[str] = Counter()
        for value in set(values):
            language = (value.language or "").lower() if isinstance(value, Literal) else ""
            count[language] += 1
            if isinstance(value, Literal):
                if not language:
                    self.contents.add(content_of(value))
            else:
                self.has_things = True
                self.has_labels = self.has_labels or (isinstance(value, NamedNode) and bool(data.labels(value)))
        for language, number in count.items():
            self.most[language] = max(self.most[language], number)
            if language:
                self.languages[language] += 1


def profiles(data: TableData, plan: TablePlan, columns: Sequence[PlannedColumn]) -> list[Profile]:
    """Return the profiles of some columns of a table, without the classes that all its rows have."""
    own = {plan.of_class, *plan.own_classes}
    found = [Profile() for _ in columns]
    reader = PathReader(data.store, data.forms, [column.paths for column in columns], _any_label)
    for thing in dict.fromkeys(data.instances(plan.of_class)):
        for number, values in reader.values(thing).items():
            found[number].add((value for value in values if value not in own), data)
    return found


def _any_label(_node: BlankNode) -> None:
    """Accept a blank node with any label, because a profile has no labels."""
