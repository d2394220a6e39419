"""The tools of a graph: its questions, with typed parameters, and tools to find, show and verify things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.questions.question import Parameter, Question
from kzit_graph.rdf.names import slug

PREFIX: Final = "ask-"
"""The start of the name of a tool that is a question."""

MAX_ROWS: Final = 1_000
"""The most rows of an answer."""

DEFAULT_ROWS: Final = 50

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""The names of tools that all assistants accept."""

_MAX_CODES: Final = 60
"""The entries of a code list that a schema lists."""

_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "thing": {"type": "string"},
    "concept": {"type": "string"},
    "text": {"type": "string"},
    "year": {"type": ["string", "integer"], "pattern": "^-?[0-9]{4,}$"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
}
"""JSON Schemas by the types of parameters."""

_ROWS: Final[dict[str, dict[str, Any]]] = {
    "max_rows": {"type": "integer", "minimum": 1, "maximum": MAX_ROWS, "default": DEFAULT_ROWS, "description": "The most rows to return."},
    "skip_rows": {"type": "integer", "minimum": 0, "default": 0, "description": "Rows to leave out, to read on where an answer was cut."},
}
_LANGUAGE: Final[dict[str, dict[str, Any]]] = {
    "label_language": {"type": "string", "description": "Language of names, such as it; default: the preferred one of the dataset."},
}
_BRIEF: Final = {
    key: {name: value for name, value in each.items() if name != "description"} for key, each in {**_ROWS, **_LANGUAGE}.items()
}
"""The same for the tools of questions, without descriptions: those would be most of the text that an assistant has to keep in mind."""

PAGING: Final = (*_ROWS, *_LANGUAGE)
"""The parameters that all tools with rows have, unless their question has one of that name."""


def tools(graph: KnowledgeGraph, *, compact: bool) -> list[dict[str, Any]]:
    """Return the tools as the protocol has them. compact: two tools for all questions, instead of one for each."""
    return [*_fixed_tools(graph), *(_compact_tools() if compact else _question_tools(graph))]


def _fixed_tools(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    thing = "A name in any language, the last part of an IRI, a prefixed name or an IRI."
    yield _tool(
        "search",
        "Find things by name",
        "Find things by their names or identifiers, in any language and script, with typos. Returns IRIs, labels and classes. Start here.",
        {
            "words": {"type": "string", "description": "A name or a part of one, or an identifier such as Q38."},
            "class": {"type": "string", "description": "Only things of this class, as its label, prefixed name or IRI."},
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20, "description": "The most things to return."},
            **_LANGUAGE,
        },
        ["words"],
    )
    yield _tool(
        "show",
        "Show a thing",
        "Show all about one thing: its statements, and the facts about it with who claims each (and how: reported, assessed, intended, "
        "inferred), the passages that support it, and where sources disagree.",
        {
            "name": {"type": "string", "description": thing},
            "full": {"type": "boolean", "default": False, "description": "Show long texts and lists in full."},
            "page": {"type": "integer", "minimum": 1, "default": 1, "description": "The page of a long description."},
            **_LANGUAGE,
        },
        ["name"],
    )
    if graph.project.settings.roles["claim"]:
        yield _tool(
            "evidence",
            "Show the evidence of a fact",
            "Return who claims a fact, with what stance, and each passage that supports it: the source document, the position in its text "
            "(code points, from 0, end not included) and the SHA-256 of the passage. For a passage: the facts that cite it.",
            {"fact": {"type": "string", "description": f"A fact or a passage. {thing}"}, **_LANGUAGE},
            ["fact"],
        )
    yield _tool(
        "sparql",
        "Ask in SPARQL",
        "Answer a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT or DESCRIBE) over the whole graph. It is read-only and has a time limit. The "
        f"prefixes {', '.join(list(graph.names.prefixes)[:12])} … are declared. Read the ontology resource first.",
        {"query": {"type": "string", "description": "The query."}, **_ROWS, **_LANGUAGE},
        ["query"],
    )


def _compact_tools() -> Iterator[dict[str, Any]]:
    yield _tool(
        "list-questions",
        "List the questions",
        "List the questions of the catalogue with their parameters, or those that have some words.",
        {"words": {"type": "string", "description": "Words that a question must have."}},
        [],
    )
    yield _tool(
        "ask",
        "Ask a question of the catalogue",
        "Answer a question of the catalogue. Call list-questions first for the names and the parameters.",
        {
            "question": {"type": "string", "description": "The name of a question."},
            "parameters": {"type": "object", "description": "The values of its parameters by their names."},
            **_ROWS,
            **_LANGUAGE,
        },
        ["question"],
    )


def _question_tools(graph: KnowledgeGraph) -> Iterator[dict[str, Any]]:
    for question in graph.questions().values():
        if _NAME.fullmatch(name := f"{PREFIX}{question.name}"):
            properties = {parameter.name: schema(parameter, graph) for parameter in question.parameters}
            others = {key: value for key, value in _BRIEF.items() if key not in properties}
            required = [parameter.name for parameter in question.parameters if parameter.required]
            yield _tool(name, question.title, _description(question), {**properties, **others}, required)


def described(questions: Iterable[Question], graph: KnowledgeGraph) -> list[dict[str, Any]]:
    """Return questions with the schemas of their parameters."""
    return [
        {
            "name": question.name,
            "title": question.title,
            "description": question.description,
            "parameters": {parameter.name: schema(parameter, graph) for parameter in question.parameters},
            "required": [parameter.name for parameter in question.parameters if parameter.required],
        }
        for question in questions
    ]


def _description(question: Question) -> str:
    return f"{question.title} {question.description}"


def schema(parameter: Parameter, graph: KnowledgeGraph) -> dict[str, Any]:
    """Return the JSON Schema of a parameter: its type, with the entries of a short code list."""
    found = {**_SCHEMAS[parameter.type], "description": parameter.description, "examples": [_converted(parameter, parameter.example)]}
    if parameter.scheme is not None:
        codes = sorted({slug(thing) for thing in graph.resolver.candidates(None, parameter.scheme)})
        if 0 < len(codes) <= _MAX_CODES:
            found["enum"] = codes
            del found["examples"]
    if parameter.default is not None:
        found["default"] = _converted(parameter, parameter.default)
        if "enum" in found and found["default"] not in found["enum"]:
            found["enum"] = [*found["enum"], found["default"]]
    return found


def _converted(parameter: Parameter, text: str) -> object:
    """Return an example or a default as a value of JSON."""
    try:
        return int(text) if parameter.type == "integer" else float(text) if parameter.type == "decimal" else text
    except ValueError:
        return text


def _tool(name: str, title: str, description: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "description": description,
        "input_schema": {"type": "object", "properties": properties, "required": required, "additionalProperties": False},
    }
