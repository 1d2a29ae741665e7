"""Which plays were missed, and when they may air instead."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.make_good import GRACE, Tried, chances, last_chance, missed
from scheduler.traffic.play import plays_on
from scheduler.traffic.play_key import PlayKey, again, campaign_of, parsed
from tests.unit.scheduler.station import MONDAY, WIB, at

DAY = timedelta(days=1)
SPOT = timedelta(seconds=30)
TUESDAY = MONDAY + DAY
THREE = Spread(3, time(6), time(18))


def order(plays=THREE, days=3, **changes):
    fields = {"owed_from": at("00:00")} | changes
    return Campaign("radio", "Vaksin", (1,), MONDAY, MONDAY + (days - 1) * DAY, plays,
                    id=5, **fields)  # fmt: skip


def key(number, day=MONDAY):
    return PlayKey(5, day, number).root


def tried(what, wall, whole=None, day=MONDAY):
    begins = at(wall, day)
    return Tried(what, begins, begins + SPOT, whole)


def owed(*tries, campaign=None, reached="23:00", since="00:00"):
    found = missed(
        campaign or order(), tries, since=at(since), reached=at(reached), zone=WIB
    )  # fmt: skip
    return [(one.play.key, one.attempt) for one in found]


def test_what_nobody_planned_is_missed_when_its_hours_are_over():
    assert owed(reached="18:14") == []
    assert owed(reached="18:15") == [(key(n), 1) for n in range(3)]


def test_what_was_planned_and_not_heard_is_missed_soon_after_its_time():
    plan = [tried(key(0), "08:00"), tried(key(1), "12:00")]
    assert owed(*plan, reached="08:15") == []
    assert owed(*plan, reached="08:16") == [(key(0), 1)]


def test_what_aired_late_known_is_not_missed():
    heard = tried(key(0), "08:00", whole=True)
    assert owed(tried(key(0), "08:00"), heard, reached="09:00") == []
    assert owed(tried(key(0), "08:00"), tried(again(key(0), 1), "09:00", whole=True),
                reached="12:00") == []  # fmt: skip


def test_what_was_cut_is_owed_at_once_and_a_second_time_under_another_key():
    cut = tried(key(0), "08:00", whole=False)
    assert owed(cut, reached="08:01") == [(key(0), 1)]
    pending = tried(again(key(0), 1), "08:30")
    assert owed(cut, pending, reached="08:40") == []
    assert owed(cut, tried(again(key(0), 1), "08:30", whole=False), reached="08:31") == [
        (key(0), 2)
    ]


def test_a_play_of_an_operators_hand_counts_for_one_that_was_missed_that_day():
    by_hand = tried("insert:7", "13:00", whole=True)
    assert owed(by_hand, reached="18:20") == [(key(0), 1), (key(1), 1)]


def test_nothing_is_owed_from_before_the_order_came_in_or_went_on():
    late = order(owed_from=at("13:00"))
    assert owed(campaign=late, reached="18:20") == [(key(2), 1)]
    assert owed(reached="18:20", since="11:00") == [(key(1), 1), (key(2), 1)]
    assert owed(campaign=order(active=False), reached="18:20") == []


def test_it_may_air_at_once_and_in_the_hours_of_every_day_to_come():
    [one, *_] = missed(order(), [], since=at("00:00"), reached=at("18:20"), zone=WIB)
    spans = [(each.opens, each.closes, each.day)
             for each in chances(one, at("23:00", TUESDAY), WIB)]  # fmt: skip
    assert spans == [
        (at("18:00"), at("19:00"), MONDAY),
        (at("06:00", TUESDAY), at("18:00", TUESDAY), TUESDAY),
    ]
    assert last_chance(one, WIB) == at("18:00", MONDAY + 2 * DAY)


def test_a_fixed_time_is_made_good_near_its_time_of_the_day():
    campaign = order(AtTimes((time(7),)))
    [one] = missed(campaign, [], since=at("00:00"), reached=at("07:15"), zone=WIB)
    spans = [(each.opens, each.closes) for each in chances(one, at("23:00", TUESDAY), WIB)]
    assert spans[0] == (at("07:00"), at("11:00"))
    assert spans[-1] == (at("07:00", TUESDAY), at("11:00", TUESDAY))


def test_nothing_is_made_good_behind_the_flight():
    last = order(AtTimes((time(23),)), days=1)
    [one] = missed(last, [], since=at("00:00"), reached=at("23:20"), zone=WIB)
    assert last_chance(one, WIB) == at("00:00", TUESDAY)


def test_a_flight_that_ends_on_a_day_it_does_not_air_ends_before():
    campaign = order(weekdays=(0, 1))
    [one, *_] = missed(campaign, [], since=at("00:00"), reached=at("18:20"), zone=WIB)
    assert last_chance(one, WIB) == at("18:00", TUESDAY)


@given(
    st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)), st.integers(0, 72), st.integers(1, 5)
)
def test_every_play_is_heard_pending_or_owed_once(heard, cut, hours, per_day):
    """Whatever was heard, cut or lost: no play is owed twice, and none that was heard."""
    campaign = order(Spread(per_day, time(6), time(18)))
    plays = [play for n in range(3) for play in plays_on(campaign, MONDAY + n * DAY, WIB)]
    tries = [
        Tried(play.key, play.target, play.target + SPOT, number in heard)
        for number, play in enumerate(plays)
        if number in heard | cut
    ]
    reached = at("00:00") + timedelta(hours=hours)
    known = [one for one in tries if one.ends <= reached]
    found = missed(campaign, known, since=at("00:00"), reached=reached, zone=WIB)
    names = [one.play.key for one in found]
    assert len(names) == len(set(names))
    assert not set(names) & {one.key for one in known if one.whole}
    for play in plays:
        if play.latest + GRACE <= reached:
            assert play.key in names or play.key in {one.key for one in known if one.whole}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("campaign:5:20261123:0", PlayKey(5, MONDAY, 0)),
        ("campaign:5:20261123:7:again", PlayKey(5, MONDAY, 7, 1)),
        ("campaign:5:20261123:7:again:3", PlayKey(5, MONDAY, 7, 3)),
        ("campaign:5:20261123:7:again:again", PlayKey(5, MONDAY, 7, 2)),
        ("slot:5:20261123:0", None),
        ("campaign:x:20261123:0", None),
        ("", None),
    ],
)
def test_a_key_says_which_play_and_which_attempt(text, found):
    assert parsed(text) == found
    assert campaign_of(text) == (5 if found else None)


@given(st.integers(1, 40))
def test_the_key_of_every_attempt_comes_back_and_stays_short(attempt):
    text = again(key(3), attempt)
    assert parsed(text) == replace_attempt(attempt)
    assert len(text) < 64


def replace_attempt(attempt):
    return PlayKey(5, MONDAY, 3)._replace(attempt=attempt)


def test_owed_plays_are_told_oldest_first():
    found = missed(order(), [], since=at("00:00"), reached=at("18:20", TUESDAY), zone=WIB)
    assert [one.since for one in found] == sorted(one.since for one in found)
    assert found[0].play.day == MONDAY
