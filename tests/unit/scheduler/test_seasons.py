"""Seasons: which grid is on, on which day, and what becomes of the standing one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.planner.plan import Note
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.grid import occurrences
from scheduler.week.programme import Rotation
from scheduler.week.season import Cover, Season, Seasons, check_switch, week_of
from tests.unit.scheduler.station import MONDAY, NOON, WIB, at, inputs, planned, programme, slot

TUESDAY = MONDAY + timedelta(days=1)
RAMADAN = Season("radio", "Ramadan", MONDAY, MONDAY, active=True, id=1)
SHOWS = [programme(1, Rotation(), "Tetap"), programme(2, Rotation(), "Ramadan")]
STANDING = slot(1, 1, "13:00", 120)
SEASONAL = replace(slot(2, 2, "14:00", 30), season_id=1)


def heard(**changes):
    """Return the programmes at 13.30, 14.15 and 14.45."""
    asked = {"programmes": SHOWS, "slots": [STANDING, SEASONAL], "seasons": [RAMADAN]} | changes
    answer = planned(**asked)
    names = []
    for wall in ("13:30", "14:15", "14:45"):
        [on] = [item for item in answer.items if item.begins <= at(wall) < item.ends]
        names.append(on.programme)
    return names


def test_a_season_replaces_the_standing_grid_on_its_days():
    assert heard() == ["", "Ramadan", ""]


def test_a_season_may_lie_over_the_standing_grid():
    assert heard(seasons=[replace(RAMADAN, cover=Cover.OVER)]) == ["Tetap", "Ramadan", "Tetap"]


def test_that_a_season_takes_its_time_is_no_conflict_worth_telling():
    answer = planned(
        programmes=SHOWS,
        slots=[STANDING, SEASONAL],
        seasons=[replace(RAMADAN, cover=Cover.OVER)],
    )
    assert Note.OVERLAP not in {found.note for found in answer.findings}


@pytest.mark.parametrize(
    "season",
    [
        replace(RAMADAN, active=False),
        replace(RAMADAN, first_day=TUESDAY, last_day=TUESDAY),
    ],
)
def test_switched_off_or_on_other_days_the_standing_grid_airs(season):
    assert heard(seasons=[season]) == ["Tetap"] * 3


def test_a_slot_that_airs_once_keeps_its_day_whichever_grid_is_on():
    once = slot(3, 1, "13:00", 60, rule="")
    assert heard(slots=[once, SEASONAL])[0] == "Tetap"


def test_a_slot_by_itself_is_looked_at_as_if_its_grid_were_on():
    ends = NOON + timedelta(hours=12)
    assert len(occurrences([SEASONAL], (), NOON, ends, zone=WIB)) == 1
    assert occurrences([SEASONAL], (), NOON, ends, zone=WIB, seasons=()) == []


def test_the_days_of_a_season_are_its_first_and_its_last_and_all_between():
    season = replace(RAMADAN, last_day=TUESDAY)
    days = [MONDAY + timedelta(days=n) for n in range(-1, 3)]
    assert [Seasons([season]).on(day) is not None for day in days] == [False, True, True, False]
    assert [one is not None for one in week_of(Seasons([season]), MONDAY)] == [True] * 2 + [
        False
    ] * 5


def test_two_seasons_may_not_be_on_for_one_day():
    other = replace(RAMADAN, id=2)
    with pytest.raises(ScheduleInvalid) as refused:
        check_switch(other, [RAMADAN])
    assert refused.value.problem is Problem.SEASONS_OVERLAP
    check_switch(replace(other, active=False), [RAMADAN])
    check_switch(replace(other, first_day=TUESDAY, last_day=TUESDAY), [RAMADAN])
    check_switch(RAMADAN, [RAMADAN])


def test_a_season_has_a_name_and_days_in_order():
    for wrong in ({"name": " "}, {"last_day": date(2026, 1, 1)}):
        with pytest.raises(ScheduleInvalid):
            replace(RAMADAN, **wrong)
    assert inputs().begins == NOON
