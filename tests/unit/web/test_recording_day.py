"""What of a day was recorded, and how a stretch of it is asked for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.audio import utc_us
from station.recordings import Copy, Part, Stretch
from web.clip_span import LONGEST, clip_address, clip_addresses, read_span
from web.recording_day import gaps, recorded_hours

DAY = datetime(2027, 3, 4, 17, tzinfo=UTC)
"""Midnight in Jakarta."""
ENDS = DAY + timedelta(days=1)
MINUTE = timedelta(minutes=1)
JAKARTA = ZoneInfo("Asia/Jakarta")


def part(begins, minutes, size=60):
    us = minutes * 60_000_000
    return Part(Path("x.ts"), Stretch(utc_us(DAY + begins * MINUTE), us, 0, size))


def held(proxy=(), programme=()):
    return {Copy.PROXY: list(proxy), Copy.PROGRAMME: list(programme)}


def test_each_hour_tells_what_each_copy_has_of_it():
    parts = held([part(50, 20), part(70, 5)], [part(55, 1, size=900)])
    first, second = recorded_hours(parts, DAY, ENDS)
    assert (first.begins, first.ends) == (DAY, DAY + 60 * MINUTE)
    assert {copy: (each.length, each.size) for copy, each in first.held.items()} == {
        Copy.PROXY: (10 * MINUTE, 60),
        Copy.PROGRAMME: (MINUTE, 900),
    }
    assert {copy: each.length for copy, each in second.held.items()} == {Copy.PROXY: 15 * MINUTE}


def test_a_gap_is_what_is_in_no_copy_from_the_first_that_is_on():
    parts = held([part(10, 5), part(30, 5)], [part(12, 10)])
    assert gaps(parts, DAY, ENDS, DAY + 35 * MINUTE) == [(DAY + 22 * MINUTE, DAY + 30 * MINUTE)]


def test_what_is_on_its_way_to_the_disk_is_no_gap_but_what_stays_away_is():
    parts = held([part(0, 5)])
    assert gaps(parts, DAY, ENDS, DAY + 5 * MINUTE + timedelta(seconds=19)) == []
    (gap,) = gaps(parts, DAY, ENDS, DAY + 7 * MINUTE)
    assert gap == (DAY + 5 * MINUTE, DAY + 7 * MINUTE - timedelta(seconds=20))
    assert gaps(held(), DAY, ENDS, ENDS) == []


@pytest.mark.parametrize(
    ("asked", "hours"),
    [
        (("2027-03-05", "00:00", "01:00:00"), (0, 1)),
        (("2027-03-05", "23:30", "00:30"), (23.5, 24.5)),
        (("2027-03-05", "12:00:00", "12:00"), None),
        (("yesterday", "12:00", "13:00"), None),
        (("2027-03-05", "", "13:00"), None),
        (("2027-03-05", "25:00", "13:00"), None),
        (("2027-03-05", "12:00+07:00", "13:00"), None),
    ],
)
def test_a_span_is_read_in_local_time_and_may_end_on_the_next_day(asked, hours):
    span = read_span(*asked, JAKARTA)
    if hours is None:
        assert span is None
    else:
        assert (span.begins, span.ends) == tuple(DAY + timedelta(hours=hour) for hour in hours)


def test_more_than_an_hour_is_too_long():
    assert not read_span("2027-03-05", "12:00", "13:00", JAKARTA).too_long
    assert read_span("2027-03-05", "12:00", "13:00:01", JAKARTA).too_long


@given(
    st.timedeltas(timedelta(days=-300), timedelta(days=900)).map(lambda after: DAY + after),
    st.timedeltas(timedelta(seconds=1), LONGEST - timedelta(seconds=2)),
)
def test_an_address_fetches_all_of_an_airing(begins, length):
    address = clip_address("tv", begins, begins + length, JAKARTA)
    asked = dict(parse_qsl(urlsplit(address).query))
    span = read_span(asked["day"], asked["begins"], asked["ends"], JAKARTA)
    assert timedelta() <= begins - span.begins < timedelta(seconds=1)
    assert timedelta() <= span.ends - begins - length < timedelta(seconds=1)
    assert asked["copy"] == "proxy"


@given(st.timedeltas(timedelta(microseconds=1), timedelta(hours=9)))
def test_what_is_too_long_is_fetched_in_parts_that_meet(length):
    spans = [
        read_span(asked["day"], asked["begins"], asked["ends"], JAKARTA)
        for address in clip_addresses("tv", DAY, DAY + length, JAKARTA)
        for asked in [dict(parse_qsl(urlsplit(address).query))]
    ]
    assert not any(span.too_long for span in spans)
    assert spans[0].begins == DAY
    assert spans[-1].ends >= DAY + length
    assert all(one.ends >= other.begins for one, other in pairwise(spans))
    assert len(spans) <= length / LONGEST + 2
