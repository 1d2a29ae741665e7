"""Campaigns: which plays are wanted on a day, and the orders that are refused."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.play import ordered_on, plays_on
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, WIB, at

DAY = timedelta(days=1)
LAST = MONDAY + 6 * DAY


def order(plays, **changes):
    fields = {"cart_ids": (1, 2, 3), "first_day": MONDAY, "last_day": LAST} | changes
    return Campaign("radio", "Vaksin", plays=plays, id=5, **fields)


def targets(campaign, day=MONDAY, zone=WIB):
    return [play.target for play in plays_on(campaign, day, zone)]


def problem_of(make):
    with pytest.raises(ScheduleInvalid) as caught:
        make()
    return caught.value.problem


def test_times_are_kept_sorted_and_each_once():
    plays = AtTimes((time(15), time(7), time(15)))
    assert targets(order(plays)) == [at("07:00"), at("15:00")]
    assert ordered_on(order(plays), MONDAY) == 2


def test_plays_at_times_are_hard_by_default():
    [play] = plays_on(order(AtTimes((time(7),))), MONDAY, WIB)
    assert play.start is Start.HARD
    assert play.key == "campaign:5:20261123:0"


def test_spread_plays_stand_in_the_middle_of_equal_parts_of_the_window():
    assert targets(order(Spread(4, time(6), time(18)))) == [
        at("07:30"),
        at("10:30"),
        at("13:30"),
        at("16:30"),
    ]


def test_equal_ends_of_the_window_are_a_whole_day():
    assert targets(order(Spread(2))) == [at("06:00"), at("18:00")]


def test_a_window_may_close_on_the_next_day():
    assert targets(order(Spread(2, time(22), time(2)))) == [
        at("23:00"),
        at("01:00", MONDAY + DAY),
    ]


def test_the_day_of_25_hours_is_spread_over_all_of_them():
    berlin = ZoneInfo("Europe/Berlin")
    day = date(2026, 10, 25)
    first, second = targets(order(Spread(2), first_day=day, last_day=day), day, berlin)
    assert second - first == timedelta(hours=12, minutes=30)


def test_an_order_placed_in_the_middle_of_the_window_is_spread_over_the_rest():
    placed = order(Spread(2, time(6), time(18)), effective_at=at("14:00"))
    assert targets(placed) == [at("15:00"), at("17:00")]
    assert targets(placed, MONDAY + DAY) == [at("09:00", MONDAY + DAY), at("15:00", MONDAY + DAY)]


def test_the_versions_go_on_from_day_to_day():
    two_a_day = order(Spread(2))
    carts = [play.cart_id for n in range(3) for play in plays_on(two_a_day, MONDAY + n * DAY, WIB)]
    assert carts == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize("day", [MONDAY - DAY, LAST + DAY])
def test_nothing_is_wanted_outside_the_flight(day):
    assert targets(order(Spread(2)), day) == []
    assert ordered_on(order(Spread(2)), day) == 0


def test_weekdays_and_the_switch_are_obeyed():
    assert targets(order(Spread(2), weekdays=(1,))) == []
    assert len(targets(order(Spread(2), weekdays=(0,)))) == 2
    assert targets(order(Spread(2), active=False)) == []


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: AtTimes(()), Problem.TIMES_EMPTY),
        (lambda: Spread(0), Problem.COUNT_IMPOSSIBLE),
        (lambda: Spread(289), Problem.COUNT_IMPOSSIBLE),
        (lambda: Spread(5, time(6), time(7), min_gap_min=16), Problem.GAP_IMPOSSIBLE),
        (lambda: Spread(1, min_gap_min=-1), Problem.GAP_IMPOSSIBLE),
        (lambda: order(Spread(1), cart_ids=()), Problem.CARTS_EMPTY),
        (lambda: order(Spread(1), last_day=MONDAY - DAY), Problem.DAYS_REVERSED),
        (lambda: order(Spread(1), weekdays=(7,)), Problem.WEEKDAY_UNKNOWN),
        (lambda: Campaign("radio", " ", (1,), MONDAY, LAST, Spread(1)), Problem.NAME_EMPTY),
    ],
)
def test_an_impossible_order_is_refused_with_its_reason(make, problem):
    assert problem_of(make) is problem


def test_a_gap_that_just_fits_is_taken():
    assert Spread(5, time(6), time(7), min_gap_min=15).per_day == 5


def test_spread_plays_start_on_whole_seconds():
    placed = order(Spread(7), effective_at=datetime(2026, 11, 23, 1, 2, 3, 456, UTC))
    assert {target.microsecond for target in targets(placed)} == {0}
