"""Ratings and their hours, on both sides of every boundary."""

from datetime import date, timedelta

import pytest

from scheduler.rules.check import of_line
from scheduler.rules.hours import open_until, opens_next
from scheduler.rules.line import Airtime
from station.kinds import Kind
from tests.unit.scheduler.rules.air import (
    BERLIN,
    DAY,
    MONDAY,
    WIB,
    WIT,
    WITA,
    at,
    broken,
    line,
    rule,
)

ADULTS = rule("ratings/adults-at-night")


def outside(clock, seconds, rating="D", day=MONDAY, zone=WIB, name=ADULTS):
    found = of_line([name], line(clock, seconds, day=day, zone=zone, rating=rating), zone, "radio")
    return found[0] if found else None


@pytest.mark.parametrize(
    ("clock", "seconds", "allowed"),
    [
        ("21:59:59", 1, False),
        ("21:59:59", 600, False),
        ("22:00:00", 600, True),
        ("23:50:00", 3600, True),
        ("00:00:00", 600, True),
        ("02:59:59", 1, True),
        ("02:59:59", 1.001, False),
        ("02:50:00", 600, True),
        ("02:50:00", 1800, False),
        ("03:00:00", 1, False),
        ("12:00:00", 60, False),
    ],
)
@pytest.mark.parametrize("zone", [WIB, WITA, WIT], ids=["WIB", "WITA", "WIT"])
def test_what_is_rated_d_airs_from_22_to_03_of_the_stations_own_clock(
    clock, seconds, allowed, zone
):
    assert (outside(clock, seconds, zone=zone) is None) is allowed


def test_an_item_from_0250_of_half_an_hour_is_too_late_by_twenty_minutes_from_03_on():
    breach = outside("02:50:00", 1800)
    assert breach is not None
    assert (breach.at, breach.seconds) == (at("03:00"), 1200)


def test_an_item_of_six_hours_from_22_is_too_late_from_03_of_the_next_day_on():
    breach = outside("22:00:00", 6 * 3600)
    assert breach is not None
    assert breach.at == at("03:00", MONDAY + DAY)


def test_the_same_instant_is_allowed_in_one_zone_and_not_in_the_next():
    begins = at("02:30", zone=WIB)
    item = Airtime("late", begins, begins + timedelta(minutes=10), Kind.PROGRAMME, rating="D")
    assert not of_line([ADULTS], item, WIB, "radio")
    assert of_line([ADULTS], item, WITA, "radio")


def test_a_spot_marked_adult_keeps_the_same_hours_whatever_its_rating():
    spot = line("20:00", 30, Kind.COMMERCIAL, tags=frozenset({"dewasa"}))
    promo = line("23:00", 30, Kind.BUMPER, tags=frozenset({"adult"}))
    assert of_line([ADULTS], spot, WIB, "tv")
    assert not of_line([ADULTS], promo, WIB, "tv")


def test_other_ratings_are_none_of_its_business():
    assert outside("12:00", 60, rating="R") is None


@pytest.mark.parametrize(
    ("name", "rating", "clock", "seconds", "allowed"),
    [
        ("small-children", "P", "06:59:59", 10, False),
        ("small-children", "P", "07:00:00", 7200, True),
        ("small-children", "P", "08:59:59", 2, False),
        ("small-children", "P", "09:00:00", 10, False),
        ("small-children", "P", "15:00:00", 10, True),
        ("small-children", "P", "18:00:00", 10, False),
        ("children", "A", "04:59:59", 10, False),
        ("children", "A", "05:00:00", 13 * 3600, True),
        ("children", "A", "17:59:59", 2, False),
        ("children", "A", "18:00:00", 10, False),
    ],
)
def test_childrens_hours_are_a_warning(name, rating, clock, seconds, allowed):
    asked = rule(f"ratings/{name}")
    assert not asked.blocks
    assert (outside(clock, seconds, rating, name=asked) is None) is allowed


def test_the_night_of_a_clock_change_is_as_long_as_the_wall_says():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day, hours in ((spring, 4), (autumn, 6)):
        opens = at("22:00", day - DAY, BERLIN)
        assert open_until(["22:00-03:00"], opens, BERLIN) == opens + timedelta(hours=hours)


def test_hours_that_touch_are_one_stretch():
    assert open_until(["22:00-00:00", "00:00-03:00"], at("22:30"), WIB) == at("03:00", MONDAY + DAY)


def test_what_comes_too_early_is_told_when_it_may():
    assert opens_next(["22:00-03:00"], at("12:00"), WIB) == at("22:00")
    assert opens_next(["22:00-03:00"], at("02:00"), WIB) == at("02:00")
    assert opens_next(["22:00-03:00"], at("03:00"), WIB) == at("22:00")


def test_the_items_of_one_programme_are_one_breach():
    parts = [
        line(f"12:{minute:02d}", 240, rating="D", programme="Film") for minute in range(0, 60, 4)
    ]
    other = line("14:00", 60, rating="D", programme="Lain")
    found = broken("ratings/adults-at-night", *parts, other)
    assert [(breach.at, breach.seconds) for breach in found] == [
        (at("12:00"), 3600),
        (at("14:00"), 60),
    ]


def test_a_breach_says_what_to_do_in_both_languages():
    breach = outside("12:00", 60)
    assert breach is not None
    assert "22.00" in breach.rule.advice.said("en")
    assert "22.00" in breach.rule.advice.said("id")
    assert breach.rule.article
