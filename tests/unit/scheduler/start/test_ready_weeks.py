"""Ready weeks: each covers every day exactly, within any broadcast hours, and breaks no rule."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import vetting
from scheduler.observance.settings import BroadcastDay
from scheduler.rules import pack
from scheduler.rules.book import book_of
from scheduler.start import laid_out, ready_week
from scheduler.start.ready_week import WEEKDAYS, WeekUnreadable, built_in
from scheduler.week.grid import conflicts, occurrences
from station.broadcast_day import day_bounds

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 11, 23)
ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura",
                                     "Asia/Kathmandu", "UTC")]  # fmt: skip
SMALL = """
id = "small"
dated = 2026-11-22
order = 1
outside = "night"
title = { en = "Small", id = "Kecil" }
about = { en = "For tests", id = "Untuk uji" }

[[programmes]]
key = "night"
name = "Malam"
category = "entertainment"
rotation = { kinds = ["music"] }

[[programmes]]
key = "day"
name = "Siang"
category = "culture"
rotation = { kinds = ["music"] }

[[days]]
on = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
blocks = [["00:00", "night"], ["06:00", "day"], ["20:00", "night"]]
"""

weeks = st.sampled_from(list(built_in().values()))
walls = st.times(max_value=time(23, 59, 59)).map(lambda wall: wall.replace(microsecond=0))
broadcast_days = st.builds(BroadcastDay, begins=walls, ends=walls)


def occurrences_of(week, hours, zone, begins, ends):
    numbers = {each.key: number for number, each in enumerate(week.programmes, 1)}
    slots = laid_out.slots(week, hours, numbers, channel="radio", first_day=MONDAY)
    return occurrences(slots, [], begins, ends, zone=zone)


@given(week=weeks, hours=broadcast_days)
def test_every_second_of_every_weekday_has_one_programme(week, hours):
    found = laid_out.stretches(week, hours)
    for weekday in range(7):
        day = sorted((s.begins_s, s.ends_s) for s in found if weekday in s.weekdays)
        assert day[0][0] == 0
        assert day[-1][1] == laid_out.DAY_S
        assert all(first[1] == second[0] for first, second in pairwise(day))


@given(week=weeks, hours=broadcast_days, zone=st.sampled_from(ZONES), day=st.integers(8, 400))
def test_the_slots_cover_24_hours_of_any_day_in_any_zone(week, hours, zone, day):
    begins, ends = day_bounds(MONDAY + timedelta(days=day), zone)
    found = occurrences_of(week, hours, zone, begins, ends)
    assert found[0].begins == begins
    assert found[-1].ends == ends
    assert all(first.ends == second.begins for first, second in pairwise(found))


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize("week", built_in().values(), ids=lambda week: week.id)
def test_where_the_clocks_change_at_most_that_hour_is_open_or_double(week, day):
    zone = ZoneInfo("Europe/Amsterdam")
    begins, ends = day_bounds(day, zone)
    found = occurrences_of(week, BroadcastDay(), zone, begins, ends)
    gaps = [second.begins - first.ends for first, second in pairwise(found)]
    assert sum(map(abs, gaps), timedelta(0)) == timedelta(hours=1)
    assert len(conflicts(found)) <= 1


def test_outside_of_the_broadcast_hours_one_programme_airs():
    week = ready_week.read(SMALL, "small.toml")
    hours = BroadcastDay(begins=time(7), ends=time(18, 30))
    found = [(s.programme, s.begins_s / 3600, s.ends_s / 3600, s.rule)
             for s in laid_out.stretches(week, hours)]  # fmt: skip
    assert found == [
        ("night", 0, 7, "FREQ=DAILY"),
        ("day", 7, 18.5, "FREQ=DAILY"),
        ("night", 18.5, 24, "FREQ=DAILY"),
    ]


def test_broadcast_hours_may_cross_midnight():
    week = ready_week.read(SMALL, "small.toml")
    hours = BroadcastDay(begins=time(19), ends=time(2))
    assert [(s.programme, s.begins_s / 3600) for s in laid_out.stretches(week, hours)] == [
        ("night", 0),
        ("day", 19),
        ("night", 20),
    ]


def test_a_programme_that_the_hours_leave_out_is_not_made():
    week = ready_week.read(SMALL, "small.toml")
    hours = BroadcastDay(begins=time(21), ends=time(5))
    assert [each.key for each in laid_out.used(week, hours)] == ["night"]


@pytest.mark.parametrize("hours", [BroadcastDay(), BroadcastDay(begins=time(5), ends=time(23))])
@pytest.mark.parametrize("medium", ["radio", "tv"])
@pytest.mark.parametrize("week", built_in().values(), ids=lambda week: week.id)
def test_no_rule_has_anything_against_a_ready_week(week, medium, hours):
    book = book_of(pack.built_in(), [], medium, "public")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    templates = {each.key: 1 for each in week.templates}
    numbers = {each.key: number for number, each in enumerate(week.programmes)}
    for slot in laid_out.slots(week, hours, numbers, channel="radio", first_day=MONDAY):
        ready = week.programmes[slot.programme_id]
        programme = laid_out.programme(ready, "radio", templates)
        assert vetting.of_slot(book, slot, programme, [], JAKARTA, now) == []


@pytest.mark.parametrize("week", built_in().values(), ids=lambda week: week.id)
def test_a_ready_week_has_every_category_but_advertising_and_words_in_both_languages(week):
    assert {each.category for each in week.programmes} >= {
        "news", "education", "culture", "entertainment"
    }  # fmt: skip
    assert week.title.said("id") != week.title.said("en")
    assert week.about.said("id") != week.about.said("en")


@pytest.mark.parametrize("week", built_in().values(), ids=lambda week: week.id)
def test_templates_fill_their_hour_exactly(week):
    for template in laid_out.hour_templates(
        week, [t.key for t in week.templates], "radio"
    ).values():
        assert template.ends_s == 3600


def wrong(old, new):
    assert old in SMALL
    with pytest.raises(WeekUnreadable) as refused:
        ready_week.read(SMALL.replace(old, new), "small.toml")
    return str(refused.value)


def test_a_file_that_cannot_be_used_says_what_is_wrong():
    assert "a day begins at 00:00" in wrong('"00:00"', '"01:00"')
    assert "go forward" in wrong('"20:00"', '"05:00"')
    assert "every weekday" in wrong('"SU"]', '"SA"]')
    assert "not in the file: dusk" in wrong('"20:00", "night"', '"20:00", "dusk"')
    assert "rotation or templates" in wrong('rotation = { kinds = ["music"] }', "")
    assert "kinds" in wrong('kinds = ["music"]', "kinds = []")
    assert "extra" in wrong("order = 1", 'order = 1\nowner = "x"').lower()
    assert "small.toml" in wrong("order = 1", "order = = 1")


def test_the_weekdays_are_those_of_the_calendar_rules():
    assert WEEKDAYS == ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
