"""What a timeline shows: entries, the times that agree and those that do not, and the lanes."""

from __future__ import annotations

from kzit_graph.publish.site.claims.model import Claims, Hold, Stance
from kzit_graph.publish.site.views.entries import Timeline
from kzit_graph.publish.site.views.timeline import MAX_LANES, read_timeline
from tests.publish.site.views.claim_values import Around, claim, claims, name_of, span


def read(found: Claims, around: Around | None = None) -> Timeline:
    return read_timeline(found, around or Around())


def names(timeline: Timeline) -> list[tuple[str, list[str]]]:
    return [(f"{lane.kind} {name_of(lane.node)}".strip(), [name_of(entry.node) for entry in lane.entries]) for lane in timeline.lanes]


def strands(timeline: Timeline) -> list[list[str]]:
    (entry,) = timeline.entries
    return [[name_of(one.claim.fact) for one in strand.dated] for strand in entry.strands]


def test_claims_of_an_event_are_one_entry() -> None:
    found = read(claims(claim("a", span("2009"), events=["e"]), claim("b", span("2009"), events=["e"]), claim("c", span("2010"))))
    assert names(found) == [("rest", ["e", "c"])]


def test_a_day_in_a_month_in_a_year_agree_the_widest_first() -> None:
    whole = [claim(name, span(time), events=["e"]) for name, time in (("day", "2009-11-05"), ("year", "2009"), ("month", "2009-11"))]
    assert strands(read(claims(*whole))) == [["year", "month", "day"]]


def test_times_that_exclude_one_another_clash_if_they_are_disputed() -> None:
    times = (("june", "1992-06-12"), ("august", "1992-08-21"))
    undisputed = [claim(name, span(time), events=["e"]) for name, time in times]
    disputed = [claim(name, span(time), events=["e"], disputed=["m"]) for name, time in times]
    assert strands(read(claims(*disputed))) == [["june"], ["august"]]
    assert [read(claims(*found)).entries[0].clashes for found in (undisputed, disputed)] == [False, True]


def test_a_plan_for_another_day_is_no_clash() -> None:
    plan = claim("plan", span("2025-04-26"), stance=Stance.PLANNED, events=["e"], disputed=["m"])
    fact = claim("fact", span("2025-05-30"), events=["e"], disputed=["m"])
    (entry,) = read(claims(plan, fact)).entries
    assert (entry.clashes, entry.is_planned_only, len(entry.strands)) == (False, False, 2)
    assert read(claims(plan)).entries[0].is_planned_only


def test_states_figures_and_undated_claims_are_counted_only() -> None:
    found = read(
        claims(
            claim("as-of", span("2017-08-21", hold=Hold.AS_OF)),
            claim("until-now", span("…", "2017-08-21", Hold.THROUGHOUT)),
            claim("since-then", span("1992", "2017-08-21", Hold.THROUGHOUT)),
            claim("dated-page", span("2017-08-21"), events=["publication"]),
            claim("figure", span("2012"), figure=5),
            claim("undated"),
            claim("open", span("…", "…")),
            dates={"paper": span("2017-08-21")},
        )
    )
    assert (found.entries, found.states, found.figures, found.undated) == ((), 4, 1, 2)


def test_a_figure_of_an_event_and_a_past_state_are_entries() -> None:
    found = read(claims(claim("one-of-ten", span("2012"), figure=10, events=["e"]), claim("chair", span("2010", "2011", Hold.THROUGHOUT))))
    assert names(found) == [("rest", ["chair", "e"])]


def test_from_one_day_up_to_another_is_one_span() -> None:
    found = read(claims(claim("a", span("1992-06-01", hold=Hold.SINCE), span("1992-09-01", hold=Hold.UNTIL))))
    (one,) = found.entries[0].dated
    assert (one.span.start, one.span.end, one.span.hold) == ("1992-06-01", "1992-09-01", Hold.THROUGHOUT)


def test_what_happens_in_the_course_of_an_event_is_its_part() -> None:
    visit = claim("visit", span("2024-01"), events=["visit-1"])
    talk = claim("talk", span("2024-01-18"), events=["talk-1"], named=["visit-1"])
    later = claim("later", span("2024-10"), events=["later-1"], named=["visit-1"])
    found = read(claims(visit, talk, later))
    assert names(found) == [("rest", ["visit-1", "later-1"])]
    assert [name_of(part.node) for part in found.entries[0].parts] == ["talk-1"]


