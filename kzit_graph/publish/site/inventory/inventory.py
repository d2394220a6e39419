"""What pages say about a build beside its data: its files, the questions of its catalogue with their answers, and its validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from kzit_graph.artefacts import Digest
from kzit_graph.computed_once import computed_once
from kzit_graph.project.questions.question import Question
from kzit_graph.publish.site.inventory.class_uses import ClassUse
from kzit_graph.rdf.names import Term
from kzit_graph.validation.results import Severity

Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer for the values that its parameters have by default.

    sparql: the query with these values. values: those of the parameters that have one, without the language of the reader. columns: the
    variables. rows: the first ones. total: the number of all rows; None if the question was not asked. truth: the answer to a question for
    yes or no. problem: why there is no answer. given: the values that a command must state. choices: what a parameter can be, for those
    with few choices. by_language: the answers for readers of other languages, if they depend on that.
    """

    question: Question
    sparql: str = ""
    values: Mapping[str, NamedNode | Literal] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    total: int | None = 0
    truth: bool | None = None
    problem: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[NamedNode, ...]] = field(default_factory=dict)
    by_language: Mapping[str, AnsweredQuestion] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleResults:
    """The results of a rule. shape: in N-Triples syntax. message: with the repair; empty if each result has its own.

    things: the focus nodes in N-Triples syntax, each once.
    """

    severity: Severity
    shape: str
    message: str
    number: int
    things: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """The validation of a build. has_shapes: whether there were rules. counts: results by severity. rules: in order of severity."""

    has_shapes: bool
    counts: Mapping[Severity, int]
    rules: tuple[RuleResults, ...]


def _no_answers() -> tuple[AnsweredQuestion, ...]:
    return ()


@dataclass(frozen=True)
class Inventory:
    """What a build has. files: digests by path. questions: those that fit its data. quality: None if it was not validated.

    classes: with their properties. find_answers: answers the questions.
    """

    files: Mapping[str, Digest] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    quality: Quality | None = None
    classes: tuple[ClassUse, ...] = ()
    find_answers: Callable[[], tuple[AnsweredQuestion, ...]] = field(default=_no_answers, compare=False, repr=False)

    @computed_once
    def answers(self) -> tuple[AnsweredQuestion, ...]:
        """The questions with their answers."""
        return self.find_answers()

    def outline(self) -> Inventory:
        """Return the parts that the menu needs, to be sent to other processes."""
        quality = self.quality and Quality(self.quality.has_shapes, {}, ())
        return replace(self, files={}, questions=self.questions[:1], quality=quality, classes=(), find_answers=_no_answers)
