"""Refuse ill-formed SPARQL constraints, constraint components and prefix declarations (SHACL, sections 5 and 6).

The text of their queries is checked by `check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.rdf.namespaces import OWL
from kzit_graph.validation.shapes.shapes_graph import TYPE, Node, ShapesGraph, Term, sh
from kzit_graph.validation.shapes.well_formed import is_string, is_text

_QUERIES: Final = {"sparql": "select", "validator": "ask", "nodeValidator": "select", "propertyValidator": "select"}
"""Parameters whose values have a query, and the property of the query."""

_VALIDATORS: Final = tuple(name for name in _QUERIES if name != "sparql")
_RESERVED: Final = frozenset(("this", "shapesGraph", "currentShape", "path", "PATH", "value"))
_PATH: Final = re.compile(r"[?$]PATH\b")
_IMPORTS: Final = f"{OWL}imports"


def refuse_ill_formed_sparql(shapes: ShapesGraph) -> None:
    """Raise `InvalidInput` with its file and line for the first part of the shapes that is ill-formed."""
    for parameter in _QUERIES:
        for shape in shapes.subjects(sh(parameter)):
            for value in shapes.values(shape, sh(parameter)):
                _refuse(shapes, shape, _problems_of_query(shapes, shape, parameter, value))
    for component in shapes.subjects():
        if NamedNode(sh("ConstraintComponent")) in shapes.properties(component).get(TYPE, ()):
            _refuse(shapes, component, _problems_of_component(shapes, component))
    for node in shapes.subjects(sh("declare")):
        _refuse(shapes, node, _problems_of_declarations(shapes, shapes.values(node, sh("declare"))))
    for node in shapes.subjects(sh("prefixes")):
        _refuse(shapes, node, _problems_of_prefixes(shapes, shapes.values(node, sh("prefixes"))))


def _refuse(shapes: ShapesGraph, node: Node, problems: Iterator[str]) -> None:
    problem = next(problems, None)
    if problem:
        raise shapes.unusable(node, problem)


def _problems_of_query(shapes: ShapesGraph, shape: Node, parameter: str, node: Term) -> Iterator[str]:
    """Yield what is wrong with a value of sh:sparql or of a validator."""
    name = _QUERIES[parameter]
    if isinstance(node, Literal):
        yield f"sh:{parameter} must be a node with sh:{name}, not a literal"
        return
    queries = shapes.values(node, sh(name))
    if not queries:
        yield f"sh:{parameter} has no query; write it in sh:{name}"
    if len(queries) > 1:
        yield f"sh:{name} has {len(queries)} values; keep one"
    if not all(map(is_string, queries)):
        yield f"sh:{name} must be a text without a language"
    if not all(map(is_text, shapes.values(node, sh("message")))):
        yield "sh:message must be a text"
    uses_path = any(isinstance(query, Literal) and _PATH.search(query.value) for query in queries)
    if uses_path and parameter == "nodeValidator":
        yield "its query in sh:nodeValidator uses $PATH, which only property shapes have; use sh:propertyValidator"
    if uses_path and parameter == "sparql" and not shapes.values(shape, sh("path")):
        yield "its query uses $PATH, but the shape has no sh:path; write the property, or move the constraint into sh:property"


def _problems_of_component(shapes: ShapesGraph, component: Node) -> Iterator[str]:
    parameters = shapes.values(component, sh("parameter"))
    if not parameters:
        yield "a constraint component needs sh:parameter"
    if not any(shapes.values(component, sh(name)) for name in _VALIDATORS):
        yield "a constraint component needs sh:validator, sh:nodeValidator or sh:propertyValidator"
    for parameter in parameters:
        paths = [] if isinstance(parameter, Literal) else shapes.values(parameter, sh("path"))
        if len(paths) != 1 or not isinstance(paths[0], NamedNode):
            yield "sh:parameter must have one sh:path, the IRI of a property"
        elif (local := re.split("[/#:]", paths[0].value)[-1]) in _RESERVED:
            yield f"sh:parameter must not have the name {local}, which SHACL uses itself; rename the property"


def _problems_of_declarations(shapes: ShapesGraph, declarations: Iterable[Term]) -> Iterator[str]:
    for declaration in declarations:
        for name in ("prefix", "namespace"):
            values = [] if isinstance(declaration, Literal) else shapes.values(declaration, sh(name))
            if len(values) != 1 or not isinstance(values[0], Literal):
                yield f"sh:declare must have one sh:{name}, a text"


def _problems_of_prefixes(shapes: ShapesGraph, values: list[Term]) -> Iterator[str]:
    """Yield what is wrong with the values of sh:prefixes: literals, and prefixes that stand for two namespaces."""
    if any(isinstance(value, Literal) for value in values):
        yield "sh:prefixes must refer to a node with sh:declare, not to a literal"
    known: dict[str, str] = {}
    added, seen = list(values), set(values)
    while added:
        node = added.pop()
        if isinstance(node, Literal):
            continue
        for declaration in shapes.values(node, sh("declare")):
            assert not isinstance(declaration, Literal)
            (prefix,), (namespace,) = (shapes.values(declaration, sh(name)) for name in ("prefix", "namespace"))
            assert isinstance(prefix, Literal)
            assert isinstance(namespace, Literal)
            if known.setdefault(prefix.value, namespace.value) != namespace.value:
                yield f"the prefix {prefix.value}: is declared for two namespaces; keep one"
        imported = [each for each in shapes.values(node, _IMPORTS) if each not in seen]
        added += imported
        seen.update(imported)
