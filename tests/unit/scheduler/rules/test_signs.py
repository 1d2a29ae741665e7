"""National songs, the station's name, and silence around a call to prayer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.rules.book import with_terms
from scheduler.rules.check import breaches
from scheduler.rules.line import PRAYER, Air, Airtime
from station.kinds import Kind
from tests.unit.scheduler.rules.air import (
    DAY,
    MONDAY,
    WIB,
    WIT,
    WITA,
    a_day,
    at,
    broken,
    line,
    rule,
)

RAYA = "identity/indonesia-raya"
SONG = "identity/national-song"
GAP = "advertising/no-ads-in-prayer"
NAME = "identity/station-id"


def raya(clock, title="Indonesia Raya", **more):
    return line(clock, 110, Kind.ANTHEM, title=title, **more)


@pytest.mark.parametrize(
    ("clock", "heard"),
    [("05:59:58", False), ("06:00:00", True), ("06:00:59", True), ("06:01:00", False)],
)
def test_a_station_that_never_sleeps_plays_the_anthem_in_the_minute_of_06(clock, heard):
    assert (broken(RAYA, raya(clock)) == []) is heard


def test_a_day_without_the_anthem_is_told_at_06_of_its_own_zone():
    for zone in (WIB, WITA, WIT):
        (breach,) = broken(RAYA, zone=zone)
        assert breach.at == at("06:00", zone=zone)


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ({"title": "Indonesia Raya (Instrumental)"}, False),
        ({"tags": frozenset({"instrumental"})}, False),
        ({"title": "Padamu Negeri"}, False),
        ({"title": "Lagu kebangsaan", "tags": frozenset({"indonesia-raya"})}, True),
    ],
)
def test_only_the_anthem_with_its_words_counts(more, heard):
    assert (broken(RAYA, raya("06:00", **more)) == []) is heard


def test_music_called_so_is_no_anthem():
    assert broken(RAYA, line("06:00", 110, Kind.MUSIC, title="Indonesia Raya"))


def test_the_whole_country_may_play_it_at_06_of_jakarta():
    together = with_terms(rule(RAYA), {"zone": "Asia/Jakarta"})
    for zone, clock in ((WITA, "07:00"), (WIT, "08:00")):
        assert breaches([together], a_day(raya(clock, zone=zone), zone=zone), [MONDAY]) == []
        assert breaches([together], a_day(raya("06:00", zone=zone), zone=zone), [MONDAY])


@pytest.mark.parametrize(
    ("clock", "day", "heard"),
    [
        ("23:59:58", MONDAY, False),
        ("00:00:00", MONDAY + DAY, True),
        ("00:00:59", MONDAY + DAY, True),
        ("00:01:00", MONDAY + DAY, False),
    ],
)
def test_a_national_song_belongs_to_24_of_the_day_that_ends(clock, day, heard):
    song = raya(clock, "Padamu Negeri", day=day)
    assert (broken(SONG, song) == []) is heard


def test_the_anthem_is_not_the_song_of_the_end():
    assert broken(SONG, raya("00:00:00", day=MONDAY + DAY))


def evening(first, last):
    """A station on the air from 05.00 to 23.00, with these items at its ends."""
    talk = line("05:02", 17 * 3600 + 56 * 60)
    return [*first, talk, *last]


def test_a_station_that_sleeps_opens_with_the_anthem_and_closes_with_a_song():
    opening = line("05:00", 120, Kind.ANTHEM, title="Indonesia Raya")
    closing = line("22:58", 120, Kind.ANTHEM, title="Rayuan Pulau Kelapa")
    whole = evening([opening], [closing])
    tomorrow = [replace(each, begins=each.begins + DAY, ends=each.ends + DAY) for each in whole]
    for name in (RAYA, SONG):
        assert broken(name, *whole, *tomorrow, bed=False) == []


def test_a_station_that_sleeps_is_told_at_its_ends():
    whole = evening([line("05:00", 120)], [line("22:58", 120)])
    tomorrow = [replace(each, begins=each.begins + DAY, ends=each.ends + DAY) for each in whole]
    (first,) = broken(RAYA, *whole, *tomorrow, bed=False)
    (last,) = broken(SONG, *whole, *tomorrow, bed=False)
    assert (first.at, last.at) == (at("05:00"), at("23:00"))


def test_an_outage_in_the_morning_is_no_missing_anthem():
    lines = [line("00:00", 5 * 3600), line("07:00", 17 * 3600)]
    assert broken(RAYA, *lines, bed=False) == []


def test_what_is_not_known_yet_is_not_missing():
    begins = at("00:00")
    night = Airtime("night", begins, begins + timedelta(hours=6), Kind.MUSIC)
    assert breaches([rule(RAYA)], Air([night], begins, night.ends, WIB)) == []


@pytest.mark.parametrize(
    ("clock", "near"),
    [("09:54:59", False), ("09:55:00", True), ("10:05:00", True), ("10:05:01", False)],
)
def test_the_station_says_its_name_within_five_minutes_of_the_hour(clock, near):
    others = [line(f"{hour:02d}:00", 5, Kind.STATION_ID) for hour in range(24) if hour != 10]
    found = broken(NAME, *others, line(clock, 5, Kind.STATION_ID))
    assert [breach.at for breach in found] == ([] if near else [at("10:00")])


@pytest.mark.parametrize(
    ("clock", "near"), [("23:54:59", False), ("23:55:00", True), ("23:59:59", True)]
)
def test_the_name_of_midnight_may_be_said_on_the_day_before(clock, near):
    others = [line(f"{hour:02d}:00", 5, Kind.STATION_ID) for hour in range(1, 24)]
    before = line(clock, 5, Kind.STATION_ID, day=MONDAY - DAY)
    found = broken(NAME, *others, before)
    assert [breach.at for breach in found] == ([] if near else [at("00:00")])


def test_hours_off_the_air_need_no_name():
    found = broken(NAME, line("08:00", 2 * 3600), bed=False)
    assert [breach.at for breach in found] == [at("08:00"), at("09:00")]


def azan(clock="18:00", seconds=180):
    return line(clock, seconds, Kind.PROGRAMME, title="Azan Magrib", purpose=PRAYER)


@pytest.mark.parametrize(
    ("clock", "seconds", "allowed"),
    [
        ("17:59:00", 30, True),
        ("17:59:00", 31, False),
        ("18:01:00", 30, False),
        ("18:03:29", 30, False),
        ("18:03:30", 30, True),
    ],
)
@pytest.mark.parametrize("kind", [Kind.COMMERCIAL, Kind.PSA])
def test_advertising_keeps_thirty_seconds_from_the_call_to_prayer(clock, seconds, allowed, kind):
    assert (broken(GAP, azan(), line(clock, seconds, kind)) == []) is allowed


@pytest.mark.parametrize(
    ("clock", "seconds", "allowed"),
    [("23:59:00", 30, True), ("23:59:00", 31, False), ("23:59:59", 1, False)],
)
def test_the_gap_before_a_devotion_at_midnight_reaches_into_the_day_before(clock, seconds, allowed):
    spot = line(clock, seconds, Kind.COMMERCIAL, day=MONDAY - DAY)
    assert (broken(GAP, azan("00:00"), spot) == []) is allowed


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_the_gap_is_the_same_in_every_zone(zone):
    call = line("18:00", 180, Kind.PROGRAMME, purpose=PRAYER, zone=zone)
    near = line("17:59:31", 10, Kind.PSA, zone=zone)
    free = line("17:59:20", 10, Kind.PSA, zone=zone)
    assert [each.key for each in broken(GAP, call, near, free, zone=zone)] == [near.key]


def test_music_may_be_near_the_call_to_prayer():
    assert broken(GAP, azan(), line("17:58", 119, Kind.MUSIC)) == []


def test_a_gap_of_the_stations_own_counts():
    wider = with_terms(rule(GAP), {"before_s": 60, "after_s": 0})
    before, behind = line("17:59:00", 1, Kind.PSA), line("18:03:00", 30, Kind.PSA)
    assert [each.key for each in breaches([wider], a_day(azan(), before, behind))] == [before.key]
