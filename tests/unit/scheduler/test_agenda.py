"""Agendas of offices: iCal and tables, read again without doubling."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.imported.agenda_file import AgendaUnreadable, read

WIB = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2026, 11, 22, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=14)


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def entries(data, name="agenda.ics", zone=WIB, begins=BEGINS, ends=ENDS):
    return read(name, data, zone, begins, ends)


def test_an_entry_keeps_its_instant_whatever_its_zone():
    [entry] = entries(
        calendar(
            ("UID:1", "DTSTART;TZID=Asia/Makassar:20261123T090000", "DTEND:20261123T030000Z",
             "SUMMARY:Panen raya", "LOCATION:Desa Contoh")
        )
    )  # fmt: skip
    assert (entry.begins, entry.ends) == (
        datetime(2026, 11, 23, 1, tzinfo=UTC), datetime(2026, 11, 23, 3, tzinfo=UTC),
    )  # fmt: skip
    assert (entry.title, entry.place, entry.all_day) == ("Panen raya", "Desa Contoh", False)


def test_a_time_without_a_zone_and_a_whole_day_are_the_stations():
    floating, whole = entries(
        calendar(
            ("UID:1", "DTSTART:20261123T090000", "SUMMARY:Rapat"),
            ("UID:2", "DTSTART;VALUE=DATE:20261124", "SUMMARY:Hari Guru"),
        )
    )
    assert floating.begins == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert (whole.begins, whole.all_day) == (datetime(2026, 11, 23, 17, tzinfo=UTC), True)


def test_a_series_keeps_its_wall_time_when_the_clocks_change():
    series = calendar(
        ("UID:1", "DTSTART;TZID=Europe/Berlin:20261022T090000", "RRULE:FREQ=DAILY;COUNT=6",
         "EXDATE;TZID=Europe/Berlin:20261026T090000", "SUMMARY:Rapat")
    )  # fmt: skip
    begins = datetime(2026, 10, 22, tzinfo=UTC)
    found = entries(series, zone=BERLIN, begins=begins, ends=begins + timedelta(days=9))
    hours = [entry.begins.astimezone(BERLIN).strftime("%d %H") for entry in found]
    assert hours == ["22 09", "23 09", "24 09", "25 09", "27 09"]
    assert len({entry.uid for entry in found}) == 5


def test_what_is_called_off_says_so():
    [entry] = entries(
        calendar(("UID:1", "DTSTART:20261123T020000Z", "STATUS:CANCELLED", "SUMMARY:Rapat"))
    )
    assert entry.cancelled


def test_a_table_is_read_by_its_head():
    text = "Tanggal;Jam;Selesai;Kegiatan;Tempat\n23/11/2026;09.00 WIB;10.30;Panen raya;Desa\n"
    [entry] = entries(text.encode("cp1252"), "agenda.csv")
    assert entry.begins == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert entry.ends - entry.begins == timedelta(minutes=90)
    assert entries(text.encode(), "agenda.csv")[0].uid == entry.uid


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("a;b\n1;2\n", "head_missing", 0),
        ("Tanggal;Kegiatan\n31/02/2026;Rapat\n", "day_unreadable", 2),
        ("Tanggal;Kegiatan\n23/11/2026;\n", "title_empty", 2),
        ("Tanggal;Jam;Kegiatan\n23/11/2026;25.00;Rapat\n", "time_unreadable", 2),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text, why, line):
    with pytest.raises(AgendaUnreadable) as refused:
        entries(text.encode(), "agenda.csv")
    assert (refused.value.why, refused.value.line) == (why, line)


@given(st.binary(max_size=300), st.sampled_from(["a.ics", "a.csv"]))
def test_no_file_makes_the_reader_stumble(data, name):
    with suppress(AgendaUnreadable):
        entries(data, name)


@given(st.lists(st.sampled_from(
    ["DTSTART:20261123T020000Z", "DTSTART:x", "RRULE:FREQ=DAILY", "RRULE:x", "DTEND:20261101",
     "DURATION:-PT1H", "UID:1", "SUMMARY:a", "EXDATE:20261123T020000Z", "STATUS:x"]
)))  # fmt: skip
def test_no_calendar_makes_the_reader_stumble(lines):
    try:
        found = entries(calendar(tuple(lines)))
    except AgendaUnreadable:
        return
    assert all(entry.ends > entry.begins for entry in found)
