"""Reads tables of prayer times as offices publish them; every bad line is named."""

import csv
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise

from scheduler.prayer.times import Time

MAX_LINES = 4_000
"""Ten years of days are plenty."""
_DAY = ("date", "tanggal", "tgl", "day", "hari")
_PLACE = ("place", "kota", "kabupaten", "tempat", "daerah")
_NAMES: Mapping[str, Time] = {
    "imsak": Time.IMSAK,
    "imsyak": Time.IMSAK,
    "subuh": Time.SUBUH,
    "shubuh": Time.SUBUH,
    "fajr": Time.SUBUH,
    "terbit": Time.TERBIT,
    "syuruk": Time.TERBIT,
    "sunrise": Time.TERBIT,
    "duha": Time.DUHA,
    "dhuha": Time.DUHA,
    "zuhur": Time.ZUHUR,
    "dzuhur": Time.ZUHUR,
    "dhuhur": Time.ZUHUR,
    "dhuhr": Time.ZUHUR,
    "asar": Time.ASAR,
    "ashar": Time.ASAR,
    "asr": Time.ASAR,
    "magrib": Time.MAGRIB,
    "maghrib": Time.MAGRIB,
    "isya": Time.ISYA,
    "isya'": Time.ISYA,
    "isha": Time.ISYA,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WALL = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?")
_HALF = {Time.SUBUH: 2 * 60, Time.ZUHUR: 10 * 60, Time.MAGRIB: 16 * 60, Time.ISYA: 17 * 60}
"""The earliest minute of the day that is believed: 12-hour clocks are caught by it."""


class TableProblem(enum.StrEnum):
    """What is wrong with a line of a table."""

    HEADER_MISSING = "header_missing"
    """The first line names no day, or no prayer."""
    DAY_UNREADABLE = "day_unreadable"
    TIME_UNREADABLE = "time_unreadable"
    TIME_UNLIKELY = "time_unlikely"
    """The times are not in their order, or hours before noon are meant."""
    DAY_TWICE = "day_twice"
    LINE_EMPTY = "line_empty"
    """A day without any time."""
    PLACES_MIXED = "places_mixed"
    """The file holds several places and none was chosen."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One line that cannot be used."""

    line: int
    """Counted from 1, the header included."""
    problem: TableProblem
    """What is wrong."""
    value: str = ""
    """What stands there."""


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """One day of a table."""

    day: date
    """Local day."""
    times: Mapping[Time, time]
    """Wall times; one that the table does not give is absent."""
    place: str = ""
    """What the table says it is for."""
    source: str = ""
    """Who published it."""


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    days: list[OfficialDay] = field(default_factory=list)
    """In order."""
    problems: list[LineProblem] = field(default_factory=list)
    """Every line that is left out, with its reason."""
    places: list[str] = field(default_factory=list)
    """Every place that the file names."""


def read(text: str, *, place: str = "", month: str = "", source: str = "") -> Reading:
    """Read a CSV file; `place` picks one of several, `month` (YYYY-MM) completes days 1 to 31."""
    lines = text.lstrip("\ufeff").splitlines()
    reading = Reading()
    if len(lines) > MAX_LINES:
        reading.problems.append(LineProblem(len(lines), TableProblem.TOO_LONG, str(MAX_LINES)))
        return reading
    rows = list(csv.reader(lines, delimiter=_delimiter(lines[0] if lines else "")))
    columns = _columns(rows[0]) if rows else {}
    if "day" not in columns or not set(columns) & set(Time):
        reading.problems.append(LineProblem(1, TableProblem.HEADER_MISSING))
        return reading
    cells = [(number, _named(columns, row)) for number, row in enumerate(rows[1:], 2) if any(row)]
    reading.places = sorted({row["place"] for _, row in cells if row.get("place")})
    if len(reading.places) > 1 and place not in reading.places:
        listed = "; ".join(reading.places)
        reading.problems.append(LineProblem(1, TableProblem.PLACES_MIXED, listed))
        return reading
    _read_lines(reading, cells, place=place, month=month, source=source)
    return reading


def _read_lines(
    reading: Reading,
    cells: Iterable[tuple[int, Mapping[str, str]]],
    *,
    place: str,
    month: str,
    source: str,
) -> None:
    days: dict[date, OfficialDay] = {}
    for number, row in cells:
        if place and row.get("place", place) != place:
            continue
        found = _line(number, row, month, source)
        if isinstance(found, OfficialDay) and found.day in days:
            found = LineProblem(number, TableProblem.DAY_TWICE, row["day"])
        if isinstance(found, LineProblem):
            reading.problems.append(found)
        else:
            days[found.day] = found
    reading.days = [days[day] for day in sorted(days)]


def _line(
    number: int, row: Mapping[str, str], month: str, source: str
) -> OfficialDay | LineProblem:
    day = _day(row.get("day", ""), month)
    if day is None:
        return LineProblem(number, TableProblem.DAY_UNREADABLE, row.get("day", ""))
    times: dict[Time, time] = {}
    for name in Time:
        text = row.get(name, "")
        wall = _wall(text)
        if wall is None and text not in ("", "-"):
            return LineProblem(number, TableProblem.TIME_UNREADABLE, f"{name}: {text}")
        if wall is not None:
            times[name] = wall
    if not times:
        return LineProblem(number, TableProblem.LINE_EMPTY, row["day"])
    unlikely = _unlikely(times)
    if unlikely:
        return LineProblem(number, TableProblem.TIME_UNLIKELY, unlikely)
    return OfficialDay(day, times, row.get("place", ""), source)


def _unlikely(times: Mapping[Time, time]) -> str:
    """Return what cannot be right: `asar 03:05`; empty when all may be."""
    for name, wall in times.items():
        if wall.hour * 60 + wall.minute < _HALF.get(name, 0):
            return f"{name} {wall:%H:%M}"
    for before, after in pairwise(times):
        if times[before] >= times[after]:
            return f"{before} {times[before]:%H:%M}, {after} {times[after]:%H:%M}"
    return ""


def _columns(header: Iterable[str]) -> dict[str, int]:
    """Return which column holds what; the first of several of one meaning counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        word = cell.strip().lower()
        name: str | None = _NAMES.get(word)
        name = "day" if word in _DAY else "place" if word in _PLACE else name
        if name is not None:
            found.setdefault(name, index)
    return found


def _named(columns: Mapping[str, int], row: list[str]) -> dict[str, str]:
    return {name: row[index].strip() for name, index in columns.items() if index < len(row)}


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _day(text: str, month: str) -> date | None:
    numbers = _numbers(text, month)
    try:
        return date(*numbers) if numbers else None
    except ValueError:
        return None


def _numbers(text: str, month: str) -> tuple[int, int, int] | None:
    iso, local = _ISO.search(text), _LOCAL.search(text)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    if local:
        return int(local[3]), int(local[2]), int(local[1])
    if text.isascii() and text.isdigit() and len(text) <= 2 and re.fullmatch(r"\d{4}-\d\d", month):
        return int(month[:4]), int(month[5:]), int(text)
    return None


def _wall(text: str) -> time | None:
    found = _WALL.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))
