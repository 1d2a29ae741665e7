"""The air runs early or late: the plan takes its word and meets the next fixed point anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.drift import Heard, followed
from scheduler.planner.airtime import SECOND
from scheduler.planner.planner import plan
from scheduler.week.programme import Fixed
from station.rundown import Start
from tests.unit.scheduler.station import (
    at,
    check,
    inputs,
    later,
    programme,
    published,
    slot,
    starting,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def given():
    return inputs(
        programmes=[programme(1, Fixed((1, 2, 3))), programme(2, Fixed((9,)))],
        slots=[slot(1, 1, "12:00", 40), slot(2, 2, "12:40", 20)],
    )


@pytest.fixture
def before(given):
    return plan(given)


def heard(item, late):
    return Heard(item.key, item.begins + late)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1.9), timedelta(seconds=-1.9)])
def test_an_air_that_keeps_time_is_left_alone(given, before, late):
    assert followed(published(given, before), heard(before.items[2], late)) is None


def test_what_is_on_the_air_and_not_in_the_rundown_tells_nothing(given, before):
    assert followed(published(given, before), Heard("filler:3", given.begins)) is None


def test_soft_items_ahead_move_with_the_air_and_hard_ones_do_not(given, before):
    moved = followed(published(given, before), heard(before.items[1], 3 * MINUTE))
    assert moved.items[0] == before.items[0]
    assert moved.items[1].begins == before.items[1].begins + 3 * MINUTE
    opening = starting(before, at("12:40"))
    assert opening.key not in [item.key for item in moved.items]
    assert opening.key in moved.ahead


@pytest.mark.parametrize("minutes", [-2, 3, 25])
def test_the_next_hard_start_is_met_however_far_the_air_is_off(given, before, minutes):
    item = before.items[1]
    now = max(item.begins, item.begins + minutes * MINUTE) + 10 * timedelta(seconds=1)
    changed = later(given, before, now - given.begins, heard=heard(item, minutes * MINUTE))
    after = plan(changed)
    place = [found.key for found in after.items].index(item.key)
    check(changed, replace(after, items=after.items[place:]))
    on_air = after.items[place]
    assert on_air.begins == item.begins + minutes * MINUTE
    assert starting(after, at("12:40")).start is Start.HARD
    assert starting(after, at("12:40")).cart_id == 9


def test_an_air_that_is_late_plays_all_fixed_items_once(given, before):
    item = before.items[0]
    now = 16 * MINUTE
    changed = later(given, before, now, heard=heard(item, 14 * MINUTE))
    after = plan(changed)
    check(changed, after)
    aired = [found.cart_id for found in after.items if found.key.startswith("slot:1:20261123:f")]
    assert aired == [1, 2, 3]


def test_once_followed_the_plan_is_stable_again(given, before):
    item = before.items[2]
    changed = later(given, before, item.begins - given.begins, heard=heard(item, -MINUTE))
    after = plan(changed)
    again = later(changed, after, MINUTE, heard=Heard(item.key, item.begins - MINUTE))
    once_more = plan(again)
    check(again, once_more)
    assert [found for found in once_more.items if found.begins <= after.items[-1].begins] == list(
        after.items
    )


def test_items_that_the_air_ran_through_do_not_overlap_what_is_on(given, before):
    item = before.items[3]
    changed = later(given, before, MINUTE, heard=Heard(item.key, given.begins + MINUTE))
    after = plan(changed)
    check(changed, after)
    assert after.items[0].key == item.key
    assert after.items[0].frames > 20 * SECOND
