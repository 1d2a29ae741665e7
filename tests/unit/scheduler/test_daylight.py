"""A nightly programme on the days on which clocks change, in any zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.planner.planner import plan
from scheduler.week.grid import GridSlot, occurrences
from scheduler.week.programme import Rotation
from tests.unit.scheduler.station import check, inputs, programme

DAY = timedelta(days=1)
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Jakarta", date(2026, 3, 29)),
    ("Asia/Makassar", date(2026, 3, 29)),
    ("Asia/Jayapura", date(2026, 3, 29)),
]


def nightly(wall, zone, first, days):
    slot = GridSlot("radio", 1, first, wall, timedelta(minutes=30), "FREQ=DAILY", id=1)
    begins = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = datetime.combine(first + days * DAY, time(), zone).astimezone(UTC)
    return occurrences([slot], [], begins, ends, zone=zone)


@given(st.sampled_from(CHANGES), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_nightly_programme_airs_once_a_day_and_where_it_can_at_its_wall_time(change, wall):
    zone, day = ZoneInfo(change[0]), change[1]
    found = nightly(wall, zone, day - 2 * DAY, 5)
    assert [at.day for at in found if day - DAY <= at.day <= day + DAY] == [
        day - DAY,
        day,
        day + DAY,
    ]
    for at in found:
        local = at.begins.astimezone(zone)
        asked = datetime.combine(at.day, wall, zone)
        exists = asked.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == asked.replace(
            tzinfo=None
        )
        assert not exists or (local.time() == wall and local.fold == 0)


def test_two_oclock_that_does_not_exist_airs_at_three_and_one_that_comes_twice_at_the_first():
    berlin = ZoneInfo("Europe/Berlin")
    spring = nightly(time(2), berlin, date(2026, 3, 28), 3)
    assert [f"{at.begins.astimezone(berlin):%d %H:%M %z}" for at in spring] == [
        "28 02:00 +0100", "29 03:00 +0200", "30 02:00 +0200",
    ]  # fmt: skip
    autumn = nightly(time(2), berlin, date(2026, 10, 24), 3)
    assert [f"{at.begins.astimezone(berlin):%d %H:%M %z}" for at in autumn] == [
        "24 02:00 +0200", "25 02:00 +0200", "26 02:00 +0100",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "day"), CHANGES[:6])
def test_the_night_on_which_clocks_change_is_planned_without_a_hole(name, day):
    zone = ZoneInfo(name)
    slot = GridSlot("radio", 1, day - DAY, time(2), timedelta(hours=1), "FREQ=DAILY", id=1)
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    given_night = inputs(
        begins=begins, ends=begins + timedelta(hours=5), zone=zone, slots=[slot],
        programmes=[programme(1, Rotation())],
    )  # fmt: skip
    answer = plan(given_night)
    check(given_night, answer)
    assert not [finding for finding in answer.findings if finding.note == "hole"]
    heads = {item.key.rpartition(":")[0] for item in answer.items if item.key.startswith("slot:")}
    assert heads == {f"slot:1:{day:%Y%m%d}"}
