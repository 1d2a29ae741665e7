"""Dayparts: local hours on some weekdays."""

from datetime import datetime, time

import pytest

from station.daypart import Daypart, within
from station.rating import Rating, stricter

FRIDAY, SATURDAY = 20, 21
"""Days of November 2026."""


def local(day: int, wall: str) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(wall))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("wall", "inside"),
    [("05:59:59", False), ("06:00:00", True), ("09:59:59", True), ("10:00:00", False)],
)
def test_a_daypart_begins_on_its_second_and_ends_before_its_second(wall, inside):
    assert Daypart(time(6), time(10)).covers(local(FRIDAY, wall)) is inside


@pytest.mark.parametrize(
    ("day", "wall", "inside"),
    [
        (FRIDAY, "21:59:59", False),
        (FRIDAY, "22:00:00", True),
        (SATURDAY, "02:59:59", True),
        (SATURDAY, "03:00:00", False),
        (SATURDAY, "22:00:00", False),
        (FRIDAY, "02:00:00", False),
    ],
)
def test_over_midnight_a_daypart_belongs_to_the_day_on_which_it_opens(day, wall, inside):
    assert Daypart(time(22), time(3), (4,)).covers(local(day, wall)) is inside


def test_equal_times_are_the_whole_day():
    whole = Daypart(time(0), time(0), (4,))
    assert whole.covers(local(FRIDAY, "00:00:00"))
    assert whole.covers(local(FRIDAY, "23:59:59"))
    assert not whole.covers(local(SATURDAY, "00:00:00"))


def test_without_dayparts_it_is_always_inside_and_with_several_in_any_of_them():
    parts = (Daypart(time(6), time(8)), Daypart(time(18), time(20)))
    assert within((), local(FRIDAY, "12:00"))
    assert not within(parts, local(FRIDAY, "12:00"))
    assert within(parts, local(FRIDAY, "19:00"))


def test_there_are_seven_weekdays():
    with pytest.raises(ValueError, match="weekday"):
        Daypart(time(6), time(8), (7,))


def test_the_rating_for_older_people_is_the_stricter_one():
    assert stricter(Rating.SU, Rating.D) is Rating.D
    assert stricter(Rating.R, Rating.A) is Rating.R
