"""Every order of a rehearsal is fulfilled, or says how many plays are missing and why."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mengudara.simulate.promises import Known, told
from scheduler.airing import Airing, AiringStatus
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from station.broadcast_day import instant_of
from station.journal import EndedBy
from station.kinds import Kind
from station.ladder import Rung

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 3, 2)
DAYS = [MONDAY, MONDAY + timedelta(days=1)]
ENDS = instant_of(MONDAY + timedelta(days=2), time(), WIB)
NEVER = Known()


def order(last_day=DAYS[-1], **more):
    return Campaign(
        "radio", "Donor darah", (5,), MONDAY, last_day, AtTimes((time(8), time(16))), "PMI", id=7,
        **more,
    )  # fmt: skip


def airing(key, status=AiringStatus.OK):
    at = instant_of(MONDAY, time(8), WIB)
    return Airing(
        "radio", key, key, 5, Kind.PSA, "Donor darah", "", "", 7, Rung.SCHEDULE, None, at, 1, at,
        at, 1, None, EndedBy.FINISHED, status, 0, 1, "",
    )  # fmt: skip


FIRST, SECOND = "campaign:7:20260302:0", "campaign:7:20260302:1"
THIRD, FOURTH = "campaign:7:20260303:0", "campaign:7:20260303:1"


def outcome(*airings, known=NEVER, **more):
    return told(order(**more), airings, DAYS, known, WIB, ENDS)


def test_an_order_of_which_all_aired_is_fulfilled():
    found = outcome(airing(FIRST), airing(SECOND), airing(THIRD), airing(f"{FOURTH}:again"))
    assert found.fulfilled
    assert (found.ordered, found.aired, found.made_good, found.why) == (4, 4, 1, {})


def test_a_play_that_was_heard_in_part_and_then_whole_counts_once():
    cut = airing(FIRST, AiringStatus.CUT)
    found = outcome(cut, airing(f"{FIRST}:again"), airing(SECOND), airing(THIRD))
    assert (found.aired, found.made_good, found.short) == (3, 1, 1)


@pytest.mark.parametrize(("last", "owed", "short"), [(DAYS[-1], 0, 1), (date(2026, 4, 1), 1, 0)])
def test_what_is_missing_is_short_when_the_flight_is_over_and_owed_before(last, owed, short):
    found = outcome(airing(FIRST), airing(SECOND), airing(THIRD), last_day=last)
    assert (found.owed, found.short) == (owed, short)
    assert not found.fulfilled


def test_the_reason_is_what_the_planner_said_before_the_outage_that_was_near():
    night = instant_of(MONDAY, time(7), WIB), instant_of(MONDAY, time(17), WIB)
    known = Known({SECOND: "over_cap"}, outages=[night])
    assert outcome(known=known).why == {"outage": 1, "over_cap": 1, "unknown": 2}


def test_a_play_that_was_cut_and_a_phase_that_was_not_opened_say_so():
    assert outcome(airing(FIRST, AiringStatus.CUT)).why == {"cut": 1, "unknown": 3}
    assert outcome(known=Known(closed=frozenset({"Donor darah"}))).why == {"phase_closed": 4}


def test_what_a_presenter_should_have_read_was_not_read():
    found = outcome(live_read=True, script="Ayo donor", declared_s=20)
    assert found.why == {"not_read": 4}


def test_a_play_of_the_night_that_may_still_air_behind_the_end_is_not_missing_yet():
    night = Spread(2, time(22), time(2))
    midnight = instant_of(MONDAY + timedelta(days=1), time(), WIB)
    found = told(replace(order(), plays=night), [airing(FIRST)], DAYS[:1], NEVER, WIB, midnight)
    assert (found.ordered, found.aired, found.owed, found.short) == (1, 1, 0, 0)


def test_plays_behind_the_end_of_the_rehearsal_are_not_asked_for():
    noon = datetime(2026, 3, 3, 5, tzinfo=WIB)
    assert told(order(), [], DAYS, NEVER, WIB, noon).ordered == 2
