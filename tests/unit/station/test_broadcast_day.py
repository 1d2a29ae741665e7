"""Local days of Indonesia, and of zones whose clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.broadcast_day import (
    day_bounds,
    days_between,
    hour_floor,
    instant_of,
    local_date,
    zone_label,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "label"),
    [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
)
def test_indonesian_zones_have_their_own_names(zone, label):
    assert zone_label(ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)) == label


def test_other_zones_keep_their_abbreviation():
    assert zone_label(BERLIN, datetime(2026, 7, 1, tzinfo=UTC)) == "CEST"


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 7, 1), 24)])
def test_a_local_day_lasts_as_long_as_it_lasts(day, hours):
    begins, ends = day_bounds(day, BERLIN)
    assert ends - begins == hours * HOUR


def test_a_wall_time_in_the_spring_gap_airs_an_hour_later_on_the_wall():
    instant = instant_of(SPRING, time(2, 30), BERLIN)
    assert instant == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert instant.astimezone(BERLIN).time() == time(3, 30)


def test_of_two_equal_wall_times_in_autumn_the_first_is_meant():
    assert instant_of(AUTUMN, time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_begins_at_local_midnight():
    assert instant_of(date(2026, 11, 22), time.min, JAKARTA) == datetime(
        2026, 11, 21, 17, tzinfo=UTC
    )
    assert local_date(datetime(2026, 11, 21, 17, tzinfo=UTC), JAKARTA) == date(2026, 11, 22)
    assert local_date(datetime(2026, 11, 21, 16, 59, tzinfo=UTC), JAKARTA) == date(2026, 11, 21)


def test_a_span_touches_the_days_it_reaches_into_but_not_the_one_it_ends_at():
    begins, ends = day_bounds(SPRING, BERLIN)
    assert list(days_between(begins, ends, BERLIN)) == [SPRING]
    longer = list(days_between(begins, ends + timedelta(seconds=1), BERLIN))
    assert longer == [SPRING, SPRING + timedelta(days=1)]


def test_both_two_o_clocks_of_an_autumn_night_have_their_own_hour():
    first = datetime(2026, 10, 25, 0, 40, tzinfo=UTC)
    second = first + HOUR
    assert hour_floor(first, BERLIN) == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert hour_floor(second, BERLIN) == datetime(2026, 10, 25, 1, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([JAKARTA, BERLIN, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/New_York")]),
)
def test_every_instant_belongs_to_exactly_the_day_that_contains_it(instant, zone):
    begins, ends = day_bounds(local_date(instant, zone), zone)
    assert begins <= instant < ends
    assert timedelta(0) <= instant - hour_floor(instant, zone) < HOUR
