"""Reports with many results: groups, order, and limits of the listed results."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDFS, SH, URIRef

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.validation.report.text import TEXT_LIMIT, summary
from kzit_graph.validation.results import Result, Severity
from tests.validation.reports import BASE, ROOT, many, report, results


def messages(text: str) -> list[str]:
    """Return the lines without indentation, without their positions."""
    return [line.split(": ", 1)[1] if line.startswith("data/") else line for line in text.splitlines() if not line.startswith(" ")]


def test_a_message_with_more_results_than_the_limit_is_written_once() -> None:
    found = report(*many(12_345), *many(2, severity=Severity.WARNING, message="Add a note.", position=Position(ROOT / "b.ttl", 7)))
    assert found.text(2) == (
        "violation: Give it a label. (12,345 results in 1 file)\n"
        '  data/a.ttl:1: [http://e/000000 http://e/p] (found "x")\n'
        '  data/a.ttl:2: [http://e/000001 http://e/p] (found "x")\n'
        "  … and 12,343 more\n"
        'b.ttl:7: warning: Add a note. [http://e/000000 http://e/p] (found "x")\n'
        'b.ttl:7: warning: Add a note. [http://e/000001 http://e/p] (found "x")\n'
        "12,343 results not listed; limit=None lists all\n"
        "failed: 12,345 violations, 2 warnings, 0 infos (shacl)\n"
    )


def test_each_result_has_a_line_up_to_the_limit() -> None:
    lines = report(*many(TEXT_LIMIT)).text().splitlines()
    assert len(lines) == TEXT_LIMIT + 1
    assert all(f":{number}: violation: Give it a label. [" in line for number, line in enumerate(lines[:-1], start=1))
    assert "(11 results in 1 file)" in report(*many(TEXT_LIMIT + 1)).text().splitlines()[0]


def test_each_result_has_a_line_without_a_limit() -> None:
    text = report(*many(100)).text(None)
    assert text.count(": violation: Give it a label. [") == 100
    assert "not listed" not in text


@pytest.mark.slow
def test_many_results_of_a_few_constraints_give_a_short_text() -> None:
    lines = report(*many(99_000), *many(900, message="Another."), *many(100, severity=Severity.INFO)).text().splitlines()
    assert len(lines) == 3 * (1 + TEXT_LIMIT + 1) + 2
    assert lines[-1] == "failed: 99,900 violations, 0 warnings, 100 infos (shacl)"


def test_results_are_sorted_by_severity_and_then_by_frequency() -> None:
    early, late = Position(ROOT / "data" / "a.ttl", 1), Position(ROOT / "data" / "z.ttl", 1)
    found = report(
        *many(3, message="three", position=early),
        *many(5, message="five", position=late),
        *many(3, message="three of another shape", shape="<http://e/Z>", position=early),
        *many(1, message="one", position=early),
        *many(9, severity=Severity.WARNING, message="nine"),
    )
    assert [line.split(" (")[0].split(" [")[0] for line in messages(found.text(2))[:-2]] == [
        "violation: five",
        "violation: three",
        "violation: three of another shape",
        "violation: one",
        "warning: nine",
    ]


def test_groups_have_one_severity_shape_component_and_message() -> None:
    found = report(
        *many(2),
        *many(2, severity=Severity.INFO),
        *many(2, shape="<http://e/Other>"),
        *many(2, shape=None),
        *many(2, message="Another."),
        *(replace(entry, component=f"{SH}ClassConstraintComponent") for entry in many(2)),
    )
    assert found.text(1).count("(2 results in 1 file)") == 6


def test_messages_that_quote_values_are_counted_together() -> None:
    quoting = [replace(entry, message=f"There are {number} of them.") for number, entry in enumerate(many(50))]
    found = report(*quoting, *many(7, message="Always the same."), *many(1, shape="<http://e/Other>", message="Once."))
    assert found.text(3).splitlines() == [
        "violation: various messages of http://e/Shape (50 results in 1 file)",
        '  data/a.ttl:1: There are 0 of them. [http://e/000000 http://e/p] (found "x")',
        '  data/a.ttl:2: There are 1 of them. [http://e/000001 http://e/p] (found "x")',
        '  data/a.ttl:3: There are 2 of them. [http://e/000002 http://e/p] (found "x")',
        "  … and 47 more",
        "violation: Always the same. (7 results in 1 file)",
        *(f'  data/a.ttl:{number}: [http://e/00000{number - 1} http://e/p] (found "x")' for number in (1, 2, 3)),
        "  … and 4 more",
        'data/a.ttl:1: violation: Once. [http://e/000000 http://e/p] (found "x")',
        "51 results not listed; limit=None lists all",
        "failed: 58 violations, 0 warnings, 0 infos (shacl)",
    ]


def test_a_few_messages_of_one_shape_are_separate() -> None:
    found = report(*many(2, message="one"), *many(2, message="two"), *many(3, message="three"))
    assert [line.split(" [")[0] for line in messages(found.text(2))[:-2]] == [
        "violation: three (3 results in 1 file)",
        *("violation: one", "violation: two") * 2,
    ]


def test_results_without_shape_position_and_path_can_be_grouped() -> None:
    nowhere = [replace(entry, message=f"message {number}", path=None) for number, entry in enumerate(many(4, shape=None, position=None))]
    assert report(*nowhere).text(1).splitlines()[:3] == [
        f"violation: various messages of {SH}MinCountConstraintComponent (4 results)",
        '  message 0 [http://e/000000] (found "x")',
        "  … and 3 more",
    ]


def test_the_message_of_a_group_is_on_one_line() -> None:
    assert report(*many(2, message=" one\r\n  two\u2028three ")).text(1).splitlines()[0] == (
        "violation: one two three (2 results in 1 file)"
    )


def test_json_counts_all_results_and_those_omitted_by_the_limit() -> None:
    found = report(*many(5), *many(2, severity=Severity.INFO), *many(1, message="Once."))
    document = json.loads(found.to_json(2))
    assert document["counts"] == {"violation": 6, "warning": 0, "info": 2}
    assert (document["passed"], document["omitted"]) == (False, 3)
    everything = json.loads(found.to_json())["results"]
    assert document["results"] == [entry for entry in everything if entry["line"] <= 2]


def test_a_limit_does_not_make_a_report_pass_or_conform() -> None:
    graph = rdflib.Graph().parse(data=report(*many(3)).to_turtle(1), format="turtle")
    assert graph.value(URIRef(f"{BASE}report"), SH.conforms).toPython() is False  # type: ignore[union-attr]


def test_turtle_keeps_the_iris_of_results_under_a_limit() -> None:
    found = report(*many(3), *many(1, message="Once.", position=Position(ROOT / "z.ttl", 1)))
    whole, part = (rdflib.Graph().parse(data=found.to_turtle(limit), format="turtle") for limit in (None, 1))
    name = URIRef(f"{BASE}report")
    assert set(part.objects(name, SH.result)) == {URIRef(f"{BASE}report#1"), URIRef(f"{BASE}report#4")}
    assert set(part) - set(whole) == {(name, RDFS.comment, rdflib.Literal("2 of 4 results left out.", lang="en"))}
    assert (name, RDFS.comment, None) not in whole


def test_turtle_has_a_line_for_each_result_of_the_report() -> None:
    assert max(map(len, report(*many(1000)).to_turtle().splitlines())) < 200


def test_github_gets_the_counts_first_if_it_does_not_show_all() -> None:
    first, *rest = report(*many(11)).to_github().splitlines()
    assert first == "::notice title=SHACL::failed: 11 violations, 0 warnings, 0 infos (shacl). GitHub shows at most 10 of each level."
    assert len(rest) == 11
    assert not report(*many(10), *many(10, severity=Severity.WARNING)).to_github().startswith("::notice")


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    found = report(*many(2))
    for write in (found.text, found.to_json, found.to_turtle, found.to_github):
        with pytest.raises(InvalidInput, match="limit must be at least 1, or None for all results"):
            write(limit)


def test_github_gets_the_number_of_results_beyond_the_limit() -> None:
    first, *rest = report(*many(1_005)).to_github(3).splitlines()
    assert first.endswith("GitHub shows at most 10 of each level; 1,002 results left out here.")
    assert len(rest) == 3


@given(found=st.lists(results, max_size=12), limit=st.integers(1, 4))
def test_listed_and_omitted_results_add_up(found: list[Result], limit: int) -> None:
    whole = report(*found)
    document = json.loads(whole.to_json(limit))
    assert len(document["results"]) + document["omitted"] == len(found)
    assert whole.to_turtle(limit).count(" sh:result ") == len(document["results"])
    text = whole.text(limit)
    assert sum(int(number) for number in re.findall(r"^  … and (\d+) more$", text, re.MULTILINE)) == document["omitted"]
    assert text.splitlines()[-1] == summary(whole)


@given(found=st.lists(results, max_size=12), limit=st.integers(1, 4) | st.none())
def test_the_order_of_results_does_not_matter(found: list[Result], limit: int | None) -> None:
    reports = report(*found), report(*reversed(found))
    assert len({entry.text(limit) for entry in reports}) == 1
