"""Check the property paths of shapes (SHACL, section 2.3.1). Engines do not say which shape has a malformed one, or never end."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.validation.shapes.shapes_graph import FIRST, NIL, ShapesGraph, Term, sh

_FORMS: Final = {
    FIRST: "a list",
    **{sh(name): f"sh:{name}" for name in ("alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")},
}
"""What makes a node a property path."""

_ALTERNATIVE: Final = sh("alternativePath")
_MIN_MEMBERS: Final = 2
_MAX_DEPTH: Final = 100
_MAX_STEPS: Final = 10_000
"""Properties of a path, each counted as often as the path contains it. Engines copy parts that are used twice."""


def path_problem(shapes: ShapesGraph, path: Term) -> str | None:
    """Return what is wrong with a value of sh:path, or None."""
    try:
        if _steps(shapes, path, (), {}) > _MAX_STEPS:
            return f"sh:path has more than {_MAX_STEPS:,} steps; shorten it"
    except _MalformedPath as error:
        return str(error)
    return None


class _MalformedPath(Exception):
    """A property path is malformed. The message is the problem."""


def _steps(shapes: ShapesGraph, path: Term, outer: tuple[Term, ...], known: dict[Term, int]) -> int:
    """Return the number of properties in a path. outer: the paths that contain it. known: the numbers of other paths."""
    if isinstance(path, Literal):
        raise _MalformedPath("sh:path must be a property or a property path, not a literal")
    if path == NIL:
        raise _MalformedPath("sh:path has an empty list; write at least two members")
    if isinstance(path, NamedNode):
        return 1
    if path in outer:
        raise _MalformedPath("sh:path contains itself; remove the cycle")
    if len(outer) > _MAX_DEPTH:
        raise _MalformedPath(f"sh:path nests paths more than {_MAX_DEPTH} deep; shorten it")
    if path not in known:
        parts = _parts(shapes, path)
        known[path] = sum(_steps(shapes, part, (*outer, path), known) for part in parts)
    return known[path]


def _parts(shapes: ShapesGraph, path: Term) -> list[Term]:
    """Return the paths that a path without an IRI consists of."""
    assert not isinstance(path, Literal)
    forms = [predicate for predicate in shapes.properties(path) if predicate in _FORMS]
    if not forms:
        raise _MalformedPath("sh:path has a blank node that is not a property path; write a property, a list, or [ sh:inversePath … ]")
    if FIRST in forms:
        return _members(shapes, path, "sh:path has a list")  # what else its first node states is no path; the W3C tests have such
    if len(forms) > 1:
        raise _MalformedPath(f"sh:path has a node with {' and '.join(_FORMS[form] for form in forms)}; keep one")
    (form,) = forms
    values = shapes.values(path, form)
    if len(values) > 1:
        raise _MalformedPath(f"{_FORMS[form]} has {len(values)} values; keep one")
    return _members(shapes, values[0], "sh:alternativePath has a list") if form == _ALTERNATIVE else values


def _members(shapes: ShapesGraph, head: Term, where: str) -> list[Term]:
    if not shapes.is_list(head):
        raise _MalformedPath(f"{where} that is malformed; write ( … )")
    members = shapes.members(head)
    if len(members) < _MIN_MEMBERS:
        raise _MalformedPath(f"{where} of {len(members)}; write at least two members")
    return members
