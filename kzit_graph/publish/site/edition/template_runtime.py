"""What the programs of templates call hundreds of times for a page: less than Jinja does, which is ready for any template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from jinja2.runtime import Macro as JinjaMacro
from jinja2.utils import missing

from kzit_graph.publish.markup import escape, safe

__all__ = ["DirectContext", "DirectEnvironment", "Macro", "escape"]


class DirectContext(Context):
    """Calls functions and macros directly, since none asks for its context."""

    def call(self, function: Callable[..., Any], /, *arguments: object, **named: object) -> Any:
        """Call a function."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return function(*arguments, **named)


class DirectEnvironment(Environment):
    """Looks keys up without an exception for each. A key comes before a method of the same name."""

    context_class = DirectContext

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a value of a mapping, or an attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class Macro(JinjaMacro):
    """A macro that takes arguments by position directly."""

    def __call__(self, *arguments: Any, **named: Any) -> str:
        """Return a part of a page."""
        left = self._argument_count - len(arguments)
        if named or left < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*arguments, **named)
        return safe(self._func(*arguments, *[missing] * left))
