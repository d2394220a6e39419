"""The small timeline of a thing: when there is one, in which form, and that it is drawn once for all languages."""

from __future__ import annotations

import re

from kzit_graph.publish.site.claims.model import Claim, Hold, Stance
from kzit_graph.publish.site.views.time_marks import used_marks
from kzit_graph.publish.site.views.times import Times, read_times
from tests.publish.site.views.claim_values import Around, claim, name_of, node, span


def read(*found: Claim, thing: str = "thing", around: Around | None = None) -> Times:
    return read_times(node(thing), found, around or Around())


def rows(times: Times) -> list[list[str]]:
    return [[name_of(one.claim.fact) for one in row] for row in times.rows]


def shown(times: Times) -> str:
    return times.picture(lambda blank: f"<{blank}>")


def test_three_claims_of_three_times_have_a_mark_each() -> None:
    found = read(claim("c", span("2017")), claim("a", span("2009")), claim("b", span("2012-05-08")), claim("undated"))
    assert (rows(found), found.years) == ([["a"], ["b"], ["c"]], None)


def test_fewer_times_than_three_have_no_picture() -> None:
    assert read(claim("a", span("2009")), claim("b", span("2012"))) == Times()
    assert read(*(claim(f"c{index}", span("2009" if index % 2 else "2012")) for index in range(9))) == Times()
    assert read(claim("a", span("2009"), span("2010"), span("2011")), claim("b", span("…", "…"))) == Times()


def test_times_that_agree_are_marks_of_one_row() -> None:
    times = (("year", "2009"), ("month", "2009-11"), ("day", "2009-11-05"))
    event = [claim(name, span(time), events=["e"]) for name, time in times]
    assert rows(read(*event, claim("other", span("2001")))) == [["other"], ["year", "month", "day"]]


def test_claims_that_look_the_same_share_a_mark() -> None:
    same = [claim(f"c{index}", span("2009-11-05"), events=["e"]) for index in range(3)]
    assert rows(read(*same, claim("a", span("2001")), claim("b", span("2002")))) == [["a"], ["b"], ["c0"]]


def test_many_claims_of_many_years_are_dots_by_year() -> None:
    found = read(*(claim(f"c{index}", span(str(2001 + index % 5))) for index in range(60)), claim("none"))
    assert found.rows == ()
    assert {year: len(held) for year, held in (found.years or {}).items()} == {2001 + index: 12 for index in range(5)}


def test_dots_of_one_voice_and_stance_stand_together() -> None:
    stances = [Stance.PLANNED, Stance.REPORTED, Stance.OFF, Stance.JUDGED, Stance.REPORTED]
    found = read(*(claim(f"c{index}", span(str(2001 + index // 10)), stance=stances[index % 5]) for index in range(60)))
    assert [dot.form for dot in found.dots[2001]] == [form for form in ("reported", "reported", "judged", "planned", "off") for _ in "ab"][
        :10
    ]


def test_many_claims_of_few_times_share_marks() -> None:
    times = ("2025-04-26", "2025-05-30", "2025-09-29")
    found = read(*(claim(f"c{index}", span(times[index % 3])) for index in range(60)))
    assert rows(found) == [["c0"], ["c10"], ["c11"]]


def test_too_many_marks_of_few_years_have_no_picture() -> None:
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    assert read(*(claim(f"c{day}", span(day)) for day in days)) == Times()


def test_the_holders_of_a_post_follow_one_another() -> None:
    terms = [claim(f"c{year}", span(str(year), hold=Hold.SINCE), participants=[f"p{year}"]) for year in range(1992, 2022, 2)]
    around = Around(posts={one.labels["en"]: ["post"] for one in terms})
    found = read(*reversed(terms), claim("late", span("2023-09-05", hold=Hold.AS_OF)), thing="post", around=around)
    assert found.in_turn
    assert rows(found) == [[one.labels["en"]] for one in terms]
    assert not read(*terms, thing="other", around=around).in_turn


def test_a_picture_is_drawn_once_and_filled_with_words_and_addresses() -> None:
    found = read(claim("a", span("2009")), claim("b", span("2012-05-08")), claim("c", span("2017")))
    first, second = shown(found), found.picture(lambda blank: blank.upper())
    assert re.findall(r'<a class="o" href="<(href\d)>" aria-label="<(name\d)>"', first) == 2 * [(f"href{n}", f"name{n}") for n in range(3)]
    assert first.count("<title>") == first.count("<text>") == 2
    assert re.sub(r"<(\w+\d|title|text)>", lambda mark: mark[1].upper(), first.replace("</title>", "</T>")) == second.replace(
        "</title>", "</T>"
    )


def test_a_short_time_has_the_names_of_months() -> None:
    found = read(*(claim(day, span(day)) for day in ("2025-03-09", "2025-05-30", "2025-09-29")))
    assert set(re.findall(r">(<2025-\d\d-01>)</text>", shown(found))) >= {"<2025-04-01>", "<2025-07-01>"}


def test_the_key_names_marks_as_they_are_drawn() -> None:
    spans = (span("…", "2017-08-21", Hold.THROUGHOUT), span("2005", "…", Hold.THROUGHOUT), span("2010", "2012", Hold.THROUGHOUT))
    found = read(*(claim(f"c{index}", one) for index, one in enumerate(spans)))
    assert {hold for hold, _, _ in used_marks(found.marks)} == {"until", "since", "lasted"}
    assert {hold for hold, _, _ in used_marks(found.marks[:1])} <= {"until", "since"}
