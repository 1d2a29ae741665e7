"""When stations are tried and connected, on a virtual clock."""

import contextlib
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.audio import RATE
from station.clock import VirtualClock
from station.commands import Forecast, Insert
from station.journal import Act
from station.kinds import Kind
from station.rundown import Reason, Start, Why
from station.snapshot import Fate, Upcoming
from streaming.live.air_expects import expectation
from streaming.live.relay_plan import (
    CONNECT,
    LEADS,
    LINGER,
    Expectation,
    ProbePlan,
    Wish,
    airings,
    as_expected,
    wanted,
)
from tests.browser.doubles import FakeAir
from tests.unit.playout.fakes import EIGHT, Studio, item, one_after_the_other, seconds
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


def upcoming(key, begins, seconds=300, fate=Fate.WHOLE):
    return Upcoming(
        key, 1, Kind.PROGRAMME, "Warta", "", "", begins, seconds * 1000, Start.SOFT, "cued",
        Reason(Why.RELAY), fate,
    )  # fmt: skip


def late(minutes, **more):
    return Expectation((upcoming("news", NOON + timedelta(minutes=minutes), **more),))


def trials(steps, began=NOON - timedelta(minutes=12), ended=NOON + timedelta(minutes=20)):
    """Look every second; `steps` says from when on the air expects what. Return when one tries."""
    clock, plan, found = VirtualClock(began), ProbePlan(), []
    while clock.now() < ended:
        known = [air for since, air in steps if since <= clock.now()]
        coming = as_expected(COMING, known[-1] if known else None)
        found += [clock.now() for _ in plan.due(coming, clock.now())]
        clock.jump(timedelta(seconds=1))
    return found


def test_an_air_that_runs_late_has_its_relay_tried_ahead_of_where_it_truly_begins():
    found = trials([(NOON - timedelta(minutes=7), late(8))])
    assert [(at - NOON) / timedelta(minutes=1) for at in found] == [-10, -2, 3, 7]


def test_an_air_that_runs_early_has_it_tried_early():
    found = trials([(NOON - timedelta(minutes=12), late(-1.5))])
    assert [(at - NOON) / timedelta(minutes=1) for at in found] == [-11.5, -6.5, -2.5]


def test_a_forecast_that_trembles_tries_no_more_often():
    steps = [
        (NOON - timedelta(minutes=12) + timedelta(seconds=second), late(0.2 * (second % 3)))
        for second in range(0, 720, 5)
    ]
    assert len(trials(steps)) == len(LEADS)


def test_a_relay_that_the_air_will_leave_out_is_neither_tried_nor_connected():
    dropped = late(0, fate=Fate.DROPPED)
    assert trials([(NOON - timedelta(hours=1), dropped)]) == []
    assert wanted(as_expected(COMING, dropped), NOON) == set()


def test_it_is_connected_where_the_air_expects_it_and_as_long_as_it_lasts_there():
    coming = as_expected(COMING, late(8, seconds=60))
    begins = NOON + timedelta(minutes=8)
    assert wanted(coming, begins - CONNECT - timedelta(seconds=1)) == set()
    assert wanted(coming, begins - CONNECT) == {WISH}
    assert wanted(coming, begins + timedelta(seconds=69)) == {WISH}
    assert wanted(coming, begins + timedelta(seconds=70)) == set()


def test_an_item_that_is_heard_late_keeps_its_relay_until_the_next_may_follow():
    free_at = NOON + timedelta(minutes=9)
    heard = Expectation(on_air="news", free_at=free_at)
    assert wanted(as_expected(COMING, heard), free_at) == {WISH}
    other = Expectation(on_air="song", free_at=free_at)
    assert wanted(as_expected(COMING, other), free_at) == set()


def test_an_air_that_does_not_answer_leaves_the_rundown_as_it_is():
    assert as_expected(COMING, None) == COMING
    assert as_expected(COMING, Expectation()) == COMING


def test_the_engine_itself_says_where_a_relay_will_truly_begin():
    """The air is held up by an item that an operator puts in; the live process follows."""
    air = Studio(block=RATE)
    items = one_after_the_other(item("song", 360), item("news", 60, relay=RRI), item("end", 60))
    air.load(*items)
    coming, plan, found = airings("radio", items), ProbePlan(), []
    while air.clock.now() < EIGHT + seconds(860):
        if air.clock.now() == EIGHT + seconds(90):
            air.order(Insert(item("speech", 480), "next"))
        air.order(Forecast())
        air.play(10)
        said = Expectation(air.answers.pop().expected)
        now = air.clock.now()
        found += [(now - EIGHT).total_seconds() for _ in plan.due(as_expected(coming, said), now)]
    started = (f.at for f in air.facts if f.title == "news" and f.act is Act.STARTED)
    began = (next(started) - EIGHT).total_seconds()
    assert began >= 360 + 480
    ahead = [
        lead.total_seconds() - (began - at) for lead, at in zip(LEADS, found[-3:], strict=True)
    ]
    assert all(0 <= behind < 15 for behind in ahead)
    assert len(found) == 5


def test_the_air_is_asked_over_its_socket_and_may_be_away(tmp_path):
    path = tmp_path / "radio.control"
    assert expectation(path) is None
    with contextlib.closing(FakeAir(path)) as air:
        air.expected = (upcoming("news", NOON),)
        said = expectation(path, patience=60)
    assert [item.item_key for item in said.coming] == ["news"]
    assert said.on_air == air.snapshot.on_air.item_key
    assert said.free_at is not None
