"""When stations are tried and connected, on a virtual clock."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.clock import VirtualClock
from streaming.live.relay_plan import CONNECT, LEADS, LINGER, ProbePlan, Wish, airings, wanted
from tests.unit.station.making import NOON, an_item

RRI = "https://rri.example/pro1"
NEWS = an_item("news", NOON, 300, relay=RRI)
COMING = airings("radio", [an_item("song", NOON - timedelta(minutes=4)), NEWS])
WISH = Wish("radio", RRI)


def minutes_of_trials(coming, began, ended=NOON + timedelta(minutes=10)):
    """Look twice a second; return how long before noon each trial was."""
    clock, plan, found = VirtualClock(began), ProbePlan(), []
    while clock.now() < ended:
        found += [
            (NOON - clock.now()) / timedelta(minutes=1) for _ in plan.due(coming, clock.now())
        ]
        clock.jump(timedelta(milliseconds=500))
    return found


def test_only_items_that_relay_a_station_count():
    assert [each.key for each in COMING] == ["news"]


def test_a_station_is_tried_ten_five_and_one_minutes_ahead():
    assert minutes_of_trials(COMING, NOON - timedelta(minutes=30)) == [10, 5, 1]


def test_what_becomes_known_late_is_tried_at_once_and_then_on_time():
    assert minutes_of_trials(COMING, NOON - timedelta(minutes=3)) == [3, 1]
    assert minutes_of_trials(COMING, NOON - timedelta(seconds=15)) == [0.25]


def test_nothing_is_tried_once_it_has_begun():
    assert minutes_of_trials(COMING, NOON) == []


def test_a_machine_that_stood_still_tries_once_and_not_for_each_time_it_missed():
    plan = ProbePlan()
    assert plan.due(COMING, NOON - timedelta(minutes=20)) == set()
    assert plan.due(COMING, NOON - timedelta(seconds=50)) == {WISH}
    assert plan.due(COMING, NOON - timedelta(seconds=49)) == set()


def test_an_address_that_is_corrected_is_tried_again():
    plan = ProbePlan()
    plan.due(COMING, NOON - timedelta(minutes=4))
    corrected = airings("radio", [an_item("news", NOON, 300, relay=RRI + "-hd")])
    assert plan.due(corrected, NOON - timedelta(minutes=4)) == {Wish("radio", RRI + "-hd")}


def test_two_items_with_one_address_are_one_connection():
    second = an_item("more", NOON + timedelta(minutes=5), 300, relay=RRI)
    coming = airings("radio", [NEWS, second])
    assert wanted(coming, NOON + timedelta(minutes=5)) == {WISH}


@given(st.integers(-3600, 3600))
def test_it_is_connected_from_half_a_minute_ahead_to_ten_seconds_behind(second):
    now = NOON + timedelta(seconds=second)
    expected = NOON - CONNECT <= now < NEWS.ends + LINGER
    assert (wanted(COMING, now) == {WISH}) == expected


@given(st.integers(1, 900), st.integers(100, 5000))
def test_however_often_one_looks_there_are_no_more_trials_than_leads(start, step_ms):
    clock, plan, trials = VirtualClock(NOON - timedelta(seconds=start)), ProbePlan(), 0
    while clock.now() < NOON:
        trials += len(plan.due(COMING, clock.now()))
        clock.jump(timedelta(milliseconds=step_ms))
    assert trials <= len(LEADS)


def test_a_password_in_an_address_is_not_shown():
    assert Wish("radio", "https://sri:sesame@rri.example/pro1?key=x").name == "rri.example/pro1"
    assert Wish("radio", "nonsense").name == "nonsense"
    assert Wish("radio", "http://[").name == "?"
