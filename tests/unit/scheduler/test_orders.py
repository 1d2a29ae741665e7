"""Orders beyond n a day: portions, weeks, weights, duties, and what is refused."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.play import ordered_on, plays_on
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Category
from tests.unit.scheduler.station import MONDAY, WIB, at

DAY = timedelta(days=1)
MORNING, EVENING = Portion(3, time(6), time(9)), Portion(2, time(16), time(18))
SEVEN = AtTimes((time(7),))
READ = {"cart_ids": (), "live_read": True, "script": "Ayo!", "declared_s": 20}


def order(plays=SEVEN, days=7, **changes):
    fields = {"cart_ids": (1, 2, 3), "last_day": MONDAY + (days - 1) * DAY} | changes
    return Campaign("radio", "Vaksin", first_day=MONDAY, plays=plays, id=5, **fields)


def counts(campaign, days):
    return [ordered_on(campaign, MONDAY + number * DAY) for number in range(days)]


def test_each_part_of_the_day_has_its_own_count_evenly_inside_it():
    plays = list(plays_on(order(Portions((MORNING, EVENING))), MONDAY, WIB))
    assert [play.target for play in plays] == [
        at("06:30"), at("07:30"), at("08:30"), at("16:30"), at("17:30"),
    ]  # fmt: skip
    assert [play.number for play in plays] == [0, 1, 2, 3, 4]
    assert [(play.earliest, play.latest) for play in plays[3:]] == [(at("16:00"), at("18:00"))] * 2


@given(st.integers(1, 40), st.integers(1, 60), st.sets(st.integers(0, 6)))
def test_a_weeks_count_is_met_in_every_seven_days_and_is_even(count, days, weekdays):
    campaign = order(
        Portions((Portion(count),), Per.WEEK), days=days, weekdays=tuple(sorted(weekdays))
    )
    found = counts(campaign, days)
    airing = [n for n in range(days) if campaign.airs_on(MONDAY + n * DAY)]
    for first in range(days - 6):
        assert sum(found[first : first + 7]) == count
    assert not airing or max(found[n] for n in airing) - min(found[n] for n in airing) <= 1
    if 0 < days <= 7 and airing:
        assert sum(found) == count


def test_two_a_week_in_two_parts_do_not_crowd_on_one_day():
    campaign = order(Portions((Portion(1, time(6), time(9)), Portion(1, time(16), time(18))),
                              Per.WEEK))  # fmt: skip
    assert max(counts(campaign, 7)) == 1


@given(st.lists(st.integers(1, 9), min_size=2, max_size=4), st.integers(1, 9))
def test_versions_air_as_often_as_their_weights_say(weights, per_day):
    days = sum(weights)
    carts = tuple(range(10, 10 + len(weights)))
    campaign = order(Spread(per_day), days=days, cart_ids=carts, weights=tuple(weights))
    heard = Counter(
        play.cart_id for n in range(days) for play in plays_on(campaign, MONDAY + n * DAY, WIB)
    )
    assert [heard[cart] for cart in carts] == [weight * per_day for weight in weights]


def test_a_heavy_version_does_not_air_all_its_turns_in_a_row():
    campaign = order(Spread(6), cart_ids=(1, 2), weights=(2, 1))
    assert [play.cart_id for play in plays_on(campaign, MONDAY, WIB)] == [1, 2, 1, 1, 2, 1]


def test_the_first_play_of_a_correction_is_at_once_whatever_its_hours():
    now = at("22:10")
    ralat = order(Spread(4, time(6), time(18)), purpose=Purpose.CORRECTION, reported_at=at("20:00"))
    ordered = replace(ralat, effective_at=now)
    first, *others = plays_on(ordered, MONDAY, WIB)
    assert (first.target, first.earliest) == (now, now)
    assert first.latest > now + timedelta(hours=23)
    assert all(play.latest == at("18:00") for play in others)
    assert ordered.due_at == at("20:00") + timedelta(hours=24)
    assert replace(ordered, due_hours=2).due_at == at("22:00")
    assert (ordered.rank, ordered.must_air) == (Priority.URGENT, True)


def test_a_plain_order_has_no_due_and_keeps_its_priority():
    plain = order(reported_at=at("20:00"), priority=Priority.SPARE)
    assert (plain.due_at, plain.rank, plain.must_air) == (None, Priority.SPARE, False)


def test_a_reading_needs_no_recording():
    assert [play.cart_id for play in plays_on(order(**READ), MONDAY, WIB)] == [0]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"weights": (1, 2)}, Problem.WEIGHTS_IMPOSSIBLE),
        ({"weights": (1, 2, 0)}, Problem.WEIGHTS_IMPOSSIBLE),
        ({"topic_gap_min": -1}, Problem.GAP_IMPOSSIBLE),
        ({"paid": True, "category": Category.NEWS}, Problem.PAID_NEWS),
        ({"paid": True, "purpose": Purpose.CORRECTION}, Problem.PAID_NEWS),
        ({"purpose": Purpose.HOAX}, Problem.REPORT_MISSING),
        ({"due_hours": 0}, Problem.COUNT_IMPOSSIBLE),
        ({"hoaxed_cart_id": 2}, Problem.HOAX_IS_ANSWER),
        ({"purpose": Purpose.CRISIS, "phase": 1}, Problem.PHASE_IMPOSSIBLE),
        ({"purpose": Purpose.CRISIS, "sequence": "banjir"}, Problem.PHASE_IMPOSSIBLE),
        ({"purpose": Purpose.ELECTION}, Problem.PARTICIPANT_EMPTY),
        (READ | {"script": " "}, Problem.SCRIPT_EMPTY),
        (READ | {"declared_s": 0}, Problem.DURATION_IMPOSSIBLE),
    ],
)
def test_what_contradicts_itself_is_refused(changes, problem):
    with pytest.raises(ScheduleInvalid) as caught:
        order(**changes)
    assert caught.value.problem is problem


def test_the_gap_of_a_part_of_the_day_must_fit_into_it():
    with pytest.raises(ScheduleInvalid) as caught:
        Portions((MORNING, EVENING), min_gap_min=121)
    assert caught.value.problem is Problem.GAP_IMPOSSIBLE
    assert Portions((MORNING, EVENING), min_gap_min=90).min_gap_min == 90


@pytest.mark.parametrize("portions", [(), (MORNING,) * 13])
def test_a_day_has_a_part_and_not_too_many(portions):
    with pytest.raises(ScheduleInvalid) as caught:
        Portions(portions)
    assert caught.value.problem is Problem.PORTIONS_IMPOSSIBLE