def test_what_two_documents_tell_is_no_part() -> None:
    visit = claim("visit", span("2009"), events=["visit-1"])
    treaty = [claim(paper, span("2009-11-05"), events=["treaty"], named=["visit-1"], document=paper) for paper in ("p", "q")]
    assert names(read(claims(visit, *treaty))) == [("rest", ["visit-1", "treaty"])]


def test_events_that_name_one_another_are_not_lost() -> None:
    found = read(claims(*(claim(f"c{a}", span("2009"), events=[a], named=[b]) for a, b in (("a", "b"), ("b", "c"), ("c", "a")))))
    assert sorted(name_of(entry.node) for whole in found.entries for entry in (whole, *whole.parts)) == ["a", "b", "c"]


def test_a_field_stands_in_the_lane_of_its_topmost_concept() -> None:
    around = Around(broader={"oil": ["energy"], "energy": ["economy"], "wind": ["energy"], "loop": ["pool"], "pool": ["loop"]})
    found = [claim(f"c{index}", span(f"{2000 + index}"), fields=[name]) for index, name in enumerate(("oil", "wind", "loop", "loop"))]
    assert names(read(claims(*found), around)) == [("field economy", ["c0", "c1"]), ("field pool", ["c2", "c3"])]


def test_events_without_a_field_stand_by_their_kind_and_few_in_the_rest() -> None:
    around = Around(kinds={"v1": ["visit"], "v2": ["visit"], "v3": ["visit"], "t": ["talk"]})
    found = [claim(f"c{name}", span(f"200{index}"), events=[name]) for index, name in enumerate(("t", "v1", "v2", "v3"))]
    assert names(read(claims(*found), around)) == [("event visit", ["v1", "v2", "v3"]), ("rest", ["t"])]


def test_holders_of_a_post_stand_in_a_lane_of_their_own() -> None:
    terms = [("a", "1992"), ("b", "1995"), ("b", "1995-02-15"), ("c", "1998")]
    found = [claim(f"c{i}", span(time, hold=Hold.SINCE), participants=[who]) for i, (who, time) in enumerate(terms)]
    around = Around(posts={f"c{index}": ["ambassador"] for index in range(4)})
    assert names(read(claims(*found), around)) == [("post ambassador", ["a", "b", "c"])]


def test_there_are_never_more_lanes_than_a_picture_has_room_for() -> None:
    found = [claim(f"c{field}-{index}", span("2000"), fields=[f"f{field}"]) for field in range(20) for index in range(2 + field % 3)]
    lanes = read(claims(*found)).lanes
    assert len(lanes) == MAX_LANES
    assert sum(len(lane.entries) for lane in lanes) == len(found)


def test_years_before_christ_and_far_ones_are_in_order() -> None:
    found = [claim(name, span(time)) for name, time in (("late", "12024"), ("now", "2024"), ("troy", "-1180"), ("actium", "-0030-09-02"))]
    assert names(read(claims(*found))) == [("rest", ["troy", "actium", "now", "late"])]


def test_an_event_on_the_day_of_its_document_stays_if_another_tells_of_it() -> None:
    plan = claim("plan", span("2025-04-27"), stance=Stance.PLANNED, events=["summit"], document="april")
    fact = claim("fact", span("2025-05-30"), events=["summit"], document="may")
    found = read(claims(plan, fact, dates={"april": span("2025-04-22"), "may": span("2025-05-30")}))
    assert (found.entries[0].is_planned_only, found.states) == (False, 0)
    assert read(claims(fact, dates={"may": span("2025-05-30")})).states == 1


def test_a_timeline_of_a_few_keeps_what_more_documents_tell_of() -> None:
    many = [claim(f"c{index}", span("2000"), events=[f"e{index}"]) for index in range(9)]
    two = [claim(f"d{index}", span("2001"), events=["known"], document=f"d{index}") for index in range(2)]
    found = read(claims(*many, *two))
    assert names(found.first(2)) == [("rest", ["e0", "known"])]
    assert found.first(10) is found
