"""Commands on a project with rules: a broken rule is one line, a slow one ends at the timeout, a mistake is exit status 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import kzit_graph, refusal
from tests.walks import FILES, only_rule, walks

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("command", [("validate",), ("export", "turtle"), ("query", "ASK {}"), ("show", "Anna"), ("build",)])
def test_a_broken_rule_ends_a_command_with_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    walks(tmp_path, only_rule("INSERT { ?s w:y }\nWHERE { ?s ?p ?o }"))
    line = refusal(kzit_graph(*command, cwd=tmp_path))
    assert f"{Path('ontology', 'rules', '10-rule.ru')}:4:17: not a SPARQL update: unexpected" in line


def test_the_timeout_of_a_command_ends_its_rules(tmp_path: Path) -> None:
    slow = " ".join(f"?a{number} ?b{number} ?c{number} ." for number in range(12))
    walks(tmp_path, only_rule(f"INSERT {{ ?a0 w:n ?n }} WHERE {{ SELECT ?a0 (COUNT(*) AS ?n) {{ {slow} }} GROUP BY ?a0 }}"))
    assert "timeout" in refusal(kzit_graph("validate", "--timeout", "1", cwd=tmp_path))


def test_validate_names_all_mistakes_and_fails(tmp_path: Path) -> None:
    walks(tmp_path, {"data/walks.ttl": FILES["data/walks.ttl"] + 'id:moor w:takes "long" .\nid:bog w:takes "short" .\n'})
    done = kzit_graph("validate", cwd=tmp_path)
    assert done.returncode == 1
    assert [line.partition(" [")[0] for line in done.stdout.splitlines()[:2]] == [
        f"data/walks.ttl:{line}: violation: Write the time as in 3 h 20." for line in (7, 8)
    ]


def test_load_refuses_mistakes_before_it_sends_anything(tmp_path: Path) -> None:
    walks(tmp_path, {"data/walks.ttl": FILES["data/walks.ttl"] + 'id:moor w:takes "long" .\n'})
    done = kzit_graph("load", "http://127.0.0.1:1/", cwd=tmp_path)
    assert done.returncode == 1
    assert "nothing was loaded" in done.stderr


def test_an_export_warns_of_mistakes(tmp_path: Path) -> None:
    walks(tmp_path, {"data/walks.ttl": FILES["data/walks.ttl"] + 'id:moor w:takes "long" .\n'})
    done = kzit_graph("export", "ntriples", cwd=tmp_path)
    assert done.returncode == 0
    assert "long" not in done.stdout
    assert done.stderr == "kzit-graph: warning: the rules found 1 mistake in what was typed; kzit-graph validate lists them\n"
