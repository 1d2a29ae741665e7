"""The time that commercials may have goes to those of the highest priority, whatever their hour."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.rules.line import Airtime
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.play import plays_on
from scheduler.traffic.purpose import Priority
from station.kinds import Kind
from station.rundown import Start
from tests.unit.scheduler.station import MONDAY, WIB, at, cart, inputs, library
from tests.unit.scheduler.test_obeying import book, forbidden

SPOT = 7_200
MIDNIGHT = at("00:00")
SIX_MINUTES = 360
ALL = 36
"""So many spots of six minutes are 15 % of a day."""


def shop(number, plays, priority=Priority.NORMAL):
    return Campaign(
        "radio", f"Toko {number}", (SPOT,), MONDAY, MONDAY, plays, id=number, paid=True,
        priority=priority,
    )  # fmt: skip


def hourly(minute, start=Start.HARD):
    return AtTimes(tuple(time(hour, minute) for hour in range(24)), start)


def day(*campaigns, seconds=SIX_MINUTES, **more):
    spot = cart(SPOT, seconds, kind=Kind.COMMERCIAL, title="Iklan")
    ends = MIDNIGHT + timedelta(hours=24)
    given = {"begins": MIDNIGHT, "ends": ends, "rules": book(), "carts": [*library(), spot]}
    return inputs(**given | {"campaigns": list(campaigns)} | more)


def aired(answer, number):
    return [item for item in answer.items if item.campaign_id == number]


def test_the_order_of_lower_priority_is_left_out_in_the_morning_for_the_higher_at_night():
    low, high = shop(1, hourly(10), Priority.SPARE), shop(2, hourly(40), Priority.HIGH)
    schedule = day(low, high)
    answer = plan(schedule)
    assert len(aired(answer, 2)) == 24
    assert len(aired(answer, 1)) == ALL - 24
    assert forbidden(schedule, answer) == []


def test_of_equals_the_one_that_was_ordered_last_is_left_out():
    answer = plan(day(shop(7, hourly(10)), shop(3, hourly(40))))
    assert (len(aired(answer, 3)), len(aired(answer, 7))) == (24, 12)


def test_what_is_left_of_an_order_is_spread_over_the_day():
    answer = plan(day(shop(1, hourly(10), Priority.SPARE), shop(2, hourly(40))))
    hours = [item.begins.astimezone(WIB).hour for item in aired(answer, 1)]
    assert hours[0] < 4
    assert hours[-1] > 19


def test_every_play_that_is_left_out_names_the_rule():
    answer = plan(day(shop(1, hourly(10), Priority.SPARE), shop(2, hourly(40))))
    told = [found for found in answer.findings if found.note is Note.RULE]
    left_out = [found for found in told if found.about["deed"] == "left_out"]
    assert len(left_out) == 12
    assert {found.about["rule"] for found in left_out} == {"advertising/commercials-public"}
    assert {found.about["campaign"] for found in left_out} == {"Toko 1"}


def test_what_has_aired_today_is_not_promised_again():
    noon = MIDNIGHT + timedelta(hours=12)
    half = MIDNIGHT + timedelta(minutes=180)
    heard = [Airtime("a", MIDNIGHT, half, Kind.COMMERCIAL), Airtime("b", half, noon, Kind.MUSIC)]
    low, high = shop(1, hourly(10), Priority.SPARE), shop(2, hourly(40), Priority.HIGH)
    answer = plan(day(low, high, begins=noon, ends=noon + timedelta(hours=12), aired=heard))
    assert len(aired(answer, 1)) == 0
    assert len(aired(answer, 2)) == 6
    assert aired(answer, 2)[-1].begins > noon + timedelta(hours=9)


def test_an_order_that_loses_its_place_leaves_its_time_to_the_next():
    gone = replace(shop(1, hourly(40), Priority.HIGH), cart_ids=(9_999,))
    answer = plan(day(gone, shop(2, hourly(10), Priority.SPARE)))
    assert len(aired(answer, 2)) == 24


EVENING = MIDNIGHT + timedelta(hours=20)
orders = st.lists(
    st.tuples(st.sampled_from(Priority), st.integers(1, 6), st.booleans()), min_size=2, max_size=4
)


def evening(*campaigns, room, **more):
    """Return the last four hours of a day that has room for so many minutes of commercials."""
    used = MIDNIGHT + timedelta(minutes=216 - room)
    heard = [
        Airtime("a", MIDNIGHT, used, Kind.COMMERCIAL),
        Airtime("b", used, EVENING, Kind.MUSIC),
    ]
    ends = EVENING + timedelta(hours=3, minutes=55)
    return day(*campaigns, begins=EVENING, ends=ends, aired=heard, **more)


def drawn(wanted):
    """Return orders for the evening; an urgent one outranks whatever is on."""
    return [
        shop(
            number,
            Spread(count, time(20), time(23, 45))
            if spread
            else AtTimes(tuple(time(20 + n % 3, 5 + 11 * number + n // 3) for n in range(count))),
            max(priority, Priority.HIGH),
        )
        for number, (priority, count, spread) in enumerate(wanted, 1)
    ]


@given(orders, st.integers(0, 60))
def test_nothing_airs_in_place_of_something_of_higher_priority(wanted, room):
    campaigns = drawn(wanted)
    schedule = evening(*campaigns, room=room)
    answer = plan(schedule)
    assert forbidden(schedule, answer) == []
    refused = {
        found.about["campaign"]
        for found in answer.findings
        if found.note is Note.RULE and found.about["deed"] == "left_out"
    }
    worth = {one.title: (one.priority, one.id) for one in campaigns}
    heard = [worth[one.title] for one in campaigns if aired(answer, one.id)]
    assert all(worth[title] >= max(heard, default=(0, 0)) for title in refused)
    assert plan(schedule) == answer


@given(orders)
def test_no_rule_leaves_anything_out_where_there_is_room_for_all(wanted):
    campaigns = drawn(wanted)
    schedule = evening(*campaigns, room=200, seconds=30)
    answer = plan(schedule)
    told = {found.about.get("key") for found in answer.findings}
    for one in campaigns:
        keys = {item.key for item in aired(answer, one.id)}
        assert {play.key for play in plays_on(one, MONDAY, WIB)} - keys <= told
    assert [found for found in answer.findings if found.about.get("deed") == "left_out"] == []
