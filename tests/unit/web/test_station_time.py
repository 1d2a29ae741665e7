from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from web.station_time import next_instant

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 21, 3, 42, 17, tzinfo=UTC)  # 10.42.17 WIB


@pytest.mark.parametrize(
    ("face", "day", "clock"),
    [
        ("10.58.20", 21, "03:58:20"),
        ("10:58", 21, "03:58:00"),
        ("10.42.18", 21, "03:42:18"),
        ("10.42.17", 22, "03:42:17"),
        ("9.05", 22, "02:05:00"),
        ("00.00.00", 21, "17:00:00"),
    ],
)
def test_a_clock_time_is_the_next_one_that_comes(face, day, clock):
    assert f"{next_instant(face, NOW, JAKARTA):%d %H:%M:%S}" == f"{day} {clock}"


def test_on_the_day_the_clocks_change_it_is_what_the_clock_will_show():
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert next_instant("06.00", evening, berlin) == datetime(2026, 10, 25, 5, tzinfo=UTC)


@pytest.mark.parametrize("face", ["24.00", "10.60", "10", "10.58.20.1", "x1.00", "１.58"])
def test_what_is_no_clock_time_is_refused(face):
    with pytest.raises(ValueError, match=face):
        next_instant(face, NOW, JAKARTA)
