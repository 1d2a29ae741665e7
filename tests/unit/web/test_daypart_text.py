"""Dayparts as people type them."""

from datetime import time

import pytest

from station.daypart import Daypart
from web.daypart_text import read, written


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("06.00-10.00", (Daypart(time(6), time(10)),)),
        ("06:00 – 10:30 1-5", (Daypart(time(6), time(10, 30), (0, 1, 2, 3, 4)),)),
        ("22.00-24.00 6,7;", (Daypart(time(22), time(0), (5, 6)),)),
        ("06.00-08.00; 18.00-20.00", (Daypart(time(6), time(8)), Daypart(time(18), time(20)))),
    ],
)
def test_hours_and_weekdays_are_read(text, parts):
    assert read(text) == parts
    assert read(written(parts)) == parts


@pytest.mark.parametrize("text", ["pagi", "06.00", "06.00-25.00", "06.00-10.00 0", "6-7 5-1"])
def test_what_cannot_be_read_is_nothing(text):
    assert read(text) is None
