"""A row of an answer."""

from __future__ import annotations

from typing import Self, SupportsIndex, overload

from kzit_graph.rdf.names import Term


class Row(tuple[Term | None, ...]):
    """A solution: the terms of the variables in order, None if unbound. The name of a variable is also an index."""

    _variables: tuple[str, ...]

    def __new__(cls, variables: tuple[str, ...], terms: tuple[Term | None, ...]) -> Self:
        """Create a row with one term per variable."""
        row = super().__new__(cls, terms)
        row._variables = variables
        return row

    def __getnewargs__(self) -> tuple[tuple[str, ...], tuple[Term | None, ...]]:
        return self._variables, tuple(self)

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Term | None: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Term | None, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Term | tuple[Term | None, ...] | None:
        """Return the term at a position or of a variable. Raises `KeyError` for an unknown variable, `IndexError` for a position."""
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self._variables:
            raise KeyError(f"unknown variable {key}; known: {', '.join(self._variables) or 'none'}")
        return super().__getitem__(self._variables.index(key))

    def as_dict(self) -> dict[str, Term | None]:
        """Return a dictionary of variables and terms."""
        return dict(zip(self._variables, self, strict=True))
