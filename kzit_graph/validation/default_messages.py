"""Say in words what is wrong with a value, for shapes without sh:message."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.project.nested_shapes import LIST_REFERENCES
from kzit_graph.rdf.namespaces import SHACL, XSD
from kzit_graph.rdf.prefixed_names import prefixed_name
from kzit_graph.validation.results import Result, Text
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, Term, sh

_LANGUAGE: Final = "en"
"""The language of the messages here."""

_MAX_LISTED: Final = 10
"""Members of a list that a message shows."""

_SENTENCES: Final[Mapping[str, str]] = {
    "And": "must conform to all shapes of sh:and",
    "Class": "must be an instance of {class}",
    "Datatype": "must be a literal of the datatype {datatype} with a form that it allows",
    "Disjoint": "must not be a value of {disjoint} as well",
    "Equals": "must be equal to the values of {equals}",
    "HasValue": "must include {hasValue}",
    "In": "must be one of {in}",
    "LanguageIn": "must be text in one of the languages {languageIn}",
    "LessThan": "must be less than {lessThan}",
    "LessThanOrEquals": "must be less than or equal to {lessThanOrEquals}",
    "MaxCount": "must have at most {maxCount}",
    "MaxExclusive": "must be less than {maxExclusive}",
    "MaxInclusive": "must be at most {maxInclusive}",
    "MaxLength": "must have at most {maxLength} characters",
    "MinCount": "must have at least {minCount}",
    "MinExclusive": "must be greater than {minExclusive}",
    "MinInclusive": "must be at least {minInclusive}",
    "MinLength": "must have at least {minLength} characters",
    "Node": "must conform to the shape {node}",
    "NodeKind": "must be {nodeKind}",
    "Not": "must not conform to the shape {not}",
    "Or": "must conform to one of the shapes of sh:or",
    "Pattern": "must match the regular expression {pattern}",
    "QualifiedMaxCount": "must have at most {qualifiedMaxCount} conforming to the shape {qualifiedValueShape}",
    "QualifiedMinCount": "must have at least {qualifiedMinCount} conforming to the shape {qualifiedValueShape}",
    "UniqueLang": "must have at most one text in each language",
    "Xone": "must conform to exactly one of the shapes of sh:xone",
}
"""The part of the sentence after its subject, by the name of the constraint component. {name} is a parameter of the shape."""

_VALIDATORS: Final = ("validator", "nodeValidator", "propertyValidator")
_ABOUT_PATH: Final = ("HasValue", "MaxCount", "MinCount", "QualifiedMaxCount", "QualifiedMinCount", "UniqueLang")
_COUNTED: Final = ("MaxCount", "MinCount", "QualifiedMaxCount", "QualifiedMinCount")
_NODE_KINDS: Final = {
    "IRI": "an IRI",
    "BlankNode": "a blank node",
    "Literal": "a literal",
    "BlankNodeOrIRI": "an IRI or a blank node",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_PLACEHOLDER: Final = re.compile(r"\{[?$]\w+\}")
_NUMBER: Final = re.compile(rf'"([^"]*)"\^\^<{re.escape(XSD)}(?:integer|decimal)>')
_IRI: Final = re.compile(r"<([^<>\s]+)>")


def _in_one_language(texts: Sequence[Text]) -> str:
    """Return the texts in English, else those without a language, else those in the first language."""
    tags = {text.language.lower() for text in texts}
    english = sorted(tag for tag in tags if tag.split("-")[0] == _LANGUAGE)
    chosen = english[0] if english else min(tags)
    return " ".join(text.value for text in texts if text.language.lower() == chosen)


class DefaultMessages:
    """Messages for the results of shapes. prefixes: returns how to shorten IRIs, prefix to namespace."""

    def __init__(self, shapes: ShapesGraph, prefixes: Callable[[], Mapping[str, str]]) -> None:
        self._shapes = shapes
        self._prefixes = prefixes
        self._sentences: dict[tuple[Node, str], str] = {}

    @computed_once
    def _nodes(self) -> dict[str, Node]:
        return {str(node): node for node in self._shapes.subjects()} | self._shapes.labels

    def with_message(self, result: Result) -> Result:
        """Return a result with a message in words, in English, if its shape has none; else with the languages of its message."""
        words = self._words(result)
        if words is None:
            texts = self._with_languages(result)
            return replace(result, texts=texts, message=_in_one_language(texts) if len(texts) > 1 else result.message)
        return replace(result, message=words, texts=(Text(words, _LANGUAGE),))

    def _with_languages(self, result: Result) -> tuple[Text, ...]:
        """Return the texts of a message with the languages that they have in the shapes. The engine "shacl" does not tell them."""
        templates = self._templates(result)
        found: list[Text] = []
        for text in result.texts:
            template = next((each for each in templates if _may_be(text.value, each.value)), None)
            if template is not None:
                templates.remove(template)  # another text can have the same words in another language
            found.append(text if template is None else Text(text.value, template.language or ""))
        return tuple(found)

    def _templates(self, result: Result) -> list[Literal]:
        """Return the values of sh:message from which the message of a result can come."""
        node = self._nodes.get(result.shape or "")
        component = NamedNode(result.component)
        of_shape = () if node is None else (*self._shapes.values(node, sh("sparql")), node)
        validators = (value for name in _VALIDATORS for value in self._shapes.values(component, sh(name)))
        sources = [each for each in (*of_shape, *validators, component) if not isinstance(each, Literal)]
        messages = (message for source in sources for message in self._shapes.values(source, sh("message")))
        return [message for message in messages if isinstance(message, Literal)]

    def _words(self, result: Result) -> str | None:
        """Return a message in words for a result whose shape has none, or None."""
        if result.component == f"{SHACL}SPARQLConstraintComponent":
            return None if result.message else f"{self._of_query(result)} violates a SPARQL constraint"
        node = self._nodes.get(result.shape or "")
        if node is None or (result.message.strip() and self._shapes.values(node, sh("message"))):
            return None
        name = result.component.removeprefix(SHACL).removesuffix("ConstraintComponent")
        if not result.component.startswith(SHACL):
            return None if self._has_message(result.component) else self._of_component(result)
        if name == "Closed":
            return f"{self._short(result.path or '')} is not allowed here: the shape is closed"
        return f"{self._subject(result, name)} {self._sentence(node, name)}"

    def _sentence(self, shape: Node, name: str) -> str:
        """Return what a constraint says. It is kept, because a shape can have thousands of results, and its lists as many values."""
        if (shape, name) not in self._sentences:
            template = _SENTENCES.get(name, "does not conform")
            self._sentences[shape, name] = _PARAMETER.sub(lambda found: self._parameter(shape, found[1]), template)
        return self._sentences[shape, name]

    def _has_message(self, component: str) -> bool:
        """Whether a constraint component of the shapes graph, or one of its validators, has a message."""
        node = NamedNode(component)
        validators = [value for name in _VALIDATORS for value in self._shapes.values(node, sh(name)) if not isinstance(value, Literal)]
        return any(self._shapes.values(each, sh("message")) for each in (node, *validators))

    def _of_query(self, result: Result) -> str:
        if result.path or result.value in (None, result.focus):
            return self._subject(result, "")
        return f"The value {self._short(result.value or '')} of the node {self._short(result.focus)}"

    def _of_component(self, result: Result) -> str:
        return f"{self._subject(result, '')} violates the constraint {self._short(f'<{result.component}>')}"

    def _subject(self, result: Result, name: str) -> str:
        path = self._short(result.path or "")
        if name in _COUNTED:
            return f"The property {path}"
        if result.value and name not in _ABOUT_PATH:
            value = self._short(result.value)
            return f"The value {value} of {path}" if path else f"The node {value}"
        return f"The property {path}" if path else f"The node {self._short(result.focus)}"

    def _parameter(self, shape: Node, name: str) -> str:
        values = self._shapes.values(shape, sh(name))
        if not values:
            return "of the constraint"
        if name.endswith("Length") and isinstance(values[0], Literal):
            return values[0].value
        if name.endswith("Count") and isinstance(values[0], Literal):
            return f"{values[0].value} value{'' if values[0].value == '1' else 's'}"
        if name == "nodeKind" and isinstance(values[0], NamedNode):
            return _NODE_KINDS.get(values[0].value.removeprefix(SHACL), self._term(values[0]))
        return self._listed(self._shapes.members(values[0]) if name in ("in", "languageIn") else values)

    def _listed(self, terms: Sequence[Term]) -> str:
        more = f" and {len(terms) - _MAX_LISTED:,} more" if len(terms) > _MAX_LISTED else ""
        return ", ".join(map(self._term, terms[:_MAX_LISTED])) + more

    def _term(self, term: Term) -> str:
        return self._short(str(term)) if not isinstance(term, BlankNode) else f"of {self._described(term)}"

    def _described(self, node: Node) -> str:
        """Return the parameters of a shape without an IRI, such as sh:datatype."""
        names = sorted(predicate.removeprefix(SHACL) for predicate in self._shapes.properties(node) if predicate.startswith(SHACL))
        return ", ".join(f"sh:{name}" for name in names if name not in LIST_REFERENCES) or "the constraint"

    def _short(self, term: str) -> str:
        """Return a term in N-Triples syntax, or a path, with prefixed names. Within the quotes of a literal, nothing is changed."""
        if number := _NUMBER.fullmatch(term):
            return number[1]
        quoted = term.rfind('"') + 1
        return term[:quoted] + _IRI.sub(self._shortened, term[quoted:])

    def _shortened(self, found: re.Match[str]) -> str:
        prefixes = {prefix: namespace for prefix, namespace in self._prefixes().items() if prefix}
        return prefixed_name(found[1], prefixes) or found[0]


def _may_be(text: str, template: str) -> bool:
    """Whether a text can come from a template, in which {?name} and {$name} stand for values."""
    parts = _PLACEHOLDER.split(template)
    if len(parts) == 1:
        return text == template
    at = len(parts[0])
    if not text.startswith(parts[0]):
        return False
    for part in parts[1:-1]:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return text.endswith(parts[-1]) and len(text) - len(parts[-1]) >= at
