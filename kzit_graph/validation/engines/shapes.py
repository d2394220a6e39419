"""Prepare a shapes graph for an engine, so that both engines understand it alike.

What is prepared: implicit class targets and names for shapes without an IRI, regular expressions, language ranges, and constraints
on literals that an engine reads in its own way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.project.nested_shapes import LIST_REFERENCES
from kzit_graph.rdf.namespaces import RDFS
from kzit_graph.rdf.xpath_regex import NOTHING, Translation, translate
from kzit_graph.sparql.total_order import with_total_order
from kzit_graph.validation.engines.corrections import Matching
from kzit_graph.validation.engines.engine_shapes import EngineShapes
from kzit_graph.validation.engines.pattern_matching import TIME_LIMIT, PatternTimeout, matching
from kzit_graph.validation.engines.run import shacl_can_match
from kzit_graph.validation.shapes.shapes_graph import CLASSES, COUNTS, NIL, TYPE, Node, ShapesGraph, Term, sh

_SHAPE: Final = "urn:kzit-graph:shape:"
"""The names of shapes without an IRI. Engines give them labels of their own, from which the shape is not known."""

_MAX_SURE: Final = 10_000
"""Characters of a regular expression without counted repetition that the engine "shacl" compiles in any case."""

_MAX_COUNT: Final = 2**32 - 1
"""The largest count that the engine "shacl" can read."""

_SUB_CLASS: Final = f"{RDFS}subClassOf"
_NOT_A_DATATYPE: Final = NamedNode("urn:kzit-graph:no-datatype")
_LITERAL: Final = NamedNode(f"{RDFS}Literal")


def prepare(shapes: ShapesGraph, engine: str, languages: Iterable[str] = ()) -> EngineShapes:
    """Return shapes for an engine. languages: the language tags of the data, which pySHACL needs.

    Raises `InvalidInput` with the shape if a regular expression is malformed.
    """
    graph = shapes.copy()
    state_class_targets(graph)
    _normalize_counts(graph)
    patterns = _translate_patterns(graph, shapes, engine)
    if engine == "pyshacl":
        _list_languages(graph, sorted(set(languages)))
        _replace_datatype_of_all_literals(graph)
        _replace_empty_lists(graph)
    else:
        _order_totally(graph)
    labels = graph.labels
    names: dict[Term, NamedNode] = {node: NamedNode(_SHAPE + label.removeprefix("_:")) for label, node in labels.items()}
    graph.replace_terms(lambda term: names.get(term, term) if isinstance(term, BlankNode) else term)
    return EngineShapes(
        engine,
        graph,
        names={str(names[node]): label for label, node in labels.items()},
        patterns={names.get(node, node): pattern for node, pattern in patterns.items()},
    )


def state_class_targets(graph: ShapesGraph) -> None:
    """Write each implicit class target as sh:targetClass (SHACL, section 2.1.3.3). A class can be an owl:Class."""
    subclasses: defaultdict[Term, list[Node]] = defaultdict(list)
    for node in graph.subjects(_SUB_CLASS):
        for term in graph.values(node, _SUB_CLASS):
            subclasses[term].append(node)
    below: dict[Term, None] = dict.fromkeys(CLASSES)
    waiting = list(below)
    for term in waiting:  # the list grows
        added = [node for node in subclasses[term] if node not in below]
        below.update(dict.fromkeys(added))
        waiting += added
    for shape in graph.subjects(TYPE):
        types = graph.properties(shape)[TYPE]
        if isinstance(shape, NamedNode) and any(kind in below for kind in types) and graph.is_shape(shape):
            graph.add(shape, sh("targetClass"), shape)


def _normalize_counts(graph: ShapesGraph) -> None:
    """Write each count as an xsd:integer that both engines can read. No graph has more values than the largest of them."""
    for name in COUNTS:
        for shape in graph.subjects(sh(name)):
            for value in graph.values(shape, sh(name)):
                assert isinstance(value, Literal)
                digits = value.value.strip().lstrip("+-").lstrip("0") or "0"
                count = int(digits) if len(digits) <= len(str(_MAX_COUNT)) else _MAX_COUNT
                graph.remove(shape, sh(name), value)
                graph.add(shape, sh(name), Literal(min(count, _MAX_COUNT)))


def _replace_empty_lists(graph: ShapesGraph) -> None:
    """Replace empty lists of shapes, which pySHACL refuses: nothing conforms to one of no shapes, everything to all of them."""
    for name in LIST_REFERENCES:
        for shape in graph.subjects(sh(name)):
            if NIL in graph.values(shape, sh(name)):
                graph.remove(shape, sh(name), NIL)
                if name != "and":
                    nothing = BlankNode()
                    graph.add(nothing, sh("in"), NIL)
                    graph.add(shape, sh(name), graph.add_list([nothing]))


def _translate_patterns(graph: ShapesGraph, shapes: ShapesGraph, engine: str) -> dict[Node, Matching]:
    """Replace the regular expressions by those of the engine. Return those that it cannot evaluate, by shape.

    shapes: the shapes as written.
    """
    not_possible: dict[Node, Matching] = {}
    for shape in graph.subjects(sh("pattern")):
        (pattern,) = graph.values(shape, sh("pattern"))
        flags = "".join(term.value for term in graph.values(shape, sh("flags")))
        translation = _translation(graph, shape, pattern.value, flags)
        if translation.backtracks if engine == "pyshacl" else not _has_rust(translation):
            not_possible[shape] = partial(_matching, shapes, shape, pattern.value, translation)
            translation = replace(translation, rust=NOTHING, python=NOTHING)
        graph.remove(shape, sh("flags"))
        graph.remove(shape, sh("pattern"))
        graph.add(shape, sh("pattern"), Literal(translation.python if engine == "pyshacl" else translation.rust or ""))
    return not_possible


def _matching(shapes: ShapesGraph, shape: Node, pattern: str, translation: Translation, texts: Iterable[str]) -> frozenset[str]:
    try:
        return matching(translation, texts)
    except PatternTimeout as error:
        problem = f'the regular expression "{pattern}" cannot be matched with all values within {TIME_LIMIT:g} s; simplify it'
        raise shapes.unusable(shape, problem) from error


def _has_rust(translation: Translation) -> bool:
    """Whether Rust can evaluate a regular expression. Only repeated or long ones can be too large for it."""
    rust = translation.rust
    return rust is not None and (("{" not in rust and len(rust) < _MAX_SURE) or shacl_can_match(rust))


def _translation(graph: ShapesGraph, shape: Node, pattern: str, flags: str) -> Translation:
    try:
        translation = translate(pattern, flags)
        re.compile(translation.python)
    except InvalidInput as error:
        raise graph.unusable(shape, error.problem) from error
    except (re.error, OverflowError, RecursionError) as error:
        raise graph.unusable(shape, f'the regular expression "{pattern}" cannot be evaluated: {error}') from error
    return translation


def _order_totally(graph: ShapesGraph) -> None:
    """Rewrite ORDER BY in the queries of shapes, so that the engine can order any values."""
    for node, name, query in list(graph.queries()):
        if (rewritten := with_total_order(query.value)) != query.value:
            graph.remove(node, name, query)
            graph.add(node, name, Literal(rewritten))


def _list_languages(graph: ShapesGraph, tags: Iterable[str]) -> None:
    """Add the tags that a range matches to each sh:languageIn. pySHACL compares only whole tags and first subtags."""
    for shape in graph.subjects(sh("languageIn")):
        for head in graph.values(shape, sh("languageIn")):
            ranges = [member for member in graph.members(head) if isinstance(member, Literal)]
            matched = [tag for tag in tags if any(_matches(tag.lower(), term.value.lower()) for term in ranges)]
            known = {term.value.lower() for term in ranges}
            more = [Literal(tag) for tag in matched if tag.lower() not in known]
            if more:
                graph.remove(shape, sh("languageIn"), head)
                graph.add(shape, sh("languageIn"), graph.add_list([*ranges, *more]))


def _matches(tag: str, language_range: str) -> bool:
    """Whether a tag matches a basic language range (RFC 4647, section 3.3.1). Both are in lower case."""
    return language_range == "*" or tag == language_range or tag.startswith(f"{language_range}-")


def _replace_datatype_of_all_literals(graph: ShapesGraph) -> None:
    """Replace sh:datatype rdfs:Literal, for which pySHACL accepts every literal; no literal has this datatype."""
    for shape in graph.subjects(sh("datatype")):
        if graph.values(shape, sh("datatype")) == [_LITERAL]:
            graph.remove(shape, sh("datatype"))
            graph.add(shape, sh("datatype"), _NOT_A_DATATYPE)
