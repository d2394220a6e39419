"""What templates call for each value."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from kzit_graph.publish.site.edition.template_programs import new_environment
from kzit_graph.publish.site.edition.template_runtime import Macro


def rendered(source: str, **values: object) -> str:
    environment = new_environment()
    environment.loader = DictLoader({"page": source})
    return environment.get_template("page").render(values)


def test_a_key_comes_before_a_method_of_the_same_name() -> None:
    assert rendered("{{ one.items }} {{ one.name }}", one={"items": 3, "name": "<b>"}) == "3 &lt;b&gt;"


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="nothing"):
        rendered("{{ one.nothing }}", one={})


def test_macros_are_called_in_loops() -> None:
    source = "{% macro item(text, mark='-') %}{{ mark }}{{ text }}{% endmacro %}{% for one in all %}{{ item(one) }}{% endfor %}"
    assert rendered(source, all=["a", "<"]) == "-a-&lt;"


def test_a_macro_fills_in_defaults_and_refuses_too_many_arguments() -> None:
    environment = new_environment()
    module: Any = environment.from_string("{% macro item(text, mark='*') %}{{ mark }}{{ text }}{% endmacro %}").module
    own = Macro(environment, module.item._func, "item", ["text", "mark"], False, False, False, True)
    assert (own("<"), own("a", "+"), own("a", mark="!")) == ("*&lt;", "+a", "!a")
    assert type(own("a")) is Markup
    with pytest.raises(TypeError, match="not more than 2"):
        own("a", "b", "c")
