"""Reads holidays and days of a city from a table of CSV, as offices keep them. Pure."""

import csv
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from media_library.fold import fold
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.problem import Problem, ScheduleInvalid

MOST_LINES = 2_000
LONGEST_NAME = 200
_COLUMNS = {
    "first": ("tanggal", "date", "day", "hari", "mulai", "first_day", "month_day", "dari"),
    "last": ("sampai", "hingga", "selesai", "until", "last_day", "to"),
    "name": ("nama", "name", "name_id", "peringatan", "keterangan", "hari besar"),
    "english": ("name_en", "english", "inggris", "nama_en", "nama inggris"),
    "kind": ("jenis", "kind", "type", "macam"),
    "yearly": ("tahunan", "tiap tahun", "yearly", "each year"),
    "decree": ("sk", "decree", "dasar", "keputusan", "nomor sk"),
}
_KINDS = {
    OccasionKind.HOLIDAY: ("holiday", "libur", "libur nasional", "hari libur", "nasional"),
    OccasionKind.CUTI_BERSAMA: ("cuti bersama", "cuti_bersama", "cuti", "collective leave"),
    OccasionKind.THEMATIC: ("thematic", "tematik", "tema", "hari tematik"),
    OccasionKind.LOCAL: ("local", "lokal", "daerah", "kota", ""),
}
_YEARS = range(1945, 2201)
_YES, _NO = ("ya", "yes", "y", "1", "true", "benar"), ("tidak", "no", "n", "0", "false", "", "-")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_COMMON = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_EACH_YEAR = re.compile(r"(\d{2})-(\d{2})")


class DayProblem(enum.StrEnum):
    """Why a line is left out."""

    HEAD_MISSING = "head_missing"
    """The first line names no column of days, or none of names."""
    DAY_UNREADABLE = "day_unreadable"
    NAME_EMPTY = "name_empty"
    NAME_LONG = "name_long"
    KIND_UNKNOWN = "kind_unknown"
    YEARLY_UNREADABLE = "yearly_unreadable"
    DAYS_REVERSED = "days_reversed"
    TOO_MANY_DAYS = "too_many_days"
    """The span is longer than an entry of the calendar may be."""
    LINE_TWICE = "line_twice"
    """The same day of the same name stands further up."""
    TOO_LONG = "too_long"
    """The file has more lines than are read."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One line that cannot be used."""

    line: int
    """Counted from 1, the head included."""
    problem: DayProblem
    """What is wrong."""
    value: str = ""
    """What stands there."""


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    days: list[OwnDay] = field(default_factory=list)
    """In order of their days."""
    problems: list[LineProblem] = field(default_factory=list)
    """Every line that is left out, with its reason."""


def read(text: str, year: int) -> Reading:
    """Read a file; a date without a year, `04-21`, comes back each year from `year` on."""
    reading = Reading()
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        reading.problems.append(LineProblem(len(lines), DayProblem.TOO_LONG, str(MOST_LINES)))
        return reading
    mark = max(",;\t", key="\n".join(lines[:20]).count)
    rows = list(csv.reader(lines, delimiter=mark))
    columns = _columns(rows[0]) if rows else {}
    if not {"first", "name"} <= columns.keys():
        reading.problems.append(LineProblem(1, DayProblem.HEAD_MISSING))
        return reading
    seen: set[tuple[date, str]] = set()
    for number, cells in _filled(rows):
        found = _line(number, _named(columns, cells), year)
        if isinstance(found, OwnDay) and (found.first_day, fold(found.name_id)) in seen:
            found = LineProblem(number, DayProblem.LINE_TWICE, found.name_id)
        if isinstance(found, LineProblem):
            reading.problems.append(found)
        else:
            seen.add((found.first_day, fold(found.name_id)))
            reading.days.append(found)
    reading.days.sort(key=lambda entry: (entry.first_day, entry.name_id))
    return reading


def _filled(rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _columns(head: list[str]) -> dict[str, int]:
    """Return which column holds what; the first of several of one meaning counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        for name, words in _COLUMNS.items():
            if _is_one_of(cell, words):
                found.setdefault(name, place)
    return found


def _named(columns: Mapping[str, int], cells: list[str]) -> dict[str, str]:
    shown = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    return {name: " ".join(shown.get(name, "").split()) for name in _COLUMNS}


def _line(number: int, row: Mapping[str, str], year: int) -> OwnDay | LineProblem:
    first, each_year = _day(row["first"], year)
    last, _ = _day(row["last"], year) if row["last"] else (first, False)
    kind = next((kind for kind, words in _KINDS.items() if _is_one_of(row["kind"], words)), None)
    if first is None or last is None:
        wrong = row["last"] if first else row["first"]
        return LineProblem(number, DayProblem.DAY_UNREADABLE, wrong)
    if len(row["name"]) > LONGEST_NAME or len(row["english"]) > LONGEST_NAME:
        return LineProblem(number, DayProblem.NAME_LONG, str(LONGEST_NAME))
    if kind is None:
        return LineProblem(number, DayProblem.KIND_UNKNOWN, row["kind"])
    if not _is_one_of(row["yearly"], _YES + _NO):
        return LineProblem(number, DayProblem.YEARLY_UNREADABLE, row["yearly"])
    try:
        return OwnDay(
            first,
            last,
            kind,
            row["name"],
            row["english"],
            yearly=each_year or _is_one_of(row["yearly"], _YES),
            decree=row["decree"][:LONGEST_NAME],
        )
    except ScheduleInvalid as invalid:
        return LineProblem(number, _REFUSED[invalid.problem], row["first"])


def _is_one_of(text: str, words: Iterable[str]) -> bool:
    return fold(text).strip() in {fold(word).strip() for word in words}


_REFUSED = {
    Problem.NAME_EMPTY: DayProblem.NAME_EMPTY,
    Problem.DAYS_REVERSED: DayProblem.DAYS_REVERSED,
    Problem.DURATION_IMPOSSIBLE: DayProblem.TOO_MANY_DAYS,
}


def _day(text: str, year: int) -> tuple[date | None, bool]:
    """Return 2026-11-22, 22/11/2026 with the day first, or 11-22 and that it is of each year."""
    found, each_year = _date(text, year)
    within = found is not None and found.year in _YEARS
    return (found if within else None), each_year


def _date(text: str, year: int) -> tuple[date | None, bool]:
    iso, common, each = (one.fullmatch(text) for one in (_ISO, _COMMON, _EACH_YEAR))
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])), False
        if common:
            return date(int(common[3]), int(common[2]), int(common[1])), False
        return (date(year, int(each[1]), int(each[2])), True) if each else (None, False)
    except ValueError:
        return None, False
