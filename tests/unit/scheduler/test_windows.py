"""Starts that wait, starts inside a window, and starts that an operator takes."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from scheduler.planner.plan import Note
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.traffic.orders import of_campaigns
from scheduler.week.programme import Fixed, Rotation
from station.audio import span_of
from station.kinds import Kind
from station.rundown import Prefer, Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    SPOT,
    WIB,
    at,
    cart,
    library,
    planned,
    programme,
    slot,
)

MINUTE = timedelta(minutes=1)
TALK = cart(901, 55 * 60)
NEWS = cart(905, 300, kind=Kind.PROGRAMME)


def opening(start=Start.WAIT, *, talk=TALK, early=0, late=0, prefer=Prefer.CLOSEST, more=()):
    """Return the plan with an hour of talk at one o'clock, news at two, and the news' first item.

    The talk is one long recording and whatever `more` there is behind it.
    """
    window = {"early": early * MINUTE, "late": late * MINUTE, "prefer": prefer}
    nameless = [each for each in library() if each.kind is not Kind.STATION_ID]
    answer = planned(
        carts=[*nameless, talk, NEWS, *more],
        programmes=[
            programme(1, Fixed((talk.id, *(each.id for each in more)))),
            programme(2, Fixed((NEWS.id,))),
        ],
        slots=[slot(1, 1, "13:00", 60), replace(slot(2, 2, "14:00", 10), start=start, **window)],
    )
    [news] = [item for item in answer.items if item.cart_id == NEWS.id]
    return answer, news


def before(answer, item):
    return answer.items[answer.items.index(item) - 1]


def test_a_start_that_waits_never_begins_before_its_time():
    answer, news = opening(late=3)
    assert news.start is Start.WAIT
    assert at("14:00") <= news.begins <= at("14:01")
    assert "trimmed_ms" not in before(answer, news).reason.about


def test_it_cuts_what_is_on_the_air_when_it_has_waited_long_enough():
    answer, news = opening(late=3, talk=cart(901, 65 * 60))
    assert news.begins == at("14:03")
    assert news.late == 0
    assert before(answer, news).fade_out > 0


def test_the_end_of_the_window_stays_where_it_is_wherever_the_item_is_planned():
    _, news = opening(late=3, talk=cart(901, 61 * 60))
    assert news.begins == at("14:01")
    assert news.begins + span_of(news.late) == at("14:03")
    assert news.early == 0


@pytest.mark.parametrize(
    ("prefer", "talk_minutes", "begins"),
    [
        (Prefer.CLOSEST, 58, "14:01:00"),
        (Prefer.CLOSEST, 59, "13:59:00"),
        (Prefer.UNDER, 58, "13:58:00"),
        (Prefer.OVER, 58, "14:01:00"),
        (Prefer.CLOSEST, 59.5, "13:59:30"),
    ],
)
def test_the_join_of_a_window_is_the_one_preferred(prefer, talk_minutes, begins):
    more = [cart(902, 180, title="Sisa"), cart(903, 170, title="Sisa 2")]
    talk = cart(901, talk_minutes * 60)
    _, news = opening(Start.WINDOW, talk=talk, early=4, late=4, prefer=prefer, more=more)
    assert abs(news.begins - at(begins)) < timedelta(seconds=1)
    assert news.start is Start.WINDOW
    assert news.prefer is prefer
    assert news.begins - span_of(news.early) == at("13:56")
    assert news.begins + span_of(news.late) == at("14:04")


def test_music_is_chosen_so_that_a_window_opens_near_its_time():
    answer = planned(
        programmes=[programme(1, Rotation()), programme(2, Fixed((5,)))],
        slots=[
            slot(1, 1, "13:00", 60),
            replace(slot(2, 2, "14:07", 20), start=Start.WINDOW, early=MINUTE, late=MINUTE),
        ],
    )
    [first] = [item for item in answer.items if item.start is Start.WINDOW]
    assert abs(first.begins - at("14:07")) < timedelta(seconds=20)
    late = [item for item in answer.items if item.begins > at("13:30")]
    assert not any("trimmed_ms" in item.reason.about for item in late)


def test_a_rotation_that_begins_early_begins_with_its_music():
    answer = planned(
        programmes=[programme(1, Rotation()), programme(2, Rotation(), "Klasik")],
        slots=[
            slot(1, 1, "13:00", 60),
            replace(slot(2, 2, "14:07", 20), start=Start.WINDOW, early=MINUTE, late=MINUTE),
        ],
    )
    [first] = [item for item in answer.items if item.start is Start.WINDOW]
    assert first.begins < at("14:07")
    assert (first.kind, first.programme) == (Kind.MUSIC, "Klasik")


def test_only_the_first_item_of_an_occurrence_has_its_window():
    answer = planned(
        programmes=[programme(1, Fixed((5, 6, 7)))],
        slots=[replace(slot(1, 1, "14:00", 30), start=Start.WAIT, late=2 * MINUTE)],
    )
    fixed = [item for item in answer.items if item.reason.code is Why.FIXED]
    assert [item.start for item in fixed] == [Start.WAIT, Start.SOFT, Start.SOFT]


def test_an_operators_start_is_planned_at_its_time_and_holds_up_nothing_fixed():
    answer = planned(
        programmes=[programme(1, Fixed((5, 6))), programme(2, Fixed((7,)))],
        slots=[
            replace(slot(1, 1, "14:00", 60), start=Start.MANUAL),
            slot(2, 2, "15:00", 10),
        ],
    )
    [taken] = [item for item in answer.items if item.start is Start.MANUAL]
    assert taken.cart_id == 5
    assert abs(taken.begins - at("14:00")) < timedelta(seconds=30)
    assert [item.cart_id for item in answer.items if item.begins == at("15:00")] == [7]


def test_what_nobody_may_cut_makes_a_waiting_start_late_and_that_is_told():
    long_spot = cart(SPOT, 300, kind=Kind.PSA)
    carts = [each for each in library() if each.id != SPOT]
    plays = AtTimes((time(13, 59),), Start.HARD)
    answer = planned(
        carts=[*carts, long_spot],
        campaigns=[Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, plays, id=1)],
        programmes=[programme(1, Fixed((5,)), "Warta")],
        slots=[replace(slot(1, 1, "14:00", 30), start=Start.WAIT, late=MINUTE)],
    )
    assert "Warta" in [
        finding.about.get("programme")
        for finding in answer.findings
        if finding.note is Note.PUT_OFF
    ]


def spot(prefer=Prefer.CLOSEST, early=3, late=3):
    plays = AtTimes((time(13, 30),), Start.WINDOW, early_min=early, late_min=late, prefer=prefer)
    return Campaign("radio", "Ajakan", (SPOT,), MONDAY, MONDAY, plays, id=1)


@pytest.mark.parametrize("prefer", Prefer)
def test_a_spot_with_a_window_airs_at_a_join_inside_of_it(prefer):
    answer = planned(campaigns=[spot(prefer)])
    [found] = [item for item in answer.items if item.kind is Kind.PSA]
    assert found.start is Start.WINDOW
    assert found.begins - span_of(found.early) == at("13:27")
    assert found.begins + span_of(found.late) == at("13:33")
    assert "trimmed_ms" not in before(answer, found).reason.about
    if prefer is Prefer.OVER:
        assert found.begins >= at("13:30")


def test_a_spot_whose_window_has_no_join_is_met_by_splitting_the_talk():
    answer = planned(
        carts=[*library(), TALK],
        programmes=[programme(1, Fixed((901,)))],
        slots=[slot(1, 1, "13:00", 60)],
        campaigns=[spot(late=2)],
    )
    [found] = [item for item in answer.items if item.kind is Kind.PSA]
    assert found.begins == at("13:32")
    assert found.late == 0
    assert answer.items[answer.items.index(found) + 1].cart_id == 901


def test_a_spot_neither_waits_nor_is_taken_by_hand():
    for start in (Start.WAIT, Start.MANUAL):
        with pytest.raises(ScheduleInvalid) as caught:
            AtTimes((time(13),), start)
        assert caught.value.problem is Problem.START_IMPOSSIBLE
    with pytest.raises(ScheduleInvalid):
        AtTimes((time(13),), Start.WINDOW)


def test_the_window_of_a_spot_is_counted_from_its_time():
    [demand] = of_campaigns([spot(early=1, late=2)], at("12:00"), at("15:00"), WIB)
    assert demand.closes - demand.target == 2 * 60 * 48_000
    assert demand.target - demand.earliest == 60 * 48_000
    assert not demand.hard


@pytest.mark.parametrize(("late", "is_said"), [(3, True), (0.05, False)])
def test_the_station_says_its_name_before_a_waiting_start_that_may_be_so_late(late, is_said):
    talk = cart(901, 60 * 60 + 1)
    answer = planned(
        carts=[*library(), talk, NEWS],
        programmes=[programme(1, Fixed((talk.id,))), programme(2, Fixed((NEWS.id,)))],
        slots=[
            slot(1, 1, "13:00", 60),
            replace(slot(2, 2, "14:00", 10), start=Start.WAIT, late=late * MINUTE),
        ],
    )
    [news] = [item for item in answer.items if item.cart_id == NEWS.id]
    assert (before(answer, news).kind is Kind.STATION_ID) is is_said
    assert news.begins <= at("14:00") + late * MINUTE
