"""The text of a report: short IRIs, infos of one line, and groups in colour on a terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from kzit_graph.errors import Position
from kzit_graph.validation.report.report import Report, make_report
from kzit_graph.validation.report.text import MAX_INFO, TextStyle, report_text
from kzit_graph.validation.results import Result, Severity

ROOT: Final = Path("/project")
PREFIXES: Final = {"e": "http://e/", "ns": "http://e/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
LONG: Final = "The sources disagree on the date: " + "one source gives a day and another gives one " * 20


def result(number: int = 0, **parts: Any) -> Result:
    given = {
        "severity": Severity.VIOLATION,
        "focus": f"<http://e/thing-{number}>",
        "path": "<http://e/ns#name>",
        "value": None,
        "shape": "<http://e/Shape>",
        "component": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        "message": "Give it a name.",
        "position": Position(ROOT / "data" / "a.ttl", number + 1),
    }
    return Result(**(given | parts))


def report(*results: Result) -> Report:
    return make_report(results, "shacl", ROOT, prefixes=PREFIXES)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({}, "[e:thing-0 ns:name]"),
        ({"path": "(<http://e/ns#a>/^<http://e/b>)*"}, "[e:thing-0 (ns:a/^e:b)*]"),
        ({"focus": "<http://other/x>"}, "[http://other/x ns:name]"),
        ({"focus": "<http://e/>"}, "[http://e/ ns:name]"),
        ({"focus": "<http://e/a/b>"}, "[http://e/a/b ns:name]"),
        ({"focus": "<http://e/~>"}, "[http://e/~ ns:name]"),
        ({"path": "(<http://e/ns#a>/<http://e/~>)"}, "[e:thing-0 (ns:a/<http://e/~>)]"),
        ({"value": "<http://e/~>"}, "[e:thing-0 ns:name] (found <http://e/~>)"),
        ({"focus": "_:b1", "path": None}, "[_:b1]"),
        ({"value": "<http://e/ns#x>"}, "[e:thing-0 ns:name] (found ns:x)"),
        ({"value": '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'}, '[e:thing-0 ns:name] (found "5"^^xsd:integer)'),
        ({"value": '"see <http://e/ns#x>"@en'}, '[e:thing-0 ns:name] (found "see <http://e/ns#x>"@en)'),
    ],
)
def test_iris_are_shortened_with_the_prefixes_of_the_project(parts: dict[str, Any], shown: str) -> None:
    assert report(result(**parts)).text().splitlines()[0] == f"data/a.ttl:1: violation: Give it a name. {shown}"


def test_iris_in_messages_are_shortened_too() -> None:
    message = "http://e/a and http://e/ns#b, (http://e/c) or http://other/d."
    assert report(result(message=message)).text().startswith("data/a.ttl:1: violation: e:a and ns:b, (e:c) or http://other/d. [")


def test_iris_in_brackets_in_messages_lose_these_only_if_shortened() -> None:
    message = "<http://e/a>, <http://e/~> and <http://e/c."
    assert report(result(message=message)).text().startswith("data/a.ttl:1: violation: e:a, <http://e/~> and <e:c. [")


def test_quoted_parts_of_messages_stay_as_they_are() -> None:
    message = r'e:p is "see \" <http://e/a>"^^<http://e/b>, not "http://e/c'
    assert (
        report(result(message=message)).text().startswith(r'data/a.ttl:1: violation: e:p is "see \" <http://e/a>"^^e:b, not "http://e/c [')
    )


def test_a_report_without_prefixes_has_whole_iris() -> None:
    assert "[http://e/thing-0 http://e/ns#name]" in make_report([result()], "shacl", ROOT).text()


@pytest.mark.parametrize(
    "parts",
    [{"message": LONG}, {"value": f'"{LONG}"'}, {"focus": f"<http://e/{'x' * 300}>", "message": LONG}, {"message": "x" * 500}],
    ids=["message", "value", "focus", "one word"],
)
def test_an_info_stays_under_200_characters_unless_verbose(parts: dict[str, Any]) -> None:
    found = report(result(severity=Severity.INFO, **parts))
    line, note, counts = found.text().splitlines()
    assert line.startswith("data/a.ttl:1: info: ")
    assert len(line) <= MAX_INFO < 200
    assert "…" in line
    assert note == "some infos are shortened; verbose=True shows them in full"
    assert counts == "passed: 0 violations, 0 warnings, 1 info (shacl)"
    whole = found.text(verbose=True).splitlines()
    assert len(whole) == 2
    assert len(whole[0]) > 200


def test_many_infos_stay_under_200_characters_too() -> None:
    found = report(*(result(number, severity=Severity.INFO, message=f"{number}: {LONG}") for number in range(30)))
    lines = found.text(3).splitlines()
    assert all(len(line) < 200 for line in lines)
    same = report(*(result(number, severity=Severity.INFO, message=LONG) for number in range(30))).text(3).splitlines()
    assert len(same[0]) < 200
    assert same[0].endswith("… (30 results in 1 file)")
    assert "27 results not listed; limit=None lists all" in lines


def test_violations_and_warnings_are_never_shortened() -> None:
    for severity in (Severity.VIOLATION, Severity.WARNING):
        text = report(result(severity=severity, message=LONG)).text()
        assert " ".join(LONG.split()) in text
        assert "shortened" not in text


def test_without_a_terminal_each_result_is_a_line_that_grep_finds() -> None:
    lines = report(*map(result, range(5)), result(9, severity=Severity.WARNING)).text().splitlines()
    assert all(re.match(r"data/a\.ttl:\d+: (violation|warning): ", line) for line in lines[:-1])
    assert len(lines) == 7


def test_on_a_terminal_results_with_one_message_are_a_group() -> None:
    found = report(*map(result, range(3)), result(9, message="Another message."), result(4, severity=Severity.WARNING))
    assert report_text(found, 10, TextStyle(width=80, prefixes=PREFIXES)).splitlines() == [
        "violation: Give it a name. (3 results in 1 file)",
        "  data/a.ttl:1: [e:thing-0 ns:name]",
        "  data/a.ttl:2: [e:thing-1 ns:name]",
        "  data/a.ttl:3: [e:thing-2 ns:name]",
        "data/a.ttl:10: violation: Another message. [e:thing-9 ns:name]",
        "data/a.ttl:5: warning: Give it a name. [e:thing-4 ns:name]",
        "failed: 4 violations, 1 warning, 0 infos (shacl)",
    ]


def test_on_a_terminal_lines_are_wrapped_between_words() -> None:
    text = report_text(report(result(message=LONG), *map(result, range(3))), 10, TextStyle(width=60))
    assert max(map(len, text.splitlines())) <= 60
    assert " ".join(LONG.split()) in " ".join(text.split())


def test_colours_change_nothing_but_the_looks() -> None:
    found = report(*map(result, range(3)), result(9, severity=Severity.INFO, message="violation: not one"))
    plain = report_text(found, 2, TextStyle(width=80))
    coloured = report_text(found, 2, TextStyle(width=80, color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31mviolation\x1b[0m: Give it a name." in coloured
    assert "\x1b[36minfo\x1b[0m: violation: not one" in coloured
    assert coloured.splitlines()[-1].startswith("\x1b[1;31mfailed\x1b[0m: 3 violations")


def test_equal_results_are_equal_reports_with_any_prefixes() -> None:
    assert report(result()) == make_report([result()], "shacl", ROOT)
    assert hash(report(result())) == hash(make_report([result()], "shacl", ROOT))
