"""The rows of a table of which the browser takes some away."""

from __future__ import annotations

import json

import pytest

from kzit_graph.publish.site.rows import taken_rows
from kzit_graph.publish.site.rows.taken_rows import rows_script
from kzit_graph.publish.site.wording.script_words import json_block

TABLE = 'fact,fact_iri\r\n"One, ""two""",https://example.org/1\r\n"Жаңа\nжол",https://example.org/2\r\n'.encode()


def test_a_script_has_each_row_by_its_iri_as_the_table_has_it() -> None:
    script = rows_script("facts", "All facts", TABLE, b"{}", "fact_iri").decode()
    start = '"use strict";(globalThis.site??={}).takenTable='
    found = json.loads(script.removeprefix(start).removesuffix(";\n"))
    assert found["header"] == "fact,fact_iri"
    assert found["lines"] == {
        "https://example.org/1": '"One, ""two""",https://example.org/1',
        "https://example.org/2": '"Жаңа\nжол",https://example.org/2',
    }
    assert (found["name"], found["title"], found["metadata"]) == ("facts", "All facts", "{}")


def test_a_very_large_table_has_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken_rows, "MAX_SIZE", len(TABLE) - 1)
    assert rows_script("facts", "All facts", TABLE, b"{}", "fact_iri") == b""


def test_a_block_of_json_cannot_be_left() -> None:
    block = json_block('a"b', {"text": "</script><!--"})
    assert block == '<script type="application/json" id="a&#34;b">{"text":"\\u003c/script>\\u003c!--"}</script>'
