"""Advertising of a day: its part of the air, and the part of it that is for the public."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.advertising import ad_time, allowance, rounded
from scheduler.rules.check import breaches
from scheduler.rules.line import Air, Airtime
from station.broadcast_day import day_bounds
from station.kinds import Kind
from tests.unit.scheduler.rules.air import (
    BERLIN,
    DAY,
    MONDAY,
    WIB,
    WIT,
    a_day,
    at,
    broken,
    line,
    rule,
)

PUBLIC = "advertising/commercials-public"
PSA = "advertising/psa-public"
FIFTEEN_PERCENT = 12_960
"""Seconds of a day of 24 hours."""


def spots(seconds, kind, clock="10:00", **more):
    return line(clock, seconds, kind, **more)


@pytest.mark.parametrize(
    ("seconds", "allowed"),
    [(0, True), (FIFTEEN_PERCENT, True), (FIFTEEN_PERCENT + 1, False), (12_968.64, False)],
)
def test_commercials_take_fifteen_percent_of_a_day_and_no_second_more(seconds, allowed):
    lines = [spots(seconds, Kind.COMMERCIAL)] if seconds else []
    assert (broken(PUBLIC, *lines) == []) is allowed


def test_fifteen_point_nought_one_percent_is_too_much_and_says_so():
    (breach,) = broken(PUBLIC, spots(86_400 * 0.1501, Kind.COMMERCIAL))
    assert breach.about["percent"] == "15.01"
    assert breach.about["limit"] == "15"
    assert breach.seconds == pytest.approx(8.64)
    assert breach.at == at("10:00") + timedelta(seconds=FIFTEEN_PERCENT)


def test_a_private_station_has_twenty_percent():
    assert broken("advertising/commercials-private", spots(17_280, Kind.COMMERCIAL)) == []
    assert broken("advertising/commercials-private", spots(17_281, Kind.COMMERCIAL))


def test_a_day_of_eighteen_hours_has_162_minutes():
    music = line("05:00", 18 * 3600)
    exact = spots(162 * 60, Kind.COMMERCIAL)
    assert broken(PUBLIC, music, exact, bed=False) == []
    assert broken(PUBLIC, music, spots(162 * 60 + 1, Kind.COMMERCIAL), bed=False)


def test_what_is_paid_for_counts_as_a_commercial_whatever_it_is():
    assert broken(PUBLIC, spots(FIFTEEN_PERCENT + 1, Kind.PROGRAMME, paid=True))
    assert broken(PUBLIC, spots(FIFTEEN_PERCENT + 1, Kind.PSA, paid=True))
    assert broken(PUBLIC, spots(FIFTEEN_PERCENT + 1, Kind.PSA)) == []


def test_an_announcement_that_is_paid_for_is_no_psa():
    air = a_day(spots(60, Kind.PSA, paid=True), spots(30, Kind.PSA, "12:00"))
    assert ad_time(air, MONDAY).psa == timedelta(seconds=30)


def test_a_commercial_over_midnight_counts_for_both_days():
    late = spots(2 * FIFTEEN_PERCENT, Kind.COMMERCIAL, "20:24:00")
    found = ad_time(a_day(late), MONDAY), ad_time(a_day(late, day=MONDAY + DAY), MONDAY + DAY)
    assert [each.commercial for each in found] == [timedelta(seconds=FIFTEEN_PERCENT)] * 2
    assert broken(PUBLIC, late) == []
    assert broken(PUBLIC, spots(2 * FIFTEEN_PERCENT, Kind.COMMERCIAL, "20:23:59"))


def test_days_are_those_of_the_station():
    """23.30 to 00.30 in Jakarta is one day in Jayapura."""
    begins = at("23:30", zone=WIB)
    spot = Airtime("spot", begins, begins + timedelta(hours=1), Kind.COMMERCIAL)
    bounds = day_bounds(MONDAY, WIB)
    here = Air([spot], bounds[0], bounds[1] + DAY, WIB)
    there = Air([spot], bounds[0], bounds[1] + DAY, WIT)
    assert ad_time(here, MONDAY).commercial == timedelta(minutes=30)
    assert ad_time(there, MONDAY + DAY).commercial == timedelta(hours=1)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_of_a_clock_change_has_its_own_length(day, hours):
    found = ad_time(a_day(day=day, zone=BERLIN), day)
    assert found.on_air == timedelta(hours=hours)
    assert allowance(rule(PUBLIC).terms, found.on_air) == timedelta(hours=hours) * 0.15


def test_a_day_still_to_come_counts_as_on_the_air():
    """Ten minutes of commercials in the first hour can still be made good; four hours cannot."""
    begins, _ = day_bounds(MONDAY, WIB)
    for hours, allowed in ((1 / 6, True), (4, False)):
        spot = Airtime("a", begins, begins + timedelta(hours=hours), Kind.COMMERCIAL)
        air = Air([spot], begins, spot.ends, WIB)
        assert (breaches([rule(PUBLIC)], air) == []) is allowed


@pytest.mark.parametrize(
    ("commercial", "psa", "allowed", "percent"),
    [
        (700, 300, True, "30.00"),
        (701, 299, False, "29.90"),
        (0, 0, True, None),
        (0, 30, True, None),
        (30, 0, False, "0.00"),
    ],
)
def test_thirty_percent_of_all_advertising_is_for_the_public(commercial, psa, allowed, percent):
    ads = [spots(commercial, Kind.COMMERCIAL)] if commercial else []
    ads += [spots(psa, Kind.PSA, "12:00")] if psa else []
    found = broken(PSA, *ads)
    assert (found == []) is allowed
    if found:
        assert found[0].about["percent"] == percent


def test_both_denominators_are_reported():
    air = a_day(spots(700, Kind.COMMERCIAL), spots(300, Kind.PSA, "12:00"))
    found = ad_time(air, MONDAY)
    assert found.psa_of_ads == 30
    assert found.psa_of_commercials is not None
    assert rounded(found.psa_of_commercials, up=False) == "42.85"


def test_a_day_without_advertising_divides_by_nothing():
    found = ad_time(a_day(bed=False), MONDAY)
    assert (found.commercial_percent, found.psa_of_ads, found.psa_of_commercials) == (0, None, None)


def test_what_lacks_says_how_much_would_do():
    (breach,) = broken(PSA, spots(700, Kind.COMMERCIAL), spots(200, Kind.PSA, "12:00"))
    assert breach.seconds == 100


def test_the_share_of_a_day_that_is_not_over_is_not_judged():
    begins, _ = day_bounds(MONDAY, WIB)
    spot = Airtime("a", begins, begins + timedelta(minutes=1), Kind.COMMERCIAL)
    assert breaches([rule(PSA)], Air([spot], begins, begins + timedelta(hours=1), WIB)) == []


def test_private_stations_count_against_the_commercials():
    name = "advertising/psa-private"
    assert broken(name, spots(1000, Kind.COMMERCIAL), spots(100, Kind.PSA, "12:00")) == []
    assert broken(name, spots(1000, Kind.COMMERCIAL), spots(99, Kind.PSA, "12:00"))


def test_cigarettes_are_advertised_at_no_hour():
    spot = spots(30, Kind.COMMERCIAL, "23:00", tags=frozenset({"rokok"}))
    talk = spots(1800, Kind.PROGRAMME, "20:00", tags=frozenset({"rokok"}))
    assert [breach.key for breach in broken("advertising/no-cigarettes", spot, talk)] == [spot.key]


@given(commercial=st.integers(1, 40_000), psa=st.integers(0, 20_000), beside=st.integers(0, 20_000))
def test_a_share_never_looks_better_than_it_is(commercial, psa, beside):
    begins = at("00:00")
    ads = [("c", commercial, Kind.COMMERCIAL), ("p", psa, Kind.PSA), ("m", beside, Kind.MUSIC)]
    lines, reached = [], begins
    for key, seconds, kind in ads:
        if seconds:
            lines.append(Airtime(key, reached, reached + timedelta(seconds=seconds), kind))
            reached = lines[-1].ends
    found = ad_time(Air(lines, begins, begins + DAY, WIB), MONDAY)
    share = found.psa_of_ads
    assert share is not None
    assert Decimal(rounded(share, up=False)) <= share
    assert (share >= 30) == (psa * 70 >= commercial * 30)
    assert (found.commercial_percent > 15) == (commercial * 85 > (psa + beside) * 15)
