"""The grid: occurrences in UTC, exceptions, overlaps, and the two odd days of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.grid import GridException, GridSlot, conflicts, occurrences
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, WIB, at, slot

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def found(slots, exceptions=(), begins=None, ends=None, zone=WIB):
    begins = begins or at("00:00")
    return occurrences(slots, exceptions, begins, ends or begins + 7 * DAY, zone=zone)


def test_a_daily_slot_occurs_each_day_at_its_wall_time():
    week = found([slot(1, 1, "07:00", 60)])
    assert [occurrence.begins for occurrence in week] == [
        at("07:00") + number * DAY for number in range(7)
    ]
    assert week[0].ends - week[0].begins == timedelta(hours=1)


def test_an_occurrence_that_began_yesterday_is_found_while_it_lasts():
    [running] = found(
        [slot(1, 1, "22:00", 600, rule="")],
        begins=at("03:00", MONDAY + DAY),
        ends=at("04:00", MONDAY + DAY),
    )
    assert running.begins == at("22:00")


def test_a_cancelled_occurrence_does_not_occur():
    week = found([slot(1, 1, "07:00", 60)], [GridException(1, MONDAY + DAY)])
    assert len(week) == 6
    assert at("07:00", MONDAY + DAY) not in [occurrence.begins for occurrence in week]


def test_a_moved_occurrence_keeps_its_name_and_may_change_its_length():
    moved = GridException(1, MONDAY, MONDAY + 2 * DAY, time(9, 30), timedelta(minutes=15))
    week = found([slot(1, 1, "07:00", 60)], [moved])
    [there] = [occurrence for occurrence in week if occurrence.moved]
    assert there.begins == at("09:30", MONDAY + 2 * DAY)
    assert there.ends - there.begins == timedelta(minutes=15)
    assert there.key == "slot:1:20261123"
    assert len(week) == 7


def test_an_occurrence_moved_into_the_span_from_far_away_is_found():
    moved = GridException(1, MONDAY + 60 * DAY, MONDAY, time(9))
    assert at("09:00") in [at.begins for at in found([slot(1, 1, "07:00", 60)], [moved])]


def test_an_exception_for_a_day_the_rule_does_not_have_does_nothing():
    mondays = slot(1, 1, "07:00", 60, rule="FREQ=WEEKLY")
    moved = GridException(1, MONDAY + DAY, MONDAY + DAY, time(9))
    assert [at.moved for at in found([mondays], [moved])] == [False]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_wall_time_stays_where_the_clocks_change(day, hours):
    early = GridSlot("radio", 1, day, time(1), timedelta(hours=1), "FREQ=DAILY", id=1)
    first, second = found(
        [early],
        begins=datetime.combine(day, time(0), BERLIN).astimezone(UTC),
        ends=datetime.combine(day + DAY, time(3), BERLIN).astimezone(UTC),
        zone=BERLIN,
    )
    assert second.begins - first.begins == timedelta(hours=hours)
    assert {at.begins.astimezone(BERLIN).time() for at in (first, second)} == {time(1)}


def test_a_start_in_the_hour_that_does_not_exist_airs_an_hour_later_on_the_wall():
    lost = GridSlot("radio", 1, date(2026, 3, 29), time(2, 30), timedelta(hours=1), id=1)
    [only] = found([lost], begins=datetime(2026, 3, 28, tzinfo=UTC), zone=BERLIN)
    assert only.begins == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_start_in_the_hour_that_comes_twice_airs_once_in_the_first():
    twice = GridSlot("radio", 1, date(2026, 10, 25), time(2, 30), timedelta(hours=1), id=1)
    [only] = found([twice], begins=datetime(2026, 10, 24, tzinfo=UTC), zone=BERLIN)
    assert only.begins == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_later_start_wins_an_overlap():
    week = found([slot(1, 1, "07:00", 120, rule=""), slot(2, 2, "08:00", 30, rule="")])
    [conflict] = conflicts(week)
    assert (conflict.winner.slot.id, conflict.loser.slot.id) == (2, 1)
    assert (conflict.begins, conflict.ends) == (at("08:00"), at("08:30"))


def test_a_single_occurrence_wins_over_a_recurring_one_that_starts_later():
    week = found([slot(1, 1, "07:00", 120, rule=""), slot(2, 2, "08:00", 30)], ends=at("10:00"))
    [conflict] = conflicts(week)
    assert conflict.winner.slot.id == 1


def test_neighbours_do_not_conflict():
    assert conflicts(found([slot(1, 1, "07:00", 60), slot(2, 2, "08:00", 60)])) == []


@pytest.mark.parametrize("minutes", [0, -5, 8 * 24 * 60])
def test_an_impossible_length_is_refused(minutes):
    with pytest.raises(ScheduleInvalid) as caught:
        slot(1, 1, "07:00", minutes)
    assert caught.value.problem is Problem.DURATION_IMPOSSIBLE
    assert caught.value.field == "duration"


@pytest.mark.parametrize(
    ("start", "cuts"),
    [(Start.SOFT, None), (Start.MANUAL, None), (Start.HARD, 0), (Start.WAIT, 4), (Start.WINDOW, 4)],
)
def test_when_an_occurrence_cuts_what_is_on_the_air(start, cuts):
    [occurrence] = found([replace(slot(1, 1, "07:00", 60), start=start, late=4 * MINUTE)])[:1]
    assert occurrence.cuts == (None if cuts is None else occurrence.begins + cuts * MINUTE)


@pytest.mark.parametrize(
    ("start", "early", "late"),
    [
        (Start.WAIT, 1, 0),
        (Start.WINDOW, 0, 0),
        (Start.WINDOW, 61, 0),
        (Start.SOFT, -1, 0),
        (Start.HARD, 0, 61),
    ],
)
def test_a_window_that_is_none_is_refused(start, early, late):
    with pytest.raises(ScheduleInvalid) as caught:
        replace(slot(1, 1, "07:00", 60), start=start, early=early * MINUTE, late=late * MINUTE)
    assert caught.value.problem is Problem.WINDOW_IMPOSSIBLE
