"""One row of an answer."""

from __future__ import annotations

from typing import Self, SupportsIndex, overload

from kzit_graph.rdf.names import Term


class Row(tuple[Term | None, ...]):
    """One solution: a term for each variable in their order, None where unbound. A variable's name is an index, too."""

    _variables: tuple[str, ...]

    def __new__(cls, variables: tuple[str, ...], terms: tuple[Term | None, ...]) -> Self:
        """Make a row. There are as many terms as variables."""
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
            raise KeyError(f"no variable {key}; there are: {', '.join(self._variables) or 'none'}")
        return super().__getitem__(self._variables.index(key))

    def as_dict(self) -> dict[str, Term | None]:
        """Return the terms by their variables."""
        return dict(zip(self._variables, self, strict=True))
