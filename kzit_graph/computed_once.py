"""A cached property for objects that several threads share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class computed_once(Generic[Value]):  # noqa: N801 - used as a decorator, like `property`
    """A property that is computed on first use and then kept, even if several threads ask for it at the same time.

    `functools.cached_property` may compute it once for each of them (since Python 3.12). Blank nodes then have other labels in
    each result.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Value: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> Self | Value:
        """Return the value. Once it is among the attributes of the instance, Python finds it there and does not call this."""
        if instance is None:
            return self
        attributes = vars(instance)
        lock = f"lock of {self._name}"
        with attributes.setdefault(lock, threading.RLock()):
            try:
                if self._name not in attributes:
                    attributes[self._name] = self._compute(instance)
                value: Value = attributes[self._name]
                return value
            finally:
                attributes.pop(lock, None)  # a lock cannot be pickled
