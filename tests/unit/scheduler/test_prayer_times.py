"""Prayer times: against published tables, against another reckoning of the sun, and at edges."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.prayer.computed import computed
from scheduler.prayer.criteria import all_criteria, criteria_on
from scheduler.prayer.settled import settled
from scheduler.prayer.sun import crossing, transit
from scheduler.prayer.table import OfficialDay
from scheduler.prayer.times import PRAYERS, Place, Source, Time

DATA = Path(__file__).with_name("data")
WIB, WITA, WIT = (ZoneInfo(f"Asia/{name}") for name in ("Jakarta", "Makassar", "Jayapura"))
PEKALONGAN = Place("Kota Pekalongan", -6.8886, 109.6753)
MINUTE = timedelta(minutes=1)
DAY = date(2025, 3, 1)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published():
    """Yield each published value: place, day, which time, and the minute in print."""
    for row in rows("prayer_times.csv"):
        place = Place(row["place"], float(row["lat"]), float(row["lon"]))
        day = date.fromisoformat(row["date"])
        for name in Time:
            if row[name]:
                wall = datetime.combine(day, time.fromisoformat(row[name]), WIB)
                yield pytest.param(place, day, name, wall, id=f"{day}-{name}")


@pytest.mark.parametrize(("place", "day", "name", "wall"), list(published()))
def test_computed_times_are_within_a_minute_of_the_published_ones(place, day, name, wall):
    assert abs(computed(day, place)[name] - wall) <= MINUTE
    assert abs(settled(day, place, WIB).at[name] - wall) <= MINUTE


@pytest.mark.parametrize(("place", "day", "name", "wall"), list(published()))
def test_magrib_is_never_before_the_published_one(place, day, name, wall):
    if name is Time.MAGRIB:
        assert settled(day, place, WIB).at[name] >= wall
        assert settled(day, PEKALONGAN, WIB).at[name] >= wall


def test_twenty_of_the_published_values_are_met_to_the_minute():
    exact = [
        computed(day, place)[name] == wall
        for place, day, name, wall in (param.values for param in published())
    ]
    assert (len(exact), sum(exact)) == (22, 20)


def test_the_sun_is_where_another_reckoning_has_it():
    """The vectors are astral 3.2's, for nine cities in three zones and at both solstices."""
    for row in rows("sun_crossings.csv"):
        day, longitude = date.fromisoformat(row["day"]), float(row["longitude"])
        theirs = datetime.fromisoformat(row["utc"]).replace(tzinfo=UTC)
        if row["altitude"] == "noon":
            ours = transit(day, longitude)
        else:
            altitude, rising = float(row["altitude"]), row["rising"] == "1"
            ours = crossing(day, float(row["latitude"]), longitude, altitude, rising=rising)
        assert abs(ours - theirs) < timedelta(seconds=10), row


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (Place("Banda Aceh", 5.5483, 95.3238), WIB),
        (Place("Makassar", -5.1477, 119.4327), WITA),
        (Place("Jayapura", -2.5337, 140.7181), WIT),
    ],
)
@pytest.mark.parametrize("day", [date(2026, 6, 21), date(2026, 12, 21), date(2028, 2, 29)])
def test_the_times_of_every_zone_lie_on_their_local_day_in_their_order(place, zone, day):
    at = settled(day, place, zone).at
    walls = [at[name].astimezone(zone) for name in Time]
    assert {wall.date() for wall in walls} == {day}
    assert walls == sorted(walls)
    assert {wall.second for wall in walls} == {0}
    assert time(17, 20) < at[Time.MAGRIB].astimezone(zone).time() < time(19, 10)


def test_imsak_is_ten_minutes_before_subuh():
    at = settled(DAY, PEKALONGAN, WIB).at
    assert at[Time.SUBUH] - at[Time.IMSAK] == 10 * MINUTE


