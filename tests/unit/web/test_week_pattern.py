"""The week pattern: hours by category, and shares of the week."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.week.grid import occurrences
from scheduler.week.programme import Category, Programme, Rotation, Source
from tests.unit.scheduler.station import MONDAY, WIB, slot
from web.week import Airtime, span_of_days
from web.week_pattern import csv_rows, pattern

NEWS = Programme("radio", "Warta", Rotation(), Category.NEWS, id=1)
FILM = Programme("radio", "Film", Rotation(), Category.CULTURE, id=2, source=Source.FOREIGN)
RELAY = replace(NEWS, name="Relai", id=3, source=Source.RELAY)


def made(slots, programmes=(NEWS, FILM, RELAY), zone=WIB, monday=MONDAY):
    known = {each.id: each for each in programmes}
    begins, ends = span_of_days(monday, 7, zone)
    found = occurrences(slots, (), begins, ends, zone=zone)
    airtimes = [Airtime(each, known[each.slot.programme_id], "") for each in found]
    return pattern(airtimes, monday, zone)


def shares(week):
    return {share.name: share for share in week.categories}


def test_every_category_has_its_minutes_and_its_percent_of_the_week():
    week = made([slot(1, 1, "06:00", 60), slot(2, 2, "20:00", 120)])
    found = shares(week)
    assert found[Category.NEWS].length == timedelta(hours=7)
    assert found[Category.NEWS].percent == pytest.approx(100 * 7 / 168)
    assert found[Category.CULTURE].length == timedelta(hours=14)
    assert found[Category.ENTERTAINMENT].length == timedelta(hours=168 - 21)
    assert sum(share.percent for share in week.categories) == pytest.approx(100)
    assert [share.name for share in week.programmes] == ["Film", "Warta"]


def test_local_and_domestic_shares_come_from_the_sources():
    week = made([slot(1, 3, "06:00", 60), slot(2, 2, "20:00", 120)])
    assert week.local.length == timedelta(hours=168 - 21)
    assert week.domestic.length == timedelta(hours=168 - 14)


def test_a_cell_shows_who_has_most_of_the_hour():
    week = made([slot(1, 1, "06:00", 40), slot(2, 2, "06:40", 20), slot(3, 3, "08:00", 20)])
    cell = week.rows[6][0]
    assert (cell.programme.name, [each.name for each in cell.others]) == ("Warta", ["Film"])
    assert week.rows[8][0].programme is None
    assert week.rows[7][0].programme is None


def test_a_programme_over_midnight_counts_on_both_days_and_inside_the_week_alone():
    week = made([slot(1, 1, "23:00", 120, day=MONDAY - timedelta(days=7))])
    assert shares(week)[Category.NEWS].length == timedelta(hours=14)
    assert week.rows[23][6].programme is week.rows[0][0].programme is NEWS


def test_a_week_with_a_change_of_the_clocks_has_an_hour_less():
    berlin = ZoneInfo("Europe/Berlin")
    week = made([], zone=berlin, monday=date(2026, 3, 23))
    assert week.total == timedelta(hours=167)


def test_time_is_counted_by_language_source_and_host():
    song = replace(FILM, name="Tembang", id=4, language="jv", hosts=("Penyiar pagi",))
    talk = replace(NEWS, name="Obrolan", id=5, hosts=("Penyiar pagi", "Penyiar siang"))
    slots = [slot(1, 4, "06:00", 60), slot(2, 5, "07:00", 120), slot(3, 3, "12:00", 30)]
    week = made(slots, (song, talk, RELAY))
    hours = {share.name: share.length / timedelta(hours=1) for share in week.languages}
    assert hours == {"": 168 - 7, "jv": 7}
    hours = {share.name: share.length / timedelta(hours=1) for share in week.sources}
    assert hours == {Source.OWN: 168 - 7 - 3.5, Source.FOREIGN: 7, Source.RELAY: 3.5}
    assert [(share.name, share.length) for share in week.hosts] == [
        ("Penyiar pagi", timedelta(hours=21)),
        ("Penyiar siang", timedelta(hours=14)),
    ]
    assert sum(share.percent for share in week.sources) == pytest.approx(100)


def test_a_week_of_the_stations_own_rotation_has_one_language_and_one_source():
    week = made([])
    assert [(share.name, share.percent) for share in week.languages] == [("", 100)]
    assert [(share.name, share.percent) for share in week.sources] == [(Source.OWN, 100)]
    assert week.hosts == ()


def test_the_file_has_every_share_as_a_line():
    week = made([slot(1, 1, "06:00", 60)], [replace(NEWS, hosts=("Penyiar",), language="jv")])
    names = {str(code): f"k-{code}" for code in Category}
    sources = {str(code): f"s-{code}" for code in Source}
    lines = list(csv_rows(week, names, sources, "Indonesia"))
    assert ("category", "k-news", 420.0, 4.17) in lines
    assert ("programme", "Warta", 420.0, 4.17) in lines
    assert {line[1] for line in lines if line[0] == "share"} == {"local", "domestic"}
    assert [line[1] for line in lines if line[0] == "language"] == ["Indonesia", "jv"]
    assert [line[1] for line in lines if line[0] == "source"] == ["s-own"]
    assert ("host", "Penyiar", 420.0, 4.17) in lines
