"""Days of the calendar from a file: what is read, and what is told of each line that is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.imported.day_file import MOST_LINES, DayProblem, read

HEAD = "tanggal,sampai,nama,jenis,tahunan,name_en,sk\n"


def test_a_line_becomes_a_day_of_the_calendar():
    text = HEAD + "2027-03-20,2027-03-21,Idulfitri,libur,tidak,Eid,SKB 1/2026\n"
    first, last = date(2027, 3, 20), date(2027, 3, 21)
    assert read(text, 2026).days == [
        OwnDay(first, last, OccasionKind.HOLIDAY, "Idulfitri", "Eid", decree="SKB 1/2026")
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_mark_and_order_of_columns_is_read(mark):
    text = f"\ufeffNama{mark}Tanggal{mark}Catatan\nHari Jadi Kota{mark}1/4/2027{mark}x\n"
    (day,) = read(text, 2026).days
    assert (day.name_id, day.first_day, day.kind) == (
        "Hari Jadi Kota", date(2027, 4, 1), OccasionKind.LOCAL,
    )  # fmt: skip


def test_a_date_without_a_year_comes_back_each_year():
    (day,) = read("month_day,name_id\n04-21,Hari Kartini\n", 2026).days
    assert (day.first_day, day.yearly) == (date(2026, 4, 21), True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Libur Nasional", OccasionKind.HOLIDAY),
        ("cuti bersama", OccasionKind.CUTI_BERSAMA),
        ("Tematik", OccasionKind.THEMATIC),
        ("", OccasionKind.LOCAL),
    ],
)
def test_kinds_are_known_by_their_words(text, kind):
    assert read(f"tanggal,nama,jenis\n2027-01-01,x,{text}\n", 2026).days[0].kind is kind


@pytest.mark.parametrize(
    ("line", "problem", "value"),
    [
        ("besok,,x,,,,", DayProblem.DAY_UNREADABLE, "besok"),
        ("2027-02-30,,x,,,,", DayProblem.DAY_UNREADABLE, "2027-02-30"),
        ("0001-01-01,,x,,,,", DayProblem.DAY_UNREADABLE, "0001-01-01"),
        ("2027-02-01,lusa,x,,,,", DayProblem.DAY_UNREADABLE, "lusa"),
        ("2027-02-01,, ,,,,", DayProblem.NAME_EMPTY, "2027-02-01"),
        (f"2027-02-01,,{'x' * 201},,,,", DayProblem.NAME_LONG, "200"),
        ("2027-02-01,,x,pesta,,,", DayProblem.KIND_UNKNOWN, "pesta"),
        ("2027-02-01,,x,,kadang,,", DayProblem.YEARLY_UNREADABLE, "kadang"),
        ("2027-02-02,2027-02-01,x,,,,", DayProblem.DAYS_REVERSED, "2027-02-02"),
        ("2027-02-01,2027-12-01,x,,,,", DayProblem.TOO_MANY_DAYS, "2027-02-01"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_others_are_read(line, problem, value):
    reading = read(f"{HEAD}2027-01-01,,Baik,,,,\n\n{line}\n", 2026)
    assert [day.name_id for day in reading.days] == ["Baik"]
    (wrong,) = reading.problems
    assert (wrong.line, wrong.problem, wrong.value) == (4, problem, value)


def test_a_line_that_stands_twice_counts_once():
    reading = read("tanggal,nama\n2027-01-01,Pesta\n2027-01-01,pesta\n", 2026)
    assert len(reading.days) == 1
    assert [(one.line, one.problem) for one in reading.problems] == [(3, DayProblem.LINE_TWICE)]


@pytest.mark.parametrize("text", ["", "nama\nx\n", "2027-01-01,Pesta\n"])
def test_a_file_without_a_head_is_told_at_its_first_line(text):
    reading = read(text, 2026)
    assert [(one.line, one.problem) for one in reading.problems] == [(1, DayProblem.HEAD_MISSING)]


def test_a_file_that_is_too_long_is_not_read_at_all():
    reading = read("tanggal,nama\n" + "2027-01-01,x\n" * MOST_LINES, 2026)
    assert reading.days == []
    assert [one.problem for one in reading.problems] == [DayProblem.TOO_LONG]


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_be_answered(text):
    reading = read(f"tanggal,nama\n{text}", 2026)
    lines = len(f"tanggal,nama\n{text}".splitlines())
    assert all(1 <= one.line <= lines for one in reading.problems)
