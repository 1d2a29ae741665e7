"""Official tables of prayer times: what is read, and which line is refused for what."""

from datetime import date, time
from pathlib import Path

import pytest

from scheduler.prayer.table import MAX_LINES, LineProblem, TableProblem, read
from scheduler.prayer.times import Time

SHARED = Path(__file__).with_name("data") / "prayer_times.csv"
HEADER = "day,imsak,subuh,terbit,duha,zuhur,asar,magrib,isya\n"
LINE = "2025-03-01,04:21,04:31,05:45,06:12,11:57,14:59,18:04,19:13\n"


def problems(text, **options):
    return [(found.line, found.problem) for found in read(text, **options).problems]


def test_a_line_gives_every_time_of_its_day():
    [found] = read(HEADER + LINE, source="Bimas Islam").days
    assert found.day == date(2025, 3, 1)
    assert found.times[Time.MAGRIB] == time(18, 4)
    assert list(found.times) == list(Time)
    assert found.source == "Bimas Islam"


def test_the_published_file_is_read_by_the_place_that_is_chosen():
    text = SHARED.read_text("utf-8")
    mixed = read(text)
    assert [found.problem for found in mixed.problems] == [TableProblem.PLACES_MIXED]
    assert mixed.places == ["Kota Pekalongan", "Pekalongan (fits Kajen)"]
    found = read(text, place="Kota Pekalongan")
    assert [one.day for one in found.days] == [date(2022, 4, 12), date(2025, 3, 1)]
    assert Time.TERBIT not in found.days[1].times
    assert found.problems == []


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (
            "Tanggal;Imsyak;Shubuh;Dzuhur;Ashar;Maghrib;Isya'",
            "01/03/2025;04.21;04.31;11.57;14.59;18.04;19.13",
        ),
        ("tanggal\tsubuh\tmagrib", "Sabtu, 1-3-2025\t04:31:00\t18:04:00"),
        ("\ufeffTGL,Maghrib", "2025-3-1,18.04"),
    ],
)
def test_offices_write_their_tables_in_many_ways(header, line):
    [found] = read(f"{header}\r\n{line}\r\n").days
    assert found.day == date(2025, 3, 1)
    assert found.times[Time.MAGRIB] == time(18, 4)


def test_days_of_a_month_are_completed_by_the_month():
    text = "hari,magrib\n1,18:04\n2,18:04\n30,18:03\n"
    assert [found.day.day for found in read(text, month="2025-02").days] == [1, 2]
    assert problems(text, month="2025-02") == [(4, TableProblem.DAY_UNREADABLE)]
    assert len(problems(text)) == 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2025-13-01,,,,,,,18:04,", TableProblem.DAY_UNREADABLE),
        ("besok,,,,,,,18:04,", TableProblem.DAY_UNREADABLE),
        ("2025-03-02,,,,,,,24:04,", TableProblem.TIME_UNREADABLE),
        ("2025-03-02,,,,,,,petang,", TableProblem.TIME_UNREADABLE),
        ("2025-03-02,,,,,,,6:04,", TableProblem.TIME_UNLIKELY),
        ("2025-03-02,04:41,04:31,,,,,,", TableProblem.TIME_UNLIKELY),
        ("2025-03-02,,,,,,,19:13,19:13", TableProblem.TIME_UNLIKELY),
        ("2025-03-02,,,,,,,,", TableProblem.LINE_EMPTY),
        ("2025-03-01,,,,,,,18:05,", TableProblem.DAY_TWICE),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_kept(line, problem):
    reading = read(HEADER + LINE + line + "\n")
    assert [(found.line, found.problem) for found in reading.problems] == [(3, problem)]
    assert len(reading.days) == 1


def test_the_problem_shows_what_stands_there():
    assert read(HEADER + "2025-03-02,,,,,,,petang,\n").problems == [
        LineProblem(2, TableProblem.TIME_UNREADABLE, "magrib: petang")
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "a,b,c\n1,2,3\n", "tanggal\n2025-03-01\n", "magrib\n18:04\n"]
)
def test_a_file_without_days_or_prayers_is_no_table(text):
    assert problems(text) == [(1, TableProblem.HEADER_MISSING)]


def test_empty_lines_and_short_lines_are_no_trouble():
    assert [one.day.day for one in read(HEADER + "\n" + LINE + ",,\n2025-03-02,04:21\n").days] == [
        1,
        2,
    ]


def test_a_file_beyond_all_reason_is_refused():
    assert problems("day,magrib\n" + "1,18:04\n" * MAX_LINES) == [
        (MAX_LINES + 1, TableProblem.TOO_LONG)
    ]