@pytest.mark.parametrize(
    ("metres", "minutes"),
    [
        (0, 0),
        (250, 0),
        (251, 1),
        (700, 1),
        (701, 2),
        (1000, 2),
        (1300, 3),
        (1700, 4),
        (2000, 5),
        (2001, 6),
    ],
)
def test_a_high_place_sees_the_sun_set_later_and_rise_earlier(metres, minutes):
    low = computed(DAY, PEKALONGAN)
    high = computed(DAY, Place("Dieng", PEKALONGAN.latitude, PEKALONGAN.longitude, metres))
    assert high[Time.MAGRIB] - low[Time.MAGRIB] == minutes * MINUTE
    assert low[Time.TERBIT] - high[Time.TERBIT] == minutes * MINUTE
    assert high[Time.SUBUH] == low[Time.SUBUH]


def official(**times):
    walls = {Time(name): time.fromisoformat(wall) for name, wall in times.items()}
    return OfficialDay(DAY, walls)


def test_an_imported_table_wins_and_what_it_lacks_is_computed():
    found = settled(DAY, PEKALONGAN, WIB, official(magrib="18:07"))
    assert found.at[Time.MAGRIB].astimezone(WIB).time() == time(18, 7)
    assert found.source[Time.MAGRIB] is Source.TABLE
    assert found.source[Time.ISYA] is Source.COMPUTED
    assert found.at[Time.ISYA] == settled(DAY, PEKALONGAN, WIB).at[Time.ISYA]


def test_without_a_table_magrib_has_a_minute_of_safety_and_with_one_it_has_none():
    bare = computed(DAY, PEKALONGAN)[Time.MAGRIB]
    assert settled(DAY, PEKALONGAN, WIB).at[Time.MAGRIB] - bare == MINUTE
    table = official(magrib=f"{bare.astimezone(WIB):%H:%M}")
    assert settled(DAY, PEKALONGAN, WIB, table).at[Time.MAGRIB] == bare


@pytest.mark.parametrize("prayer", PRAYERS)
def test_no_prayer_can_be_moved_before_the_table(prayer):
    table = official(subuh="04:31", zuhur="11:57", asar="14:59", magrib="18:04", isya="19:13")
    plain = settled(DAY, PEKALONGAN, WIB, table).at[prayer]
    assert settled(DAY, PEKALONGAN, WIB, table, {prayer: -3}).at[prayer] == plain
    assert settled(DAY, PEKALONGAN, WIB, table, {prayer: 2}).at[prayer] == plain + 2 * MINUTE


def test_a_computed_time_can_be_moved_either_way_but_magrib_only_later():
    plain = settled(DAY, PEKALONGAN, WIB).at
    moved = settled(DAY, PEKALONGAN, WIB, adjust={Time.ASAR: -1, Time.MAGRIB: -1, Time.ISYA: 1}).at
    assert moved[Time.ASAR] == plain[Time.ASAR] - MINUTE
    assert moved[Time.MAGRIB] == plain[Time.MAGRIB]
    assert moved[Time.ISYA] == plain[Time.ISYA] + MINUTE


def test_imsak_of_a_table_can_only_be_earlier():
    table = official(imsak="04:21")
    plain = settled(DAY, PEKALONGAN, WIB, table).at[Time.IMSAK]
    assert settled(DAY, PEKALONGAN, WIB, table, {Time.IMSAK: 2}).at[Time.IMSAK] == plain
    assert settled(DAY, PEKALONGAN, WIB, table, {Time.IMSAK: -2}).at[Time.IMSAK] < plain


@given(
    st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    st.floats(-11, 6),
    st.floats(95, 141),
    st.floats(0, 3000),
)
def test_everywhere_in_indonesia_all_times_exist_and_follow_one_another(day, south, east, height):
    at = computed(day, Place("", south, east, height))
    assert list(at) == list(Time)
    assert sorted(at.values()) == list(at.values())


def test_where_the_sun_does_not_set_a_time_is_absent_and_nothing_breaks():
    at = computed(date(2026, 6, 21), Place("Tromsø", 69.65, 18.96))
    assert Time.ZUHUR in at
    assert Time.MAGRIB not in at
    assert Time.IMSAK not in at


def test_the_criteria_name_their_source_and_a_day_before_them_takes_the_first():
    assert "Kementerian Agama" in criteria_on(DAY).source
    assert criteria_on(date(1900, 1, 1)) is all_criteria()[0]
